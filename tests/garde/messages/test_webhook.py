"""The webhook: one signed request for each message, to the address in the basin's file and no other."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from sqlmodel import col, update

from garde.availability.download import Network
from garde.messages.message import SEE_YOUR_PAGE, Message, for_others
from garde.messages.outbox import Notice, queue
from garde.messages.sending import BROKEN, Tally, send_due
from garde.messages.webhook import WebhookCourier
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.messages import messages_of
from garde.storage.tables_people import MessageRow
from tests.garde.availability.server import network, running
from tests.garde.town import instant, town

AT = instant("2026-12-20T09:00")
SECRET = "a secret of some length"


@dataclass
class Program:
    """The other program: what it was asked, and the statuses that it answers, the last one for good."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [204])
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def listening(*, encrypted: bool = True) -> Iterator[Program]:
    program = Program()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            program.asked.append((self.path, dict(self.headers), body))
            status = program.statuses.pop(0) if len(program.statuses) > 1 else program.statuses[0]
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with running(Handler, encrypted=encrypted) as program.port:
        yield program


@pytest.fixture
def program() -> Iterator[Program]:
    with listening() as started:
        yield started


def put(database: Database, address: str, *keys: str) -> None:
    config = town(messages={"webhook": address})
    with database.writing() as session:
        save_basin(session, config, AT)
        queue(session, config, [Notice("published", "eve", key, "Vos gardes", "Été") for key in keys], AT)


def send(
    database: Database,
    at: datetime = AT,
    reached: Network | None = None,
    hosts: tuple[str, ...] = (),
) -> Tally:
    courier = WebhookCourier(SECRET, reached or network(trusting=True), hosts)
    return send_due(database, {"webhook": courier}, lambda: at)


def hooks(database: Database) -> list[Message]:
    with database.reading() as session:
        return [one for one in messages_of(session, "essai") if one.channel == "webhook"]


