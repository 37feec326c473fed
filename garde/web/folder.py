"""The folder of a basin's static site: what is written there, and fallen back on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.site import read_site_file, site_digests, write_site
from garde.errors import BadInput, GardeError
from garde.lookup.rebuilding import Timeline, read_timeline

TIMELINE = "timeline.json"
"""The name of the ``garde-timeline/1`` document in the folder of a site."""


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """Where the static site of ``basin`` lies.

    Several servers may have been given one and the same folder: at every look, what belongs to another basin
    is as if it were not there.
    """

    path: Path
    basin: str

    def file(self, name: str) -> bytes | None:
        """A file of the basin's site; None where it has none of that name."""
        return read_site_file(self.path, name, self.basin)

    def digests(self) -> Mapping[str, str] | None:
        """The digest of every file of the basin's site, by name; None where there is no such site."""
        return site_digests(self.path, self.basin)

    def timeline(self) -> Timeline | None:
        """The basin's last good timeline; None where there is none that can be read."""
        found = last_published(self.path)
        return found if found is not None and found.timetable.config.id == self.basin else None

    def require_own(self) -> None:
        """Raises BadInput where the site of another basin lies: one would overwrite the other's."""
        found = last_published(self.path)
        if found is not None and found.timetable.config.id != self.basin:
            raise BadInput(
                f"this is the site of basin {found.timetable.config.id}",
                where=str(self.path),
                remedy="set GARDE_SITE to another folder for each basin",
            )

    def write(self, files: Mapping[str, bytes]) -> None:
        """Puts the files in the place of the basin's site.

        Raises BadInput where another basin's lies, ExportError for whatever else is in the way.
        """
        self.require_own()
        write_site(self.path, files, self.basin)


def last_published(folder: Path) -> Timeline | None:
    """The last good timeline of a site's folder, whose ever it is; None where none can be read."""
    try:
        return read_timeline((folder / TIMELINE).read_bytes())
    except (OSError, GardeError):
        return None
