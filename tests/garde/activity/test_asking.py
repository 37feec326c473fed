"""Who is asked what happened on a duty: when, once and once more, by real mail, and who is left in peace."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from garde.accounts.links import Link, new_token
from garde.activity.asking import ask, moments_of
from garde.activity.question import question_of
from garde.activity.report import Counts
from garde.availability.download import outside
from garde.basin.config import BasinConfig
from garde.jobs.job import Work
from garde.jobs.registry import ask_after_duties, send_messages
from garde.messages.message import Message
from garde.messages.sending import send_due
from garde.messages.smtp import MailCourier, mail_server
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_link, end_link, links_of
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.services import save_services
from tests.garde.activity.conftest import CONFIG, PUBLISHED, SOUTH, TUESDAY, came, report
from tests.garde.messages.post import post_office
from tests.garde.town import instant, service, slot, town

MORNING = instant("2027-01-05T08:00")
"""09:00 in Brussels, after north's duty of Monday until 21:00."""


@pytest.fixture(autouse=True)
def addresses(database: Database) -> None:
    with database.writing() as session:
        found = [
            service("north", email="north@services.example", languages=("nl", "fr"), quarter="one"),
            service("south", email="south@services.example", languages=("fr",), quarter="one"),
            service("west", quarter="one"),
        ]
        save_services(session, "essai", found, PUBLISHED)


def asked(database: Database, *moments: datetime, config: BasinConfig = CONFIG) -> list[str]:
    """Turn, day and service of all that was ever asked, after the worker has looked at these moments."""
    for at in moments:
        with database.writing() as session:
            ask(session, config, at)
    keys = [one.key.split("/") for one in questions(database)]
    return [f"{turn} {day} {name}" for _, turn, _, day, _, name in keys]


def questions(database: Database) -> list[Message]:
    with database.reading() as session:
        return [one for one in messages_of(session, "essai") if one.kind == "after-duty"]


def test_a_service_is_asked_in_the_first_morning_after_its_duty(database: Database) -> None:
    assert asked(database, MORNING - timedelta(hours=11), MORNING - timedelta(minutes=1)) == []
    assert asked(database, MORNING) == ["first 2027-01-04 north"]
    (question,) = questions(database)
    assert question.subject == "Na de wacht van maandag 4 januari 2027 om 09:00: een halve minuut"
    assert "Na een wacht" in question.body
    assert question.until == MORNING + timedelta(days=2)


def test_nobody_is_asked_twice_the_same_nor_a_third_time(database: Database) -> None:
    days = [MORNING + timedelta(days=day, hours=hour) for day in range(12) for hour in (0, 1, 9)]
    # west, which stood in for south on Wednesday, has no address.
    assert sorted(asked(database, *days)) == [
        "again 2027-01-04 north",
        "again 2027-01-05 south",
        "again 2027-01-06 north",
        "first 2027-01-04 north",
        "first 2027-01-05 south",
        "first 2027-01-06 north",
    ]


def test_nobody_is_asked_at_night_or_in_the_evening(database: Database) -> None:
    assert asked(database, instant("2027-01-05T19:00"), instant("2027-01-06T02:00")) == []
    assert len(asked(database, instant("2027-01-06T08:00"))) == 2  # late for Monday's, in time for Tuesday's


def test_who_has_reported_is_not_asked_and_not_again(database: Database) -> None:
    report(database, Counts((came(2),)), at=MORNING - timedelta(hours=3))
    assert asked(database, MORNING) == []
    tuesday = instant("2027-01-06T08:00")
    assert asked(database, tuesday) == ["first 2027-01-05 south"]
    report(database, Counts(), key=TUESDAY, name="south", actor=SOUTH, at=tuesday)
    # What still waited is taken back, and three days later nobody is asked again.
    assert asked(database, tuesday + timedelta(days=3)) == []


def test_a_worker_that_was_away_does_not_ask_of_what_is_long_past(database: Database) -> None:
    assert asked(database, instant("2027-01-20T10:00")) == []


