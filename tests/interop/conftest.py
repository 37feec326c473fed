"""Real programs that read our feeds. Where one is missing its tests are skipped; on CI they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from garde.publication.feed_book import FeedBook
from garde.publication.feed_scopes import Form, Scope
from garde.publication.in_force import InForce
from garde.publication.places import told
from garde.rota import FilledSlot
from tests.garde.town import instant, service, town

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
BRUSSELS = ZoneInfo("Europe/Brussels")
PUBLISHED = instant("2026-12-20T09:00")


def missing(what: str, remedy: str) -> None:
    """Skips the test that needs it, or fails it on CI."""
    reason = f"{what} is not installed ({remedy})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def libical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our checker, compiled against the installed libical."""
    program = tmp_path_factory.mktemp("libical") / "check_calendar"
    compiler = shutil.which("cc")
    if compiler is None:
        missing("A C compiler", "Debian: apt-get install gcc libc6-dev libical-dev")
    command = [str(compiler), "-O1", "-Wall", "-o", str(program), str(HERE / "check_calendar.c"), "-lical"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if "libical/ical.h" in built.stderr:
        missing("libical-dev", "Debian: apt-get install libical-dev")
    assert built.returncode == 0, built.stderr
    return program


@pytest.fixture(scope="session")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script that reads with ical.js and node-ical, beside the installed libraries."""
    modules = PROJECT / ".javascript-tools" / "node_modules"
    if shutil.which("node") is None:
        missing("node", "Debian: apt-get install npm")
    if not modules.is_dir():
        missing("ical.js", "make javascript-tools")
    folder = tmp_path_factory.mktemp("javascript")
    (folder / "node_modules").symlink_to(modules)
    shutil.copy(PROJECT / "tests" / "javascript" / "package.json", folder)
    shutil.copy(HERE / "javascript" / "read.mjs", folder)
    return folder / "read.mjs"


def duties_of_2027() -> list[FilledSlot]:
    """Day and night of each day, hand-overs inside both clock changes' nights, and weeks as a whole."""
    midnight = datetime(2027, 1, 1, tzinfo=BRUSSELS)
    spans: list[tuple[str, datetime, datetime]] = []
    for day in range(365):
        date = midnight + timedelta(days=day)
        nine, evening = date.replace(hour=9), date.replace(hour=21)
        spans += [("day", nine, evening), ("night", evening, nine + timedelta(days=1))]
        if day % 7 == 0:
            spans.append(("week", nine, nine + timedelta(days=7)))
    # Every quarter of an hour of the four around each change, as instants.
    for change in ("2027-03-28T01:00", "2027-10-31T01:00"):
        first = instant(change) - timedelta(hours=2)
        for quarter in range(16):
            start = first + timedelta(minutes=15 * quarter)
            spans.append((f"q{quarter:02}", start, start + timedelta(minutes=15)))
    return [
        FilledSlot(
            key=f"pharmacy/{start.astimezone(BRUSSELS):%Y-%m-%d}/{kind}",
            line="pharmacy",
            month=f"{start.astimezone(BRUSSELS):%Y-%m}",
            start=start.astimezone(instant("2027-01-01T00:00").tzinfo),
            end=end.astimezone(instant("2027-01-01T00:00").tzinfo),
            burden=12,
            places=("a",),
            categories=("night",) if kind == "night" else (),
        )
        for kind, start, end in spans
    ]


@pytest.fixture(scope="session")
def year() -> InForce:
    """All of 2027 in force."""
    duties = duties_of_2027()
    odd = replace(service("a"), name="Officine, « L'Érable » 🍁; صيدلية\\n", phone="+32 2 000 00 01")
    return InForce(
        config=town(),
        services={"a": odd},
        slots=tuple(duties),
        states={(one.slot, one.number): one for one in told({}, (), duties, PUBLISHED)},
        at=PUBLISHED,
        changed_at=PUBLISHED,
    )


@pytest.fixture(scope="session")
def year_feed(year: InForce) -> bytes:
    """The basin's feed of it."""
    from exports.ical import render_feed

    return render_feed(FeedBook(year, "https://garde.example").feed(Scope(), Form()))
