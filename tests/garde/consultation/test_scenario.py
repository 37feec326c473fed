"""A month is proposed, answered on pages and by telephone, planned again with the answers, and published."""

from __future__ import annotations

import json

from starlette.testclient import TestClient

from garde.clock import clock_from
from garde.web.app import create_app
from garde.web.my.source import PrivateSource
from garde.web.published import PublishedSource
from tests.conftest import Desk
from tests.garde.conftest import NORTH_DUTY, SOUTH_DUTY, WEST_DUTY, Room

PROVEN = ("--time-limit", "120")
"""Long enough to prove every aim on a busy machine; a second does on an idle one."""


def browser(room: Room, instant: str) -> TestClient:
    clock = clock_from(instant)
    app = create_app(PublishedSource(room.database, "essai", clock), clock, PrivateSource(room.database))
    return TestClient(app, follow_redirects=True, headers={"accept-language": "nl"})


def test_a_month_is_proposed_answered_planned_again_and_published(room: Room, town_hall: Desk) -> None:
    opened = json.loads(town_hall("consult", "open", 1, "--until", "2026-12-15T18:00", "--json"))
    pages = {name: address.partition("/my/")[2] for name, address in opened["addresses"].items()}
    meanwhile = browser(room, "2026-12-10T12:00+01:00")

    # North accepts on its page; south asks there for another day; west, by telephone, takes it as it is.
    thanks = meanwhile.post(f"/my/{pages['north']}consultation", data={"draft": "1", "kind": "accept"})
    assert "Dank u: u aanvaardt." in thanks.text
    asked = {"draft": "1", "kind": "decline", "slot": SOUTH_DUTY, "comment": "school", "prefer": WEST_DUTY}
    assert "Uw vraag is genoteerd." in meanwhile.post(f"/my/{pages['south']}consultation", data=asked).text
    town_hall.at("2026-12-11T09:00+01:00")
    town_hall("consult", "answer", 1, "accept", "--service", "large")

    # The coordinator sees who is silent.
    found = json.loads(town_hall("consult", "status", 1, "--json", status=1))
    states = {one["id"]: one["state"] for one in found["services"]}
    assert states == {
        "north": "accepted",
        "large": "accepted",
        "south": "change-asked",
        "east": "none",
        "small": "none",
        "west": "none",
    }
    assert found["waiting_for"] == ["east", "small", "west"]
    assert {(one["by"][:4], one["on_behalf"]) for one in found["answers"]} == {("link", False), ("ann", True)}

    # Planned again: what was accepted stays, south gets the day it wanted, and nothing else moves.
    town_hall("consult", "close", 1)
    draft = json.loads(town_hall("plan", "--from", 1, "--answers", *PROVEN, "--json"))
    assert draft["requests"] == [
        {
            "service": "south",
            "slot": SOUTH_DUTY,
            "preferred": [WEST_DUTY],
            "granted": True,
            "gained": [WEST_DUTY],
            "why": None,
        }
    ]
    moved = json.loads(town_hall("drafts", "compare", 1, 2, "--json"))
    assert [(one["slot"], one["before"], one["after"]) for one in moved["changes"]] == [
        (SOUTH_DUTY, "south", "west"),
        (WEST_DUTY, "west", "south"),
    ]
    unfair = {one["name"]: (one["first"], one["second"]) for one in moved["tiers"]}["unfairness"]
    assert unfair[0] == unfair[1]
    pins = {(pin["slot"], pin["service"], pin["source"]) for pin in draft["pins"]}
    assert (NORTH_DUTY, "north", "consultation") in pins
    # North has 5 duties and large 9, all accepted.
    assert len(pins) == 14

    # The second round: who accepted once need not answer again, and south reads what became of its wish.
    town_hall("consult", "open", 2, "--until", "2026-12-18T18:00")
    again = json.loads(town_hall("consult", "status", 2, "--json", status=1))
    assert again["waiting_for"] == ["east", "small", "south", "west"]
    page = browser(room, "2026-12-16T12:00+01:00").get(f"/my/{pages['south']}consultation").text
    assert "in orde, deze wacht is niet meer voor u" in page

    town_hall("publish", 2)
    assert json.loads(town_hall("consult", "list", "--json"))[-1]["open"] is False
    mine = browser(room, "2026-12-20T12:00+01:00").get(f"/my/{pages['south']}").text
    assert "dinsdag 5 januari 2027" in mine
    assert "maandag 4 januari 2027" not in mine
    assert town_hall.query("select count(*) from message where kind = 'consultation-differs'") == [(0,)]


