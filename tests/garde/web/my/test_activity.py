"""The half-minute form on a service's page: without scripts, in counts, and back to be corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from garde.accounts.links import Link, new_token
from garde.activity.report import Contacts
from garde.storage.database import Database, open_database
from garde.storage.repositories.accounts import add_link
from garde.storage.repositories.activity import activity_reports, closed_doors
from tests.conftest import Desk
from tests.garde.activity.conftest import AFTER, MONDAY, TUESDAY, WEDNESDAY
from tests.garde.activity.conftest import filled as filled
from tests.garde.web.my.conftest import Nurse, browser_at

NOW = "2027-01-07T11:00+01:00"


@pytest.fixture
def after(desk: Desk, filled: Path) -> Iterator[Database]:
    """The Thursday after three duties."""
    desk.take(filled)
    database = open_database(f"sqlite:///{desk.database}")
    yield database
    database.close()


@pytest.fixture
def north(after: Database) -> Nurse:
    token = new_token()
    with after.writing() as session:
        add_link(session, Link(0, "essai", "service", "north", None, AFTER, "ann"), token)
    return Nurse(browser_at(after, NOW), token)


def rows(*told: tuple[str, object, str, str]) -> dict[str, list[object]]:
    """The rows of the form: need, people, language, outcome."""
    return {
        "need": [one[0] for one in told],
        "people": [one[1] for one in told],
        "language": [one[2] for one in told],
        "outcome": [one[3] for one in told],
        "fixed": ["1" for _ in told],
    }


def reported(after: Database) -> dict[str, int]:
    with after.reading() as session:
        return {one.slot: one.counts.people for one in activity_reports(session, "essai")}


def send(north: Nurse, status: int = 303, *, slot: str = MONDAY, **fields: object) -> str:
    return north.sends("activity", status, act="report", slot=slot, **fields)


def test_duties_that_are_over_wait_for_their_report(north: Nurse) -> None:
    assert "Duties that are over and not reported yet: 2." in north.reads()
    page = north.reads("activity")
    # The latest first, which people remember best.
    assert page.index("6 January 2027") < page.index("4 January 2027")
    assert page.count("People came: fill in") == 2
    assert "20 January" not in page


def test_a_quiet_duty_is_reported_with_one_button(after: Database, north: Nurse) -> None:
    page = north.sends("activity", act="quiet", slot=MONDAY)
    assert "Thank you" in page
    assert page.count("People came: fill in") == 1
    assert "Nobody came" in page
    assert reported(after) == {MONDAY: 0}


def test_the_form_asks_for_each_need_of_the_line(north: Nurse) -> None:
    page = north.reads(f"activity?slot={MONDAY}")
    assert page.count('type="hidden" name="need"') == 11
    assert page.count('name="people"') == 11 + 5
    for words in (
        "Medicine, pharmacy",
        "09:00 – 12:00",
        "18:00 – 21:00",
        "About the duty, never about a person",
    ):
        assert words in page
    assert "06:00 – 09:00" not in page
    assert 'value="sent_on:112"' in page


def test_what_the_form_tells_is_counted(after: Database, north: Nurse) -> None:
    send(
        north,
        **rows(
            ("medicine", 3, "fr", "helped"),
            ("health", "", "fr", "helped"),
            ("medicine", 2, "ar", "sent_on:0903 00 000"),
            ("medicine", 1, "fr", "helped"),
        ),
        band9=4,
        band12="",
        quiet=6,
        **{"incident-violence": 1},
        remark="Beaucoup de monde à midi.",
    )
    with after.reading() as session:
        (one,) = activity_reports(session, "essai")
    # The two rows of the same kind are added.
    assert one.counts.contacts == (
        Contacts("medicine", "fr", "helped", 4),
        Contacts("medicine", "ar", "sent_on", 2, "0903 00 000"),
    )
    assert (one.counts.quiet_hours, one.counts.bands[0].people, one.role) == (6, 4, "service")
    assert [incident.kind for incident in one.counts.incidents] == ["violence"]


def test_a_report_comes_back_in_the_form_to_be_corrected(after: Database, north: Nurse) -> None:
    send(
        north,
        **rows(("medicine", 3, "fr", "helped"), ("medicine", 2, "ar", "not_helped")),
        band9=5,
        remark="Porte bloquée.",
    )
    page = north.reads(f"activity?slot={MONDAY}")
    assert re.findall(r'name="people" value="(\d+)"', page) == ["3", "2"]
    assert '<option value="not_helped" selected>' in page
    assert 'name="band9" value="5"' in page
    assert ">Porte bloquée.</textarea>" in page
    assert "Quiet duty" not in page
    send(north, **rows(("medicine", 4, "fr", "helped")))
    assert reported(after) == {MONDAY: 4}


def test_a_refused_remark_is_kept_nowhere_and_the_numbers_come_back(
    after: Database, north: Nurse, desk: Desk
) -> None:
    page = send(north, 400, **rows(("medicine", 3, "fr", "helped")), remark="rappeler 0475 12 34 56")
    assert "There is a telephone number in your remark: take it out." in page
    assert 'name="people" value="3"' in page
    assert "rappeler 0475 12 34 56</textarea>" in page
    assert reported(after) == {}
    assert "0475 12 34 56" not in "".join(desk.rows())


def test_a_name_is_asked_about_and_can_be_answered_for(after: Database, north: Nurse) -> None:
    told = rows(("medicine", 3, "fr", "helped"))
    page = send(north, 400, **told, remark="Merci à Samira Exemple")
    assert "Is there a person in your remark?" in page
    assert 'name="nobody" value="yes"' in page
    send(north, **told, remark="Merci à Samira Exemple", nobody="yes")
    assert reported(after) == {MONDAY: 3}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (rows(("medicine", "many", "fr", "helped")), "Check the numbers"),
        (rows(("medicine", 501, "fr", "helped")), "Check the numbers"),
        (rows(("medicine", 3, "fr", "cured")), "Check the numbers"),
        (rows(("", 3, "fr", "helped")), "Choose the kind of need"),
        (rows(("medicine", 3, "fr", "helped")) | {"quiet": 12}, "more quiet hours than fit"),
        (rows(("medicine", 3, "fr", "helped")) | {"band9": 4}, "Check the hours"),
        (rows(("medicine", 3, "fr", "helped")) | {"band6": 1}, "Check the hours"),
        (rows(("medicine", 3, "fr", "helped")) | {"remark": "a" * 281}, "not more than 280 characters"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    after: Database, north: Nurse, fields: dict[str, object], said: str
) -> None:
    assert said in send(north, 400, **fields)
    assert reported(after) == {}


def test_others_duties_and_coming_ones_cannot_be_reported(after: Database, north: Nurse) -> None:
    told = rows(("medicine", 3, "fr", "helped"))
    for key in (TUESDAY, "pharmacy/2027-01-20/day", "pharmacy/2027-01-04/night", ""):
        assert "changed meanwhile" in send(north, 409, slot=key, **told)
    assert reported(after) == {}
    assert "Send" not in north.reads(f"activity?slot={TUESDAY}")


def test_people_before_a_closed_door_are_told_and_taken_back(after: Database, north: Nurse) -> None:
    page = north.sends("activity", act="door", day="2027-01-04", hour=8, kind="closed", many=3)
    assert "3 before the closed door" in page
    with after.reading() as session:
        assert [(one.hour, one.people) for one in closed_doors(session, "essai")] == [(8, 3)]
    page = north.sends("activity", act="door", day="2027-01-04", hour=8, kind="closed", many=0)
    assert "before the closed door" not in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"day": "", "hour": 8, "many": 1}, 400, "Give the day."),
        ({"day": "9999-12-31", "hour": 8, "many": 1}, 400, "Give the day."),
        ({"day": "2027-01-04", "hour": 24, "many": 1}, 400, "Check the hours"),
        ({"day": "2027-01-08", "hour": 8, "many": 1}, 400, "Check the hours"),
        ({"day": "2027-01-04", "hour": 8, "many": "x"}, 400, "Check the numbers"),
        ({"day": "2027-01-04", "hour": 10, "many": 1}, 409, "changed meanwhile"),
        ({"day": "2027-01-04", "hour": 8, "many": 1, "line": "reception"}, 400, "could not be understood"),
    ],
)
def test_an_hour_that_cannot_be_is_refused(
    after: Database, north: Nurse, fields: dict[str, object], status: int, said: str
) -> None:
    assert said in north.sends("activity", status, act="door", kind="closed", **fields)
    with after.reading() as session:
        assert session.execute(text("SELECT count(*) FROM closed_door")).scalar() == 0


def test_all_is_said_in_french_and_dutch(north: Nurse) -> None:
    assert "Quand sont-elles venues" in north.reads(f"activity?slot={WEDNESDAY}&lang=fr")
    assert "Geneesmiddel, apotheek" in north.reads(f"activity?slot={WEDNESDAY}&lang=nl")
    assert "Mensen voor een gesloten deur" in north.reads("activity?lang=nl")
