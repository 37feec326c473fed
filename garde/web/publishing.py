"""Keeping the static site up to date while the server runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event, Thread

from exports.errors import ExportError
from garde.clock import Clock
from garde.errors import GardeError
from garde.lookup import Timetable
from garde.web.folder import SiteFolder
from garde.web.lasting import Tell
from garde.web.source import PublicSource

EVERY = 3.0
"""Seconds between two looks whether anything changed."""

Render = Callable[[Timetable, datetime], Mapping[str, bytes]]
"""Makes all files of the site from what is published, at an instant."""


class SitePublisher:
    """Writes the site to a folder whenever what is published changes, and once a day.

    What cannot be written is told once, and tried again; what is served from is never touched by that.
    """

    def __init__(
        self, source: PublicSource, clock: Clock, folder: SiteFolder, render: Render, tell: Tell
    ) -> None:
        self._source = source
        self._clock = clock
        self._folder = folder
        self._render = render
        self._tell = tell
        self._written: str | None = None
        self._said: str | None = None
        self._stop = Event()
        self._thread: Thread | None = None

    def look(self) -> bool:
        """Writes the site if something changed since the last look, or it is gone; whether it did."""
        try:
            timetable = self._source.current()
            written = timetable.stamp == self._written and self._folder.digests() is not None
            if timetable.kept_from is not None or written:
                return False
            # Before the work of making it, and once more by who writes: another may have come first.
            self._folder.require_own()
            self._folder.write(self._render(timetable, self._clock()))
        except (GardeError, ExportError) as error:
            self._complain(error.one_line() if isinstance(error, GardeError) else str(error))
            return False
        except Exception as error:  # A fault of ours must not end the thread, and with it all publishing.
            self._complain(f"internal error ({type(error).__name__}: {' '.join(str(error).split())})")
            return False
        self._written, self._said = timetable.stamp, None
        return True

    def start(self) -> None:
        """Looks again and again, in a thread of its own."""
        self._thread = Thread(target=self._run, name="site", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends that; waits for what is being written."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self.look()
            if self._stop.wait(EVERY):
                return

    def _complain(self, what: str) -> None:
        if what != self._said:
            self._said = what
            self._tell(f"the static site could not be written: {what}")
