"""All files of a static site, by their relative names."""

from __future__ import annotations

from datetime import datetime

from garde.lookup import Timetable
from garde.lookup.document import write_timeline
from garde.web.lasting import TIMELINE


def site_files(timetable: Timetable, now: datetime) -> dict[str, bytes]:
    """The files of what is published, as known at ``now``."""
    return {TIMELINE: write_timeline(timetable, now)}
