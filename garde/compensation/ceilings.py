"""A month's ceiling, taken off line by line: the last ones of the month give way first. Pure.

So what a line is paid depends on the days before it alone, and a month that is reckoned in parts comes to the
same cents as the whole month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from garde.basin.config import BasinConfig
from garde.compensation.account import Cut, DutyLine, TimeLine
from garde.compensation.hours import rates_on

Line = DutyLine | TimeLine
Lines = tuple[tuple[DutyLine, ...], tuple[TimeLine, ...]]


def capped(config: BasinConfig, duties: Sequence[DutyLine], time: Sequence[TimeLine]) -> Lines:
    """A service's lines, each with what the ceiling of its month takes off.

    Both sequences are in time and begin with their month. On a date, duties come before coordination. The
    ceiling of a month is that of the rates in force on its first date with a line.
    """
    spent: dict[str, int] = defaultdict(int)
    ceilings = _ceilings(config, [*duties, *time])
    taken: dict[tuple[bool, int], int] = {}
    places = [((line.day, False, number), line.cents) for number, line in enumerate(duties)]
    places += [((line.day, True, number), line.cents) for number, line in enumerate(time)]
    for (day, is_time, number), cents in sorted(places):
        month = _month(day)
        ceiling = ceilings[month]
        beyond = 0 if ceiling is None else max(0, spent[month] + cents - ceiling)
        spent[month] += cents - beyond
        taken[is_time, number] = -beyond
    return (
        tuple(replace(line, ceiling=taken[False, number]) for number, line in enumerate(duties)),
        tuple(replace(line, ceiling=taken[True, number]) for number, line in enumerate(time)),
    )


def cuts(
    config: BasinConfig, duties: Sequence[DutyLine], time: Sequence[TimeLine], first: date
) -> tuple[Cut, ...]:
    """What the ceilings take off lines from ``first`` on, month by month; of lines that are ``capped``."""
    taken: dict[str, int] = defaultdict(int)
    before: dict[str, int] = defaultdict(int)
    lines: list[Line] = [*duties, *time]
    for line in lines:
        if line.day < first:
            before[_month(line.day)] += line.cents + line.ceiling
        else:
            taken[_month(line.day)] += line.ceiling
    ceilings = _ceilings(config, lines)
    return tuple(
        Cut(month, ceilings[month] or 0, cents, before[month])
        for month, cents in sorted(taken.items())
        if cents
    )


def _ceilings(config: BasinConfig, lines: Sequence[Line]) -> dict[str, int | None]:
    begins: dict[str, date] = {}
    for line in lines:
        begins[_month(line.day)] = min(line.day, begins.get(_month(line.day), line.day))
    return {month: rates_on(config.compensation, day).ceiling_per_month for month, day in begins.items()}


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
