"""The few changes that `opening` makes to the text of opening hours; comments in quotes stay untouched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from garde.basin.hours import MONTHS

_COMMENT = re.compile(r'("[^"]*")')

_WEEKDAY = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?(?:\[[^\]]*\])?)"
_HOLIDAY = r"(?:PH\b(?:\s*[+-]\s*\d+\s*days?\b)?)"
_WEEKDAYS = rf"{_WEEKDAY}(?:,{_WEEKDAY})*"
_DAYS = rf"(?:(?:{_WEEKDAY}|{_HOLIDAY}),)*(?:{_WEEKDAY}|{_HOLIDAY})"

_LOOSE_COMMA = re.compile(rf"(?P<before>\b(?:{_WEEKDAY}|{_HOLIDAY}))\s*,\s*(?=(?:{_WEEKDAY}|PH)(?!\w))")
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE_COMMA = re.compile(
    rf"(?P<before>\b{_MONTH}(?:\s+\d{{1,2}})?|-\s*\d{{1,2}})\s*,\s+(?=(?:\d{{4}}\s+)?{_MONTH}\b)"
)
_MISSING_COMMA = re.compile(rf"(?P<before>\b{_WEEKDAY})\s+(?=PH\b)")
_OFFSET = re.compile(r"\bPH\b(?:\s*(?P<sign>[+-])\s*(?P<days>\d+)\s*days?\b)?")
_SELECTOR = re.compile(rf"\b(?P<days>{_DAYS})(?:\s+(?P<only>{_WEEKDAYS})(?!\w))?")
_HOURS = re.compile(r"\b(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})(?:\s*\+)?")

_FULL_DAY = 24 * 60
_ELSEWHERE = "23:59-24:00"


def tidied(text: str) -> str:
    """``Mo-Fr, PH 10:00-12:00`` with its loose comma as a list of days, as its writer means it.

    The library would read it as Monday to Friday all day, and besides on holidays from 10 to 12; and
    ``Jul 12-Aug 08, Dec 24-26 off`` as open day and night from July on.
    """

    def tidy(part: str) -> str:
        part = _DATE_COMMA.sub(r"\g<before>,", part)
        return _MISSING_COMMA.sub(r"\g<before>,", _LOOSE_COMMA.sub(r"\g<before>,", part))

    return _outside_comments(text, tidy)


def holiday_offsets(text: str) -> tuple[int, ...]:
    """How many days after a holiday each ``PH`` of the text is: 0, or n for ``PH +n days``."""
    return tuple(sorted({_offset_of(found) for found in _OFFSET.finditer(_COMMENT.sub("", text))}))


def with_holidays(text: str, kept: Mapping[int, bool]) -> str:
    """The text with each ``PH`` made to apply on every day, or on none, as ``kept`` says of its offset.

    ``Mo,PH`` is a Monday or a holiday; ``PH Mo-Fr`` is a holiday that falls on one of those days.
    """

    def replace(found: re.Match[str]) -> str:
        holidays = [*_OFFSET.finditer(found["days"])]
        if not holidays:
            return found[0]
        weekdays = [item for item in found["days"].split(",") if not item.startswith("PH")]
        if any(kept[_offset_of(holiday)] for holiday in holidays):
            return "Mo-Su" if weekdays or not found["only"] else found["only"]
        # With no country to name any, PH alone never applies.
        return ",".join(weekdays) or "PH"

    return _outside_comments(text, lambda part: _SELECTOR.sub(replace, part))


def has_nights(text: str) -> bool:
    """Whether any hours of the text pass midnight."""
    return any(_is_night(hours) for hours in _HOURS.finditer(_COMMENT.sub("", text)))


def until_midnight(text: str) -> str:
    """The text with each night cut off at midnight."""
    return _with_hours(text, lambda hours: f"{hours[1]}:{hours[2]}-24:00" if _is_night(hours) else hours[0])


def mornings_of_nights(text: str) -> str:
    """The text with the hours after midnight of each night moved to the morning on whose evening it begins.

    All other hours are put into the last minute of the day.
    """

    def morning(hours: re.Match[str]) -> str:
        end = _minutes(hours)[1] % _FULL_DAY if _is_night(hours) else 0
        return f"00:00-{end // 60:02d}:{end % 60:02d}" if end else _ELSEWHERE

    return _with_hours(text, morning)


def without_hours(text: str) -> str:
    """The text with all hours put into the last minute of the day."""
    return _with_hours(text, lambda _: _ELSEWHERE)


def _offset_of(found: re.Match[str]) -> int:
    return int(f"{found['sign']}{found['days']}") if found["days"] else 0


def _is_night(hours: re.Match[str]) -> bool:
    start, end = _minutes(hours)
    return end <= start or end > _FULL_DAY


def _minutes(hours: re.Match[str]) -> tuple[int, int]:
    return int(hours[1]) * 60 + int(hours[2]), int(hours[3]) * 60 + int(hours[4])


def _with_hours(text: str, change: Callable[[re.Match[str]], str]) -> str:
    return _outside_comments(text, lambda part: _HOURS.sub(change, part))


def _outside_comments(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith('"') else change(part) for part in _COMMENT.split(text))
