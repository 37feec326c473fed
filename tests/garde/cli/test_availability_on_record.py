"""What is said of a service's availability at a desk is on record, and only who may say it may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from garde.availability import download
from tests.conftest import Desk
from tests.garde.availability.agenda import calendar
from tests.garde.availability.server import Host, network, says, serving

MEETING = "UID:meeting\nDTSTART:20270112T170000Z\nDTEND:20270112T190000Z"
SPAN = ("--from", "2027-05-01T08:00", "--to", "2027-05-01T09:00")
NORTH = ("--service", "north")


@pytest.fixture
def town(desk: Desk, directory: Path) -> Desk:
    """Six pharmacies; Ann coordinates, Rob only reads."""
    desk.take(directory)
    desk("users", "add", "ann")
    desk("users", "add", "rob", "--role", "reader")
    desk.patch.setenv("GARDE_USER", "ann")
    (desk.folder / "a.ics").write_bytes(calendar(MEETING))
    return desk


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setattr(download, "outside", network)
    with serving() as found:
        yield found


def on_record(desk: Desk) -> list[tuple[str, str, Any, Any]]:
    return [
        (one["actor"], one["action"], one["before"], one["after"])
        for one in desk.json("audit", "list", "--subject", "service north")
        if one["action"].startswith("availability: ")
    ]


def test_windows_given_and_taken_back_are_on_record_without_their_notes(town: Desk) -> None:
    town("availability", "add", *NORTH, *SPAN, "--note", "hospital")
    town("availability", "add", *NORTH, *SPAN)
    (window,) = town.json("availability", "show", *NORTH)
    town("availability", "remove", window["id"], *NORTH)
    facts = {
        "kind": "unavailable",
        "from": "2027-05-01T06:00:00+00:00",
        "to": "2027-05-01T07:00:00+00:00",
        "points": 0,
    }
    assert on_record(town) == [
        ("ann", "availability: add", None, facts),
        ("ann", "availability: remove", {**facts, "source": "hand"}, None),
    ]


def test_an_import_is_on_record_when_it_changes_something(town: Desk) -> None:
    words = ("availability", "import", "a.ics", *NORTH)
    town(*words, "--dry-run")
    town(*words, "--means", "busy")
    town(*words)
    town("availability", "remove", "--source", "calendar", *NORTH)
    assert on_record(town) == [
        (
            "ann",
            "availability: import",
            None,
            {"source": "calendar", "added": 1, "removed": 0, "changed": 0},
        ),
        (
            "ann",
            "availability: calendar",
            {"means": None, "address": None},
            {"means": "busy", "address": None},
        ),
        ("ann", "availability: remove", {"source": "calendar", "windows": 1}, None),
    ]


def test_an_address_is_on_record_without_its_secret(town: Desk, host: Host) -> None:
    address = host.address("/secret/a.ics")
    host.answers["/secret/a.ics"] = says(calendar(MEETING), ETag='"1"')
    town("availability", "source", *NORTH, "--address", address)
    town("availability", "source", *NORTH, "--address", address)
    town("availability", "fetch")
    town("availability", "fetch")
    town("availability", "source", *NORTH, "--no-address")
    shown = address.partition("/secret")[0] + "/…"
    assert on_record(town) == [
        (
            "ann",
            "availability: calendar",
            {"means": None, "address": None},
            {"means": None, "address": shown},
        ),
        ("ann", "availability: import", None, {"source": "address", "added": 1, "removed": 0, "changed": 0}),
        (
            "ann",
            "availability: calendar",
            {"means": None, "address": shown},
            {"means": None, "address": None, "windows removed": 1},
        ),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("add", *NORTH, *SPAN),
        ("remove", "1", *NORTH),
        ("remove", "--source", "calendar", *NORTH),
        ("import", "a.ics", *NORTH),
        ("import", "a.ics", *NORTH, "--dry-run"),
        ("source", *NORTH, "--means", "busy"),
        ("fetch",),
        ("fetch", *NORTH),
    ],
)
def test_who_only_reads_may_say_nothing(town: Desk, host: Host, words: tuple[str, ...]) -> None:
    town("availability", "import", "a.ics", *NORTH)
    town("availability", "source", *NORTH, "--address", host.address("/a.ics"))
    before = town.rows()
    said = town.run("availability", *words, "--as", "rob")
    (line,) = said.complaints
    assert "rob may not" in line
    assert said.status == 2
    assert (town.rows(), host.asked) == (before, [])


def test_a_time_that_is_over_is_refused(town: Desk) -> None:
    over = ("--from", "2026-12-01T08:00", "--to", "2026-12-02T08:00")
    said = town.run("availability", "add", *NORTH, *over)
    assert (said.status, said.complaints) == (2, ["garde: --to: this time is over; name a later one"])