def test_a_service_that_keeps_a_duty_it_asked_to_be_rid_of_is_told_when_it_is_published(
    consulted: Room, town_hall: Desk
) -> None:
    consulted.says("south", "decline", slot=SOUTH_DUTY, comment="school")
    town_hall("edit", 1, "pin", "--slot", SOUTH_DUTY, "--service", "south")
    town_hall("plan", "--from", 1, "--answers", *PROVEN)
    shown = town_hall("drafts", "show", 2)
    assert f"{SOUTH_DUTY}\tOfficine inventée du Sud\tno\tpinned by hand" in shown
    town_hall("publish", 2)
    rows = town_hall.query("select key, subject, body from message where kind = 'consultation-differs'")
    ((key, subject, body),) = rows
    assert key.endswith("version/1/differs/south")
    assert subject == "Wachten van januari 2027: uw vraag kon niet gevolgd worden"
    assert "- maandag 4 januari 2027 om 09:00" in body
    assert body.count("\n- ") == 1


def test_every_request_is_met_when_the_coordinator_says_so(consulted: Room, town_hall: Desk) -> None:
    for name in ("north", "south", "west"):
        consulted.says(name, "accept")
    duties = json.loads(town_hall("drafts", "show", 1, "--json"))["slots"]
    mine = [slot["id"] for slot in duties if "small" in slot["services"]]
    for key in mine:
        consulted.says("small", "decline", slot=key, comment="closed for works")
    kept = json.loads(town_hall("plan", "--from", 1, "--answers", *PROVEN, "--json"))
    assert not all(one["granted"] for one in kept["requests"])
    assert {one["why"]["code"] for one in kept["requests"] if one["why"]} <= {"costs", "nobody"}
    met = json.loads(town_hall("plan", "--from", 1, "--answers", "--grant-all", *PROVEN, "--json"))
    assert [(one["slot"], one["granted"]) for one in met["requests"]] == [(key, True) for key in mine]
    assert not any("small" in slot["services"] for slot in met["slots"] if slot["id"] in mine)
    town_hall("drafts", "show", 3, "--documents", "proof")
    town_hall("verify", "proof/2027-01-pharmacy.problem.json", "proof/2027-01-pharmacy.rota.json")


def test_an_accepted_duty_that_became_impossible_is_planned_anew_and_said(
    consulted: Room, town_hall: Desk
) -> None:
    consulted.says("north", "accept")
    town_hall(
        "availability", "add", "--service", "north", "--from", "2027-01-03T12:00", "--to", "2027-01-03T13:00"
    )
    said = town_hall.run("plan", "--from", 1, "--answers", *PROVEN, "--json")
    assert said.status == 0
    assert f"north accepted {NORTH_DUTY}, which would break a rule now: it is planned anew" in said.err
    assert said.json["options"]["answers"]["released"] == [{"service": "north", "slot": NORTH_DUTY}]
    (there,) = (slot for slot in said.json["slots"] if slot["id"] == NORTH_DUTY)
    assert there["services"] != ["north"]


def test_answers_are_asked_for_in_the_right_words(room: Room, town_hall: Desk) -> None:
    for words, complaint in (
        (("plan", "--month", "2027-02", "--answers"), "garde: --answers: answers are about a draft"),
        (
            ("plan", "--from", 1, "--grant-all"),
            "garde: --grant-all: what is granted was asked",
        ),
        (("plan", "--from", 1, "--answers"), "garde: draft 1 was not opened to the services"),
        (("consult", "status", 1), "garde: draft 1 was not opened to the services"),
        (
            ("consult", "open", 1, "--until", "2026-12-01T18:00"),
            "garde: --until: the deadline has passed",
        ),
        (("consult", "open", 1, "--until", "soon"), "garde: --until: 'soon' is no date and time"),
        (("consult", "open", 9, "--until", "2026-12-15T18:00"), "garde: basin essai has no draft 9"),
        (("consult", "close", 1), "garde: draft 1 is not open to the services"),
    ):
        before = town_hall.rows()
        said = town_hall.run(*words)
        assert said.status == 2
        (line,) = said.complaints
        assert line.startswith(complaint)
        assert town_hall.rows() == before
