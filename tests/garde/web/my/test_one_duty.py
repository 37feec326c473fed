"""The form at the address in a question about a duty: it opens that form, for a while, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from garde.accounts.links import Link, new_token
from garde.activity.asking import ask
from garde.basin.config import BasinConfig
from garde.messages.message import Message
from garde.messages.sending import send_due
from garde.served import Record
from garde.storage.database import Database, open_database
from garde.storage.repositories.accounts import add_link, end_link, links_of
from garde.storage.repositories.activity import activity_reports, closed_doors
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.served import add_record
from garde.storage.repositories.services import save_services
from garde.web.my.sections import SECTIONS
from tests.conftest import Desk
from tests.garde.activity.conftest import CONFIG, MONDAY, PUBLISHED, TUESDAY
from tests.garde.activity.conftest import filled as filled
from tests.garde.town import instant, service
from tests.garde.web.my.conftest import Nurse, browser_at
from tests.garde.web.my.test_activity import rows

ASKED = instant("2027-01-05T08:00")
"""09:00 in Brussels, after north's duty of Monday."""
SITE = "https://garde.example.org/"


class Sent:
    """What was handed over to be sent."""

    domain = "basin.example"

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def deliver(self, message: Message, config: BasinConfig, at: datetime) -> None:
        self.messages.append(message)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def after(desk: Desk, filled: Path) -> Iterator[Database]:
    """The morning after north's duty: it has a private page and an e-mail address, as south has."""
    desk.take(filled)
    database = open_database(f"sqlite:///{desk.database}")
    with database.writing() as session:
        found = [
            service(name, email=f"{name}@services.example", quarter="one")
            for name in ("north", "south", "west")
        ]
        save_services(session, "essai", found, PUBLISHED)
        for name in ("north", "south"):
            add_link(session, Link(0, "essai", "service", name, None, PUBLISHED, "ann"), new_token())
    yield database
    database.close()


def question(database: Database, at: datetime = ASKED) -> str:
    """The token in the message that is sent at ``at`` to ask of the duty before."""
    with database.writing() as session:
        ask(session, CONFIG, at, public_url=SITE)
    sent = Sent()
    send_due(database, {"mail": sent}, lambda: at)
    (body,) = (one.body for one in sent.messages if one.kind == "after-duty")
    address = re.search(r"https://garde\.example\.org/my/([A-Za-z0-9_-]{43})/duty\n", body)
    assert address is not None
    return address[1]


def reader(database: Database, token: str, at: datetime = ASKED) -> Nurse:
    return Nurse(browser_at(database, at.isoformat()), token)


def reported(database: Database) -> dict[tuple[str, str], int]:
    with database.reading() as session:
        found = activity_reports(session, "essai")
    return {(one.slot, one.service): one.counts.people for one in found}


def end(database: Database, name: str, how: str, at: datetime) -> None:
    with database.writing() as session:
        (link,) = (one for one in links_of(session, "essai") if one.service == name)
        end_link(session, link, at, how)  # type: ignore[arg-type]


def test_the_form_is_opened_and_sent_by_the_address_alone(after: Database) -> None:
    north = reader(after, question(after))
    page = north.reads("duty")
    assert "How many people came, and for what?" in page
    assert "4 January 2027" in page
    assert "until Tuesday 19 January 2027" in page
    done = north.sends("duty", act="report", **rows(("medicine", 3, "fr", "helped")))
    assert "You can still correct it here." in done
    assert reported(after) == {(MONDAY, "north"): 3}
    north.sends("duty", act="report", **rows(("medicine", 4, "fr", "helped")))
    assert reported(after) == {(MONDAY, "north"): 4}


def test_a_quiet_duty_is_one_button(after: Database) -> None:
    done = reader(after, question(after)).sends("duty", act="quiet", slot=MONDAY)
    assert "You can still correct it here." in done
    assert reported(after) == {(MONDAY, "north"): 0}


def test_a_refused_form_comes_back(after: Database) -> None:
    told = rows(("medicine", 3, "fr", "helped"))
    page = reader(after, question(after)).sends("duty", 400, act="report", **told, remark="0475 12 34 56")
    assert "There is a telephone number in your remark" in page
    assert 'name="people" value="3"' in page
    assert reported(after) == {}


