from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

PATHS = ("/api/v1/open", "/api/v1/open.jsonld")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "status", "where", "remedy"),
    [
        ("langage=ar", 400, "address", "did you mean language? use at, line, near"),
        ("utm_source=x", 400, "address", "use at, line, near, language, step_free"),
        ("line=pharmacy&line=nurse", 400, "line", "say it once"),
        ("at=1900-01-01T00:00", 400, "at", "name an instant of the years 2000 to 2100"),
        ("at=2027-06-01T09:00", 400, "at", "choose one from 2026-12-30T00:00 until before 2027-01-10T00:00"),
        ("at=2027-03-28T02:30", 400, "at", ""),
        ("at=" + "9" * 1000, 400, "at", "write it as 2027-01-02T03:00"),
        ("near=" + "x" * 1000, 404, "near", ""),
        ("line=xx", 404, "line", "use one of pharmacy, nurse, reception, practice"),
        ("language=xx", 404, "language", "use one of"),
        ("step_free=perhaps", 400, "step_free", "use 1 or 0"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_a_sentence(
    night: TestClient, path: str, query: str, status: int, where: str, remedy: str
) -> None:
    answer = night.get(f"{path}?{query}")
    told = answer.json()
    assert (answer.status_code, told["where"]) == (status, where)
    assert remedy in (told["remedy"] or "")
    assert len(told["message"]) < 300
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", PATHS)
def test_words_left_empty_are_not_asked(night: TestClient, path: str) -> None:
    asked = "?at=&line=&near=&language=&step_free="
    assert night.get(path + asked).content == night.get(path).content


def test_programs_of_any_site_may_read_it_and_no_other_method_is_known(night: TestClient) -> None:
    answer = night.get("/api/v1/open", headers={"origin": "https://partner.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    refused = night.post("/api/v1/open")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert refused.json()["message"] == "method not allowed"


def linked(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    *places, _ = graph_of(client, query)
    return places


def graph_of(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    """The places, and at the end what tells of all of them how old they are."""
    answer = client.get(f"/api/v1/open.jsonld{query}")
    assert answer.headers["content-type"] == "application/ld+json"
    told = json.loads(answer.text)
    assert told["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = told["@graph"]
    return graph


def hours(date: str, opens: str, closes: str) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": date,
        "validThrough": date,
        "opens": opens,
        "closes": closes,
    }


def test_linked_data_tell_the_opening_that_each_service_is_in(night: TestClient) -> None:
    birch, dune = linked(night, "?lang=nl")
    assert (birch["@type"], birch["name"], dune["name"]) == ("Pharmacy", "Apotheek De Berk", "Dune")
    # On duty from 19:00 the day before until 09:00: today's part of it.
    assert birch["specialOpeningHoursSpecification"] == [hours("2027-01-02", "00:00", "09:00")]
    assert birch["contactPoint"][0]["contactType"] == "Apotheek"
    assert birch["geo"]["latitude"] == 50.86
    # Its address is not public, nor is where it lies; its line has a door only.
    assert "streetAddress" not in dune["address"]
    assert "geo" not in dune
    assert "contactPoint" not in dune


def test_linked_data_follow_the_modes_within_an_opening(site: Any, example: Any) -> None:
    slots = (
        example.duty("practice", "2027-01-02T18:00", "2027-01-02T23:00", "alder"),
        example.duty("practice", "2027-01-02T23:00", "2027-01-03T08:00", "alder"),
    )
    kinds = ("evening", "night")
    named = (replace(slot, key=f"{slot.key}/{kind}") for slot, kind in zip(slots, kinds, strict=True))
    (alder,) = linked(site("2027-01-02T22:00", example.timetable(tuple(named))), "?line=practice")
    assert alder["@type"] == "MedicalClinic"
    # The door until 23:00, the telephone the whole night.
    assert alder["specialOpeningHoursSpecification"] == [hours("2027-01-02", "18:00", "23:00")]
    assert alder["contactPoint"][0]["hoursAvailable"] == [hours("2027-01-02", "18:00", "08:00")]


def test_linked_data_name_a_service_once_and_one_without_an_end_every_day(site: Any, example: Any) -> None:
    always = replace(example.SERVICES[0], opening_hours="24/7", lines=("reception", "pharmacy"))
    (alder,) = linked(site("2027-01-02T22:00", example.timetable((), (always,))))
    assert alder["@type"] == "Pharmacy"
    assert alder["description"].splitlines()[1] == "Pharmacie, Accueil social"
    assert alder["openingHoursSpecification"][0]["dayOfWeek"][6] == "Sunday"
    assert alder["openingHoursSpecification"][0]["closes"] == "23:59"


def test_linked_data_say_from_when_they_are_and_how_far_they_reach(site: Any, example: Any) -> None:
    timetable = example.timetable(end="2027-01-12T03:00")
    dataset = {
        "@type": "Dataset",
        "name": "Trial basin",
        "inLanguage": "en",
        "dateModified": "2027-01-02T03:00:00+01:00",
        "expires": "2027-01-12T03:00:00+01:00",
    }
    *places, told = graph_of(site("2027-01-02T03:00", timetable), "?lang=en")
    assert told.pop("about") == [{"@id": place["@id"]} for place in places]
    assert told == dataset
    # The database is gone since a quarter past one: what it said then is told on, with that time.
    kept = replace(timetable, kept_from=example.local("2027-01-02T01:15"))
    *_, told = graph_of(site("2027-01-02T03:00", kept), "?lang=en&line=nurse")
    assert told.pop("about") == []
    assert told == {
        **dataset,
        "description": "These data are from Saturday 2 January 2027, 01:15. "
        "Something may have changed since.",
        "dateModified": "2027-01-02T01:15:00+01:00",
    }


def test_linked_data_stand_in_a_script_element_as_they_are(site: Any, example: Any) -> None:
    nasty = replace(example.SERVICES[1], name="</script><script>alert(1)</script>")
    answer = site("2027-01-02T03:00", example.timetable(services=(nasty,))).get("/api/v1/open.jsonld")
    assert "<" not in answer.text
    assert json.loads(answer.text)["@graph"][0]["name"] == nasty.name
