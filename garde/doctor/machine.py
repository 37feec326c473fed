"""What does not concern a basin: settings, the database file, the clock, what is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from garde.calendar.localtime import clock_changes
from garde.doctor.finding import Finding, failed, ok, warning
from garde.settings import Settings
from garde.storage.database import Database
from garde.storage.keeping import damage_of

SCARCE = 200 * 1024 * 1024
"""Free bytes below which a disk is nearly full; a database also needs twice its own size, for a backup."""
NEEDED_FOR_PRINTING = ("typst", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """What a deployment should have set."""
    if settings.now:
        yield warning(
            "clock", f"the clock stands still at {settings.now}", "unset GARDE_NOW, which is for trials"
        )
    else:
        yield ok("clock", "the machine's clock")
    if settings.known_public_url is None:
        yield warning(
            "public-url",
            "messages, feeds and posters do not know the address at which people reach this program",
            "set GARDE_PUBLIC_URL",
        )
    elif settings.public_url.startswith("http://"):
        yield warning(
            "public-url",
            f"{settings.public_url} is not encrypted: private links can be read on the way",
            "serve it over https and say so in GARDE_PUBLIC_URL",
        )
    else:
        yield ok("public-url", f"people come to {settings.public_url}")
    if settings.smtp_url is None:
        yield warning(
            "mail",
            "no mail is sent: services learn of duties from feeds alone",
            "set GARDE_SMTP_URL and GARDE_MAIL_FROM",
        )
    elif not settings.mail_from:
        yield failed("mail", "the sender's address is missing", "set GARDE_MAIL_FROM")
    else:
        yield ok("mail", f"mail is sent from {settings.mail_from}")


def database_findings(database: Database) -> Iterator[Finding]:
    """Whether the database is whole, and its disk has room. A PostgreSQL server looks after its own."""
    if database.engine.url.get_backend_name() != "sqlite":
        with database.reading():
            yield ok("database", f"{database.address()} answers, its tables are those of this release")
        return
    path = Path(database.engine.url.database or "")
    said = damage_of(path)
    if said is None:
        yield ok("database", f"{path} is whole, its tables are those of this release")
    else:
        yield failed("database", f"{path} is damaged: {said}", "stop garde and run: garde restore FILE")
    free, size = shutil.disk_usage(path.resolve().parent).free, path.stat().st_size
    if free < max(SCARCE, 2 * size):
        yield warning("disk", f"{_megabytes(free)} are free beside the database", "make room")
    else:
        yield ok("disk", f"{_megabytes(free)} are free beside the database")


def _megabytes(count: int) -> str:
    return f"{count / 1024 / 1024:,.0f} MB"


def installation_findings(zone: str, at: datetime) -> Iterator[Finding]:
    """Whether the time zone changes its clock as the law has it, and PDFs can be set."""
    year_on = at + timedelta(days=366)
    changes = clock_changes(at, year_on, ZoneInfo(zone))
    if zone == "Europe/Brussels" and len(changes) < 2:
        yield failed("time-zone", f"{zone} has no summer time here", "install Python's tzdata anew")
    elif changes:
        local = changes[0].astimezone(ZoneInfo(zone))
        yield ok("time-zone", f"{zone} changes its clock next on {local:%Y-%m-%d}")
    missing = [name for name in NEEDED_FOR_PRINTING if find_spec(name) is None]
    if missing:
        yield failed("printing", f"not installed: {', '.join(missing)}", "run: make install")
    else:
        yield ok("printing", "what PDFs are set with is installed")
