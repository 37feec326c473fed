"""What was said in the generated year of when its services are open by themselves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.basin.time_rules import as_document, rules_of

BRUSSELS = ZoneInfo("Europe/Brussels")
YEAR = 2027
LINES = ("pharmacy", "reception", "nursing", "mental-health", "general-practice", "family-planning", "street")
HOURS = ("Mo-Fr 09:00-17:00", "Mo-Sa 08:30-18:30", None)
PUBLISHED = datetime(YEAR - 1, 12, 10, 11, tzinfo=UTC)


def instant(day: date, hour: int) -> datetime:
    """The instant of a local time, in UTC; none of those used here is doubled or skipped."""
    return datetime.combine(day, time(hour), BRUSSELS).astimezone(UTC)


def stored(moment: datetime) -> str:
    """As SQLite keeps instants."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def terms_said(number: int, line: str) -> list[dict[str, Any]]:
    """What was said, one after the other, of when a service of the line is open by itself.

    Each line has a story, so that its hours are others by what is on file in the end. Pharmacies closed for a
    week in May; receptions kept shorter hours from noon on 16 June, nurses from the hour that comes twice,
    mental health from July to November. General practice left family planning in August. The street came in
    May. Of family planning shorter hours were said for September, and later that they had always been so.
    """
    usual = HOURS[number % 3]
    shorter = usual and HOURS[0]
    noon, may = instant(date(YEAR, 6, 16), 12), instant(date(YEAR, 5, 10), 12)
    july, december = instant(date(YEAR, 7, 1), 0), instant(date(YEAR, 12, 1), 0)
    doubled = datetime(YEAR, 10, 31, 1, 30, tzinfo=UTC)
    own, both = [line], ["general-practice", "family-planning"]
    stories: dict[str, list[tuple[datetime | None, datetime | None, str | None, list[str]]]] = {
        "pharmacy": [(None, None, usual, own), (may, may + timedelta(days=7), None, own)],
        "reception": [(None, None, usual, own), (noon, None, shorter, own)],
        "nursing": [(None, None, usual, own), (doubled, None, shorter, own)],
        "mental-health": [(None, None, usual, own), (july, None, shorter, own), (december, None, usual, own)],
        "general-practice": [(None, None, usual, both), (instant(date(YEAR, 8, 1), 0), None, usual, own)],
        "family-planning": [
            (None, None, usual, own),
            (instant(date(YEAR, 9, 1), 0), None, shorter, own),
            (None, None, shorter, own),
        ],
        "street": [(may, None, usual, own)],
    }
    return [
        {
            "service_id": number + 1,
            "starts_at": start and stored(start),
            "ends_at": end and stored(end),
            "opening_hours": hours,
            "lines": json.dumps(lines),
            "at": stored(PUBLISHED),
            "by": "ann",
        }
        for start, end, hours, lines in stories[line]
    ]


def rules_said(config: BasinConfig) -> list[dict[str, Any]]:
    """The basin's holidays and target hours: until July the street was to be there earlier and later.

    What is on file in the end is of the year after: all day.
    """
    now = as_document(rules_of(config))
    street = [
        (None, "08:00-22:00"),
        (instant(date(YEAR, 7, 1), 0), "09:00-20:00"),
        (instant(date(YEAR + 1, 1, 2), 0), "24/7"),
    ]
    return [
        {
            "basin_id": config.id,
            "starts_at": start and stored(start),
            "rules": json.dumps(now | {"target_hours": now["target_hours"] | {"street": hours}}),
            "at": stored(PUBLISHED),
        }
        for start, hours in street
    ]
