"""What a service hangs at its door from its own page, without scripts."""

from __future__ import annotations

import pytest

from garde.clock import clock_from
from garde.storage.database import Database
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.signs import entrances_of, marks_of
from tests.garde.web.my.conftest import MORNING, Nurse, Opened, browser_at


@pytest.fixture
def north(stored: Database, opened: Opened) -> Nurse:
    return Nurse(browser_at(stored, MORNING), opened("north"))


def level(stored: Database) -> str | None:
    with stored.reading() as session:
        mark = marks_of(session, "essai").get("north")
    return mark.level if mark else None


def test_a_service_says_how_full_it_is_and_takes_it_off_again(stored: Database, north: Nurse) -> None:
    assert "You have said nothing that holds today." in north.reads("door")
    page = north.sends("door", act="saturation", level="full", until="")
    assert "you stay listed" in page
    assert "<strong>Full at the moment</strong>" in page
    assert level(stored) == "full"
    with stored.reading() as session:
        (entry,) = decisions_of(session, "essai", subject="service north")[-1:]
    assert (entry.action, entry.role, entry.after and entry.after["level"]) == (
        "saturation",
        "service",
        "full",
    )
    page = north.sends("door", act="unmark")
    assert "Taken off." in page
    assert level(stored) is None


def test_it_says_how_to_get_in_and_takes_the_sign_down(stored: Database, north: Nurse) -> None:
    page = north.sends("door", act="entrance", fr="Sonnez.", nl="Bel aan.", en="", es="", ar="اقرع الجرس")
    assert "while you are on duty in the evening and at night" in page
    assert 'value="اقرع الجرس"' in page
    with stored.reading() as session:
        assert entrances_of(session, "essai")["north"] == {
            "fr": "Sonnez.",
            "nl": "Bel aan.",
            "ar": "اقرع الجرس",
        }
    assert "Taken down." in north.sends("door", act="take-down")
    with stored.reading() as session:
        assert entrances_of(session, "essai") == {}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"act": "saturation", "level": "crowded"}, "Choose what you want to say."),
        ({"act": "saturation", "level": "full", "until": "soon"}, "Give the last day as a date"),
        ({"act": "saturation", "level": "full", "until": "1900-01-01"}, "must be today or later"),
        ({"act": "saturation", "level": "full", "until": "9999-12-31"}, "at most 92 days ahead"),
        ({"act": "entrance", "fr": "Sonnez.", "nl": ""}, "Write it in French and in Dutch"),
        ({"act": "entrance", "fr": "x" * 1000, "nl": "y"}, "not more than 120 characters"),
        ({"act": "entrance", "fr": "a\u202eb", "nl": "y"}, "This could not be understood."),
        ({"act": "dance"}, "This could not be understood."),
        ({}, "This could not be understood."),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(
    stored: Database, north: Nurse, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in north.sends("door", 400, **fields)
    assert level(stored) is None


def test_a_refused_form_still_has_what_was_written(north: Nurse) -> None:
    page = north.sends("door", 400, act="entrance", fr="Sonnez à gauche", nl="")
    assert 'value="Sonnez à gauche"' in page


def test_the_public_page_says_it_at_once_and_only_of_that_service(stored: Database, north: Nurse) -> None:
    north.sends("door", act="saturation", level="busy", until=MORNING[:10])
    with stored.reading() as session:
        slots = slots_in_force(session, "essai", clock_from(MORNING)())
    duties = {
        name: next(
            slot for slot in slots if name in slot.services and slot.start.date() >= slots[0].end.date()
        )
        for name in ("north", "south")
    }
    told = {}
    for name, slot in duties.items():
        asked = {"at": slot.start.isoformat(), "line": slot.line}
        (answer,) = north.client.get("/api/v1/open", params=asked).json()["answers"][0]["lines"][0]["open"]
        told[name] = answer["saturation"]
    # The mark holds through this very day: neither the later duty nor the other service has one.
    assert told == {"north": None, "south": None}
    north.sends("door", act="saturation", level="busy")
    asked = {"at": duties["north"].start.isoformat(), "line": duties["north"].line}
    (answer,) = north.client.get("/api/v1/open", params=asked).json()["answers"][0]["lines"][0]["open"]
    assert (answer["id"], answer["saturation"]["level"], answer["saturation"]["said_by"]) == (
        "north",
        "busy",
        "service",
    )
