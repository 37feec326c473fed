"""The sections of a service's page, in the order of its menu. A new one is a file and a line here."""

from __future__ import annotations

from garde.web.my import (
    activity,
    availability,
    calendar,
    consultation,
    duties,
    owed,
    rota,
    signs,
    swaps,
    time,
)
from garde.web.my.section import Section

SECTIONS: tuple[Section, ...] = (
    duties.SECTION,
    activity.SECTION,
    calendar.SECTION,
    consultation.SECTION,
    swaps.SECTION,
    availability.SECTION,
    signs.SECTION,
    time.SECTION,
    owed.SECTION,
    rota.SECTION,
)