def test_a_program_is_told_and_can_check_who_told_it(database: Database, program: Program) -> None:
    put(database, f"https://agenda.example:{program.port}/garde?to=us", "one")
    assert send(database) == Tally(sent=1, no_address=1)
    ((path, headers, body),) = program.asked
    assert path == "/garde?to=us"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    # What docs/messages.md tells the other side to do.
    said = dict(part.split("=") for part in headers["Garde-Signature"].split(","))
    assert int(said["t"]) == int(AT.timestamp())
    expected = hmac.new(SECRET.encode(), f"{said['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(said["v1"], expected)
    assert json.loads(body) == {
        "format": "garde-message/1",
        "basin": "essai",
        "key": "one",
        "kind": "published",
        "service": "eve",
        "language": "fr",
        "subject": "Vos gardes",
        "text": "Été",
        "queued_at": "2026-12-20T09:00:00+00:00",
        "until": None,
    }
    (kept,) = hooks(database)
    assert (kept.state, kept.sent_at) == ("sent", AT)


def test_a_message_is_recognised_by_its_key_when_it_comes_again(database: Database, program: Program) -> None:
    put(database, f"https://agenda.example:{program.port}/", "one", "two")
    program.statuses = [503, 429, 200]
    tally = send(database)
    assert (tally.sent, tally.later) == (0, 2)
    assert send(database, AT + timedelta(minutes=1)).sent == 2
    keys = [headers["Idempotency-Key"] for _, headers, _ in program.asked]
    bodies = [body for _, _, body in program.asked]
    assert keys[:2] == keys[2:]
    assert bodies[:2] == bodies[2:]
    assert len(set(keys)) == 2


@pytest.mark.parametrize("status", [302, 307, 400, 404, 410])
def test_a_program_that_does_not_want_it_is_not_asked_again(
    database: Database, program: Program, status: int
) -> None:
    put(database, f"https://agenda.example:{program.port}/", "one")
    program.statuses = [status]
    tally = send(database)
    assert (tally.failed, tally.reasons) == (
        1,
        [f"https://agenda.example:{program.port}/… answered {status}"],
    )
    send(database, AT + timedelta(days=1))
    assert [path for path, _, _ in program.asked] == ["/"]


def test_only_public_machines_over_https_are_told_unless_the_deployment_names_them(
    database: Database,
) -> None:
    reached = Network(resolve=lambda host, port: ["127.0.0.1"], seconds=10)
    with listening(encrypted=False) as program:
        put(database, f"http://agenda.example:{program.port}/?key=hidden", "one")
        tally = send(database, reached=reached)
        assert tally.failed == 1
        assert tally.reasons == [
            f"http://agenda.example:{program.port}/… is not encrypted, and not among GARDE_WEBHOOK_HOSTS"
        ]
        put(database, f"https://agenda.example:{program.port}/", "two")
        tally = send(database, reached=reached)
        assert (tally.failed, tally.later) == (0, 1)
        assert "is not on the public internet" in tally.reasons[0]
        assert program.asked == []
        put(database, f"http://agenda.example:{program.port}/", "three")
        for hosts in (("agenda.example:1",), ("other.example",)):
            assert send(database, AT, reached, hosts).sent == 0
        put(database, f"http://agenda.example:{program.port}/", "four")
        assert send(database, AT, reached, ("agenda.example",)).sent == 1
        put(database, f"http://agenda.example:{program.port}/", "five")
        assert send(database, AT, reached, (" other.example", f"Agenda.example:{program.port}")).sent == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(database: Database, program: Program) -> None:
    put(database, f"https://agenda.example:{program.port}/?key=hidden", "one", "two")
    tally = send(database, reached=network())
    # One was tried; the channel does not work, so the other one waits untouched.
    assert (tally.sent, tally.later, program.asked) == (0, 1, [])
    assert "hidden" not in tally.reasons[0]
    first, second = hooks(database)
    assert (first.due_at, second.due_at, second.attempts) == (AT + BROKEN, AT, 0)
    assert send(database, AT + BROKEN) == Tally(sent=2, no_address=2)


def test_a_basin_that_gave_its_webhook_up_tells_it_nothing_more(database: Database, program: Program) -> None:
    put(database, f"https://agenda.example:{program.port}/", "one")
    with database.writing() as session:
        save_basin(session, town(), AT)
    assert send(database).failed == 1
    assert program.asked == []


TOKEN = "AbC-_" * 8
PAGE = f"Votre page : https://garde.example/my/{TOKEN}/ ; merci"
SEE_PAGE = (
    "Votre page : (voyez votre page ; son adresse n'est donnée que par courriel ou par la coordination) "
    "; merci"
)


def test_the_address_of_a_private_page_is_told_to_no_other_program(
    database: Database, program: Program
) -> None:
    config = town(messages={"webhook": f"https://agenda.example:{program.port}/"})
    with database.writing() as session:
        save_basin(session, config, AT)
        queue(session, config, [Notice("asked", "eve", "one", "Avis", PAGE)], AT)
    (kept,) = hooks(database)
    assert kept.body == SEE_PAGE
    # As an earlier release queued it, before its database was taken over.
    with database.writing() as session:
        session.exec(update(MessageRow).where(col(MessageRow.channel) == "webhook").values(body=PAGE))
    assert send(database).sent == 1
    ((_, _, told),) = program.asked
    assert json.loads(told)["text"] == SEE_PAGE
    (kept,) = hooks(database)
    assert (kept.state, kept.body) == ("sent", "Votre page : https://garde.example/my/…/ ; merci")


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_rest_of_a_text_is_told_as_it_is(language: str) -> None:
    text = for_others(f"1\nhttps://garde.example/help\nhttp://[::1]:8000/x/my/{TOKEN}/swaps?a=1\n2", language)
    assert text == f"1\nhttps://garde.example/help\n{SEE_YOUR_PAGE[language]}\n2"


def test_private_links_leave_the_database_once_they_are_of_no_use(database: Database) -> None:
    config = town()
    with database.writing() as session:
        save_basin(session, config, AT)
        queue(
            session, config, [Notice("asked", "ann", "two", "Avis", PAGE, until=AT + timedelta(hours=1))], AT
        )
    send(database, AT + timedelta(hours=1))
    with database.reading() as session:
        (kept,) = messages_of(session, "essai")
    assert (kept.state, kept.body) == ("lapsed", "Votre page : https://garde.example/my/…/ ; merci")
