"""Which kind of file somebody gave: a calendar or a table; and its content, as far as it is read at all."""

from __future__ import annotations

from pathlib import Path

from garde.availability.content import LARGEST_CALENDAR
from garde.errors import BadInput

_CALENDARS = frozenset({".ics", ".ical", ".icalendar", ".ifb", ".vfb"})


def is_calendar(path: Path) -> bool:
    """Whether a file is a calendar, by its name or by how it begins."""
    beginning = _beginning(path, 200).removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    return path.suffix.lower() in _CALENDARS or beginning.startswith(b"BEGIN:VCALENDAR")


def calendar_content(path: Path) -> bytes:
    """The content of a calendar's file, one byte more than may be read when it is too large."""
    return _beginning(path, LARGEST_CALENDAR + 1)


def _beginning(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise BadInput(reason, where=str(path), remedy="give a readable file") from None
