from __future__ import annotations

import pytest

from garde.accounts.actor import Actor
from garde.consultation.closing import close_consultation, close_due
from garde.consultation.opening import Opened, open_consultation
from garde.errors import BadInput, Conflict, Forbidden
from garde.storage.repositories.accounts import link_of_token, links_of
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.consultations import consultations_of
from tests.conftest import Desk
from tests.garde.conftest import ANN, MEANWHILE, NORTH, OPENED, UNTIL, Room

EVERYBODY = ("east", "large", "north", "small", "south", "west")


def opened(room: Room, *, by: Actor = ANN, **more: object) -> Opened:
    wanted = {"at": OPENED, "public_url": "https://garde.example/", "new_links": False} | more
    with room.database.writing() as session:
        return open_consultation(session, room.config, 1, UNTIL, actor=by, **wanted)  # type: ignore[arg-type]


def test_every_service_is_told_once_and_gets_an_address_of_its_own(room: Room, town_hall: Desk) -> None:
    found = opened(room)
    assert found.services == EVERYBODY
    assert found.told == len(EVERYBODY)
    assert set(found.addresses) == set(EVERYBODY)
    token = found.addresses["north"].removeprefix("https://garde.example/my/").removesuffix("/")
    with room.database.reading() as session:
        link = link_of_token(session, token)
    assert link is not None
    assert (link.kind, link.service, link.state(OPENED)) == ("service", "north", "open")
    messages = dict(
        town_hall.query("select replace(key, 'mail/', ''), subject || char(10) || body from message")
    )
    assert set(messages) == {f"consultation/1/opened/{name}" for name in EVERYBODY}
    text = messages["consultation/1/opened/north"]
    assert text.startswith("Wachten van januari 2027: uw mening vóór dinsdag 15 december 2026 om 18:00\n")
    assert (
        "- zondag 3 januari 2027 om 09:00 – maandag 4 januari 2027 om 09:00: Pharmacy (24 u, 24 punten)\n"
        in text
    )
    assert found.addresses["north"] in text
    assert not any(found.addresses["south"] in other for key, other in messages.items() if "south" not in key)


def test_a_service_that_has_an_address_keeps_it_unless_all_are_renewed(room: Room, town_hall: Desk) -> None:
    first = opened(room)
    with room.database.writing() as session:
        close_consultation(session, room.config, 1, actor=ANN, at=MEANWHILE)
    assert opened(room, at=MEANWHILE).addresses == {}
    body = town_hall.query("select body from message where key like '%consultation/2/opened/north'")[0][0]
    assert first.addresses["north"] not in body
    assert "Hebt u het adres niet, vraag het dan aan de coördinatie." in body
    with room.database.writing() as session:
        close_consultation(session, room.config, 1, actor=ANN, at=MEANWHILE)
    renewed = opened(room, at=MEANWHILE, new_links=True)
    assert set(renewed.addresses) == set(EVERYBODY)
    with room.database.reading() as session:
        states = [link.state(MEANWHILE) for link in links_of(session, "essai")]
    assert states == ["renewed"] * 6 + ["open"] * 6


def test_an_address_that_cannot_be_mailed_does_not_lie_in_the_outbox(room: Room, town_hall: Desk) -> None:
    from dataclasses import replace

    from garde.storage.repositories.services import known_service, save_services

    with room.database.writing() as session:
        save_services(
            session, "essai", [replace(known_service(session, "essai", "west"), email=None)], OPENED
        )
    address = opened(room).addresses["west"]
    ((state, body),) = town_hall.query("select state, body from message where key like '%/west'")
    assert state == "no-address"
    assert address not in body


def test_a_draft_is_opened_by_coordinators_with_a_deadline_ahead_and_once(room: Room) -> None:
    with pytest.raises(Forbidden):
        opened(room, by=NORTH)
    with pytest.raises(Forbidden):
        opened(room, by=Actor("rik", "reader", "essai"))
    with pytest.raises(BadInput, match="the deadline has passed already"):
        opened(room, at=UNTIL)
    opened(room)
    with pytest.raises(Conflict, match="open to the services already; close it first: garde consult close 1"):
        opened(room, at=MEANWHILE)


def test_nothing_is_stored_of_an_opening_that_is_refused(room: Room, town_hall: Desk) -> None:
    before = town_hall.rows()
    with pytest.raises(BadInput):
        opened(room, at=UNTIL)
    assert town_hall.rows() == before


def test_a_published_draft_cannot_be_discussed_any_more(room: Room, town_hall: Desk) -> None:
    town_hall("publish", 1)
    with pytest.raises(Conflict, match="draft 1 is published"):
        opened(room)


def test_a_consultation_closes_itself_at_its_deadline_and_only_then(consulted: Room) -> None:
    with consulted.database.writing() as session:
        assert close_due(session, consulted.config, MEANWHILE) == ()
        (closed,) = close_due(session, consulted.config, UNTIL)
        assert close_due(session, consulted.config, UNTIL) == ()
    assert (closed.closed_at, closed.closed_by) == (UNTIL, "deadline")
    with consulted.database.reading() as session:
        last = decisions_of(session, "essai", subject="draft 1")[-1]
    assert (last.action, last.actor, last.role) == ("consultation: close", "deadline", "system")


def test_a_draft_can_be_opened_again_after_its_deadline_though_no_worker_closed_it(consulted: Room) -> None:
    later = UNTIL.replace(day=16)
    with consulted.database.writing() as session:
        open_consultation(
            session,
            consulted.config,
            1,
            later.replace(day=20),
            actor=ANN,
            at=later,
            public_url="https://garde.example",
        )
    with consulted.database.reading() as session:
        first, second = consultations_of(session, "essai", draft=1)
    assert (first.closed_at, first.is_open(later), second.is_open(later)) == (UNTIL, False, True)