def test_a_basin_may_ask_nobody(database: Database) -> None:
    quiet = town("pharmacy", "reception", messages={"ask": False})
    assert asked(database, MORNING, config=quiet) == []


def test_the_mail_to_who_has_a_private_page_holds_an_address_of_this_form(database: Database) -> None:
    with database.writing() as session:
        own = Link(0, "essai", "service", "north", None, PUBLISHED, "ann")
        add_link(session, own, new_token())
    with post_office() as office:
        courier = MailCourier(mail_server(f"smtp+plain://localhost:{office.port}"), "garde@basin.example")
        work = Work(
            database, lambda: MORNING, {"mail": courier}, outside(), public_url="https://garde.example.org/"
        )
        # South's duty is not over yet; the second job sends what the first one queued.
        assert ask_after_duties(work).text == "1 questions about duties queued"
        send_messages(work)
        mail = next(one for one in office.mails if "halve minuut" in one["Subject"])
    address = re.search(r"\nhttps://garde\.example\.org/my/(\S{43})/duty\s", mail.get_content())
    assert address is not None
    with database.reading() as session:
        opened = question_of(session, address[1], MORNING)
    assert opened is not None
    assert (opened.service, opened.until) == ("north", MORNING + timedelta(days=14))


@pytest.mark.parametrize(
    ("ended", "public_url"), [(False, None), (True, "https://garde.example.org")], ids=["no site", "no link"]
)
def test_without_a_site_or_a_private_page_the_mail_names_the_page(
    database: Database, ended: bool, public_url: str | None
) -> None:
    with database.writing() as session:
        own = Link(0, "essai", "service", "north", None, PUBLISHED, "ann")
        add_link(session, own, new_token())
        if ended:
            end_link(session, links_of(session, "essai")[0], MORNING, "revoked")
        ask(session, CONFIG, MORNING, public_url=public_url)
    (question,) = questions(database)
    assert "op uw privépagina, onder ‘Na een wacht’" in question.body
    assert ("/my/" in question.body, question.page_hash) == (False, None)


def test_no_other_program_is_told_the_address(database: Database) -> None:
    told = town("pharmacy", "reception", messages={"webhook": "https://example.org/garde"})
    with database.writing() as session:
        add_link(session, Link(0, "essai", "service", "north", None, PUBLISHED, "ann"), new_token())
        ask(session, told, MORNING, public_url="https://garde.example.org/")
    elsewhere = next(one for one in questions(database) if one.channel == "webhook")
    assert ("/my/" in elsewhere.body, elsewhere.page_hash) == (False, None)
    assert "(zie uw pagina; het adres ervan" in elsewhere.body


def test_it_goes_out_by_mail(database: Database) -> None:
    asked(database, MORNING)
    with post_office() as office:
        courier = MailCourier(mail_server(f"smtp+plain://localhost:{office.port}"), "garde@basin.example")
        assert send_due(database, {"mail": courier}, lambda: MORNING).sent >= 1
        mail = next(one for one in office.mails if "halve minuut" in one["Subject"])
    assert mail["To"] == "north@services.example"
    assert mail["Content-Language"] == "nl"


@pytest.mark.parametrize(
    ("end", "moment"),
    [
        ("2027-01-05T07:00", "2027-01-05T08:00"),  # 08:00: an hour later
        ("2027-01-05T08:00", "2027-01-05T08:00"),  # 09:00: at once
        ("2027-01-05T08:01", "2027-01-06T08:00"),
        ("2027-03-27T20:00", "2027-03-28T07:00"),  # the clock is put forward in between
    ],
)
def test_the_first_morning_after_the_end_of_a_duty(end: str, moment: str) -> None:
    night = replace(slot("pharmacy/2027-01-04/day", ["north"]), end=instant(end))
    found = moments_of(night, ZoneInfo("Europe/Brussels"))
    assert found["first"] == instant(moment)
    assert found["again"].astimezone(ZoneInfo("Europe/Brussels")).hour == 9
