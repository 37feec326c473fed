"""The outbox: what is queued, once, in which language, to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from garde.accounts.people import Person
from garde.errors import NotFound
from garde.messages.outbox import Notice, queue, queue_for_coordinators, writing_language
from garde.storage.database import Database
from garde.storage.repositories.accounts import add_person, end_person, people_of
from garde.storage.repositories.messages import messages_of
from tests.garde.town import instant, service, town

AT, LATER = instant("2026-12-20T09:00"), instant("2027-01-04T08:00")
TOWN = town()


def notice(to: str, key: str, body: str = "Bonjour") -> Notice:
    return Notice("published", to, key, "Vos gardes", body)


def test_a_notice_is_kept_with_its_language_address_and_moments(database: Database) -> None:
    first = replace(notice("ann", "one"), due_at=LATER, until=LATER.replace(hour=20))
    with database.writing() as session:
        assert queue(session, TOWN, [first, notice("bob", "two")], AT) == 2
    with database.reading() as session:
        ann, bob = messages_of(session, "essai")
    assert (ann.id, ann.service, ann.address, ann.language) == (1, "ann", "ann@services.example", "nl")
    assert (ann.state, ann.key, ann.kind, ann.channel) == ("waiting", "one", "published", "mail")
    assert (ann.subject, ann.body, ann.created_at) == ("Vos gardes", "Bonjour", AT)
    assert (ann.due_at, ann.until, ann.attempts, ann.sent_at) == (LATER, LATER.replace(hour=20), 0, None)
    assert (bob.language, bob.due_at, bob.until) == ("fr", AT, None)


def test_a_notice_of_the_same_key_is_queued_once_ever(database: Database) -> None:
    for body, new in (("Bonjour", 2), ("Autre chose", 0)):
        with database.writing() as session:
            assert queue(session, TOWN, [notice("ann", "one", body), notice("bob", "two", body)], AT) == new
    with database.reading() as session:
        assert [message.body for message in messages_of(session, "essai")] == ["Bonjour", "Bonjour"]


def test_the_same_key_in_another_basin_is_another_notice(database: Database) -> None:
    from garde.storage.repositories.basins import save_basin
    from garde.storage.repositories.services import save_services

    beside = town(id="voisin")
    with database.writing() as session:
        save_basin(session, beside, AT)
        save_services(session, "voisin", [service("ann")], AT)
        assert queue(session, TOWN, [notice("ann", "one")], AT) == 1
        assert queue(session, beside, [notice("ann", "one")], AT) == 1


def test_a_service_without_an_address_is_to_be_telephoned(database: Database) -> None:
    with database.writing() as session:
        assert queue(session, TOWN, [notice("eve", "one"), notice("ann", "two")], AT) == 2
    with database.reading() as session:
        (found,) = messages_of(session, "essai", state="no-address")
        assert (found.service, found.address) == ("eve", None)
        assert [one.service for one in messages_of(session, "essai", service="ann")] == ["ann"]


def test_a_decision_that_fails_tells_nothing(database: Database) -> None:
    with pytest.raises(NotFound, match="there is no service 'nobody'"), database.writing() as session:
        queue(session, TOWN, [notice("ann", "one"), notice("nobody", "two")], AT)
    with database.reading() as session:
        assert messages_of(session, "essai") == ()


def test_coordinators_who_have_an_address_are_told_in_their_language(database: Database) -> None:
    people = [
        Person(0, "ann", "coordinator", "ann@basin.example", "nl", AT),
        Person(0, "bob", "coordinator", "bob@basin.example", "en", AT),
        Person(0, "carl", "coordinator", None, "fr", AT),
        Person(0, "dora", "reader", "dora@basin.example", "fr", AT),
        Person(0, "left", "coordinator", "left@basin.example", "fr", AT),
    ]
    with database.writing() as session:
        for person in people:
            add_person(session, "essai", person)
        end_person(session, people_of(session, "essai")[4], AT)
        for new in (2, 0):
            assert (
                queue_for_coordinators(session, TOWN, "swap-asked", "swap/4", lambda tag: (tag, "…"), AT)
                == new
            )
    with database.reading() as session:
        found = messages_of(session, "essai")
    assert [(one.address, one.subject, one.service, one.person) for one in found] == [
        ("ann@basin.example", "nl", None, 1),
        ("bob@basin.example", "en", None, 2),
    ]


@pytest.mark.parametrize(
    ("spoken", "of_the_basin", "written"),
    [
        (("nl", "fr"), ("fr", "nl"), "nl"),
        (("ar", "en", "fr"), ("fr",), "en"),
        (("es",), ("ar", "nl", "fr"), "nl"),
        ((), ("fr", "nl"), "fr"),
        ((), ("es", "ar"), "fr"),
    ],
)
def test_the_language_in_which_a_service_is_written_to(
    spoken: tuple[str, ...], of_the_basin: tuple[str, ...], written: str
) -> None:
    assert writing_language(service("x", languages=spoken), town(languages=of_the_basin)) == written
