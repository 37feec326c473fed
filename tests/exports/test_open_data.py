"""Open data: HSDS 3.0 as its schemas demand, schema.org's hours as search engines read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from exports.directory import (
    DatedHours,
    Directory,
    DirectoryEntry,
    DirectoryLine,
    DutyHours,
    WeeklyHours,
    pieces,
)
from exports.hsds import render_hsds
from exports.schema_org import render_schema_org

BRUSSELS = ZoneInfo("Europe/Brussels")
SCHEMAS = Path(__file__).parent / "hsds-3.0"
ROOT = UUID("5c1f2f57-6c7e-4c8c-8d6a-0d3c8f0f4f10")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def identifier(name: str) -> str:
    return str(uuid5(ROOT, name))


@pytest.fixture
def directory() -> Directory:
    """A pharmacy with nights over both clock changes, and a nurse without address who has a duty of days."""
    nights = [
        ("2027-03-27T21:00", "2027-03-28T09:00"),
        ("2027-10-30T21:00", "2027-10-31T09:00"),
    ]
    return Directory(
        name="Bassin d’essai",
        language="fr",
        changed_at=datetime(2027, 3, 1, 8, tzinfo=UTC),
        entries=(
            DirectoryEntry(
                id=identifier("tilleul"),
                name="Le Tilleul </script>",
                kind="Pharmacy",
                postcode="1030",
                city="Bruxelles",
                region="Région de Bruxelles-Capitale",
                country="BE",
                address="Rue de l’Essai 1",
                lat=50.87,
                lon=4.38,
                phone="+32 2 000 00 01",
                languages=(("fr", "français"), ("ar", "arabe")),
                step_free=True,
                weekly=(WeeklyHours(weekdays=(0, 1, 2, 3, 4), opens=time(9), closes=time(18, 30)),),
                hours_text="Mo-Fr 09:00-18:30; PH off",
                special=(
                    DatedHours(day=date(2027, 3, 27), stretches=((time(21), time(9)),)),
                    DatedHours(day=date(2027, 3, 29), stretches=()),
                    DatedHours(day=date(2027, 3, 30), stretches=((time(0), time(0)),)),
                ),
                lines=(
                    DirectoryLine(
                        id=identifier("tilleul pharmacy"),
                        name="Pharmacie de garde",
                        duties=tuple(
                            DutyHours(
                                id=identifier(start),
                                start=at(start),
                                end=at(end),
                                door=True,
                                telephone=True,
                                how="porte ouverte, répond au téléphone",
                            )
                            for start, end in nights
                        ),
                    ),
                ),
            ),
            DirectoryEntry(
                id=identifier("nurse"),
                name="Cabinet infirmier",
                kind="LocalBusiness",
                postcode="1030",
                city="Bruxelles",
                region="Région de Bruxelles-Capitale",
                country="BE",
                phone="+32 2 000 00 02",
                lines=(
                    DirectoryLine(
                        id=identifier("nurse nursing"),
                        name="Soins infirmiers",
                        duties=(
                            DutyHours(
                                id=identifier("week"),
                                start=at("2027-04-05T08:00"),
                                end=at("2027-04-08T07:00"),
                                door=False,
                                telephone=True,
                                how="se déplace",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


@cache
def schema(name: str) -> dict[str, Any]:
    found = json.loads((SCHEMAS / f"{name}.json").read_text())
    assert isinstance(found, dict)
    return found


@cache
def validator() -> Draft202012Validator:
    resources = [
        (path.name, Resource.from_contents(schema(path.stem), default_specification=DRAFT202012))
        for path in sorted(SCHEMAS.glob("*.json"))
    ]
    assert len(resources) == 21
    return Draft202012Validator(
        schema("service"),
        registry=Registry().with_resources(resources),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def undeclared(value: dict[str, Any], name: str) -> Iterator[str]:
    """Keys that the schema of that name does not have: it would let any pass."""
    properties = schema(name)["properties"]
    for key, inner in value.items():
        if key not in properties:
            yield f"{name}.{key}"
            continue
        reference = properties[key].get("$ref") or properties[key].get("items", {}).get("$ref")
        if reference:
            for one in inner if isinstance(inner, list) else [inner]:
                yield from undeclared(one, reference.removesuffix(".json"))


def services(directory: Directory) -> list[dict[str, Any]]:
    page = json.loads(render_hsds(directory))
    contents = page.pop("contents")
    count = len(contents)
    assert page == {
        "total_items": count,
        "total_pages": 1,
        "page_number": 1,
        "size": count,
        "first_page": True,
        "last_page": True,
        "empty": count == 0,
    }
    assert isinstance(contents, list)
    return contents


def test_every_service_is_valid_hsds_and_has_no_field_of_our_own(directory: Directory) -> None:
    found = services(directory)
    assert [one["name"] for one in found] == [
        "Pharmacie de garde — Le Tilleul </script>",
        "Soins infirmiers — Cabinet infirmier",
    ]
    for one in found:
        assert list(validator().iter_errors(one)) == []
        assert list(undeclared(one, "service")) == []


@pytest.mark.parametrize("spoil", [{"id": "tilleul"}, {"status": "asleep"}, {"phones": [{"number": "1"}]}])
def test_the_schemas_refuse_what_is_none(directory: Directory, spoil: dict[str, object]) -> None:
    assert list(validator().iter_errors(services(directory)[0] | spoil)) != []


def test_a_duty_is_a_dated_schedule_with_the_offsets_of_its_start_and_end(directory: Directory) -> None:
    schedules = services(directory)[0]["service_at_locations"][0]["schedules"]
    regular, spring, autumn = schedules
    assert {key: regular[key] for key in ("freq", "byday", "opens_at", "closes_at")} == {
        "freq": "WEEKLY",
        "byday": "MO,TU,WE,TH,FR",
        "opens_at": "09:00",
        "closes_at": "18:30",
    }
    assert spring == {
        "id": identifier("2027-03-27T21:00"),
        "service_at_location_id": services(directory)[0]["service_at_locations"][0]["id"],
        "valid_from": "2027-03-27",
        "valid_to": "2027-03-28",
        "dtstart": "2027-03-27",
        "count": 1,
        "timezone": 1.0,
        "opens_at": "21:00+01:00",
        "closes_at": "09:00+02:00",
        "description": "Duty",
        "attending_type": "porte ouverte, répond au téléphone",
        "notes": "2027-03-27T21:00+01:00/2027-03-28T09:00+02:00",
    }
    assert (autumn["opens_at"], autumn["closes_at"]) == ("21:00+02:00", "09:00+01:00")


def test_an_address_that_is_given_by_telephone_stays_out(directory: Directory) -> None:
    location = services(directory)[1]["service_at_locations"][0]["location"]
    assert location.keys() == {"id", "location_type", "name", "description"}
    nurse = json.loads(render_schema_org(directory))["@graph"][1]
    assert "geo" not in nurse
    assert "streetAddress" not in nurse["address"]


def test_a_duty_of_days_is_told_day_by_day(directory: Directory) -> None:
    schedules = services(directory)[1]["service_at_locations"][0]["schedules"]
    assert [(one["valid_from"], one["opens_at"], one["closes_at"]) for one in schedules] == [
        ("2027-04-05", "08:00+02:00", "00:00+02:00"),
        ("2027-04-06", "00:00+02:00", "00:00+02:00"),
        ("2027-04-07", "00:00+02:00", "00:00+02:00"),
        ("2027-04-08", "00:00+02:00", "07:00+02:00"),
    ]
    assert len({one["id"] for one in schedules}) == 4


def test_regular_hours_and_exceptions_are_told_apart(directory: Directory) -> None:
    told = json.loads(render_schema_org(directory))
    assert told["@context"] == "https://schema.org"
    pharmacy, nurse = told["@graph"]
    assert pharmacy["@type"] == "Pharmacy"
    assert pharmacy["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
            "opens": "09:00",
            "closes": "18:30",
        }
    ]
    special = [
        (one["validFrom"], one["validThrough"], one["opens"], one["closes"])
        for one in pharmacy["specialOpeningHoursSpecification"]
    ]
    assert special == [
        ("2027-03-27", "2027-03-27", "21:00", "09:00"),
        ("2027-03-29", "2027-03-29", "00:00", "00:00"),  # closed
        ("2027-03-30", "2027-03-30", "00:00", "23:59"),  # open all day
    ]
    # A nurse who visits opens no door: when her telephone is answered is told instead.
    assert "specialOpeningHoursSpecification" not in nurse
    (contact,) = nurse["contactPoint"]
    assert contact["telephone"] == "+32 2 000 00 02"
    assert [(one["opens"], one["closes"]) for one in contact["hoursAvailable"]] == [
        ("08:00", "23:59"),
        ("00:00", "23:59"),
        ("00:00", "23:59"),
        ("00:00", "07:00"),
    ]


def test_it_can_stand_in_a_page_as_it_is(directory: Directory) -> None:
    assert b"<" not in render_schema_org(directory)


@pytest.mark.parametrize(
    ("name", "render"), [("hsds.json", render_hsds), ("schema_org.jsonld", render_schema_org)]
)
def test_the_bytes_are_those_of_the_golden_file(
    directory: Directory, name: str, render: Callable[[Directory], bytes]
) -> None:
    assert render(directory) == (Path(__file__).parent / "golden" / name).read_bytes()


def test_nothing_to_tell_is_an_empty_page(directory: Directory) -> None:
    nothing = replace(directory, entries=())
    assert services(nothing) == []
    assert json.loads(render_schema_org(nothing))["@graph"] == []


@given(
    st.datetimes(datetime.fromisoformat("2027-01-01"), datetime.fromisoformat("2027-12-31")),
    st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=40)),
)
def test_pieces_cover_the_stretch_and_end_within_a_day(start: datetime, length: timedelta) -> None:
    first = start.replace(tzinfo=UTC)
    cut = list(pieces(first, first + length, BRUSSELS))
    # In UTC: an instant of October's doubled hour equals none of another zone.
    assert cut[0][0].astimezone(UTC) == first
    assert cut[-1][1].astimezone(UTC) == first + length
    assert all(left[1] == right[0] for left, right in pairwise(cut))
    for begins, ends in cut:
        assert (ends.replace(tzinfo=None) - begins.replace(tzinfo=None)).total_seconds() <= 86_400
