from __future__ import annotations

import json
import re

import pytest

from garde.consultation.answer import Answer
from garde.storage.repositories.consultations import answers_of
from tests.conftest import Desk
from tests.garde.conftest import NORTH_DUTY, SOUTH_DUTY, WEST_DUTY, Room
from tests.garde.web.my.conftest import Nurse, browser_at


@pytest.fixture
def addresses(town_hall: Desk) -> dict[str, str]:
    """Draft 1 is opened until 15 December: each service's token."""
    told = json.loads(town_hall("consult", "open", 1, "--until", "2026-12-15T18:00", "--json"))
    return {name: address.rstrip("/").rpartition("/")[2] for name, address in told["addresses"].items()}


def nurse(room: Room, addresses: dict[str, str], name: str, at: str = "2026-12-10T12:00+01:00") -> Nurse:
    return Nurse(browser_at(room.database, at), addresses[name])


def said(room: Room, service: str) -> list[tuple[str, str | None, str | None]]:
    with room.database.reading() as session:
        return [(one.kind, one.slot, one.comment) for one in answers_of(session, "essai", 1, service=service)]


def test_a_nurse_sees_what_is_proposed_and_by_when_to_answer(room: Room, addresses: dict[str, str]) -> None:
    north = nurse(room, addresses, "north")
    first, page = north.reads(), north.reads("consultation")
    assert "Please answer by Tuesday 15 December 2026, 18:00." in first
    assert first.count('<li class="card card-proposed">') == page.count('<li class="card card-proposed"') == 5
    assert "Sunday 3 January 2027" in page
    assert "09:00 – 09:00 the next day" in page
    assert "You can answer until Tuesday 15 December 2026, 18:00." in page


def test_one_button_accepts_everything_and_another_takes_it_back(
    room: Room, addresses: dict[str, str]
) -> None:
    north = nurse(room, addresses, "north")
    page = north.sends("consultation", draft="1", kind="accept")
    assert "Thank you: you accept." in page
    assert "You accept all of them." in page
    assert page.count("You accept</span>") == 5
    north.sends("consultation", draft="1", kind="accept")
    assert said(room, "north") == [("accept", None, None)]
    assert "Accept all: 5" in north.sends("consultation", draft="1", kind="withdraw")


def test_a_change_is_asked_of_one_duty_with_a_reason_and_other_duties_if_one_likes(
    room: Room, addresses: dict[str, str]
) -> None:
    south = nurse(room, addresses, "south")
    form = south.reads(f"consultation?draft=1&change={SOUTH_DUTY}")
    assert form.count('name="prefer"') == 3
    assert f'<option value="{WEST_DUTY}">Tuesday 5 January' in form
    assert f'value="{SOUTH_DUTY}">Monday' not in form
    asked = {"draft": "1", "kind": "decline", "slot": SOUTH_DUTY, "change": SOUTH_DUTY}
    refused = south.sends("consultation", 400, **asked, comment=" ", prefer=[WEST_DUTY, "", ""])
    assert "Write a few words" in refused
    assert f'<option value="{WEST_DUTY}" selected>' in refused
    assert said(room, "south") == []
    page = south.sends("consultation", **asked, comment="school <play>", prefer=["", WEST_DUTY, ""])
    assert "Your request is noted." in page
    assert "school &lt;play&gt;" in page
    assert "Rather: Tuesday 5 January" in page
    assert said(room, "south") == [("decline", SOUTH_DUTY, "school <play>")]


def test_a_comment_is_read_by_the_coordinator(room: Room, addresses: dict[str, str], town_hall: Desk) -> None:
    page = nurse(room, addresses, "large").sends(
        "consultation", draft="1", kind="comment", comment="fine\r\nby us"
    )
    assert "Your comment is noted." in page
    told = town_hall.run("consult", "status", 1).out
    assert "COMMENT on everything: Grande officine inventée: fine" in told


