"""``garde messages``: listed and sent from a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.garde.messages.post import Office, post_office


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    with post_office() as started:
        desk.patch.setenv("GARDE_SMTP_URL", f"smtp+plain://localhost:{started.port}")
        desk.patch.setenv("GARDE_MAIL_FROM", "garde@basin.example")
        yield started


@pytest.fixture
def told(desk: Desk, directory: Path) -> Desk:
    """January is published; two of the six services have an address."""
    desk.take(directory)
    desk.folder.joinpath("mail.csv").write_text(
        "external_id,name,postcode,line,email,languages\n"
        "north,Officine inventée du Nord,1030,pharmacy,north@services.example,nl\n"
        "south,Officine inventée du Sud,1030,pharmacy,south@services.example,\n"
    )
    desk("services", "import", "mail.csv")
    desk("plan", "--month", "2027-01", "--time-limit", "5")
    desk("publish", 1)
    return desk


def test_a_publication_is_told_and_sent_once(told: Desk, office: Office) -> None:
    waiting = told.json("messages", "list")
    assert len(waiting) == 6
    assert {(one["kind"], one["state"]) for one in waiting} == {
        ("published", "waiting"),
        ("published", "no-address"),
    }
    assert told("messages", "send") == (
        "2 sent; 4 without an address: garde messages list --state no-address\n"
    )
    assert told.json("messages", "send") == {
        "sent": 0,
        "later": 0,
        "failed": 0,
        "lapsed": 0,
        "no_address": 4,
    }
    assert {mail["To"]: mail["Subject"] for mail in office.mails} == {
        "north@services.example": "Uw wachtdiensten: januari 2027",
        "south@services.example": "Vos gardes : janvier 2027",
    }
    (north,) = told.json("messages", "list", "--service", "north")
    assert (north["state"], north["sent_at"], north["key"]) == (
        "sent",
        "2026-12-20T09:00:00+00:00",
        "version/1/published/north",
    )
    assert [one["service"] for one in told.json("messages", "list", "--state", "no-address")] == [
        "east",
        "large",
        "small",
        "west",
    ]
    table = told("messages", "list", "--service", "south").splitlines()
    assert table[0].split("\t") == ["message", "state", "to", "address", "subject", "due", "sent", "why not"]
    assert table[1].split("\t")[1:5] == [
        "sent",
        "south",
        "south@services.example",
        "Vos gardes : janvier 2027",
    ]


def test_what_cannot_be_sent_ends_with_1_and_says_why(told: Desk) -> None:
    said = told.run("messages", "send")
    assert said.status == 1
    assert said.err == "warning: 2 by mail wait: GARDE_SMTP_URL is not set\n"
    told.patch.setenv("GARDE_SMTP_URL", "smtp+plain://localhost:1")
    assert told.run("messages", "send").complaints == [
        "garde: GARDE_MAIL_FROM: is not set; give the sender's address, as garde@example.org"
    ]
    told.patch.setenv("GARDE_MAIL_FROM", "garde@basin.example")
    said = told.run("messages", "send")
    assert said.status == 1
    assert said.out.startswith("0 sent; 1 to be tried again;")
    assert "localhost:1 could not be reached" in said.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--state", "lost"), "--state: 'lost' is no state; use one of: waiting, claimed, sent, failed"),
        (("--service", "nobody"), "there is no service 'nobody'"),
    ],
)
def test_a_list_of_nothing_that_exists_is_refused(told: Desk, words: tuple[str, ...], why: str) -> None:
    said = told.run("messages", "list", *words)
    assert said.status == 2
    assert why in said.complaints[0]
