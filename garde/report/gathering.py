"""Reading what a report is made from: flat tables, one for each kind of thing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas
from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.compensation.account import Owed
from garde.compensation.reading import owed_of
from garde.coordination.baseline import Baseline
from garde.errors import Forbidden
from garde.report.hours import LineHours, line_hours
from garde.report.period import Period
from garde.report.received import Received, of_those_who_served, received
from garde.report.remark import CoordinationRemark
from garde.report.stints import stints_frame
from garde.report.tables import table
from garde.served import Record
from garde.storage.repositories import report as rows
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.report_remarks import remarks_between
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.swaps import swaps_of
from garde.storage.repositories.time_rules import eras
from garde.storage.repositories.time_signed import baseline_in_force

MOMENT = timedelta(microseconds=1)
ENTRY_FIELDS = ("service", "month", "pool", "quantity", "served", "due", "share", "heaviest", "adjusted")
SWAP_FIELDS = ("day", "state")
RECORD_FIELDS = ("slot", "day", "service", "absent", "replaced", "start", "end")
ABSENCE_FIELDS = ("announced", "start", "end")
PROOF_FIELDS = ("month", "pool", "tier", "value", "best", "bound", "proven")


@dataclass(frozen=True)
class Gathered:
    """All that is known of a basin over a period.

    Tables: ``slots`` in force that touch the period (``begins``: in it), ``stints`` of who was there as
    served, ``entries`` of the ledger for each month of the period, ``proofs`` of the plans that the rotas in
    force were made from, ``versions`` and ``editions`` of its months, ``swaps``, ``records`` and ``absences``
    of its days, ``times`` of coordination. ``hours`` are those of each line, ``baseline`` what coordination
    took before, ``received`` what happened on the duties, ``owed`` what services
    are owed, ``said`` the coordination's words. Instants are in UTC.
    """

    config: BasinConfig
    period: Period
    services: tuple[Service, ...]
    slots: pandas.DataFrame
    stints: pandas.DataFrame
    hours: tuple[LineHours, ...]
    entries: pandas.DataFrame
    proofs: pandas.DataFrame
    versions: pandas.DataFrame
    editions: pandas.DataFrame
    swaps: pandas.DataFrame
    records: pandas.DataFrame
    absences: pandas.DataFrame
    times: pandas.DataFrame
    baseline: Baseline | None
    received: Received
    owed: Owed | None
    said: tuple[CoordinationRemark, ...]
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        return ZoneInfo(self.config.timezone)


def require_report_reader(actor: Actor, config: BasinConfig) -> None:
    """Raises Forbidden unless the coordination of the basin, or one of its funders, reads."""
    if actor.role == "funder" and actor.basin == config.id:
        return
    if actor.role == "funder":
        raise Forbidden(f"{actor.name} may not read the report of basin {config.id}")
    require_reader(actor, config.id, "make a report")


def gather(session: Session, config: BasinConfig, period: Period, *, actor: Actor, at: datetime) -> Gathered:
    """Everything that the report of a basin and period needs, as it is known ``at`` an instant.

    Raises Forbidden for who may not read it.
    """
    require_report_reader(actor, config)
    if actor.role == "funder" and not period.whole_months:
        raise Forbidden(f"{actor.name} may read the report of whole calendar months only")
    zone = ZoneInfo(config.timezone)
    start, end = period.start(zone), period.end(zone)
    months = [str(month) for month in period.months()]
    services = services_of(session, config.id)
    records = served_records(session, config.id)
    slots = table(rows.slot_rows(session, config.id, start, end), rows.SLOT_FIELDS)
    slots["begins"] = slots["start"] >= start
    duties = table(rows.duty_rows(session, config.id, start, end), rows.DUTY_FIELDS)
    versions = table(rows.version_rows(session, config.id, months), rows.VERSION_FIELDS)
    stints = stints_frame(session, config.id, slots, duties, records)
    return Gathered(
        config=config,
        period=period,
        services=services,
        slots=slots,
        stints=stints,
        hours=line_hours(config, services, stints, eras(session, config, start, end)),
        entries=_entries(session, config.id, months),
        proofs=_proofs(session, config.id, versions),
        versions=versions,
        editions=table(rows.edition_rows(session, config.id, months), rows.EDITION_FIELDS),
        swaps=_swaps(session, config.id, period),
        records=_records(records, period),
        absences=_absences(session, config.id, start, end),
        times=table(rows.time_rows(session, config.id, start, end), rows.TIME_FIELDS),
        baseline=baseline_in_force(session, config.id, end - MOMENT),
        received=of_those_who_served(received(session, config.id, start, end), stints),
        owed=_owed(session, config, period, at),
        said=remarks_between(session, config.id, period.first, period.last),
        at=at,
    )


def _entries(session: Session, basin_id: str, months: Sequence[str]) -> pandas.DataFrame:
    found = entries_of(session, basin_id, months=months)
    return table(([getattr(entry, name) for name in ENTRY_FIELDS] for entry in found), ENTRY_FIELDS)


def _proofs(session: Session, basin_id: str, versions: pandas.DataFrame) -> pandas.DataFrame:
    """The claims of the plans in force: of each month, those of the latest draft that was published."""
    planned = versions.dropna(subset=["draft"])
    latest = planned.groupby("month")["draft"].last()
    of_month = {str(month): int(draft) for month, draft in latest.items()}
    found = []
    for draft, pool, month, document in rows.proof_rows(session, basin_id, set(of_month.values())):
        if of_month.get(month) == draft:
            names = ("name", "value", "best", "bound", "proven")
            found += [(month, pool, *(tier[name] for name in names)) for tier in _tiers(document)]
    return table(found, PROOF_FIELDS)


def _tiers(document: str) -> Sequence[Mapping[str, Any]]:
    tiers: Sequence[Mapping[str, Any]] = json.loads(document)["tiers"]
    return tiers


def _swaps(session: Session, basin_id: str, period: Period) -> pandas.DataFrame:
    """The swaps of duties of the period, by the local date on which the duty that was offered begins."""
    found = [(_day(swap.slot), swap.state) for swap in swaps_of(session, basin_id)]
    return table((one for one in found if _within(one[0], period)), SWAP_FIELDS)


def _records(records: Sequence[Record], period: Period) -> pandas.DataFrame:
    """What holds of each service's part in a slot of the period: its latest record."""
    latest = {(record.slot, record.service): record for record in records}
    found = [
        (
            one.slot,
            _day(one.slot),
            one.service,
            one.absent,
            one.replaced_by is not None,
            one.start,
            one.end,
        )
        for one in latest.values()
    ]
    return table((one for one in found if _within(one[1], period)), RECORD_FIELDS)


def _absences(session: Session, basin_id: str, start: datetime, end: datetime) -> pandas.DataFrame:
    """The announced absences that begin in the period."""
    found = []
    for announced, _, after in rows.absence_rows(session, basin_id):
        told = json.loads(after)
        begins, ends = datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["to"])
        if start <= begins < end:
            found.append((announced, begins, ends))
    return table(found, ABSENCE_FIELDS)


def _owed(session: Session, config: BasinConfig, period: Period, at: datetime) -> Owed | None:
    """What services are owed; None where no rates are in force from the first day on."""
    if not any(card.valid_from <= period.first for card in config.compensation):
        return None
    return owed_of(session, config, period.first, period.last, at)


def _day(slot: str) -> str:
    """The local date on which a slot starts, by its key."""
    return slot.split("/")[1]


def _within(day: str, period: Period) -> bool:
    return period.first.isoformat() <= day <= period.last.isoformat()
