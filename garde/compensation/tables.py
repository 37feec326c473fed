"""What services are owed as tables: a row for each service, and a row for each line of its statement."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from exports.sheets import Sheet
from garde.basin.compensation import PAID
from garde.basin.config import BasinConfig
from garde.compensation.account import Owed, Statement
from garde.compensation.balance import corrections, due_amounts, settled_amounts
from garde.compensation.hours import whole_minutes

Row = tuple[str | int | float, ...]
_KINDS = tuple(reversed(PAID))


def payable(told: Owed) -> Sheet:
    """A row for each service: its hours by kind, what it is owed in money (cents, euro) and in time.

    What was settled of it, and the balance: still to be paid or given back, below 0 to be recovered.
    """
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
            "settled_cents",
            "balance_cents",
            "balance_eur",
            "settled_minutes",
            "balance_minutes",
        ),
        rows=tuple(_payable_row(told, statement) for statement in told.statements),
    )


def _payable_row(told: Owed, one: Statement) -> Row:
    seconds, settled, due = one.seconds, settled_amounts(one), due_amounts(one)
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
        whole_minutes(one.back),
        "" if one.weekly is None else _hours(one.weekly.total_seconds()),
        "" if one.workload is None else round(float(one.workload) * 100, 2),
        settled.cents,
        due.cents,
        due.cents / 100,
        settled.minutes,
        due.minutes,
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


def settlements(told: Owed) -> Sheet:
    """A row for each settlement of a service that stands, with what it settled of the period."""
    return Sheet(
        name="settlements",
        header=(
            *("service", "settlement", "paid_on", "reference", "from", "to"),
            *("duty_cents", "coordination_cents", "ceiling_cents", "settled_cents", "settled_minutes"),
        ),
        rows=tuple(
            (
                statement.service.external_id,
                one.run.id,
                one.run.paid_on.isoformat(),
                one.run.reference,
                one.run.first.isoformat(),
                one.run.last.isoformat(),
                one.amounts.duty,
                one.amounts.coordination,
                one.amounts.ceiling,
                one.amounts.cents,
                one.amounts.minutes,
            )
            for statement in told.statements
            for one in statement.settled
        ),
    )


def changes(told: Owed) -> Sheet:
    """A row for each duty and entry of time that changed after it had been settled."""
    return Sheet(
        name="changes",
        header=(
            *("service", "item", "key", "date", "line"),
            *("settled_cents", "owed_cents", "difference_cents"),
            *("settled_minutes", "owed_minutes", "difference_minutes"),
        ),
        rows=tuple(
            (
                statement.service.external_id,
                one.owed.kind,
                one.owed.key,
                one.owed.day.isoformat(),
                one.owed.line,
                one.settled.net,
                one.owed.net,
                one.cents,
                one.settled.minutes,
                one.owed.minutes,
                one.minutes,
            )
            for statement in told.statements
            for one in corrections(statement)
        ),
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
            whole_minutes(line.length),
            line.cents,
            whole_minutes(line.back),
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
            whole_minutes(entry.back),
            "; ".join(
                part for part in (entry.activity, beyond, "" if entry.signed else "not signed off") if part
            ),
        )
    for cut in one.cuts:
        note = f"ceiling of {cut.ceiling} cents"
        yield (name, "ceiling", cut.month, *("",) * 7, *blank, 0, cut.cents, 0, note)


def _hours(seconds: float) -> float:
    return round(seconds / 3600, 4)
