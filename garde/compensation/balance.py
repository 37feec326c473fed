"""What is owed beside what was settled, and the difference that is still to be paid or recovered. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from garde.compensation.account import DutyLine, Statement, TimeLine
from garde.compensation.hours import whole_minutes
from garde.compensation.settled import Amounts, Item, Place, Settlement, summed


@dataclass(frozen=True, slots=True)
class Correction:
    """An item of which something was settled, and of which something else is owed now."""

    settled: Item
    owed: Item

    @property
    def cents(self) -> int:
        """What is still to be paid of it; below 0: to be recovered."""
        return self.owed.net - self.settled.net

    @property
    def minutes(self) -> int:
        """The same of time given back."""
        return self.owed.minutes - self.settled.minutes


def owed_items(statement: Statement) -> tuple[Item, ...]:
    """The duties and entries of a statement for which something is owed."""
    found = [_duty(line) for line in statement.duties] + [_time(line) for line in statement.time]
    return tuple(item for item in found if any(item.amounts))


def settled_items(settlements: Iterable[Settlement]) -> tuple[Item, ...]:
    """What settlements come to, item by item."""
    sums: dict[Place, Item] = {}
    for one in settlements:
        for item in one.items:
            known = sums.get(item.place)
            sums[item.place] = item if known is None else _plus(known, item)
    return tuple(item for item in sums.values() if any(item.amounts))


def due_items(statement: Statement) -> tuple[Item, ...]:
    """What is still to be settled, item by item, in time: what is owed less what was settled."""
    sums = {item.place: item for item in owed_items(statement)}
    for item in settled_items(statement.settled):
        taken = item.opposite()
        known = sums.get(item.place)
        sums[item.place] = taken if known is None else _plus(known, taken)
    return tuple(item for _, item in sorted(sums.items()) if any(item.amounts))


def owed_amounts(statement: Statement) -> Amounts:
    """What is owed, by category."""
    return summed(owed_items(statement))


def settled_amounts(statement: Statement) -> Amounts:
    """What was settled of it, by category."""
    return summed(settled_items(statement.settled))


def due_amounts(statement: Statement) -> Amounts:
    """What is still to be paid, by category; below 0: to be recovered."""
    return owed_amounts(statement) - settled_amounts(statement)


def corrections(statement: Statement) -> tuple[Correction, ...]:
    """What changed after it had been settled, in time.

    Items of which something else was settled than is owed now, and those that came on later in days that
    were settled with the service.
    """
    owed = {item.place: item for item in owed_items(statement)}
    settled = {item.place: item for item in settled_items(statement.settled)}
    periods = {(one.run.first, one.run.last) for one in statement.settled}
    found = []
    for place in sorted(owed.keys() | settled.keys()):
        known = owed.get(place) or settled[place]
        if place not in settled and not any(first <= known.day <= last for first, last in periods):
            continue
        nothing = replace(known, cents=0, ceiling=0, minutes=0)
        before, now = settled.get(place, nothing), owed.get(place, nothing)
        if before.amounts != now.amounts:
            found.append(Correction(before, now))
    return tuple(found)


def by_month(items: Iterable[Item]) -> dict[str, Amounts]:
    """Sums of items by local month (``2027-01``), oldest first."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[f"{item.day:%Y-%m}"].append(item)
    return {month: summed(tuple(own)) for month, own in sorted(found.items())}


def _plus(one: Item, other: Item) -> Item:
    return replace(
        one,
        cents=one.cents + other.cents,
        ceiling=one.ceiling + other.ceiling,
        minutes=one.minutes + other.minutes,
    )


def _duty(line: DutyLine) -> Item:
    return Item("duty", line.slot, line.line, line.day, line.cents, line.ceiling, whole_minutes(line.back))


def _time(line: TimeLine) -> Item:
    minutes = whole_minutes(line.back)
    return Item("coordination", str(line.entry), line.activity, line.day, line.cents, line.ceiling, minutes)
