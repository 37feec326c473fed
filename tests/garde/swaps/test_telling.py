"""Who is told what of a swap: once, in their language, and never for nothing."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from garde.accounts.people import LANGUAGES, new_person
from garde.messages.message import Message
from garde.storage.repositories.accounts import add_person
from garde.storage.repositories.messages import messages_of
from garde.swaps.words import WORDS
from tests.garde.swaps.office import NOW, Office, office_in, pharmacy, speaking
from tests.garde.town import instant, service

SIXTH, EIGHTH = "pharmacy/2027-01-06/day", "pharmacy/2027-01-08/day"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A giver that reads French, a taker that reads Dutch, another one, and a coordinator."""
    services = [
        service("a", languages=("fr",), email="a@example.org"),
        service("b", languages=("nl",), email="b@example.org"),
        service("c", languages=("en",), email="c@example.org"),
    ]
    made = office_in(tmp_path, services)
    made.publish(pharmacy(6, "a"), pharmacy(8, "b"), pharmacy(10, "c"))
    with made.database.writing() as session:
        ann = new_person([], "ann", "coordinator", "ann@example.org", "nl", NOW)
        add_person(session, "essai", ann)
    return made


def told(office: Office) -> list[Message]:
    """What was queued about swaps, and of changes that they made."""
    with office.database.reading() as session:
        found = messages_of(session, "essai")
    return [one for one in found if one.kind != "published"]


def whom(office: Office) -> list[tuple[str, str | None]]:
    return [(one.kind, one.service) for one in told(office)]


def test_each_step_is_told_once_to_those_who_did_not_take_it(office: Office) -> None:
    swap = office.offer(
        SIXTH, "a", actor=speaking("a"), to="b", kind="exchange", return_slot=EIGHTH, note="Merci !"
    )
    assert whom(office) == [("swap-offered", "b")]
    (offered,) = told(office)
    assert (offered.language, offered.address) == ("nl", "b@example.org")
    assert offered.subject == "Een wacht wordt u aangeboden: woensdag 6 januari 2027 om 09:00"
    assert "Service inventé a biedt Service inventé b deze wacht aan:" in offered.body
    assert "woensdag 6 januari 2027 van 09:00 tot 21:00: Pharmacy (12 u, 12 punten)" in offered.body
    assert "In ruil vraagt Service inventé a deze wacht van Service inventé b:" in offered.body
    assert "vrijdag 8 januari 2027" in offered.body
    assert "Een woordje van Service inventé a: Merci !" in offered.body
    # Of no use once the duty begins.
    assert offered.until == instant("2027-01-06T08:00")

    office.accept(swap, "b", actor=speaking("b"))
    assert whom(office)[1:] == [("swap-accepted", "a"), ("swap-to-approve", None)]
    accepted, ask = told(office)[1:]
    assert "Rien n'a encore changé" in accepted.body
    assert ask.address == "ann@example.org"
    assert "garde swaps approve 1" in ask.body
    assert ask.language == "nl"

    office.approve(swap)
    # Not told a second time that the rota has changed.
    assert whom(office)[3:] == [("swap-approved", "a"), ("swap-approved", "b")]
    approved = told(office)[3]
    assert "Service inventé b assure désormais cette garde à la place de Service inventé a :" in approved.body
    assert "Service inventé a assure en retour celle-ci" in approved.body

    office.undo(swap)
    assert whom(office)[5:] == [("swap-undone", "a"), ("swap-undone", "b")]
    assert all(one.service != "c" for one in told(office))
    assert len({one.key for one in told(office)}) == len(told(office))


def test_on_behalf_of_a_service_it_is_told_too(office: Office) -> None:
    swap = office.offer(SIXTH, "a")
    assert whom(office) == []
    office.accept(swap, "b")
    assert whom(office) == [("swap-accepted", "a"), ("swap-to-approve", None)]
    office.refuse(swap, reason="trop près")
    assert whom(office)[2:] == [("swap-refused", "a"), ("swap-refused", "b")]
    assert "Raison : trop près" in told(office)[2].body
    assert "Reden: trop près" in told(office)[3].body


def test_an_offer_taken_back_or_turned_down_is_told_to_the_other(office: Office) -> None:
    office.withdraw(office.offer(SIXTH, "a", to="b"), actor=speaking("a"))
    office.refuse(office.offer(SIXTH, "a", to="b"), actor=speaking("b"))
    assert whom(office) == [
        ("swap-offered", "b"),
        ("swap-withdrawn", "b"),
        ("swap-offered", "b"),
        ("swap-refused", "a"),
    ]


def test_a_lapsed_swap_says_why_in_words(office: Office) -> None:
    office.offer(SIXTH, "a")
    second = office.offer(EIGHTH, "b", to="a")
    office.now = instant("2027-01-06T08:00")
    (lapsed,) = office.lapse()
    assert (lapsed.state, lapsed.reason) == ("lapsed", f"{SIXTH} has begun")
    assert office.lapse() == ()
    assert whom(office)[1:] == [("swap-lapsed", "a")]
    assert "Une garde de l'échange a commencé : chacun garde les siennes." in told(office)[-1].body
    office.publish(pharmacy(6, "a"), pharmacy(8, "c"), pharmacy(10, "b"))
    (lapsed,) = office.lapse()
    assert (lapsed.id, lapsed.reason) == (
        second.id,
        "b no longer serves pharmacy/2027-01-08/day; on duty there: c",
    )
    assert "elle revient à : Service inventé c." in told(office)[-1].body
    assert sorted(one.service or "" for one in told(office) if one.kind == "swap-lapsed") == ["a", "a", "b"]


def test_a_duty_that_is_gone_is_still_told_by_its_day(office: Office) -> None:
    office.agreed(SIXTH, "a", "c")
    office.publish(pharmacy(8, "b"), pharmacy(10, "c"))
    (lapsed,) = office.lapse()
    assert lapsed.reason == f"{SIXTH} is no longer in the rota in force"
    last = [one for one in told(office) if one.kind == "swap-lapsed"]
    assert [one.service for one in last] == ["a", "c"]
    assert "- mercredi 6 janvier 2027, Pharmacy" in last[0].body
    assert last[1].subject == "Swap lapsed: Wednesday 6 January 2027"


def test_what_came_into_force_ends_other_offers_of_the_same_duty(office: Office) -> None:
    exchange = office.offer(SIXTH, "a", kind="exchange")
    other = office.offer(EIGHTH, "b", to="c")
    office.accept(exchange, "b", return_slot=EIGHTH)
    office.approve(exchange)
    assert office.stored(other).state == "lapsed"
    assert office.trail("swap 2")[-1] == ("let a swap lapse", "garde", "system")


def test_every_language_says_everything_with_the_same_names_to_fill_in() -> None:
    assert set(WORDS) == set(LANGUAGES)

    def names(value: object) -> dict[str, list[str]] | list[str]:
        if isinstance(value, str):
            return sorted(set(re.findall(r"\{(\w+)\}", value)))
        assert isinstance(value, dict)
        return {key: sorted(set(re.findall(r"\{(\w+)\}", text))) for key, text in value.items()}

    english = {field.name: names(getattr(WORDS["en"], field.name)) for field in fields(WORDS["en"])}
    for tag in LANGUAGES:
        assert {name: names(getattr(WORDS[tag], name)) for name in english} == english, tag
