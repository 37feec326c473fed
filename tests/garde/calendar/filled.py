"""A basin of one line that is filled, its services, and any rules of fill."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from garde.basin.config import HOLIDAY, WEEKDAYS, BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]
MILLION = 10**6
ZONES = ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]
HOURS = [
    None,
    "Mo-Fr 08:30-18:30; PH off",
    "Mo-Su 20:00-08:00",
    "Sa-Su 10:00-02:30",
    "Su 02:00-03:00",
    "PH 10:00-12:00",
    "Mo-Fr 08:00-12:00,13:00-17:45; Sa 09:00-12:30; PH off",
    "2027 Jul 12-2027 Aug 08 off; 06:00-22:00",
]
TARGETS = ["24/7", "Mo-Fr 17:00-21:00; Sa,Su,PH 10:00-18:00", "Fr 22:00-06:00", "PH"]
MONTHS = st.builds(Month, st.integers(2024, 2033), st.integers(1, 12))
CHANGING = st.builds(Month, st.integers(2024, 2033), st.sampled_from([3, 4, 10, 11]))


def filled(basin: Basin, line: Line, fill: dict[str, Any], **more: Any) -> BasinConfig:
    """A basin of one line that is filled."""
    keys = {name: more.pop(name) for name in ("modes", "target_hours") if name in more}
    return basin(line([], fill={"handovers": ["09:00", "21:00"]} | fill, **keys), **more)


def service(name: str, hours: str | None, **more: Any) -> Service:
    return Service(
        external_id=name, name=name, postcode="1030", lines=("nurse",), opening_hours=hours, **more
    )


@st.composite
def fills(draw: st.DrawFn) -> dict[str, Any]:
    """Rules that a basin's file may state."""
    minutes = draw(st.sets(st.integers(0, 24 * 60 - 1) | st.integers(60, 210), min_size=1, max_size=5))
    between = [b - a for a, b in pairwise((*sorted(minutes), min(minutes) + 24 * 60))]
    return {
        "handovers": [f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(minutes)],
        "minimum_minutes": draw(st.integers(1, min(between))),
        "maximum_minutes": draw(st.integers(max(between), 48 * 60)),
        "at_least": draw(st.integers(1, 3)),
        "days": draw(st.sets(st.sampled_from([*WEEKDAYS, HOLIDAY]), min_size=1).map(sorted)),
    }
