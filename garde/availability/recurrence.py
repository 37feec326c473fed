"""Rules of recurrence (RFC 5545, 3.3.10), by the day and longer, on a local clock.

dateutil's ``rrule`` cannot be stopped while it looks for a day that never comes, and a stranger's calendar
may ask for one: here every day looked at is counted, and nothing is looked at beyond the last day wanted.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, time, timedelta

from icalendar.prop import vRecur

Spend = Callable[[int], None]

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 60),
    "BYSETPOS": (-366, 366),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE; empty sets limit nothing. ``until`` is left to whoever knows the zone.

    ``weekdays`` count from Monday, 0; ``nth_weekdays`` are (which in its month or year, weekday).
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    hours: frozenset[int] = frozenset()
    minutes: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """The rule. Raises ValueError, in words, for one that is malformed or repeats within the day."""
    try:
        parts: Mapping[str, Sequence[object]] = vRecur.from_ical(text.upper())
    except ValueError:
        raise ValueError("the rule of recurrence is malformed") from None
    frequency = str(next(iter(parts.get("FREQ", ())), ""))
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise ValueError(f"a rule repeats {frequency}; only daily and longer is read")
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError("the rule of recurrence has no FREQ")
    if "RSCALE" in parts:
        raise ValueError("a rule follows another calendar (RSCALE); only the usual one is read")
    numbers = {name: _numbers(parts, name, *bounds) for name, bounds in _RANGES.items()}
    plain, nth = _weekdays(parts, numbered=frequency in ("MONTHLY", "YEARLY"))
    start = str(next(iter(parts.get("WKST", ())), "MO"))
    return Rule(
        frequency=frequency,
        interval=_one(parts, "INTERVAL") or 1,
        count=_one(parts, "COUNT"),
        until=_until(text.upper()),
        months=numbers["BYMONTH"],
        month_days=numbers["BYMONTHDAY"],
        year_days=numbers["BYYEARDAY"],
        weeks=numbers["BYWEEKNO"],
        weekdays=plain,
        nth_weekdays=nth,
        hours=numbers["BYHOUR"],
        minutes=numbers["BYMINUTE"],
        seconds=frozenset(min(second, 59) for second in numbers["BYSECOND"]),
        positions=numbers["BYSETPOS"],
        week_start=_WEEKDAYS.index(start),
    )


def _numbers(parts: Mapping[str, Sequence[object]], name: str, least: int, most: int) -> frozenset[int]:
    found = frozenset(int(str(value)) for value in parts.get(name, ()))
    if any(not least <= value <= most or (value == 0 and least < 0) for value in found):
        raise ValueError(f"the rule of recurrence has an impossible {name}")
    return found


def _one(parts: Mapping[str, Sequence[object]], name: str) -> int | None:
    if name not in parts:
        return None
    value = int(str(next(iter(parts[name]), "0")))
    if value < 1:
        raise ValueError(f"the rule of recurrence has an impossible {name}")
    return value


def _weekdays(
    parts: Mapping[str, Sequence[object]], *, numbered: bool
) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain: set[int] = set()
    nth: set[tuple[int, int]] = set()
    for value in parts.get("BYDAY", ()):
        weekday = _WEEKDAYS.index(str(value)[-2:])
        number = getattr(value, "relative", None)
        if number and numbered:
            nth.add((number, weekday))
        else:
            plain.add(weekday)
    return frozenset(plain), frozenset(nth)


def _until(text: str) -> str | None:
    return next((part[6:].strip() for part in text.split(";") if part.startswith("UNTIL=")), None)


def occurrences(
    rule: Rule, start: datetime, first: datetime, last: datetime, spend: Spend
) -> Iterator[datetime]:
    """The local times of a rule from ``start`` that lie in [first, last], in order; all naive.

    ``start`` itself is always the first occurrence. ``spend`` is told of the work before it is done, and
    stops it by raising.
    """
    for counted, local in enumerate(_all(rule, start, first, last, spend), start=1):
        if first <= local:
            yield local
        if rule.count is not None and counted >= rule.count:
            return


def _all(rule: Rule, start: datetime, first: datetime, last: datetime, spend: Spend) -> Iterator[datetime]:
    """Those of [first, last], with those before as well where they have to be counted."""
    spend(1)
    if start > last:
        return
    yield start
    completed = _completed(rule, start)
    times = _times(completed, start, spend)
    # Whole periods before the first day wanted are only looked at when COUNT needs them.
    skipped = 0 if rule.count is not None else max(0, _periods(rule, start.date(), first.date()))
    number = skipped - skipped % rule.interval
    while True:
        days = _days_of_period(rule, start.date(), number)
        if days is None or days[0] > last.date():
            return
        spend(len(days))
        chosen = [day for day in days if _fits(completed, day)]
        spend(len(chosen) * len(times))
        found = [datetime.combine(day, at) for day in chosen for at in times]
        for local in _positioned(found, rule.positions):
            if start < local <= last:
                yield local
        number += rule.interval


def _completed(rule: Rule, start: datetime) -> Rule:
    """The rule with what it leaves open taken from the start."""
    if rule.weeks and not (rule.weekdays or rule.nth_weekdays or rule.month_days or rule.year_days):
        return replace(rule, weekdays=frozenset({start.weekday()}))
    if rule.frequency == "DAILY" or (
        rule.weekdays or rule.nth_weekdays or rule.month_days or rule.year_days or rule.weeks
    ):
        return rule
    if rule.frequency == "WEEKLY":
        return replace(rule, weekdays=frozenset({start.weekday()}))
    days = frozenset({start.day})
    if rule.frequency == "MONTHLY":
        return replace(rule, month_days=days)
    return replace(rule, month_days=days, months=rule.months or frozenset({start.month}))


def _times(rule: Rule, start: datetime, spend: Spend) -> list[time]:
    hours = sorted(rule.hours or {start.hour})
    minutes = sorted(rule.minutes or {start.minute})
    seconds = sorted(rule.seconds or {start.second})
    spend(len(hours) * len(minutes) * len(seconds))
    return [time(hour, minute, second) for hour in hours for minute in minutes for second in seconds]


def _periods(rule: Rule, start: date, day: date) -> int:
    """How many whole periods lie between the one of ``start`` and the one of ``day``."""
    if rule.frequency == "YEARLY":
        return day.year - start.year
    if rule.frequency == "MONTHLY":
        return (day.year - start.year) * 12 + day.month - start.month
    if rule.frequency == "WEEKLY":
        return (_week_of(day, rule.week_start) - _week_of(start, rule.week_start)) // 7
    return day.toordinal() - start.toordinal()


def _week_of(day: date, week_start: int) -> int:
    """The ordinal of the first day of the day's week; may fall before the first day of the first year."""
    return day.toordinal() - (day.weekday() - week_start) % 7


