"""Reports as flat rows, of which a table is made without further thought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from garde.activity.report import DutyReport

Row = dict[str, Any]


def report_rows(reports: Iterable[DutyReport]) -> list[Row]:
    """One row a report: what it is of, and its totals. ``quiet_hours`` and ``remark`` may be None."""
    return [
        {
            **_duty(one),
            "hours": one.hours,
            "people": one.counts.people,
            "quiet": one.counts.quiet,
            "quiet_hours": one.counts.quiet_hours,
            "hours_known": one.counts.hours_known,
            "incidents": sum(incident.count for incident in one.counts.incidents),
            "remark": one.counts.remark,
        }
        for one in reports
    ]


def contact_rows(reports: Iterable[DutyReport]) -> list[Row]:
    """One row for each need, language and outcome that a report tells."""
    return [
        {
            **_duty(one),
            "need": part.need,
            "language": part.language,
            "outcome": part.outcome,
            "sent_to": part.sent_to,
            "people": part.people,
        }
        for one in reports
        for part in one.counts.contacts
    ]


def band_rows(reports: Iterable[DutyReport]) -> list[Row]:
    """One row for each part of the day of which a report tells how many came."""
    return [
        {**_duty(one), "hour": band.hour, "people": band.people}
        for one in reports
        for band in one.counts.bands
    ]


def incident_rows(reports: Iterable[DutyReport]) -> list[Row]:
    """One row for each kind of incident in a report; ``incident`` is the kind."""
    return [
        {**_duty(one), "incident": incident.kind, "count": incident.count}
        for one in reports
        for incident in one.counts.incidents
    ]


def _duty(one: DutyReport) -> Row:
    return {
        "report": one.id,
        "slot": one.slot,
        "service": one.service,
        "line": one.line,
        "kind": one.kind,
        "month": one.month,
        "start": one.start,
        "end": one.end,
    }
