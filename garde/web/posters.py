"""The posters of this week and the next, for whoever wants to hang one: ``/posters/demo-2027-01-04.pdf``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock

from fastapi import FastAPI, Request
from fastapi.responses import Response

from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.errors import NotFound
from garde.printing.poster import poster_name, public_poster, public_weeks
from garde.storage.database import Database
from garde.web.caching import etag_of, unless_known
from garde.web.pages import pictogram
from garde.web.source import PublicSource

KEEP = 300
"""Seconds for which a visitor may keep a poster without asking again."""

Setting = Callable[[BasinConfig, date], bytes]
"""Sets the basin's poster of the week from that Monday on; NotFound when nothing of it is published."""


class Posters:
    """Posters as files. Typesetting takes seconds, so that each is set once for each state of the data."""

    def __init__(self, source: PublicSource, clock: Clock, setting: Setting) -> None:
        self._source = source
        self._clock = clock
        self._setting = setting
        self._lock = Lock()
        self._stamp = ""
        self._set: dict[date, bytes] = {}

    def names(self) -> Mapping[str, date]:
        """The files that can be asked for, and the first day of the week of each."""
        config = self._source.current().config
        return {poster_name(config, monday): monday for monday in public_weeks(config, self._clock())}

    def find(self, name: str) -> bytes:
        """The poster; raises NotFound for any other name, and for a week of which nothing is published."""
        timetable = self._source.current()
        monday = self.names().get(name)
        if monday is None:
            raise NotFound(f"no poster {name[:60]!r}", remedy=f"there are {', '.join(self.names())}")
        # One at a time: who asks for the same meanwhile waits for it instead of setting it again.
        with self._lock:
            if self._stamp != timetable.stamp:
                self._stamp, self._set = timetable.stamp, {}
            if monday not in self._set:
                self._set[monday] = self._setting(timetable.config, monday)
            return self._set[monday]


def stored_posters(database: Database, public_url: str | None) -> Setting:
    """Sets them from what is published in the database."""

    def setting(config: BasinConfig, monday: date) -> bytes:
        with database.reading() as session:
            return public_poster(session, config, monday, pictogram, public_url)

    return setting


def add_posters(app: FastAPI, source: PublicSource, clock: Clock, setting: Setting) -> None:
    """Mounts them."""
    posters = Posters(source, clock, setting)

    @app.get("/posters/{name}", include_in_schema=False)
    def poster(request: Request, name: str) -> Response:
        data = posters.find(name)
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return unless_known(
            request,
            etag_of(data),
            lambda: Response(data, media_type="application/pdf", headers=headers),
            keep=KEEP,
        )
