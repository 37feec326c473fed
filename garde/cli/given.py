"""Days and instants as they are typed in options: every refusal names the option."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def month_given(text: str | None) -> str | None:
    """A month as typed. Raises BadInput."""
    from garde.calendar.month import Month

    return None if text is None else str(Month.parse(text))


def day_given(text: str, where: str) -> date:
    """A day as typed in the option ``where``. Raises BadInput."""
    from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR
    from garde.errors import BadInput

    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no date", where=where, remedy="write it as 2027-01-15") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{day.isoformat()} lies too far away", where=where, remedy="check the year")
    return day


def instants_given(text: str, zone: ZoneInfo, where: str) -> tuple[datetime, ...]:
    """What is typed in the option ``where`` on the clock of ``zone``: two for an hour that exists twice.

    A start takes the first of them and an end the last, so that nothing is left out. Raises BadInput.
    """
    from garde.calendar.localtime import parse_instant
    from garde.errors import BadInput

    try:
        return parse_instant(text, zone)
    except BadInput as error:
        raise BadInput(error.what, where=where, remedy=error.remedy) from None


def instant_given(text: str | None, zone: ZoneInfo, where: str) -> datetime | None:
    """The one instant that is meant. Raises BadInput, also for an hour that exists twice."""
    from garde.errors import BadInput

    if text is None:
        return None
    found = instants_given(text, zone, where)
    if len(found) > 1:
        # As typed, with the offset of the one or the other.
        both = " or ".join(text.strip() + instant.astimezone(zone).isoformat()[-6:] for instant in found)
        raise BadInput(f"{text!r} exists twice that night", where=where, remedy=f"write {both}")
    return found[0]
