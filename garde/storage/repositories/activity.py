"""What happened on duties, as stored. Reports are only added; their remarks can be struck out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from sqlmodel import Session, SQLModel, col, delete, func, select

from garde.accounts.actor import Role
from garde.activity.report import (
    BandCount,
    ClosedDoor,
    Contacts,
    Counts,
    Door,
    DutyReport,
    Incident,
    IncidentCount,
    Outcome,
)
from garde.storage.repositories.rows import added, given
from garde.storage.repositories.services import service_ids
from garde.storage.tables_activity import (
    ActivityBandRow,
    ActivityContactRow,
    ActivityIncidentRow,
    ActivityRemarkRow,
    ActivityRow,
    ClosedDoorRow,
)


def activity_reports(
    session: Session,
    basin_id: str,
    start: datetime | None = None,
    end: datetime | None = None,
    *,
    service: str | None = None,
) -> tuple[DutyReport, ...]:
    """The reports that hold of duties whose slot starts in [start, end), by that start; None: no bound.

    Of one service where that is named. Of each slot and service the latest report holds.
    """
    latest = (
        select(func.max(ActivityRow.id))
        .where(ActivityRow.basin_id == basin_id)
        .group_by(ActivityRow.slot_key, col(ActivityRow.service_id))
    )
    return _reports(session, basin_id, _within(start, end), service, latest)


def all_reports(session: Session, basin_id: str, slot: str, service: str) -> tuple[DutyReport, ...]:
    """All that a service reported of a slot, oldest first; the last one holds, and alone has its words."""
    found = _reports(session, basin_id, [ActivityRow.slot_key == slot], service, None)
    return tuple(sorted(found, key=lambda report: report.id))


def add_report(session: Session, basin_id: str, report: DutyReport) -> int:
    """Stores a report and returns the id given here; words of earlier ones about the same duty go."""
    strike_words(session, basin_id, report.slot, report.service)
    (number,) = add_first_reports(session, basin_id, [report])
    return number


def add_first_reports(session: Session, basin_id: str, reports: Iterable[DutyReport]) -> tuple[int, ...]:
    """Stores many reports of duties of which no earlier one has words; the ids given here."""
    ids = service_ids(session, basin_id)
    told = tuple(reports)
    rows = [
        ActivityRow(
            basin_id=basin_id,
            service_id=ids[one.service],
            slot_key=one.slot,
            line=one.line,
            month=one.month,
            start=one.start,
            end=one.end,
            quiet_hours=one.counts.quiet_hours,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
            role=one.role,
        )
        for one in told
    ]
    session.add_all(rows)
    session.flush()
    numbers = tuple(given(row.id) for row in rows)
    for number, one in zip(numbers, told, strict=True):
        session.add_all(_parts(number, one.counts))
    session.flush()
    return numbers


def _parts(report: int, counts: Counts) -> Iterator[SQLModel]:
    """The rows of what belongs to a report."""
    for part in counts.contacts:
        yield ActivityContactRow(
            report_id=report,
            need=part.need,
            language=part.language,
            outcome=part.outcome,
            sent_to=part.sent_to,
            people=part.people,
        )
    for band in counts.bands:
        yield ActivityBandRow(report_id=report, hour=band.hour, people=band.people)
    for incident in counts.incidents:
        yield ActivityIncidentRow(report_id=report, kind=incident.kind, count=incident.count)
    if counts.remark is not None:
        yield ActivityRemarkRow(report_id=report, words=counts.remark)


def strike_words(session: Session, basin_id: str, slot: str, service: str) -> int:
    """Takes the remarks about a service's duty out for good; how many there were."""
    reports = select(ActivityRow.id).where(
        ActivityRow.basin_id == basin_id,
        ActivityRow.slot_key == slot,
        ActivityRow.service_id == service_ids(session, basin_id)[service],
    )
    found = session.exec(
        select(ActivityRemarkRow.report_id).where(col(ActivityRemarkRow.report_id).in_(reports))
    ).all()
    if found:
        session.exec(delete(ActivityRemarkRow).where(col(ActivityRemarkRow.report_id).in_(found)))
    return len(found)


def closed_doors(
    session: Session,
    basin_id: str,
    start: datetime | None = None,
    end: datetime | None = None,
    *,
    service: str | None = None,
) -> tuple[ClosedDoor, ...]:
    """The counts that hold of people before a closed door in hours that start in [start, end), in time.

    Counts that were taken back are left out.
    """
    latest = (
        select(func.max(ClosedDoorRow.id))
        .where(ClosedDoorRow.basin_id == basin_id)
        .group_by(
            col(ClosedDoorRow.service_id), ClosedDoorRow.line, col(ClosedDoorRow.start), ClosedDoorRow.kind
        )
    )
    statement = select(ClosedDoorRow).where(col(ClosedDoorRow.id).in_(latest), ClosedDoorRow.people > 0)
    if start is not None:
        statement = statement.where(ClosedDoorRow.start >= start)
    if end is not None:
        statement = statement.where(ClosedDoorRow.start < end)
    ids = service_ids(session, basin_id)
    if service is not None:
        statement = statement.where(ClosedDoorRow.service_id == ids[service])
    names = {number: external for external, number in ids.items()}
    rows = session.exec(statement.order_by(col(ClosedDoorRow.start), col(ClosedDoorRow.id)))
    return tuple(_closed_door(row, names[row.service_id]) for row in rows)


