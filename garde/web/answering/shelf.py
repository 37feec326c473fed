"""Where public answers lie ready: those of one timetable and one minute, never more than fits."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from garde.lookup import Timetable
from garde.web.answering.file import ReadyFile

ROOM = 64 * 1024 * 1024
"""Octets that may lie ready, both encodings counted."""

MINUTE = timedelta(minutes=1)


class Question(NamedTuple):
    """What tells one public answer from another. ``language`` is empty where the address says it all."""

    path: str
    query: bytes
    language: str


class Shelf:
    """Answers that hold while the timetable is this very one and the clock shows this minute.

    Used from one thread: the server's.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._timetable: Timetable | None = None
        self._since = self._until = datetime.min.replace(tzinfo=UTC)
        self._answers: OrderedDict[Question, ReadyFile] = OrderedDict()
        self._taken = 0

    def turn_to(self, timetable: Timetable, now: datetime) -> None:
        """Puts away what no longer holds."""
        if timetable is self._timetable and self._since <= now < self._until:
            return
        self._timetable = timetable
        self._since = start_of_minute(now)
        self._until = self._since + MINUTE
        self._answers.clear()
        self._taken = 0

    def get(self, question: Question) -> ReadyFile | None:
        """The answer, if it lies ready."""
        found = self._answers.get(question)
        if found is not None:
            self._answers.move_to_end(question)
        return found

    def put(self, question: Question, answer: ReadyFile) -> None:
        """Keeps an answer that holds now; the longest unasked make room for it."""
        size = _size(answer)
        if size > self._room:
            return
        replaced = self._answers.pop(question, None)
        self._taken += size - (_size(replaced) if replaced else 0)
        self._answers[question] = answer
        while self._taken > self._room:
            _, oldest = self._answers.popitem(last=False)
            self._taken -= _size(oldest)


def start_of_minute(instant: datetime) -> datetime:
    """When the minute began."""
    return instant.replace(second=0, microsecond=0)


def _size(answer: ReadyFile) -> int:
    size = len(answer.plain.body)
    return size if answer.packed is answer.plain else size + len(answer.packed.body)
