"""The time sheet: entries as flat records, for JSON and for CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, tzinfo

from exports.tables import harmless
from garde.coordination.entry import TimeEntry
from garde.coordination.signing import SignOff

COLUMNS = (
    "id",
    "basin",
    "person",
    "service",
    "activity",
    "day",
    "start",
    "end",
    "minutes",
    "measured_minutes",
    "people",
    "month",
    "status",
    "source",
    "confirmed_at",
    "late",
    "signed_at",
    "signed_by",
    "note",
)


def as_record(entry: TimeEntry, zone: tzinfo) -> dict[str, object]:
    """The entry under the names of ``COLUMNS``, instants on the clock of ``zone``.

    ``start`` and ``end`` are None when only the day is known, and ``end`` and ``minutes`` while a timer runs.
    """
    start = entry.start.astimezone(zone)
    known = {name: getattr(entry, name, None) for name in COLUMNS}
    return known | {
        "activity": entry.activity.value,
        "day": start.date(),
        "start": start if entry.span else None,
        "end": entry.end and entry.end.astimezone(zone),
        "confirmed_at": entry.confirmed_at and entry.confirmed_at.astimezone(zone),
        "signed_at": entry.signed_at and entry.signed_at.astimezone(zone),
    }


def sign_off_as_record(signed: SignOff, zone: tzinfo) -> dict[str, object]:
    """A round of signing a month, its instant on the clock of ``zone``; minutes are times people."""
    return {
        "month": signed.month,
        "round": signed.number,
        "at": signed.at.astimezone(zone),
        "by": signed.by,
        "entries": signed.entries,
        "minutes": signed.minutes,
    }


def as_csv(entries: Iterable[TimeEntry], zone: tzinfo) -> bytes:
    """The entries in the given order: UTF-8, commas, CRLF, a header; no cell is taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow(_cell(value) for value in as_record(entry, zone).values())
    return target.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else harmless(str(value))
