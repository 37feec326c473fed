"""A month's time, signed off by a coordinator. Pure.

An entry belongs to the local month in which it was spent (that of its start), whatever month's rota it was
for: what was signed is then complete, and stays so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from garde.calendar.month import Month
from garde.coordination.entry import TimeEntry
from garde.errors import Conflict


@dataclass(frozen=True, slots=True)
class SignOff:
    """A round of signing: ``entries`` with ``minutes`` (times people) of ``month`` became signed.

    ``number`` counts the rounds of the month from 1.
    """

    basin: str
    month: str
    number: int
    at: datetime
    by: str
    entries: int
    minutes: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class MonthOnRecord:
    """The time spent in a local month, in minutes times people, and how far it is signed.

    ``late`` are the entries that came, or were changed, after a sign-off and wait for the next one.
    """

    month: Month
    entries: int
    minutes: int
    signed: int
    provisional: int
    late: int
    rounds: tuple[SignOff, ...] = ()


def unsettled(entries: Sequence[TimeEntry]) -> tuple[TimeEntry, ...]:
    """The entries that nobody has confirmed yet, or that still run."""
    return tuple(entry for entry in entries if entry.status in {"running", "provisional"})


def signing(
    entries: Sequence[TimeEntry],
    rounds: Sequence[SignOff],
    *,
    basin: str,
    month: Month,
    by: str,
    now: datetime,
    zone: tzinfo,
) -> tuple[SignOff, tuple[TimeEntry, ...]]:
    """The next round of signing a month, and its entries as they are then.

    ``entries`` are those of the month, ``rounds`` the earlier ones. Raises Conflict when the month is not
    over, when an entry is not settled (naming each), and when there is nothing to sign.
    """
    if month.end(zone) > now:
        raise Conflict(f"{month} is not over yet", where="month", remedy="sign it off once it is")
    left = unsettled(entries)
    if left:
        raise Conflict(f"of {month} not everything is settled: {named(left)}", remedy=_remedy(left))
    ready = [entry for entry in entries if entry.status == "confirmed"]
    if not ready:
        last = rounds[-1] if rounds else None
        told = f"was signed off by {last.by}, and nothing came since" if last else "has no time on record"
        raise Conflict(f"{month} {told}", where="month")
    minutes = sum(entry.spent for entry in ready)
    signed = SignOff(basin, str(month), len(rounds) + 1, now, by, len(ready), minutes)
    return signed, tuple(replace(entry, status="signed", signed_at=now, signed_by=by) for entry in ready)


def months_on_record(
    entries: Sequence[TimeEntry], rounds: Sequence[SignOff], zone: tzinfo
) -> tuple[MonthOnRecord, ...]:
    """The months in which time was spent, oldest first."""
    by_month: dict[Month, list[TimeEntry]] = {}
    for entry in entries:
        if entry.status != "withdrawn":
            by_month.setdefault(Month.of(entry.start, zone), []).append(entry)
    for signed in rounds:
        by_month.setdefault(Month.parse(signed.month), [])
    return tuple(
        MonthOnRecord(
            month=month,
            entries=len(spent),
            minutes=sum(entry.spent for entry in spent if entry.counts),
            signed=sum(entry.spent for entry in spent if entry.status == "signed"),
            provisional=len(unsettled(spent)),
            late=sum(entry.late and entry.status == "confirmed" for entry in spent),
            rounds=tuple(one for one in rounds if one.month == str(month)),
        )
        for month, spent in sorted(by_month.items())
    )


def named(entries: Sequence[TimeEntry]) -> str:
    """``ann: 12, 14; ben: 20``."""
    people: dict[str, list[str]] = {}
    for entry in entries:
        people.setdefault(entry.service or entry.person, []).append(str(entry.id))
    return "; ".join(f"{person}: {', '.join(numbers)}" for person, numbers in people.items())


def _remedy(left: Sequence[TimeEntry]) -> str:
    ways = {
        "provisional": "confirm each: garde time confirm ID",
        "running": "stop the timer: garde time stop",
    }
    kinds = Counter(entry.status for entry in left)
    return ", ".join(way for status, way in ways.items() if kinds[status])  # type: ignore[index]
