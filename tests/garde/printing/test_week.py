"""What the poster and the door sheets are told: the published week, and nothing that is not public."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime

import pypdf
import pytest

from exports.poster import render_door, render_poster
from exports.week import Week
from garde.backups.guests import guest, seated
from garde.basin.config import LANGUAGES
from garde.basin.service import Service
from garde.errors import BadInput, NotFound
from garde.printing.public_words import WORDS, PublicWords, week_dates, written
from garde.printing.week import door_views, poster_view
from garde.printing.weeks import PublishedWeek, monday_of
from garde.rota import FilledSlot, Version
from tests.garde.town import instant, line, service, slot, town

MONDAY = date(2027, 1, 4)
ADDRESS = "https://garde.example.org/base/"
VISITS = line("nursing", modes=["telephone", "visit"])
DESK = line("desk", slots=[], fill={"handovers": ["20:00"]}, modes=["door", "telephone"], target_hours="24/7")
HIDDEN = "Rue Cachée 13"
SERVICES = (
    service("tilleul", address="Rue de l'Essai 1", lat=50.87, lon=4.38, phone="+32 2 000 00 01"),
    # 0.01 of a degree of latitude is 1.1 km.
    service("chene", address="Rue de l'Essai 2", lat=50.88, lon=4.38),
    service("hetre", address="Rue de l'Essai 3", lat=50.89, lon=4.38, quarter="one", email="h@demo.invalid"),
    service("refuge", "nursing", address=HIDDEN, hide_address=True, email="r@demo.invalid"),
    service("open", "pharmacy", "nursing", opening_hours="Mo-Fr 09:00-22:00"),
    service("gone", active_until=date(2027, 1, 3)),
)


def drawing(name: str) -> str:
    return f'<path d="M0 0h24v{len(name)}z"/>'


def week(*slots: FilledSlot, services: tuple[Service, ...] = SERVICES, **more: object) -> PublishedWeek:
    made: dict[str, object] = {
        "config": town(lines=[line("pharmacy"), VISITS]),
        "monday": MONDAY,
        "services": {one.external_id: one for one in services},
        "known": {"pharmacy": frozenset({"2027-01"}), "nursing": frozenset({"2027-01"})},
        "version": Version(3, ("2027-01",), datetime(2026, 12, 20, 9, tzinfo=UTC), "ann", None, 3),
        "origins": {},
    }
    return PublishedWeek(slots=slots, **(made | more))  # type: ignore[arg-type]


def tuesday(*places: str | None, line: str = "pharmacy") -> FilledSlot:
    return slot(f"{line}/2027-01-05/day", places)


def told(found: Week, number: int = 0) -> list[tuple[str | None, str, bool]]:
    return [(duty.name, duty.address, duty.call_first) for duty in found.lines[number].duties]


def text(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_each_place_of_a_duty_has_its_service_and_an_empty_one_nobody() -> None:
    found = poster_view(week(tuesday("tilleul", None)), drawing, ADDRESS)
    assert told(found) == [("Service inventé tilleul", "Rue de l'Essai 1, 1030", False), (None, "", False)]
    assert found.lines[0].duties[0].reached == ("door",)
    assert found.lines[0].duties[0].phone == "+32 2 000 00 01"


def test_what_is_not_public_is_on_no_sheet() -> None:
    found = week(tuesday("refuge", line="nursing"), tuesday("hetre"))
    view = poster_view(found, drawing, ADDRESS)
    assert told(view, 1) == [("Service inventé refuge", "", True)]
    for data in (render_poster(view), render_door(door_views(found, "refuge", drawing, ADDRESS))):
        printed = text(data).replace(" ", "")
        assert "Cachée" not in printed
        assert "@" not in printed
        assert "demo.invalid" not in printed
        assert "Téléphonezd’abord·Beleerst" in printed


def test_a_backup_has_its_basin_beside_its_name() -> None:
    neighbour = town(id="voisin", names={"fr": "Bassin voisin", "nl": "Buurbekken"})
    comes = guest("pharmacy/2027-01-05/day", service("aide"), neighbour)
    slots = seated([tuesday(None)], [comes])
    found = week(*slots, services=(*SERVICES, comes.service), origins={comes.id: neighbour.names})
    (duty,) = poster_view(found, drawing, None).lines[0].duties
    assert duty.name == "Service inventé aide"
    assert (duty.origin["fr"], duty.origin["nl"], duty.origin["ar"]) == (
        "Bassin voisin",
        "Buurbekken",
        "Bassin voisin",
    )


@pytest.mark.parametrize(
    ("lines", "public_url", "address"),
    [
        ((), "https://garde.example.org", "https://garde.example.org/"),
        ((), ADDRESS, "https://garde.example.org/base/"),
        (("pharmacy",), ADDRESS, "https://garde.example.org/base/?line=pharmacy"),
        (("pharmacy", "nursing"), ADDRESS, "https://garde.example.org/base/"),
        ((), None, None),
    ],
)
def test_a_poster_s_code_opens_the_page(
    lines: tuple[str, ...], public_url: str | None, address: str | None
) -> None:
    assert poster_view(week(tuesday("tilleul")), drawing, public_url, lines).address == address


@pytest.mark.parametrize(
    ("name", "place"),
    # The quarter where it is known, else the postcode where that is the basin's, else nothing.
    [("hetre", "&near=one"), ("tilleul", "&near=1030"), ("far", "")],
)
def test_a_door_s_code_asks_for_its_line_and_place(name: str, place: str) -> None:
    found = week(tuesday("tilleul"), services=(*SERVICES, service("far", postcode="5000")))
    (view,) = door_views(found, name, drawing, ADDRESS)
    assert view.address == f"{ADDRESS}?line=pharmacy{place}"
    assert view.door == f"Service inventé {name}"


def test_a_door_tells_the_nearest_first_and_how_far_it_is() -> None:
    (view,) = door_views(week(tuesday("hetre", "chene", "tilleul")), "tilleul", drawing, None)
    # 0.01 and 0.02 of a degree: 1.11 and 2.22 km.
    assert [(duty.name, duty.distance, duty.here) for duty in view.lines[0].duties] == [
        ("Service inventé tilleul", "", True),
        ("Service inventé chene", "1,1 km", False),
        ("Service inventé hetre", "2,2 km", False),
    ]


def test_a_door_that_is_open_itself_tells_nothing_of_that_time() -> None:
    # The duty is from 09:00 to 21:00 by the clock; the service is open until 22:00 on weekdays.
    key = "pharmacy/2027-01-05/night"
    night = slot(key, ["chene"], start=instant("2027-01-05T20:00"), end=instant("2027-01-06T08:00"))
    found = week(tuesday("tilleul"), night)
    first, _ = door_views(found, "open", drawing, None)
    assert [duty.name for duty in first.lines[0].duties] == ["Service inventé chene"]
    (other,) = door_views(found, "hetre", drawing, None)
    assert len(other.lines[0].duties) == 2


def test_a_service_of_two_lines_has_a_sheet_for_each() -> None:
    views = door_views(week(tuesday("tilleul")), "open", drawing, ADDRESS)
    assert [view.lines[0].names["fr"] for view in views] == ["Pharmacy", "Nursing"]


def test_silence_is_told_as_no_duty_own_hours_or_not_known_yet() -> None:
    found = week(
        tuesday("tilleul"),
        config=town(lines=[line("pharmacy"), DESK]),
        known={"pharmacy": frozenset({"2027-02"}), "desk": frozenset({"2027-01"})},
    )
    view = poster_view(found, drawing, None)
    silences: list[Mapping[str, str]] = [one.silence[MONDAY] for one in view.lines]
    assert [silence["nl"] for silence in silences] == [
        "nog niet bekend",
        "op de openingsuren van de diensten",
    ]
    assert view.lines[1].note["en"] == "By day: at the services’ opening hours"
    plain = poster_view(week(tuesday("tilleul")), drawing, None)
    assert plain.lines[0].silence[MONDAY]["fr"] == "pas de garde"


def test_holidays_and_clock_changes_are_noted() -> None:
    easter = week(monday=date(2027, 3, 22))
    assert {
        day.day.day: (day.kind, day.note["nl"]) for day in poster_view(easter, drawing, None).days if day.note
    } == {28: ("weekend", "klok verzet")}
    after = poster_view(week(monday=date(2027, 3, 29)), drawing, None).days[0]
    assert (after.kind, after.note["fr"]) == ("holiday", "Lundi de Pâques")


def test_help_numbers_have_their_cost_in_every_language() -> None:
    help_lines = poster_view(week(tuesday("tilleul")), drawing, None).help
    assert [one.cost["nl"] for one in help_lines] == [
        "Gratis oproep",
        "€ 1,50 per minuut".replace(" ", "\N{NO-BREAK SPACE}", 1),
        "Prijs van een gewone oproep",
    ]
    assert all(set(one.cost) == set(one.names) == set(LANGUAGES) for one in help_lines)


def test_no_word_is_missing_in_any_language() -> None:
    assert tuple(WORDS) == LANGUAGES
    for tag, words in WORDS.items():
        for one in fields(PublicWords):
            assert getattr(words, one.name).strip(), (tag, one.name)
    for one in fields(PublicWords):
        # What is filled in is filled in everywhere.
        assert len({getattr(words, one.name).count("{") for words in WORDS.values()}) == 1, one.name


def test_dates_are_written_as_people_of_each_language_write_them() -> None:
    assert week_dates(date(2026, 12, 28), date(2027, 1, 3))["fr"] == "Du 28 décembre 2026 au 3 janvier 2027"
    assert week_dates(date(2027, 2, 1), date(2027, 2, 7))["fr"] == "Du 1er février au 7 février 2027"
    assert week_dates(date(2027, 2, 1), date(2027, 2, 7))["es"] == "Del 1 de febrero al 7 de febrero de 2027"
    assert set(written(date(2027, 2, 1))) == set(LANGUAGES)


def test_a_week_begins_on_its_monday() -> None:
    assert monday_of(date(2027, 1, 10)) == MONDAY
    assert monday_of(MONDAY) == MONDAY
    for far in (date(1900, 1, 1), date(9999, 12, 31)):
        with pytest.raises(BadInput, match="nothing is known about"):
            monday_of(far)


@pytest.mark.parametrize(("name", "complaint"), [("nobody", "no service 'nobody'"), ("refuge", "of refuge")])
def test_a_door_that_has_nothing_to_tell_is_refused(name: str, complaint: str) -> None:
    found = week(tuesday("tilleul"), known={"pharmacy": frozenset({"2027-01"})})
    with pytest.raises(NotFound, match=complaint):
        door_views(found, name, drawing, None)


def test_services_that_left_before_the_week_hang_nothing() -> None:
    assert week(tuesday("tilleul")).taking_part() == ("chene", "hetre", "open", "refuge", "tilleul")


def test_a_door_sheet_tells_how_to_get_in_where_a_door_opens_in_the_evening_or_at_night() -> None:
    bell = {"fr": "Sonnez à la cloche verte.", "nl": "Bel aan bij de groene bel.", "en": "Ring the bell."}
    slots = (
        slot("pharmacy/2027-01-05/day", ["chene"], end=instant("2027-01-05T14:00")),
        slot(
            "pharmacy/2027-01-05/night",
            ["chene"],
            start=instant("2027-01-05T20:00"),
            end=instant("2027-01-06T08:00"),
        ),
        tuesday("chene", line="nursing"),
    )
    found = week(*slots, entrances={"chene": bell})
    (view, *_) = door_views(found, "tilleul", drawing, ADDRESS)
    assert [duty.entrance for duty in view.lines[0].duties] == [{}, bell]
    printed = text(render_door((view,)))
    for words in (*bell.values(), "Pour entrer :", "Zo komt u binnen:"):
        assert " ".join(printed.split()).count(words) == 1
    # The poster has no room for it, and nobody comes to a door that does not open.
    assert all(
        not duty.entrance for line in poster_view(found, drawing, ADDRESS).lines for duty in line.duties
    )
    (visits,) = door_views(found, "refuge", drawing, ADDRESS)
    assert [duty.entrance for duty in visits.lines[0].duties] == [{}]
