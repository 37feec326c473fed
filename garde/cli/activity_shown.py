"""How reports of duties and their use are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from garde.cli.output import print_table, say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from garde.activity.report import ClosedDoor, DutyReport
    from garde.activity.use import Use
    from garde.basin.config import BasinConfig

_DAYS = {"workday": "working days", "saturday": "Saturdays", "sunday": "Sundays", "holiday": "holidays"}


def report_as_json(one: DutyReport, zone: ZoneInfo) -> dict[str, Any]:
    """A report with its totals; instants as the clock of the basin has them."""
    counts = one.counts
    return {
        "id": one.id,
        "slot": one.slot,
        "service": one.service,
        "line": one.line,
        "start": one.start.astimezone(zone),
        "end": one.end.astimezone(zone),
        "people": counts.people,
        "contacts": [
            {
                "need": part.need,
                "language": part.language,
                "outcome": part.outcome,
                "to": part.sent_to,
                "people": part.people,
            }
            for part in counts.contacts
        ],
        "quiet_hours": counts.quiet_hours,
        "hours": [{"hour": band.hour, "people": band.people} for band in counts.bands],
        "incidents": {incident.kind: incident.count for incident in counts.incidents},
        "remark": counts.remark,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "role": one.role,
    }


def door_as_json(one: ClosedDoor) -> dict[str, Any]:
    """People before a closed door."""
    return {
        "id": one.id,
        "service": one.service,
        "line": one.line,
        "kind": one.kind,
        "date": one.day,
        "hour": one.hour,
        "quarter": one.quarter,
        "people": one.people,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "role": one.role,
    }


def show_reports(reports: Sequence[DutyReport], zone: ZoneInfo) -> None:
    """A line for each duty."""
    from garde.cli.showing import local

    print_table(
        "",
        ["report", "from", "slot", "service", "people", "quiet hours", "incidents", "remark"],
        [
            [
                one.id,
                local(one.start, zone),
                one.slot,
                one.service,
                one.counts.people,
                one.counts.quiet_hours,
                sum(incident.count for incident in one.counts.incidents) or None,
                one.counts.remark,
            ]
            for one in reports
        ],
        right=[0, 4, 5, 6],
        optional=[1, 6],
    )
    say(f"{sum(one.counts.people for one in reports)} people in {len(reports)} reported duties.")


def show_doors(doors: Sequence[ClosedDoor]) -> None:
    """A line for each hour."""
    print_table(
        "",
        ["count", "day", "hour", "line", "service", "quarter", "people", "what"],
        [
            [one.id, one.day, f"{one.hour:02}:00", one.line, one.service, one.quarter, one.people, one.kind]
            for one in doors
        ],
        right=[0, 6],
        optional=[5],
    )
    say(f"{sum(one.people for one in doors)} people.")


def show_use(use: Use, config: BasinConfig, line: str | None, language: str) -> None:
    """Four tables and the hints, with what a hint takes."""
    from garde.activity.telling import hint_told, rule_told

    print_table(
        "By kind of duty (rates of what was reported)",
        ["line", "duty", "on", "duties", "reported", "people", "per hour", "quiet"],
        [
            [one.line, one.kind, _DAYS[one.day], one.duties, one.reported, one.people, _rate(one.rate),
             _part(one.quiet, one.reported)]
            for one in use.kinds if line in (None, one.line)
        ],
        right=[3, 4, 5, 6, 7],
    )  # fmt: skip
    print_table(
        "By part of the day (reports that tell when people came)",
        ["line", "on", "from", "duties", "people", "per hour"],
        [
            [one.line, _DAYS[one.day], f"{one.hour:02}:00", one.duties, one.people, _rate(one.rate)]
            for one in use.hours
            if line in (None, one.line)
        ],
        right=[3, 4, 5],
    )
    print_table(
        "Before a closed door",
        ["line", "on", "hour", "people", "days", "of them while another was on duty"],
        [
            [one.line, _DAYS[one.day], f"{one.hour:02}:00", one.people, one.days, one.elsewhere]
            for one in use.doors
            if line in (None, one.line)
        ],
        right=[3, 4, 5],
    )
    print_table(
        "By quarter of the service on duty",
        ["line", "quarter", "duties", "reported", "people", "quiet", "before a closed door"],
        [
            [one.line, one.quarter or "not known", one.duties, one.reported, one.people,
             _part(one.quiet, one.reported), one.before_the_door]
            for one in use.quarters if line in (None, one.line)
        ],
        right=[2, 3, 4, 5, 6],
    )  # fmt: skip
    hints = [one for one in use.hints if line in (None, one.line)]
    for hint in hints:
        say(f"HINT {hint_told(hint, config, language)}")
    if not hints:
        say("No hint.")
    say(rule_told(language))


def use_as_json(use: Use, config: BasinConfig, line: str | None, language: str) -> dict[str, Any]:
    """All of it for programs."""
    from dataclasses import asdict

    from garde.activity.telling import hint_told

    def chosen(rows: Sequence[Any], **more: Any) -> list[dict[str, Any]]:
        kept = [one for one in rows if line in (None, one.line)]
        return [asdict(one) | {name: told(one) for name, told in more.items()} for one in kept]

    return {
        "kinds": chosen(use.kinds, per_hour=lambda one: one.rate),
        "hours": chosen(use.hours, per_hour=lambda one: one.rate),
        "closed_doors": chosen(use.doors),
        "quarters": chosen(use.quarters),
        "hints": chosen(use.hints, text=lambda one: hint_told(one, config, language)),
    }


def _rate(rate: float | None) -> str | None:
    return None if rate is None else f"{rate:.2f}"


def _part(part: int, whole: int) -> str | None:
    return f"{part / whole:.0%}" if whole else None
