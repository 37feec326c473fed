"""Duties offered, taken and taken back on a service's page, without scripts."""

from __future__ import annotations

import html
import re

import pytest

from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.swaps import swaps_of
from garde.swaps.swap import Swap
from tests.conftest import Desk
from tests.garde.web.my.conftest import MORNING, Nurse, Opened, browser_at

SERVICES = ("north", "south", "east", "west", "small", "large")


def coming(database: Database, service: str) -> list[FilledSlot]:
    """The duties of a service after the middle of January, with days to spare around them."""
    with database.reading() as session:
        return [
            slot
            for slot in slots_in_force(session, "essai")
            if service in slot.services and slot.key > "pharmacy/2027-01-14"
        ]


def stored_swaps(database: Database) -> list[Swap]:
    with database.reading() as session:
        return list(swaps_of(session, "essai"))


def able(page: str) -> list[str]:
    """The services that the page of one duty says could take it, the best first."""
    found = re.findall(r'name="to" value="(\w+)"', page)
    return list(dict.fromkeys(found))


@pytest.fixture
def north(stored: Database, opened: Opened) -> Nurse:
    return Nurse(browser_at(stored, MORNING), opened("north"))


@pytest.fixture
def duty(stored: Database) -> FilledSlot:
    """A coming duty of the service in the north."""
    return coming(stored, "north")[0]


def test_a_duty_is_given_to_one_service_which_takes_it(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot, desk: Desk
) -> None:
    first = north.reads("swaps")
    assert "Nothing is offered to you at the moment." in first
    assert f'href="swaps?slot={duty.key.replace("/", "%2F")}"' in first
    form = north.reads(f"swaps?slot={duty.key}")
    best = able(form)[0]
    page = north.sends("swaps", act="offer", slot=duty.key, kind="gift", to=best, note="a wedding <3")
    assert "Offered. You keep the duty" in page
    assert '<span class="badge">open</span>' in page
    taker = Nurse(browser_at(stored, MORNING), opened(best))
    offered = taker.reads("swaps")
    assert "Officine inventée du Nord offers it to you alone, for nothing." in html.unescape(offered)
    assert "a wedding &lt;3" in offered
    assert re.search(r"Then .* would carry .* points", offered)
    page = taker.sends("swaps", act="accept", swap="1")
    assert "You accept. Nothing has changed yet" in page
    assert "accepted, not yet approved" in page
    desk("swaps", "approve", 1)
    assert "in force" in north.reads("swaps")
    assert duty.key in [slot.key for slot in coming(stored, best)]
    (swap,) = stored_swaps(stored)
    assert swap.offered.role == "service"
    assert swap.accepted is not None
    assert swap.accepted.role == "service"


def test_what_is_offered_to_anybody_is_seen_by_all_others_and_taken_back(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot
) -> None:
    north.sends("swaps", act="offer", slot=duty.key, kind="gift")
    for name in SERVICES[1:]:
        page = Nurse(browser_at(stored, MORNING), opened(name)).reads("swaps")
        assert "offers it, for nothing." in page
        # Either a button, or the rule that forbids it.
        assert ("You may not take it:" in page) != ('value="accept"' in page)
    assert "Taken back. The duty stays yours." in north.sends("swaps", act="withdraw", swap="1")
    other = Nurse(browser_at(stored, MORNING), opened("south"))
    assert "This has changed meanwhile." in other.sends("swaps", 409, act="accept", swap="1")
    assert [swap.state for swap in stored_swaps(stored)] == ["withdrawn"]


def test_an_exchange_names_each_duty_that_may_be_given_in_return(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot
) -> None:
    form = north.reads(f"swaps?slot={duty.key}&kind=exchange")
    assert "In return:" in form
    north.sends("swaps", act="offer", slot=duty.key, kind="exchange")
    for name in SERVICES[1:]:
        nurse = Nurse(browser_at(stored, MORNING), opened(name))
        page = nurse.reads("swaps")
        ways = re.findall(r'type="radio" name="back" value="([^"]+)"', page)
        if ways:
            mine = {slot.key for slot in coming(stored, name)} | set(ways)
            assert set(ways) <= mine
            assert page.count(" checked") == 1
            assert "This could not be understood." in nurse.sends("swaps", 400, act="accept", swap="1")
            assert "You accept." in nurse.sends("swaps", act="accept", swap="1", back=ways[0])
            break
    (swap,) = stored_swaps(stored)
    assert (swap.state, swap.return_slot) == ("accepted", ways[0])
    assert "Turned down." in nurse.sends("swaps", act="refuse", swap="1")