def test_whatever_duty_a_form_or_an_address_names_it_is_this_one(after: Database) -> None:
    # Two days later north has served Wednesday's duty as well, which its own page would show.
    at = ASKED + timedelta(days=3)
    north = reader(after, question(after), at)
    page = north.reads("duty?slot=pharmacy/2027-01-06/day&act=quiet")
    assert ("4 January 2027" in page, "6 January 2027" in page) == (True, False)
    north.sends("duty", act="report", slot=TUESDAY, **rows(("medicine", 2, "fr", "helped")))
    assert reported(after) == {(MONDAY, "north"): 2}


def test_it_tells_of_no_closed_door(after: Database) -> None:
    north = reader(after, question(after))
    north.sends("duty", act="door", day="2027-01-04", hour=8, kind="closed", many=3)
    with after.reading() as session:
        assert closed_doors(session, "essai") == ()


def test_it_opens_no_other_page_and_leads_to_none(after: Database) -> None:
    north = reader(after, question(after))
    for section in SECTIONS:
        assert "This address opens nothing" in north.reads(section.path, 404)
        north.sends(section.path, 405 if section.post is None else 404, act="quiet", slot=MONDAY)
    assert reported(after) == {}
    assert north.client.get(f"/feeds/private/{north.token}.ics").status_code == 404
    leads = re.findall(r'(?:href|action)="(?!data:|#)([^"]*)"', north.reads("duty"))
    assert {lead.partition("?")[0] for lead in leads} == {"duty"}


def test_no_other_token_opens_it(after: Database) -> None:
    token, own = question(after), new_token()
    with after.writing() as session:
        add_link(session, Link(0, "essai", "service", "north", "second", PUBLISHED, "ann"), own)
        stored = session.execute(text("SELECT page_hash FROM message WHERE page_hash IS NOT NULL")).scalar()
    changed = ("A" if token[0] != "A" else "B") + token[1:]
    for wrong in (own, changed, token[:-1], token + "A", new_token(), str(stored)):
        assert "This address opens nothing" in reader(after, wrong).reads("duty", 404)


def test_it_lasts_fourteen_days(after: Database) -> None:
    token = question(after)
    end_of_it = ASKED + timedelta(days=14)
    reader(after, token, end_of_it - timedelta(seconds=1)).reads("duty")
    late = reader(after, token, end_of_it)
    late.reads("duty", 404)
    late.sends("duty", 404, act="quiet")
    assert reported(after) == {}


@pytest.mark.parametrize("how", ["renewed", "revoked"])
def test_it_ends_when_a_link_of_its_service_is_renewed_or_withdrawn(after: Database, how: str) -> None:
    token = question(after)
    end(after, "south", how, ASKED)
    reader(after, token).reads("duty")
    end(after, "north", how, ASKED + timedelta(hours=1))
    # Another link that is open does not keep it: the mail may be what others read.
    with after.writing() as session:
        add_link(session, Link(0, "essai", "service", "north", None, ASKED, "ann"), new_token())
    reader(after, token, ASKED + timedelta(hours=2)).reads("duty", 404)


def test_a_duty_that_somebody_else_served_is_not_opened(after: Database) -> None:
    token = question(after)
    with after.writing() as session:
        came = Record(0, MONDAY, "north", None, None, "west", None, ASKED, "ann")
        add_record(session, "essai", came)
    reader(after, token).reads("duty", 404)


def test_it_is_kept_nowhere_and_told_to_nobody(after: Database) -> None:
    north = reader(after, question(after))
    answer = north.client.get(f"/my/{north.token}/duty")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert north.token not in answer.text + str(answer.headers)
    with after.reading() as session:
        assert not [one for one in messages_of(session, "essai") if north.token in repr(one)]


def test_who_answered_is_on_record_without_the_token(after: Database) -> None:
    token = question(after)
    reader(after, token).sends("duty", act="quiet")
    with after.reading() as session:
        last = decisions_of(session, "essai")[-1]
        (asked,) = (one.id for one in messages_of(session, "essai") if one.kind == "after-duty")
    assert (last.actor, last.role, last.action) == (f"mail {asked}", "service", "report a duty")
    assert token not in repr(last)


def test_it_is_said_in_french_and_dutch(after: Database) -> None:
    north = reader(after, question(after))
    assert "n'ouvre que le compte rendu de cette garde" in north.reads("duty?lang=fr").replace("&#39;", "'")
    assert "opent enkel de melding van deze wacht" in north.reads("duty?lang=nl")
