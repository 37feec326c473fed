"""People, links and the audit trail, typed at a desk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

PAGE = "https://garde.basin.example/my/"


@pytest.fixture
def office(desk: Desk, directory: Path) -> Desk:
    desk.take(directory)
    desk.patch.setenv("GARDE_PUBLIC_URL", "https://garde.basin.example/")
    return desk


def refused(desk: Desk, *words: object) -> str:
    said = desk.run(*words)
    assert said.status == 2
    (complaint,) = said.complaints
    return complaint


def test_from_the_first_person_on_only_registered_names_act(office: Desk) -> None:
    office("users", "add", "ann", "--email", "ann@basin.example", "--language", "nl")
    office("users", "add", "rita", "--role", "reader", "--as", "ann")
    assert refused(office, "users", "add", "eve", "--as", "eve") == (
        "garde: --as: eve is not registered in basin essai; garde users add eve"
    )
    assert "rita may not register people in basin essai" in refused(
        office, "users", "add", "eve", "--as", "rita"
    )
    assert "rita may not give links" in refused(
        office, "links", "create", "--service", "north", "--as", "rita"
    )
    assert "rita may not send messages" in refused(office, "messages", "send", "--as", "rita")
    assert office.json("users", "list", "--as", "rita") == [
        {
            "id": 1,
            "name": "ann",
            "role": "coordinator",
            "email": "ann@basin.example",
            "language": "nl",
            "created_at": "2026-12-20T09:00:00+00:00",
            "ended_at": None,
        },
        {
            "id": 2,
            "name": "rita",
            "role": "reader",
            "email": None,
            "language": "fr",
            "created_at": "2026-12-20T09:00:00+00:00",
            "ended_at": None,
        },
    ]


def test_who_left_may_not_act_and_is_not_forgotten(office: Desk) -> None:
    office("users", "add", "ann")
    office("users", "add", "bob")
    office("users", "end", "bob")
    assert "bob is not registered" in refused(office, "users", "list", "--as", "bob")
    assert [one["name"] for one in office.json("users", "list")] == ["ann", "bob"]
    assert "bob is registered already" in refused(office, "users", "add", "bob")
    assert "nobody is registered as bob" in refused(office, "users", "end", "bob")


def test_a_basin_is_never_left_without_a_coordinator(office: Desk) -> None:
    assert "the first person must be a coordinator" in refused(
        office, "users", "add", "rita", "--role", "reader"
    )
    assert office.json("users", "list") == []
    office("users", "add", "ann")
    assert "ann is the last coordinator" in refused(office, "users", "end", "ann")


def test_a_link_is_shown_once_and_kept_as_its_hash(office: Desk) -> None:
    said = office("links", "create", "--service", "north", "--label", "night team")
    first, address = said.splitlines()
    assert first == "Link 1, for north; shown this once:"
    assert address.startswith(PAGE)
    token = address.removeprefix(PAGE).rstrip("/")
    # 256 bits are 43 characters of 6 bits.
    assert len(token) == 43
    ((kept,),) = office.query("SELECT token_hash FROM capability_link")
    assert kept == hashlib.sha256(token.encode()).hexdigest()
    assert not [row for row in office.rows() if token in row]
    (link,) = office.json("links", "list")
    assert (link["state"], link["kind"], link["service"], link["label"]) == (
        "open",
        "service",
        "north",
        "night team",
    )
    assert "token" not in link


def test_each_service_without_a_link_gets_one(office: Desk) -> None:
    office("links", "create", "--service", "north")
    given = office.json("links", "create", "--all")
    assert [one["service"] for one in given] == ["east", "large", "small", "south", "west"]
    assert len({one["token"] for one in given}) == 5
    assert office.json("links", "create", "--all") == []
    # Once its link is revoked, a service has none.
    office("links", "revoke", 1)
    assert [one["service"] for one in office.json("links", "create", "--all")] == ["north"]


def test_a_link_ends_by_its_date_by_renewal_or_by_revocation(office: Desk) -> None:
    made = (
        ["--service", "north"],
        ["--service", "south", "--until", "2027-01-01T00:00"],
        ["--funder", "Region"],
    )
    tokens = [office.json("links", "create", *words)["token"] for words in made]
    office.at("2027-01-01T00:00+01:00")
    renewed = office.json("links", "renew", 1)
    assert (renewed["id"], renewed["service"], renewed["token"] in tokens) == (4, "north", False)
    office("links", "revoke", 3, "--reason", "sent to the wrong address")
    assert [one["state"] for one in office.json("links", "list")] == ["renewed", "expired", "revoked", "open"]
    assert "link 1 was renewed already" in refused(office, "links", "renew", 1)
    assert "link 3 was revoked already" in refused(office, "links", "revoke", 3)
    again = office.json("links", "renew", 2)
    assert (again["service"], again["expires_at"]) == ("south", None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "for whom is the link?; give one of --service ID, --funder NAME and --all"),
        (["--service", "north", "--all"], "for whom is the link?"),
        (["--service", "nobody"], "there is no service 'nobody'"),
        (["--funder", " "], "a funder's link needs a name"),
        (["--funder", "Region", "--label", "x"], "--label goes with --service"),
        (["--service", "north", "--until", "2026-12-20T10:00"], "the link would have ended already"),
    ],
)
def test_a_link_for_nobody_or_no_time_is_refused(office: Desk, words: list[str], why: str) -> None:
    assert why in refused(office, "links", "create", *words)
    assert office.json("links", "list") == []


def test_every_decision_is_in_the_audit_trail_with_before_and_after(office: Desk) -> None:
    office("users", "add", "ann", "--email", "ann@basin.example")
    office("users", "add", "bob")
    office("users", "end", "bob")
    office("links", "create", "--service", "north")
    office("links", "renew", 1)
    office("links", "revoke", 2, "--reason", "lost")
    entries = office.json("audit", "list")
    told: list[tuple[Any, ...]] = [(one["actor"], one["action"], one["subject"]) for one in entries]
    assert told == [
        ("ann", "add services", "services"),
        ("ann", "register", "person ann"),
        ("ann", "register", "person bob"),
        ("ann", "end", "person bob"),
        ("ann", "give", "link 1"),
        ("ann", "renew", "link 1"),
        ("ann", "give", "link 2"),
        ("ann", "revoke", "link 2"),
    ]
    assert entries[0]["after"] == {"services": ["north", "south", "east", "west", "small", "large"]}
    assert entries[1]["after"] == {"role": "coordinator", "email": "ann@basin.example", "language": "fr"}
    assert entries[-1] | {"at": None} == {
        "id": 8,
        "at": None,
        "actor": "ann",
        "role": "coordinator",
        "action": "revoke",
        "subject": "link 2",
        "before": {"state": "open"},
        "after": {"state": "revoked"},
        "reason": "lost",
    }
    assert [one["id"] for one in office.json("audit", "list", "--subject", "link 1")] == [5, 6]


def test_the_audit_trail_reads_as_facts(office: Desk) -> None:
    office("users", "add", "ann")
    office("users", "add", "bob", "--role", "reader")
    office("users", "end", "bob")
    lines = [line.split("\t") for line in office("audit", "list").splitlines()]
    assert lines[0] == ["entry", "when", "who", "what", "about", "change", "reason"]
    assert lines[3][2:] == ["ann", "register", "person bob", "email: none; language: fr; role: reader", ""]
    assert lines[4][5].startswith("email: none; language: fr; role: reader; ended at: 2026-12-20T09:00")


def test_what_a_publication_changed_can_be_read(desk: Desk, published: Path) -> None:
    desk.take(published)
    (entry,) = desk.json("audit", "list", "--subject", "version 1")
    assert (entry["action"], entry["before"]) == ("publish", {"version": None})
    assert entry["after"]["months"] == ["2027-01"]
    (line,) = desk("audit", "list", "--subject", "version 1").splitlines()[1:]
    assert "version: none → 1; changes: 32; from: draft 1; months: 2027-01" in line


READER_MAY_NOT = [
    (("plan", "--month", "2027-01", "--time-limit", "1"), "plan"),
    (("drafts", "delete", 1), "put a draft away"),
    (
        ("served", "record", "--slot", "pharmacy/2027-01-05/night", "--service", "north", "--absent"),
        "record who served",
    ),
    (("services", "import", "services.csv"), "change the directory of services"),
]


@pytest.mark.parametrize(("words", "action"), READER_MAY_NOT)
def test_who_only_reads_decides_nothing_and_neither_does_a_stranger(
    office: Desk, words: tuple[object, ...], action: str
) -> None:
    (office.folder / "services.csv").write_text("external_id,name,postcode,line\nnew,New,1030,pharmacy\n")
    office("plan", "--month", "2027-01", "--time-limit", "1")
    office("users", "add", "ann")
    office("users", "add", "rita", "--role", "reader", "--as", "ann")
    before = office.rows()
    typed = [office.folder / word if word == "services.csv" else word for word in words]
    assert f"rita may not {action} in basin essai" in refused(office, *typed, "--as", "rita")
    assert "eve is not registered in basin essai" in refused(office, *typed, "--as", "eve")
    assert office.rows() == before


def test_a_draft_put_away_and_a_changed_service_are_on_record(office: Desk) -> None:
    office("plan", "--month", "2027-01", "--time-limit", "1")
    office("drafts", "delete", 1)
    planned, entry = office.json("audit", "list", "--subject", "draft 1")
    assert (planned["action"], planned["after"]) == (
        "plan",
        {"months": ["2027-01"], "lines": None, "from": None},
    )
    assert (entry["action"], entry["before"]["months"]) == ("put away", ["2027-01"])
    rows = "external_id,name,postcode,line,share,phone\nnorth,North,1030,pharmacy,2,02 555 00 01\n"
    (office.folder / "services.csv").write_text(rows)
    office("services", "import", office.folder / "services.csv")
    (entry,) = office.json("audit", "list", "--subject", "service north")
    assert (entry["action"], entry["before"]["share"], entry["after"]["share"]) == (
        "change a service",
        1.0,
        2.0,
    )
    # That it has another telephone is told; the number stays out of what nobody can delete.
    assert "phone" in entry["after"]["changed"]
    assert "555" not in json.dumps(entry)
