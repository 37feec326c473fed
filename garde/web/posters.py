"""The posters of this week and the next, for whoever wants to hang one: ``/posters/demo-2027-01-04.pdf``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock

from fastapi import FastAPI, Request
from fastapi.responses import Response

from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.errors import NotFound, StorageError
from garde.printing.poster import poster_name, public_poster, public_weeks
from garde.storage.database import Database
from garde.web.caching import etag_of, unless_known
from garde.web.folder import SiteFolder
from garde.web.pages import pictogram
from garde.web.source import PublicSource

KEEP = 300
"""Seconds for which a visitor may keep a poster without asking again."""

FOLDER = "posters"
"""Where posters lie, on the server and in the static site."""

Setting = Callable[[BasinConfig, date], bytes]
"""Sets the basin's poster of the week from that Monday on; NotFound when nothing of it is published."""


class Posters:
    """Posters as files. Typesetting takes seconds, so that each is set once for each state of the data.

    While the database is gone they are those that were set last, else those in the ``site``'s folder.
    """

    def __init__(
        self, source: PublicSource, clock: Clock, setting: Setting, site: SiteFolder | None = None
    ) -> None:
        self._source = source
        self._clock = clock
        self._setting = setting
        self._site = site
        self._lock = Lock()
        self._stamp = ""
        self._set: dict[date, bytes] = {}

    def names(self) -> Mapping[str, date]:
        """The files that can be asked for, and the first day of the week of each."""
        config = self._source.current().config
        return {poster_name(config, monday): monday for monday in public_weeks(config, self._clock())}

    def find(self, name: str) -> bytes:
        """The poster.

        Raises NotFound for any other name, and for a week of which nothing is published; StorageError while
        the database is gone and the poster is nowhere else.
        """
        timetable = self._source.current()
        monday = self.names().get(name)
        if monday is None:
            raise NotFound(f"no poster {name[:60]!r}", remedy=f"there are {', '.join(self.names())}")
        # One at a time: who asks for the same meanwhile waits for it instead of setting it again.
        with self._lock:
            if timetable.kept_from is None and self._stamp != timetable.stamp:
                self._stamp, self._set = timetable.stamp, {}
            if monday in self._set:
                return self._set[monday]
            if timetable.kept_from is not None and (kept := self._kept(name)) is not None:
                return kept
            try:
                self._set[monday] = self._setting(timetable.config, monday)
            except StorageError:
                if (kept := self._kept(name)) is None:
                    raise
                return kept
            return self._set[monday]

    def _kept(self, name: str) -> bytes | None:
        return None if self._site is None else self._site.file(f"{FOLDER}/{name}")


def stored_posters(database: Database, public_url: str | None) -> Setting:
    """Sets them from what is published in the database."""

    def setting(config: BasinConfig, monday: date) -> bytes:
        with database.reading() as session:
            return public_poster(session, config, monday, pictogram, public_url)

    return setting


def add_posters(
    app: FastAPI, source: PublicSource, clock: Clock, setting: Setting, site: SiteFolder | None = None
) -> None:
    """Mounts them; ``site`` is the folder of the static pages."""
    posters = Posters(source, clock, setting, site)

    @app.get(f"/{FOLDER}/{{name}}", include_in_schema=False)
    def poster(request: Request, name: str) -> Response:
        data = posters.find(name)
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return unless_known(
            request,
            etag_of(data),
            lambda: Response(data, media_type="application/pdf", headers=headers),
            keep=KEEP,
        )
