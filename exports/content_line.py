"""Content lines of RFC 5545: escaped, and folded at 75 octets of UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from exports.text import printable

MOST_OCTETS = 75


def text(value: str) -> str:
    """A TEXT value: control characters gone, the four special ones escaped."""
    clean = printable(value)
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def text_list(values: Iterable[str]) -> str:
    """A list of TEXT values, with plain commas between them."""
    return ",".join(text(value) for value in values)


def local(moment: datetime) -> str:
    """A DATE-TIME without zone, to the second."""
    day = f"{moment.year:04}{moment.month:02}{moment.day:02}"
    return f"{day}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def utc(instant: datetime) -> str:
    """A DATE-TIME in UTC, to the second."""
    return local(instant.astimezone(UTC)) + "Z"


def duration(length: timedelta) -> str:
    """A positive DURATION of whole seconds: 4 hours are ``PT4H``."""
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days = f"{length.days}D" if length.days else ""
    clock = "".join(
        f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count
    )
    return f"P{days}T{clock}" if clock else f"P{days}"


def folded(line: str) -> bytes:
    """The line in UTF-8 with its CRLF, folded so that no part has more than 75 octets or cuts a character."""
    octets = line.encode()
    if len(octets) <= MOST_OCTETS:
        return octets + b"\r\n"
    parts = []
    start, room = 0, MOST_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # a continuation octet: the character began before
            end -= 1
        parts.append(octets[start:end])
        start, room = end, MOST_OCTETS - 1
    parts.append(octets[start:])
    return b"\r\n ".join(parts) + b"\r\n"
