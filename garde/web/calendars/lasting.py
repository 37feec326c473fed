"""Public calendars while the database is gone: the last ones known, else those of the site's folder."""

from __future__ import annotations

from collections import OrderedDict

from garde.errors import StorageError
from garde.publication.feed_scopes import Form
from garde.web.answering.file import ReadyFile
from garde.web.calendars.answering import CalendarSource
from garde.web.calendars.asking import Ask
from garde.web.calendars.file import printed_file
from garde.web.folder import SiteFolder
from garde.web.lasting import Gate

ROOM = 500
"""Calendars that are remembered; a basin has a few dozen."""


class LastingCalendars:
    """Serves what its source has and, while that fails, public calendars as they were known last.

    Private ones are refused meanwhile (503): calendar programs then keep what they have.
    """

    def __init__(
        self, source: CalendarSource, folder: SiteFolder | None = None, *, gate: Gate | None = None
    ) -> None:
        self._source = source
        self._folder = folder
        self._gate = gate or Gate()
        self._known: OrderedDict[Ask, ReadyFile] = OrderedDict()

    def kept(self, ask: Ask) -> ReadyFile | None:
        """The calendar if it is ready and certainly still true; never waits for anything."""
        return self._source.kept(ask)

    def find(self, ask: Ask) -> ReadyFile | None:
        """The calendar, or the last one known. Raises what the source raises when none is known."""
        if self._gate.shut and not self._gate.may_try() and (last := self._last(ask)) is not None:
            return last
        try:
            found = self._source.find(ask)
        except StorageError:
            self._gate.failed()
            last = self._last(ask)
            if last is None:
                raise
            return last
        self._gate.went_well()
        if found is not None and not ask.private:
            self._known[ask] = found
            self._known.move_to_end(ask)
            while len(self._known) > ROOM:
                self._known.popitem(last=False)
        return found

    def _last(self, ask: Ask) -> ReadyFile | None:
        if ask.private:
            return None
        return self._known.get(ask) or self._published(ask)

    def _published(self, ask: Ask) -> ReadyFile | None:
        if self._folder is None or ask.gaps:
            return None
        language = ask.language or Form().language
        name = f"feeds/{'' if language == Form().language else f'{language}/'}{ask.path}"
        content = self._folder.file(name)
        return None if content is None else printed_file(content, None, private=False)
