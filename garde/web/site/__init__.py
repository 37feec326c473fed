"""The whole lookup as static files, rendered by the server's templates and filled in by the browser.

:func:`site_files` makes them from a timetable, :class:`StoredSite` with the feeds of a stored basin.
"""

from garde.web.site.files import site_files
from garde.web.site.keeping import StoredSite

__all__ = ["StoredSite", "site_files"]