def test_after_the_deadline_the_page_says_so_and_takes_nothing(room: Room, addresses: dict[str, str]) -> None:
    late = nurse(room, addresses, "north", at="2026-12-15T18:00+01:00")
    page = late.reads("consultation")
    assert "Answers are closed since Tuesday 15 December 2026, 18:00." in page
    assert "<form" not in page
    assert "The deadline has passed." in late.sends("consultation", 409, draft="1", kind="accept")
    assert said(room, "north") == []


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"draft": "1", "kind": "accept", "slot": SOUTH_DUTY}, 409, "This proposal has changed meanwhile."),
        ({"draft": "7", "kind": "accept"}, 409, "The deadline has passed."),
        ({"draft": "x", "kind": "accept"}, 409, "The deadline has passed."),
        ({"draft": "1", "kind": "publish"}, 400, "This could not be understood."),
        ({"draft": "1", "kind": "comment", "comment": "x" * 2001}, 400, "not more than 2000 characters"),
        (
            {"draft": "1", "kind": "decline", "slot": NORTH_DUTY, "comment": "x", "prefer": "no"},
            400,
            "understood",
        ),
        ({}, 400, "This could not be understood."),
    ],
)
def test_a_form_that_means_nothing_is_refused_in_words_and_changes_nothing(
    room: Room, addresses: dict[str, str], town_hall: Desk, fields: dict[str, str], status: int, words: str
) -> None:
    before = town_hall.rows()
    assert words in nurse(room, addresses, "north").sends("consultation", status, **fields)
    assert town_hall.rows() == before


def test_a_service_never_sees_or_answers_for_another(room: Room, addresses: dict[str, str]) -> None:
    nurse(room, addresses, "south").sends(
        "consultation", draft="1", kind="decline", slot=SOUTH_DUTY, comment="a secret"
    )
    north = nurse(room, addresses, "north")
    for path in ("", "consultation", "rota?month=2027-01&draft=1"):
        assert "a secret" not in north.reads(path)
    north.sends("consultation", draft="1", kind="accept", service="south")
    assert said(room, "south") == [("decline", SOUTH_DUTY, "a secret")]


def test_a_form_on_another_site_is_refused(room: Room, addresses: dict[str, str]) -> None:
    north = nurse(room, addresses, "north")
    address, form = f"/my/{north.token}/consultation", {"draft": "1", "kind": "accept"}
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
    ):
        refused = north.client.post(address, data=form, headers=headers)
        assert refused.status_code == 403
        assert "This could not be done" in refused.text
        assert north.token not in refused.text
    assert said(room, "north") == []
    for headers in ({"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {}):
        assert north.client.post(address, data=form, headers=headers).status_code == 303
    assert len(said(room, "north")) == 1


def test_a_form_that_is_far_too_long_is_refused_before_it_is_read(
    room: Room, addresses: dict[str, str]
) -> None:
    north = nurse(room, addresses, "north")
    address = f"/my/{north.token}/consultation"
    assert north.client.post(address, content=b"comment=" + b"x" * 70_000).status_code == 413
    assert north.client.post(address, content=b"a=1&" * 300).status_code == 400


def test_answers_on_the_page_are_the_services_own_and_those_by_telephone_say_so(
    room: Room, addresses: dict[str, str], town_hall: Desk
) -> None:
    north = nurse(room, addresses, "north")
    north.sends("consultation", draft="1", kind="accept", slot=NORTH_DUTY)
    town_hall("consult", "answer", 1, "decline", "--service", "south", "--slot", SOUTH_DUTY, "--comment", "x")
    with room.database.reading() as session:
        own, told = answers_of(session, "essai", 1)
    assert (own.role, own.on_behalf) == ("service", False)
    assert re.fullmatch(r"link \d+", own.by)
    assert (told.role, told.by, told.on_behalf) == ("coordinator", "ann", True)
    assert isinstance(own, Answer)
    assert "Noted for you by the coordination." in nurse(room, addresses, "south").reads("consultation")


def test_the_whole_proposal_and_its_fairness_can_be_read(room: Room, addresses: dict[str, str]) -> None:
    page = nurse(room, addresses, "north").reads("rota?month=2027-01&draft=1")
    assert "A proposal under discussion" in page
    assert page.count('<section class="day"') == 31
    assert page.count('<li class="own">') == 5
    # 6 services share 753 points by 6.5 shares: 753 / 6.5 = 115.8 for a share of 1; north has 5 × 24.
    own = re.search(r'<tr class="own">.*?</tr>', page, re.S)
    assert own is not None
    assert re.findall(r'class="number">([^<]*)', own[0]) == ["120", "115.8", "+4.2"]
