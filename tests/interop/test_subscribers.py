"""vdirsyncer subscribes over HTTP and khal shows: a publication, a swap, a cancellation, a renewed link."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from garde.access.links import give_to_service, renew
from garde.accounts.links import feed_token
from garde.web.app import create_app
from garde.web.calendars.stored import StoredCalendars
from garde.web.published import PublishedSource
from tests.browser.conftest import served
from tests.garde.swaps.office import ANN, Office, four, office_in, pharmacy
from tests.interop.conftest import missing


@dataclass(frozen=True)
class Subscriber:
    """Somebody's machine: vdirsyncer fetches, khal shows."""

    folder: Path

    def subscribe(self, address: str) -> None:
        (self.folder / "calendar").mkdir(parents=True)
        (self.folder / "vdirsyncer.conf").write_text(
            f'[general]\nstatus_path = "{self.folder / "status"}"\n'
            '[pair duties]\na = "feed"\nb = "local"\ncollections = null\n'
            f'[storage feed]\ntype = "http"\nurl = "{address}"\n'
            f'[storage local]\ntype = "filesystem"\npath = "{self.folder / "calendar"}"\nfileext = ".ics"\n'
        )
        (self.folder / "khal.conf").write_text(
            f"[calendars]\n[[duties]]\npath = {self.folder / 'calendar'}\nreadonly = True\n"
            f"[sqlite]\npath = {self.folder / 'khal.db'}\n"
            "[locale]\nlocal_timezone = Europe/Brussels\ndefault_timezone = Europe/Brussels\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )
        self._run("vdirsyncer", "discover", "duties")

    def looks(self, *options: str) -> list[tuple[str, str, str]]:
        """Fetches, and gives start, status and title of January's events as khal shows them."""
        self._run("vdirsyncer", "sync", *options)
        fields = ("start-long", "status", "title")
        wanted = [part for name in fields for part in ("--json", name)]
        days = self._run("khal", "list", "--once", *wanted, "2027-01-01", "2027-01-31").splitlines()
        return [
            tuple(event[name].strip() for name in fields)  # type: ignore[misc]
            for day in days
            for event in json.loads(day)
        ]

    def _run(self, program: str, *words: str) -> str:
        command = [sys.executable, "-m", program, "-c", str(self.folder / f"{program}.conf"), *words]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert ended.returncode == 0, ended.stderr + ended.stdout
        return ended.stdout


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_in(tmp_path, four())
    yield opened
    opened.database.close()


@pytest.fixture
def server(office: Office) -> Iterator[str]:
    """A real server on loopback, at the office's clock."""
    source = PublishedSource(office.database, "essai", lambda: office.now)
    calendars = StoredCalendars(office.database, "essai", lambda: office.now)
    with served(create_app(source, lambda: office.now, calendars=calendars)) as address:
        yield address


@pytest.fixture
def subscriber(tmp_path: Path) -> Subscriber:
    for program in ("vdirsyncer", "khal"):
        if subprocess.run(
            [sys.executable, "-m", program, "--version"], capture_output=True, check=False
        ).returncode:
            missing(program, "pip install 'garde[test]'")
    return Subscriber(tmp_path / "machine")


NAME = "Pharmacy — Service inventé"


def test_a_line_is_followed_through_a_publication_a_swap_and_a_cancellation(
    office: Office, server: str, subscriber: Subscriber
) -> None:
    subscriber.subscribe(f"{server}/feeds/essai/pharmacy.ics")
    assert subscriber.looks() == []
    office.publish(pharmacy(6, "a"), pharmacy(8, "b"))
    sixth, eighth = "2027-01-06 09:00", "2027-01-08 09:00"
    assert subscriber.looks() == [
        (sixth, "CONFIRMED", f"{NAME} a, 09:00–21:00"),
        (eighth, "CONFIRMED", f"{NAME} b, 09:00–21:00"),
    ]
    office.agreed("pharmacy/2027-01-06/day", "a", "d")
    assert subscriber.looks() == [
        (sixth, "CONFIRMED", f"{NAME} d, 09:00–21:00"),
        (eighth, "CONFIRMED", f"{NAME} b, 09:00–21:00"),
    ]
    office.now += timedelta(hours=1)
    office.publish(pharmacy(6, "d"), pharmacy(8, None))
    assert subscriber.looks() == [
        (sixth, "CONFIRMED", f"{NAME} d, 09:00–21:00"),
        (eighth, "CANCELLED", f"ANNULÉ — {NAME} b, 09:00–21:00"),
    ]
    # Thirty days after the change it is dropped, and leaves the subscriber's calendar.
    office.now += timedelta(days=30)
    assert subscriber.looks() == [(sixth, "CONFIRMED", f"{NAME} d, 09:00–21:00")]


def test_who_gives_a_duty_away_sees_it_cancelled_and_who_renews_a_link_an_empty_calendar(
    office: Office, server: str, subscriber: Subscriber
) -> None:
    office.publish(pharmacy(6, "a"), pharmacy(8, "b"))
    with office.database.writing() as session:
        given = give_to_service(session, office.config, "a", actor=ANN, at=office.now)
    subscriber.subscribe(f"{server}/feeds/private/{feed_token(given.token)}.ics?lang=nl")
    sixth = "2027-01-06 09:00"
    assert subscriber.looks() == [(sixth, "CONFIRMED", f"{NAME} a, 09:00–21:00")]
    office.agreed("pharmacy/2027-01-06/day", "a", "c")
    assert subscriber.looks() == [(sixth, "CANCELLED", f"GEANNULEERD — {NAME} a, 09:00–21:00")]
    with office.database.writing() as session:
        renew(session, office.config, given.link.id, actor=ANN, at=office.now)
    # vdirsyncer asks before it takes the last event of a calendar away.
    assert subscriber.looks("--force-delete") == []
