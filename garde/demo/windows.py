"""Inventing when services can and cannot serve."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.localtime import resolve_handover
from garde.calendar.month import Month
from garde.demo.invent import SEED

SOURCE = "demo"


def invented_windows(
    config: BasinConfig, services: Sequence[Service], months: Sequence[Month]
) -> dict[str, list[Window]]:
    """Independents declare the days on which they can serve; organisations have a week off now and then.

    A few services wish for or against a night. The same for the same services and months.
    """
    zone = ZoneInfo(config.timezone)
    # From the day before: a first month opens with the rest of a night.
    days = [months[0].previous().last_day, *(day for month in months for day in month.days())]
    found: dict[str, list[Window]] = {}
    for service in services:
        chance = random.Random(f"{SEED}-{service.external_id}")
        if service.availability == "declared":
            found[service.external_id] = _declared(days, chance, zone)
        else:
            found[service.external_id] = [
                *_weeks_off(days, chance, zone),
                *_wishes(days, chance, zone),
            ]
    return found


def _declared(days: Sequence[date], chance: random.Random, zone: ZoneInfo) -> list[Window]:
    """On about seven days of ten, from 06:00 to 06:00 the day after."""
    return [
        Window("available", _at(day, 6, zone), _at(day + timedelta(days=1), 6, zone), source=SOURCE)
        for day in days
        if chance.random() < 0.7
    ]


def _weeks_off(days: Sequence[date], chance: random.Random, zone: ZoneInfo) -> list[Window]:
    """About one week in ten, from Monday to Sunday."""
    return [
        Window("unavailable", _at(day, 0, zone), _at(day + timedelta(days=7), 0, zone), source=SOURCE)
        for day in days
        if day.weekday() == 0 and chance.random() < 0.1
    ]


def _wishes(days: Sequence[date], chance: random.Random, zone: ZoneInfo) -> list[Window]:
    """About one night in fifty, for or against."""
    return [
        Window(
            "wish",
            _at(day, 18, zone),
            _at(day + timedelta(days=1), 8, zone),
            points=chance.choice((-2, -1, 1)),
            source=SOURCE,
        )
        for day in days
        if chance.random() < 0.02
    ]


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return resolve_handover(day, time(hour), zone)
