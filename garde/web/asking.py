"""Reading what a visitor asks for: five words in the address, each of which may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from garde.calendar.localtime import clock_changes, instants, parse_instant
from garde.errors import BadInput, GardeError, NotFound
from garde.lookup import Timetable, find_place

SHOWN = 40
"""How much of a visitor's wrong word is repeated, in characters."""

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})

Fault = Literal["line", "near", "language", "step_free", "time", "skipped_time", "beyond"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked, every part of it known to be good. ``at`` is None for now."""

    line: str | None = None
    near: str | None = None
    language: str | None = None
    step_free: bool = False
    at: tuple[datetime, ...] | None = None
    at_text: str = ""

    def moments(self, now: datetime) -> tuple[datetime, ...]:
        """The instants to answer for: one, or two where the clock shows that time twice."""
        return self.at if self.at is not None else (now,)

    def parameters(self) -> dict[str, str]:
        """The same question as the words of an address, without what is not asked."""
        words = {
            "line": self.line,
            "near": self.near,
            "at": self.at_text,
            "language": self.language,
            "step_free": "1" if self.step_free else None,
        }
        return {name: word for name, word in words.items() if word}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of the question that was left out, why, and the nearest times that would do."""

    fault: Fault
    value: str
    error: GardeError
    choices: tuple[datetime, ...] = ()


def read_ask(
    parameters: Mapping[str, str], timetable: Timetable, now: datetime
) -> tuple[Ask, tuple[Trouble, ...]]:
    """The question without its faulty parts, and the troubles with those."""
    ask, troubles = Ask(), []
    for name, read in _READERS.items():
        text = parameters.get(name, "").strip()
        if not text:
            continue
        try:
            ask = read(ask, text, timetable)
        except _Refused as refused:
            troubles.append(replace(refused.trouble, value=text[:SHOWN]))
    if ask.at is None and not timetable.start <= now < timetable.end:
        troubles.append(_beyond("", timetable))
    return ask, tuple(troubles)


class _Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


def _read_line(ask: Ask, text: str, timetable: Timetable) -> Ask:
    if text not in timetable.lines:
        raise _unknown("line", text, f"use one of {', '.join(timetable.lines)}")
    return replace(ask, line=text)


def _read_near(ask: Ask, text: str, timetable: Timetable) -> Ask:
    try:
        return replace(ask, near=find_place(timetable.config, text).id)
    except NotFound as error:
        raise _Refused(Trouble("near", text, error)) from None


def _read_language(ask: Ask, text: str, timetable: Timetable) -> Ask:
    if text not in timetable.spoken:
        raise _unknown("language", text, f"use one of {', '.join(timetable.spoken)}")
    return replace(ask, language=text)


def _read_step_free(ask: Ask, text: str, timetable: Timetable) -> Ask:
    if text.lower() not in YES | NO:
        error = BadInput(f"{text[:SHOWN]!r} is neither yes nor no", where="step_free", remedy="use 1 or 0")
        raise _Refused(Trouble("step_free", text, error))
    return replace(ask, step_free=text.lower() in YES)


def _read_at(ask: Ask, text: str, timetable: Timetable) -> Ask:
    text = _with_plus(text)
    try:
        if len(text) > SHOWN:
            raise BadInput("this is no date and time", remedy="write it as 2027-01-02T03:00")
        found = parse_instant(text, timetable.zone)
    except BadInput as error:
        here = BadInput(error.what, where="at", remedy=error.remedy)
        choices = around_skipped(text, timetable.zone)
        raise _Refused(Trouble("skipped_time" if choices else "time", text, here, choices)) from None
    if not all(timetable.start <= instant < timetable.end for instant in found):
        raise _Refused(_beyond(text, timetable))
    return replace(ask, at=found, at_text=text)


_READERS: dict[str, Callable[[Ask, str, Timetable], Ask]] = {
    "line": _read_line,
    "near": _read_near,
    "language": _read_language,
    "step_free": _read_step_free,
    "at": _read_at,
}


def _unknown(name: Literal["line", "language"], text: str, remedy: str) -> _Refused:
    return _Refused(Trouble(name, text, NotFound(f"{text[:SHOWN]!r} is unknown", where=name, remedy=remedy)))


def _beyond(text: str, timetable: Timetable) -> Trouble:
    first, last = (f"{edge.astimezone(timetable.zone):%Y-%m-%dT%H:%M}" for edge in _reach(timetable))
    error = BadInput(
        "nothing is known about that time", where="at", remedy=f"choose one from {first} until before {last}"
    )
    return Trouble("beyond", text, error, _reach(timetable))


def _reach(timetable: Timetable) -> tuple[datetime, datetime]:
    return timetable.start, timetable.end


def _with_plus(text: str) -> str:
    """The same time with the plus sign of its offset, which a form or a hand-made address loses."""
    head, space, offset = text.rpartition(" ")
    return f"{head}+{offset}" if space and "T" in head and ":" in head else text


def around_skipped(text: str, zone: tzinfo) -> tuple[datetime, ...]:
    """The last minute before and the first after a local time that the clock jumps over; else nothing."""
    try:
        local = datetime.fromisoformat(text)
        if local.tzinfo is not None or instants(local, zone):
            return ()
        near = local.replace(tzinfo=zone)
        (jump,) = clock_changes(near - timedelta(days=1), near + timedelta(days=1), zone)
    except (ValueError, OverflowError):
        return ()
    return (jump - timedelta(minutes=1), jump)
