from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient


def test_the_data_say_who_is_open_with_the_basins_offset(night: TestClient) -> None:
    answer = night.get("/api/v1/open?line=pharmacy&near=1030&language=nl")
    body = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (body["basin"], body["demo"], body["version"]) == ("example", True, 3)
    assert body["published_until"] == "2027-01-03T09:00:00+01:00"
    (found,) = body["answers"]
    assert found["at"] == "2027-01-02T03:00:00+01:00"
    (line,) = found["lines"]
    assert line["open"] == [
        {
            "id": "birch",
            "name": "Apotheek De Berk",
            "basis": "duty",
            "modes": ["door", "telephone"],
            "modes_until": None,
            "then_modes": [],
            "opens": "2027-01-01T19:00:00+01:00",
            "open_until": "2027-01-02T09:00:00+01:00",
            "address": "Proefstraat 3",
            "call_first": False,
            "postcode": "1210",
            "phone": "+32 2 555 01 02",
            "languages": ["nl", "en"],
            "step_free": False,
            # 1.1119508 km, see the lookup's tests.
            "distance_km": 1.11,
            "backup_from": None,
            "call_cost": {"kind": "ordinary", "most_cents": 0},
            "saturation": None,
            "entrance": None,
            "ring": "basin",
            "basin_names": None,
        }
    ]
    # Cèdre opens first but speaks French only; Aulne speaks Dutch and is on duty in the evening.
    assert [following["id"] for following in line["next"]] == ["alder"]


def test_a_hidden_address_is_not_in_the_data(night: TestClient) -> None:
    answer = night.get("/api/v1/open?line=reception")
    (service,) = answer.json()["answers"][0]["lines"][0]["open"]
    assert (service["address"], service["call_first"], service["name"]) == (None, True, "Dune")
    assert "Secret" not in answer.text
    assert "50.8655" not in answer.text


def test_lines_with_nobody_are_listed_with_the_help_numbers(night: TestClient) -> None:
    body = night.get("/api/v1/open").json()
    assert body["answers"][0]["nobody"] == ["nurse", "practice"]
    assert body["help_numbers"][1]["cents_per_minute"] == 150


def test_the_hour_that_autumn_repeats_has_two_answers(example: Any, site: Any) -> None:
    table = example.timetable(start="2027-10-20T00:00", end="2027-11-02T00:00")
    body = site("2027-10-30T12:00", table).get("/api/v1/open?at=2027-10-31T02:30").json()
    assert [found["at"] for found in body["answers"]] == [
        "2027-10-31T02:30:00+02:00",
        "2027-10-31T02:30:00+01:00",
    ]


@pytest.mark.parametrize("offset", ["%2B01:00", "+01:00"])
def test_an_offset_is_heeded_also_when_its_plus_was_not_escaped(night: TestClient, offset: str) -> None:
    body = night.get(f"/api/v1/open?at=2027-01-02T08:59{offset}").json()
    assert body["answers"][0]["at"] == "2027-01-02T08:59:00+01:00"


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("at=1900-01-01T00:00", 400, "at"),
        ("at=2027-03-28T02:30", 400, "at"),
        ("at=" + "9" * 1000, 400, "at"),
        ("at=2029-01-01T00:00", 400, "at"),
        ("near=9999", 404, "near"),
        ("line=dentist", 404, "line"),
        ("language=xx", 404, "language"),
        ("step_free=perhaps", 400, "step_free"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(night: TestClient, query: str, status: int, where: str) -> None:
    answer = night.get(f"/api/v1/open?{query}")
    body = answer.json()
    assert (answer.status_code, body["where"]) == (status, where)
    assert body["remedy"]
    assert body["message"] == f"{where}: {body['what']}; {body['remedy']}"
    assert len(body["message"]) < 400
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_time_that_spring_skips_is_refused_with_the_two_nearest(night: TestClient) -> None:
    body = night.get("/api/v1/open?at=2027-03-28T02:30").json()
    assert body["remedy"] == "use 2027-03-28T01:59 or 2027-03-28T03:00"


def test_the_interface_is_documented(night: TestClient) -> None:
    document = night.get("/api/v1/openapi.json").json()
    assert list(document["paths"]) == ["/api/v1/open", "/api/v1/open.jsonld"]
    operation = document["paths"]["/api/v1/open"]["get"]
    assert [parameter["name"] for parameter in operation["parameters"]] == [
        "at",
        "line",
        "near",
        "language",
        "step_free",
        "If-None-Match",
    ]
    assert {"200", "304", "400", "404", "429", "503"} <= set(operation["responses"])
    assert "OpenAnswer" in document["components"]["schemas"]