def add_closed_door(session: Session, basin_id: str, door: ClosedDoor) -> int:
    """Stores a count and returns the id given here."""
    row = ClosedDoorRow(
        basin_id=basin_id,
        service_id=service_ids(session, basin_id)[door.service],
        line=door.line,
        kind=door.kind,
        day=door.day,
        hour=door.hour,
        start=door.start,
        quarter=door.quarter,
        people=door.people,
        recorded_at=door.recorded_at,
        recorded_by=door.recorded_by,
        role=door.role,
    )
    return added(session, row)


def _within(start: datetime | None, end: datetime | None) -> list[object]:
    bounds: list[object] = []
    if start is not None:
        bounds.append(col(ActivityRow.start) >= start)
    if end is not None:
        bounds.append(col(ActivityRow.start) < end)
    return bounds


def _reports(
    session: Session, basin_id: str, where: Iterable[object], service: str | None, latest: object | None
) -> tuple[DutyReport, ...]:
    ids = service_ids(session, basin_id)
    chosen = select(ActivityRow).where(ActivityRow.basin_id == basin_id, *where)  # type: ignore[arg-type]
    if latest is not None:
        chosen = chosen.where(col(ActivityRow.id).in_(latest))  # type: ignore[arg-type]
    if service is not None:
        chosen = chosen.where(ActivityRow.service_id == ids.get(service, 0))
    rows = session.exec(chosen.order_by(col(ActivityRow.start), ActivityRow.slot_key, col(ActivityRow.id)))
    wanted = chosen.with_only_columns(col(ActivityRow.id))
    counts = _counts(session, wanted)
    names = {number: external for external, number in ids.items()}
    return tuple(
        DutyReport(
            id=given(row.id),
            slot=row.slot_key,
            service=names[row.service_id],
            line=row.line,
            month=row.month,
            start=row.start,
            end=row.end,
            counts=counts(given(row.id), row.quiet_hours),
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            role=cast(Role, row.role),
        )
        for row in rows
    )


class _Counts:
    """What belongs to the chosen reports, read in four queries whatever their number."""

    def __init__(self, session: Session, wanted: object) -> None:
        self.contacts: dict[int, list[Contacts]] = defaultdict(list)
        self.bands: dict[int, list[BandCount]] = defaultdict(list)
        self.incidents: dict[int, list[IncidentCount]] = defaultdict(list)
        for row in session.exec(
            select(ActivityContactRow)
            .where(col(ActivityContactRow.report_id).in_(wanted))  # type: ignore[arg-type]
            .order_by(col(ActivityContactRow.id))
        ):
            outcome = cast(Outcome, row.outcome)
            self.contacts[row.report_id].append(
                Contacts(row.need, row.language, outcome, row.people, row.sent_to)
            )
        for band in session.exec(
            select(ActivityBandRow)
            .where(col(ActivityBandRow.report_id).in_(wanted))  # type: ignore[arg-type]
            .order_by(col(ActivityBandRow.hour))
        ):
            self.bands[band.report_id].append(BandCount(band.hour, band.people))
        for incident in session.exec(
            select(ActivityIncidentRow)
            .where(col(ActivityIncidentRow.report_id).in_(wanted))  # type: ignore[arg-type]
            .order_by(ActivityIncidentRow.kind)
        ):
            kind = cast(Incident, incident.kind)
            self.incidents[incident.report_id].append(IncidentCount(kind, incident.count))
        self.remarks = {
            remark.report_id: remark.words
            for remark in session.exec(
                select(ActivityRemarkRow).where(
                    col(ActivityRemarkRow.report_id).in_(wanted)  # type: ignore[arg-type]
                )
            )
        }

    def __call__(self, report: int, quiet_hours: int | None) -> Counts:
        return Counts(
            contacts=tuple(self.contacts[report]),
            quiet_hours=quiet_hours,
            bands=tuple(self.bands[report]),
            incidents=tuple(self.incidents[report]),
            remark=self.remarks.get(report),
        )


def _counts(session: Session, wanted: object) -> _Counts:
    return _Counts(session, wanted)


def _closed_door(row: ClosedDoorRow, service: str) -> ClosedDoor:
    return ClosedDoor(
        id=given(row.id),
        service=service,
        line=row.line,
        kind=cast(Door, row.kind),
        day=row.day,
        hour=row.hour,
        start=row.start,
        quarter=row.quarter,
        people=row.people,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        role=cast(Role, row.role),
    )
