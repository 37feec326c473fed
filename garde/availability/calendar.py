"""What is stored of a service's calendars beside their windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from garde.availability.verdicts import Means, default_means
from garde.basin.service import Service

ADDRESS_SOURCE = "address"
"""The source of windows that are read at a service's address."""


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """What events mean, when it was said; the address of a calendar, when there is one; its readings.

    ``read_at`` is the last reading that went well, ``read_until`` how far ahead it looked; ``etag`` and
    ``last_modified`` are what the server then said of its answer. ``failed_since`` is the first of the
    readings that have failed since, ``failure`` why the last of them did.
    """

    means: Means | None = None
    address: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    read_at: datetime | None = None
    read_until: datetime | None = None
    failed_since: datetime | None = None
    failure: str | None = None

    def meaning(self, service: Service) -> Means:
        """What its events mean: as was said, else as is usual for such a service."""
        return self.means or default_means(service)