def test_a_certain_exchange_is_offered_with_one_button(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot
) -> None:
    form = north.reads(f"swaps?slot={duty.key}&kind=exchange")
    to, back = re.findall(
        r'name="to" value="(\w+)">\s*<input type="hidden" name="back" value="([^"]+)"', form
    )[0]
    north.sends("swaps", act="offer", slot=duty.key, kind="exchange", to=to, back=back)
    taker = Nurse(browser_at(stored, MORNING), opened(to))
    page = taker.reads("swaps")
    assert "for this duty of yours:" in page
    assert "You accept." in taker.sends("swaps", act="accept", swap="1")
    (swap,) = stored_swaps(stored)
    assert (swap.taker, swap.return_slot, swap.state) == (to, back, "accepted")


def test_a_swap_that_came_to_nothing_says_why_in_the_readers_language(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot, desk: Desk
) -> None:
    best = able(north.reads(f"swaps?slot={duty.key}"))[0]
    north.sends("swaps", act="offer", slot=duty.key, kind="gift", to=best)
    desk("swaps", "refuse", 1, "--reason", "la nuit est pleine <3")
    for tag, said in (("fr", "Raison"), ("nl", "Reden"), ("en", "Reason")):
        page = north.reads(f"swaps?lang={tag}")
        assert re.search(said + r"\s?: la nuit est pleine &lt;3", page)
    north.sends("swaps", act="offer", slot=duty.key, kind="gift", to=best)
    during = Nurse(browser_at(stored, duty.start.isoformat()), north.token)
    for stored_already in (False, True):
        if stored_already:
            desk.at(duty.start.isoformat())
            desk("worker", "--once")
            assert [swap.state for swap in stored_swaps(stored)] == ["refused", "lapsed"]
        for tag, said in (
            ("fr", "Une garde de l'échange a commencé : chacun garde les siennes."),
            ("nl", "Een wacht van de ruil is begonnen: ieder houdt de zijne."),
            ("en", "A duty of the swap has begun: everybody keeps their own."),
        ):
            assert said in html.unescape(during.reads(f"swaps?lang={tag}"))


def test_a_swap_that_was_overtaken_says_whose_the_duty_is_now(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot, desk: Desk
) -> None:
    best = able(north.reads(f"swaps?slot={duty.key}"))[0]
    north.sends("swaps", act="offer", slot=duty.key, kind="gift", to=best)
    Nurse(browser_at(stored, MORNING), opened(best)).sends("swaps", act="accept", swap="1")
    desk("swaps", "approve", 1)
    desk("versions", "restore", 1, "--override", "as it was")
    page = html.unescape(north.reads("swaps"))
    assert "overtaken: the rota has changed since" in page
    assert "no longer has one of these duties; it is now with: Officine inventée du Nord." in page
    assert "To undo it" not in page


def test_a_rule_is_named_in_the_readers_language(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot, desk: Desk
) -> None:
    north.sends("swaps", act="offer", slot=duty.key, kind="gift", to="large")
    day = duty.key.split("/")[1]
    desk("availability", "add", "--service", "large", "--from", f"{day}T12:00", "--to", f"{day}T13:00")
    large = Nurse(browser_at(stored, MORNING), opened("large"))
    page = large.reads("swaps?lang=nl")
    assert "U mag ze niet nemen:" in page
    assert "is niet beschikbaar" in page
    refused = html.unescape(large.sends("swaps?lang=fr", 409, act="accept", swap="1"))
    assert "Une règle l'interdit : Grande officine inventée n'est pas disponible" in refused
    assert [swap.state for swap in stored_swaps(stored)] == ["offered"]
    assert "Geweigerd." in large.sends("swaps?lang=nl", act="refuse", swap="1")


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        (400, {}),
        (400, {"act": "approve", "swap": "1"}),
        (400, {"act": "accept", "swap": "one"}),
        (409, {"act": "accept", "swap": "77"}),
        (409, {"act": "withdraw", "swap": "77"}),
        (409, {"act": "offer", "slot": "pharmacy/2027-01-20/nothing"}),
        (409, {"act": "offer", "slot": "%00"}),
    ],
)
def test_forms_that_our_page_never_sent_change_nothing(
    stored: Database, north: Nurse, status: int, fields: dict[str, str]
) -> None:
    page = north.sends("swaps", status, **fields)
    assert 'role="alert"' in page
    assert stored_swaps(stored) == []


def test_nobody_acts_for_another_service(
    stored: Database, opened: Opened, north: Nurse, duty: FilledSlot
) -> None:
    south = Nurse(browser_at(stored, MORNING), opened("south"))
    assert "This has changed meanwhile." in south.sends("swaps", 409, act="offer", slot=duty.key, kind="gift")
    north.sends("swaps", act="offer", slot=duty.key, kind="gift", to="large")
    for act in ("accept", "refuse", "withdraw"):
        south.sends("swaps", 409, act=act, swap="1")
    assert "Nothing is offered to you" in south.reads("swaps")
    assert [swap.state for swap in stored_swaps(stored)] == ["offered"]
    too_long = north.sends("swaps", 400, act="offer", slot=duty.key, note="x" * 201)
    assert "This could not be understood." in too_long
