"""Answering on from what was known last while the database is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock
from time import monotonic

from garde.clock import Clock
from garde.errors import GardeError
from garde.lookup import Timetable
from garde.lookup.around import NOTHING_AROUND
from garde.web.folder import SiteFolder
from garde.web.source import PublicSource

PAUSE = 5.0
"""Seconds before a database that failed is asked again: visitors must not queue up for one that hangs."""

Tell = Callable[[str], None]


class Gate:
    """Lets everybody through to the database; after a failure one at a time, with a pause between."""

    def __init__(self, pause: float = PAUSE, stopwatch: Callable[[], float] = monotonic) -> None:
        self._pause = pause
        self._stopwatch = stopwatch
        self._lock = Lock()
        self._next_try: float | None = None

    @property
    def shut(self) -> bool:
        """Whether the last one who was let through failed."""
        return self._next_try is not None

    @property
    def waits(self) -> bool:
        """Whether nobody would be let through now."""
        return self._next_try is not None and self._stopwatch() < self._next_try

    def may_try(self) -> bool:
        """Whether the one who asks may go to the database now."""
        with self._lock:
            if self._next_try is None:
                return True
            now = self._stopwatch()
            if now < self._next_try:
                return False
            # The others wait until this one comes back, or has been gone for as long again.
            self._next_try = now + self._pause
            return True

    def failed(self) -> None:
        """It did not answer."""
        with self._lock:
            self._next_try = self._stopwatch() + self._pause

    def went_well(self) -> None:
        """It answers."""
        self._next_try = None


class LastingSource:
    """Serves what its source has and, while that fails, what it had last: else what lies in a folder.

    A timetable that is served in place of the source's says since when in ``kept_from``. The source is asked
    again after a pause, and followed as soon as it answers. ``tell`` is told once when it fails and when it
    is back.
    """

    def __init__(
        self,
        source: PublicSource,
        clock: Clock,
        folder: SiteFolder | None = None,
        *,
        gate: Gate | None = None,
        tell: Tell = lambda line: None,
    ) -> None:
        self._source = source
        self._clock = clock
        self._folder = folder
        self._gate = gate or Gate()
        self._tell = tell
        self._good: tuple[Timetable, datetime] | None = None
        self._stand_in: Timetable | None = None
        self._lock = Lock()

    def current(self) -> Timetable:
        """The timetable in force, or the last one known. Raises what the source raises when none is known."""
        if self._gate.shut and self._stand_in is not None and not self._gate.may_try():
            return self._stand_in
        try:
            found = self._source.current()
        # Whatever a damaged database makes of a row: who looks for help is answered first.
        except Exception as error:
            return self._without(error)
        self._good = (found, self._clock())
        if self._stand_in is not None:
            self._stand_in = None
            self._tell("the database answers again")
        self._gate.went_well()
        return found

    def kept(self) -> Timetable | None:
        """What :meth:`current` last gave, if that certainly still holds; never waits."""
        return self._stand_in if self._gate.waits else self._source.kept()

    def _without(self, error: Exception) -> Timetable:
        self._gate.failed()
        with self._lock:
            if self._stand_in is None:
                self._stand_in = self._last_known(error)
                why = error.one_line() if isinstance(error, GardeError) else type(error).__name__
                self._tell(f"{why}: answering with what was known at {self._stand_in.kept_from}")
            return self._stand_in

    def _last_known(self, error: Exception) -> Timetable:
        found = None if self._folder is None else self._folder.timeline()
        if self._good is not None:
            known, known_at = self._good
            # What lies around is read from the database when a search gets there: now from the files.
            same = found is not None and found.timetable.stamp == known.stamp
            around = found.timetable.around if found is not None and same else NOTHING_AROUND
            return stand_in(replace(known, around=around), known_at)
        if found is None:
            raise error
        return stand_in(found.timetable, found.written_at)


def stand_in(timetable: Timetable, known_at: datetime) -> Timetable:
    """The timetable with a word that it is not certain to be in force."""
    at = known_at.replace(second=0, microsecond=0)
    return replace(timetable, kept_from=at, stamp=f"{timetable.stamp}-{at:%Y%m%d%H%M}")
