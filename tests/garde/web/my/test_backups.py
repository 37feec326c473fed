"""A neighbour basin's request on the page of the service that it asks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from garde.accounts.actor import Actor
from garde.accounts.links import Link, new_token
from garde.backups.backup import Backup
from garde.clock import clock_from
from garde.publication.publish import put_in_force
from garde.repair.standing_in import propose, withdraw
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_link
from garde.storage.repositories.backups import backups_of
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from tests.conftest import Desk
from tests.garde.migrated import migrated
from tests.garde.town import instant, line, service, slot, town
from tests.garde.web.my.conftest import MORNING, Nurse, browser_at

AT = instant("2027-01-10T08:00")
OURS = town(lines=[line("pharmacy")])
NEXT_DOOR = town(
    lines=[line("pharmacy")],
    id="voisin",
    names={"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next door"},
    neighbours=["essai"],
)
ANN = Actor("ann", "coordinator", "voisin")
GAP = slot("pharmacy/2027-01-20/day", [None])


@pytest.fixture
def border(desk: Desk) -> Iterator[Database]:
    """Two basins beside each other; next door nobody serves on the 20th."""
    database = migrated(desk.database)
    with database.writing() as session:
        for config, names in ((OURS, ("north", "south")), (NEXT_DOOR, ("east",))):
            save_basin(session, config, AT)
            save_services(session, config.id, [service(name, "pharmacy") for name in names], AT)
        put_in_force(
            session,
            NEXT_DOOR,
            ("2027-01",),
            [GAP],
            actor=ANN,
            at=AT,
            reason=None,
            origin="a test",
            announce=False,
        )
    yield database
    database.close()


def ask(database: Database, name: str = "north") -> None:
    with database.writing() as session:
        propose(session, NEXT_DOOR, GAP.key, "essai", name, actor=ANN, at=AT, reason="a fire <3")


def nurse(database: Database, name: str = "north", at: str = MORNING) -> Nurse:
    token = new_token()
    with database.writing() as session:
        made = clock_from(MORNING)() - timedelta(hours=1)
        add_link(session, Link(0, "essai", "service", name, None, made, "bob", None), token)
    return Nurse(browser_at(database, at), token)


def states(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(one.service, one.state) for one in backups_of(session, "essai")]


def one_backup(database: Database) -> Backup:
    with database.reading() as session:
        (found,) = backups_of(session, "essai")
    return found


@pytest.mark.parametrize(
    ("tag", "title", "button", "basin"),
    [
        ("fr", "Renfort d'un bassin voisin", "Refuser", "Bassin voisin"),
        ("nl", "Bijspringen in een buurbekken", "Weigeren", "Buurbekken"),
        ("en", "Standing in for a neighbouring basin", "Decline", "Next door"),
    ],
)
def test_a_request_stands_on_the_page_of_whoever_is_asked(
    border: Database, tag: str, title: str, button: str, basin: str
) -> None:
    assert title not in html.unescape(nurse(border).reads(f"?lang={tag}"))
    ask(border)
    page = html.unescape(nurse(border).reads(f"?lang={tag}"))
    for part in (title, button, f"Pharmacy, {basin}", "a fire <3"):
        assert part in page
    assert "2027" in re.findall(r'duty-day"><strong>([^<]+)', page)[0]
    assert title not in html.unescape(nurse(border, "south").reads(f"?lang={tag}"))


def test_it_is_accepted_there_and_given_up_again(border: Database) -> None:
    ask(border)
    north = nurse(border)
    page = north.sends("", act="accept", backup="1")
    assert "You stand in. You are on duty then" in page
    assert "you stand in" in page
    assert 'value="accept"' not in page
    accepted = one_backup(border)
    assert accepted.state == "accepted"
    assert str(accepted.decided_by).startswith("link")
    assert "Declined." in north.sends("", act="decline", backup="1")
    assert states(border) == [("north", "declined")]
    assert "Standing in" not in north.reads()


def test_what_has_changed_meanwhile_is_said_and_changes_nothing(border: Database) -> None:
    ask(border)
    north, south = nurse(border), nurse(border, "south")
    for fields in ({"act": "accept", "backup": "x"}, {"act": "withdraw", "backup": "1"}, {}):
        assert "This could not be understood." in north.sends("", 400, **fields)
    # Nobody answers for another service.
    for fields in ({"act": "accept", "backup": "1"}, {"act": "decline", "backup": "1"}):
        assert "it has changed meanwhile" in south.sends("", 409, **fields)
    assert "it has changed meanwhile" in north.sends("", 409, act="accept", backup="77")
    assert states(border) == [("north", "asked")]
    with border.writing() as session:
        withdraw(session, NEXT_DOOR, 1, actor=ANN, at=AT)
    assert "it has changed meanwhile" in north.sends("", 409, act="accept", backup="1")
    assert states(border) == [("north", "withdrawn")]


def test_a_request_that_is_over_is_not_shown(border: Database) -> None:
    ask(border)
    assert "Standing in" in nurse(border, at="2027-01-20T12:00+01:00").reads()
    late = nurse(border, at=GAP.end.isoformat())
    assert "Standing in" not in late.reads()
    assert "it has changed meanwhile" in late.sends("", 409, act="accept", backup="1")
