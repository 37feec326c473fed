"""Meetings asked for at the desk, held to the published rota."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from tests.conftest import Desk

ASKED = ("meetings", "suggest", "--from", "2027-01-11", "--to", "2027-01-15", "--weekdays", "mo-fr")


def test_nobody_said_to_come_is_on_duty_rests_or_is_absent_then(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk(
        "availability", "add", "--service", "small", "--from", "2027-01-11T00:00", "--to", "2027-01-13T12:00"
    )
    found = desk.json(*ASKED, "--limit", "50")
    assert len(found) > 10
    duties = [
        (slot["services"][0], datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"]))
        for slot in desk.json("versions", "show", 1)
    ]
    rest = timedelta(hours=11)
    away = datetime.fromisoformat("2027-01-13T12:00+01:00")
    for one in found:
        start, end = datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])
        assert end - start == timedelta(minutes=90)
        kept = {name for name, begins, ends in duties if begins < end and start < ends + rest}
        kept |= {"small"} if start < away else set()
        assert {missing["service"] for missing in one["missing"]} == kept
        assert len(one["coming"]) == 6 - len(kept)
    assert [len(one["coming"]) for one in found] == sorted(
        (len(one["coming"]) for one in found), reverse=True
    )


def test_one_time_is_written_as_a_calendar_file(desk: Desk, published: Path) -> None:
    desk.take(published)
    before = desk.query("SELECT count(*) FROM audit_entry")
    said = desk(*ASKED, "--duration", "1h30", "-o", desk.folder / "meeting.ics", "--pick", 2)
    second = next(line for line in said.splitlines() if line.startswith("2. "))
    assert "of 6 can come, 0 of 0 self-employed" in second
    (event,) = icalendar.Calendar.from_ical((desk.folder / "meeting.ics").read_bytes()).walk("VEVENT")
    assert f"{event['DTSTART'].dt:%Y-%m-%d %H:%M}" in second
    assert str(event["SUMMARY"]) == "Réunion — Bassin d'essai"
    assert desk.query("SELECT count(*) FROM audit_entry") == before


def test_no_meeting_is_proposed_in_the_past(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk.at("2027-01-15T16:05+01:00")
    # Monday to Thursday have gone by, and Friday up to five past four.
    assert min(one["start"] for one in desk.json(*ASKED, "--limit", "100")) == "2027-01-15T16:15:00+01:00"
    desk.at("2027-01-16T00:00+01:00")
    refused = desk.run(*ASKED)
    assert (refused.status, refused.complaints) == (
        2,
        ["garde: --to: 2027-01-15 has gone by; name a period that lies ahead"],
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--services", "north,nobody"), "no service 'nobody'"),
        (("--line", "dentists"), "has no line 'dentists'"),
        (("--line", "nursing"), "nobody is invited"),
        (("--duration", "0m"), "is no length"),
        (("--duration", "14h"), "no meeting of this length fits"),
        (("--between", "18-9"), "no part of a day"),
        (("--weekdays", "fr-mo"), "is no weekday"),
        (("--to", "2027-01-01"), "the period ends before it begins"),
        (("--from", "soon"), "is no date"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    desk: Desk, published: Path, words: tuple[str, str], complaint: str
) -> None:
    desk.take(published)
    said = desk.run(*ASKED, *words)
    assert said.status == 2
    (line,) = said.complaints
    assert complaint in line


def test_without_those_who_must_be_there_there_is_no_time(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk(
        "availability", "add", "--service", "small", "--from", "2027-01-11T00:00", "--to", "2027-01-16T00:00"
    )
    assert "There is no time" in desk(*ASKED, "--must", "small", status=1)
