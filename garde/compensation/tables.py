"""What services are owed as tables: a row for each service, and a row for each line of its statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from exports.sheets import Sheet
from garde.basin.compensation import PAID
from garde.basin.config import BasinConfig
from garde.compensation.account import Owed, Statement

Row = tuple[str | int | float, ...]
_KINDS = tuple(reversed(PAID))


def payable(told: Owed) -> Sheet:
    """A row for each service: its hours by kind, and what it is owed in money (cents, euro) and in time."""
    return Sheet(
        name="payable",
        header=(
            "service",
            "name",
            "kind",
            "home",
            "from",
            "to",
            "duties",
            *(f"{kind}_hours" for kind in _KINDS),
            "duty_hours",
            "coordination_minutes",
            "duty_cents",
            "coordination_cents",
            "ceiling_cents",
            "amount_cents",
            "amount_eur",
            "recovered_minutes",
            "weekly_hours",
            "workload_percent",
        ),
        rows=tuple(_payable_row(told, statement) for statement in told.statements),
    )


def _payable_row(told: Owed, one: Statement) -> Row:
    seconds = one.seconds
    return (
        one.service.external_id,
        one.service.name,
        one.service.kind,
        one.home["fr"] if one.home else "",
        told.first.isoformat(),
        told.last.isoformat(),
        len(one.served),
        *(_hours(seconds[kind]) for kind in _KINDS),
        _hours(sum(seconds.values())),
        one.coordination,
        sum(line.cents for line in one.duties),
        sum(line.cents for line in one.time),
        sum(cut.cents for cut in one.cuts),
        one.cents,
        one.cents / 100,
        _minutes(one.back),
        "" if one.weekly is None else _hours(one.weekly.total_seconds()),
        "" if one.workload is None else round(float(one.workload) * 100, 2),
    )


def items(config: BasinConfig, told: Owed) -> Sheet:
    """A row for each duty, entry of coordination time and ceiling; they add up to ``payable`` to the cent."""
    return Sheet(
        name="items",
        header=(
            "service",
            "item",
            "month",
            "date",
            "line",
            "slot",
            "start",
            "end",
            "portion",
            "planned",
            *(f"{kind}_hours" for kind in _KINDS),
            "minutes",
            "amount_cents",
            "recovered_minutes",
            "note",
        ),
        rows=tuple(row for statement in told.statements for row in _item_rows(config, statement)),
    )


def _item_rows(config: BasinConfig, one: Statement) -> Iterator[Row]:
    zone, name = ZoneInfo(config.timezone), one.service.external_id
    for line in one.duties:
        yield (
            name,
            "duty",
            line.month,
            line.day.isoformat(),
            line.line,
            line.slot,
            line.start.astimezone(zone).isoformat(timespec="minutes"),
            line.end.astimezone(zone).isoformat(timespec="minutes"),
            round(float(line.portion), 6),
            "yes" if line.planned else "no",
            *(_hours(line.seconds[kind]) for kind in _KINDS),
            _minutes(line.length),
            line.cents,
            _minutes(line.back),
            "" if line.portion else "not served",
        )
    blank = ("",) * len(_KINDS)
    for entry in one.time:
        beyond = "" if entry.paid == entry.minutes else f"{entry.minutes - entry.paid} beyond the ceiling"
        yield (
            name,
            "coordination",
            f"{entry.day:%Y-%m}",
            entry.day.isoformat(),
            *("", f"entry {entry.entry}", "", "", "", ""),
            *blank,
            entry.paid,
            entry.cents,
            _minutes(entry.back),
            "; ".join(
                part for part in (entry.activity, beyond, "" if entry.signed else "not signed off") if part
            ),
        )
    for cut in one.cuts:
        note = f"ceiling of {cut.ceiling} cents"
        yield (name, "ceiling", cut.month, *("",) * 7, *blank, 0, cut.cents, 0, note)


def _hours(seconds: float) -> float:
    return round(seconds / 3600, 4)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
