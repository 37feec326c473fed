"""Who really served: what is recorded of duties after they began, and the rota as it was served.

Records are only ever added: the latest one of a service in a slot is what holds, so that a correction is
a new record and the old one stays to be seen. The ledger's account of a month starts from `as_served`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from garde.calendar.intervals import Interval, clip, subtraction
from garde.errors import BadInput
from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to the part of ``service`` in the slot of that key.

    It served from ``start`` to ``end``, instants in UTC; both are None when it did not come. ``replaced_by``
    served the rest of its part, if anybody did. Records are told apart by ``id``, which rises with time.
    """

    id: int
    slot: str
    service: str
    start: datetime | None
    end: datetime | None
    replaced_by: str | None
    reason: str | None
    recorded_at: datetime
    recorded_by: str

    @property
    def absent(self) -> bool:
        """Whether the service did not come at all."""
        return self.start is None or self.end is None


@dataclass(frozen=True, slots=True)
class Stint:
    """A service was there over an interval of instants of a slot."""

    service: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Part:
    """What ``service`` served of a slot in the place that ``planned`` had: ``portion`` (0 to 1) of its time.

    Time is elapsed time. A service that did not come has a part of portion 0.
    """

    slot: FilledSlot
    service: str
    planned: str
    portion: float


def parts(slots: Iterable[FilledSlot], records: Iterable[Record]) -> tuple[Part, ...]:
    """Who served what part of these slots; where nothing is recorded, each service its whole duty."""
    latest = _latest(records)
    told = {slot for slot, _ in latest}
    found: list[Part] = []
    for slot in slots:
        for planned in slot.services:
            portions = {planned: 1.0}
            if slot.key in told:
                portions = {planned: 0.0}
                whole = slot.end - slot.start
                for stint in stints(slot, planned, latest):
                    span = stint.interval.end - stint.interval.start
                    portions[stint.service] = portions.get(stint.service, 0.0) + span / whole
            found += [Part(slot, service, planned, portion) for service, portion in portions.items()]
    return tuple(found)


def as_served(slots: Iterable[FilledSlot], records: Iterable[Record]) -> tuple[FilledSlot, ...]:
    """The slots as they were served; those without a record are unchanged.

    Where a record tells otherwise, the slot keeps its hours with nobody in the place of that service, and a
    slot of the same key stands beside it for each stint. Records of other slots are left aside.
    """
    latest = _latest(records)
    told = {slot for slot, _ in latest}
    found: list[FilledSlot] = []
    for slot in slots:
        if slot.key not in told:
            found.append(slot)
            continue
        changed = [name for name in slot.services if (slot.key, name) in latest]
        places = tuple(None if name in changed else name for name in slot.places)
        found.append(replace(slot, places=places))
        for name in changed:
            for stint in stints(slot, name, latest):
                hours = stint.interval
                found.append(replace(slot, start=hours.start, end=hours.end, places=(stint.service,)))
    return tuple(found)


def stints(slot: FilledSlot, planned: str, latest: Mapping[tuple[str, str], Record]) -> Iterator[Stint]:
    """Who was there in the place that ``planned`` had in a slot, and when; nobody in between."""
    spans: tuple[Interval, ...] = (Interval(slot.start, slot.end),)
    service: str | None = planned
    seen: set[str] = set()
    while service is not None and service not in seen:
        seen.add(service)
        record = latest.get((slot.key, service))
        if record is None:
            yield from (Stint(service, span) for span in spans)
            return
        served: tuple[Interval, ...] = ()
        if record.start is not None and record.end is not None:
            served = clip(spans, record.start, record.end)
            yield from (Stint(service, span) for span in served)
        spans = subtraction(spans, served)
        service = record.replaced_by


def _latest(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    return {(record.slot, record.service): record for record in sorted(records, key=lambda record: record.id)}


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells of a duty: absent, or there from ``start`` (None: the slot's) to ``end``."""

    service: str
    start: datetime | None = None
    end: datetime | None = None
    absent: bool = False
    replaced_by: str | None = None
    reason: str | None = None


def recorded(slot: FilledSlot, report: Report, earlier: Sequence[Record], *, at: datetime, by: str) -> Record:
    """The record of a report, with 0 for its id. ``earlier`` are the records of the basin so far.

    A report without anything says that the service served in full, which takes an earlier one back.
    Raises BadInput when the slot has not begun, the service had no part in it, the times do not lie in
    it, or nothing is left to be replaced.
    """
    if not slot.begun(at):
        raise BadInput(f"{slot.key} has not begun", where="--slot", remedy="record what happened once it has")
    _refuse_strangers(slot, report, _latest(earlier))
    hours = _hours(slot, report)
    if report.replaced_by is not None and hours == (slot.start, slot.end):
        raise BadInput(
            f"{report.service} served in full, nothing is left for {report.replaced_by}",
            where="--replaced-by",
            remedy="add --absent, --from or --to",
        )
    start, end = hours or (None, None)
    return Record(0, slot.key, report.service, start, end, report.replaced_by, report.reason, at, by)


def _hours(slot: FilledSlot, report: Report) -> tuple[datetime, datetime] | None:
    if report.absent:
        if report.start is not None or report.end is not None:
            raise BadInput(
                "who was absent has no hours", where="--absent", remedy="leave out --from and --to"
            )
        return None
    start = slot.start if report.start is None else report.start
    end = slot.end if report.end is None else report.end
    if not slot.start <= start < end <= slot.end:
        raise BadInput(
            f"these hours do not lie in {slot.key}",
            where="--from, --to",
            remedy=f"it lasts from {slot.start.isoformat()} to {slot.end.isoformat()}",
        )
    return start, end


def _refuse_strangers(slot: FilledSlot, report: Report, latest: Mapping[tuple[str, str], Record]) -> None:
    own = latest.get((slot.key, report.service))
    # Whoever this very service was said to be replaced by may be named again, or dropped.
    others = dict(latest)
    if own is not None:
        others[(slot.key, report.service)] = replace(own, replaced_by=None)
    there = {*slot.services, *_stand_ins(slot, others)}
    if report.service not in there:
        known = ", ".join(slot.services) or "nobody"
        raise BadInput(
            f"{report.service} has no duty in {slot.key}", where="--service", remedy=f"on duty is {known}"
        )
    if report.replaced_by is not None and report.replaced_by in there:
        raise BadInput(
            f"{report.replaced_by} is in {slot.key} already",
            where="--replaced-by",
            remedy="name another service",
        )


def _stand_ins(slot: FilledSlot, latest: Mapping[tuple[str, str], Record]) -> Iterator[str]:
    """All who replaced somebody in the slot, directly or in turn."""
    waiting = list(slot.services)
    seen: set[str] = set()
    while waiting:
        service = waiting.pop()
        record = latest.get((slot.key, service))
        if service in seen or record is None or record.replaced_by is None:
            continue
        seen.add(service)
        yield record.replaced_by
        waiting.append(record.replaced_by)
