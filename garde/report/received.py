"""What happened on the duties of a period, as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import pandas
from sqlmodel import Session

from garde.report.tables import table
from garde.storage.repositories import report_activity as rows


@dataclass(frozen=True)
class Received:
    """The ``reports`` that hold, with who came (``contacts``), when (``bands``), ``incidents`` and words.

    ``doors`` are people before a closed door, or turned away, while no duty received them.
    """

    reports: pandas.DataFrame
    contacts: pandas.DataFrame
    bands: pandas.DataFrame
    incidents: pandas.DataFrame
    remarks: pandas.DataFrame
    doors: pandas.DataFrame


def received(session: Session, basin_id: str, start: datetime, end: datetime) -> Received:
    """What is known of the duties, and closed doors, that start in [start, end)."""
    return Received(
        reports=table(rows.report_rows(session, basin_id, start, end), rows.REPORT_FIELDS),
        contacts=table(rows.contact_rows(session, basin_id, start, end), rows.CONTACT_FIELDS),
        bands=table(rows.band_rows(session, basin_id, start, end), rows.BAND_FIELDS),
        incidents=table(rows.incident_rows(session, basin_id, start, end), rows.INCIDENT_FIELDS),
        remarks=table(rows.remark_rows(session, basin_id, start, end), rows.REMARK_FIELDS),
        doors=table(rows.door_rows(session, basin_id, start, end), rows.DOOR_FIELDS),
    )


def of_those_who_served(known: Received, stints: pandas.DataFrame) -> Received:
    """The same without reports of who, as was recorded afterwards, did not serve the duty.

    ``stints`` are of who was there as served. Closed doors belong to no duty and stay.
    """
    there = pandas.MultiIndex.from_frame(stints[["key", "service"]].astype(object))
    told = pandas.MultiIndex.from_frame(known.reports[["key", "service"]].astype(object))
    reports = known.reports[told.isin(there)]

    def kept(frame: pandas.DataFrame) -> pandas.DataFrame:
        return frame[frame["report"].isin(reports["report"])]

    return replace(
        known,
        reports=reports,
        contacts=kept(known.contacts),
        bands=kept(known.bands),
        incidents=kept(known.incidents),
        remarks=kept(known.remarks),
    )