def _days_of_period(rule: Rule, start: date, number: int) -> list[date] | None:
    """The days of the period that many periods after that of ``start``; None after the last year there is."""
    if rule.frequency == "YEARLY":
        year = start.year + number
        if year > MAXYEAR:
            return None
        months = sorted(rule.months) or (
            range(1, 13) if rule.weekdays or rule.nth_weekdays or _by_year(rule) else [start.month]
        )
        return [date(year, month, day) for month in months for day in _month_days(year, month)]
    if rule.frequency == "MONTHLY":
        years, month = divmod(start.month - 1 + number, 12)
        if start.year + years > MAXYEAR:
            return None
        return [
            date(start.year + years, month + 1, day) for day in _month_days(start.year + years, month + 1)
        ]
    length = 7 if rule.frequency == "WEEKLY" else 1
    begin = _week_of(start, rule.week_start) if length == 7 else start.toordinal()
    ordinals = range(begin + length * number, begin + length * (number + 1))
    if ordinals[-1] > date.max.toordinal():
        return None
    return [date.fromordinal(ordinal) for ordinal in ordinals if ordinal > 0]


def _by_year(rule: Rule) -> bool:
    return bool(rule.year_days or rule.weeks or rule.month_days)


def _month_days(year: int, month: int) -> range:
    return range(1, monthrange(year, month)[1] + 1)


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.weeks and not _week_fits(rule, day):
        return False
    if rule.weekdays or rule.nth_weekdays:
        nth = bool(rule.nth_weekdays) and _nth_fits(rule, day)
        if not (nth or day.weekday() in rule.weekdays):
            return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if rule.year_days:
        length, position = 365 + isleap(day.year), day.timetuple().tm_yday
        if position not in rule.year_days and position - length - 1 not in rule.year_days:
            return False
    return True


def _nth_fits(rule: Rule, day: date) -> bool:
    if rule.frequency == "MONTHLY" or rule.months:
        position, length = day.day, monthrange(day.year, day.month)[1]
    else:
        position, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    from_start, from_end = (position - 1) // 7 + 1, -((length - position) // 7 + 1)
    weekday = day.weekday()
    return (from_start, weekday) in rule.nth_weekdays or (from_end, weekday) in rule.nth_weekdays


def _week_fits(rule: Rule, day: date) -> bool:
    # A week belongs to the year in which its fourth day lies.
    middle = _week_of(day, rule.week_start) + 3
    if not 0 < middle <= date.max.toordinal():
        return False
    fourth = date.fromordinal(middle)
    number = (fourth.timetuple().tm_yday - 1) // 7 + 1
    weeks = number + (date(fourth.year, 12, 31) - fourth).days // 7
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _positioned(found: list[datetime], positions: frozenset[int]) -> list[datetime]:
    if not positions:
        return found
    size = len(found)
    indexes = {position - 1 if position > 0 else size + position for position in positions}
    return [found[index] for index in sorted(indexes) if 0 <= index < size]


def shifted(local: datetime, by: timedelta) -> datetime:
    """``local + by``, held within the years that there are."""
    try:
        return local + by
    except OverflowError:
        return datetime.combine(date.max if by > timedelta() else date.min, time())
