"""The site of a stored basin: its pages, and the feeds and posters beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from garde.errors import NotFound
from garde.lookup import Timetable
from garde.printing.poster import poster_name, public_weeks
from garde.publication.feeds import public_feed_files
from garde.publication.reading import read_in_force
from garde.storage.database import Database
from garde.storage.repositories.basins import chosen_basin
from garde.web.posters import FOLDER as POSTERS
from garde.web.posters import Setting
from garde.web.site.files import site_files

FEEDS = "feeds"


class StoredSite:
    """Makes all files of one basin's site. ``public_url`` is where it, and its feeds, will stand."""

    def __init__(
        self,
        database: Database,
        basin: str,
        public_url: str | None = None,
        posters: Setting | None = None,
    ) -> None:
        self._database = database
        self._basin = basin
        self._public_url = public_url
        self._posters = posters

    def files(self, timetable: Timetable, now: datetime) -> Mapping[str, bytes]:
        """Every file by its relative name, as known at ``now``."""
        with self._database.reading() as session:
            in_force = read_in_force(session, chosen_basin(session, self._basin), now)
        feeds = public_feed_files(in_force, self._public_url)
        beside = {f"{FEEDS}/{name}": content for name, content in feeds.items()}
        beside |= {f"{POSTERS}/{name}": pdf for name, pdf in self._set_posters(timetable, now)}
        return site_files(timetable, now, beside, self._public_url)

    def _set_posters(self, timetable: Timetable, now: datetime) -> Iterator[tuple[str, bytes]]:
        """This week's poster and the next, where anything of them is published."""
        if self._posters is None:
            return
        for monday in public_weeks(timetable.config, now):
            with suppress(NotFound):
                yield poster_name(timetable.config, monday), self._posters(timetable.config, monday)
