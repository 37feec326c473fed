"""The site of a stored basin: its pages, and the feeds and posters beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from garde.lookup import Timetable
from garde.publication.feeds import public_feed_files
from garde.publication.reading import read_in_force
from garde.storage.database import Database
from garde.storage.repositories.basins import chosen_basin
from garde.web.site.files import site_files

FEEDS = "feeds"


class StoredSite:
    """Makes all files of one basin's site. ``public_url`` is where it, and its feeds, will stand."""

    def __init__(self, database: Database, basin: str, public_url: str | None = None) -> None:
        self._database = database
        self._basin = basin
        self._public_url = public_url

    def files(self, timetable: Timetable, now: datetime) -> Mapping[str, bytes]:
        """Every file by its relative name, as known at ``now``."""
        with self._database.reading() as session:
            in_force = read_in_force(session, chosen_basin(session, self._basin), now)
        feeds = public_feed_files(in_force, self._public_url)
        beside = {f"{FEEDS}/{name}": content for name, content in feeds.items()}
        return site_files(timetable, now, beside, self._public_url)
