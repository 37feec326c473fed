"""Mail, sent to a real SMTP server that takes it, refuses it, or breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from garde.messages.courier import Refused
from garde.messages.message import Message
from garde.messages.outbox import Notice, queue
from garde.messages.sending import AGAIN, BROKEN, LEASE, Tally, send_due
from garde.messages.smtp import MailCourier, Server, mail_server
from garde.storage.database import Database
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.services import save_services
from tests.garde.messages.conftest import SERVICES, TOWN
from tests.garde.messages.post import CERTIFICATE, Office, post_office
from tests.garde.town import instant, town

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
AT = instant("2026-12-20T09:00")
FROM = "garde@basin.example"


@pytest.fixture
def office() -> Iterator[Office]:
    with post_office() as open_office:
        yield open_office


def notice(to: str, key: str = "one", **more: object) -> Notice:
    body = "Bonjour,\n\nVoici vos gardes : été, œuvre.\n.\nFrom ici\n" + "long " * 60 + "\n"
    return replace(Notice("published", to, f"{key}/{to}", "Vos gardes d'août", body), **more)  # type: ignore[arg-type]


def put(database: Database, *notices: Notice) -> None:
    with database.writing() as session:
        queue(session, TOWN, notices, AT)


def send(database: Database, office: Office, at: datetime = AT, url: str = "smtp+plain://localhost") -> Tally:
    courier = MailCourier(mail_server(f"{url}:{office.port}"), FROM)
    return send_due(database, {"mail": courier}, lambda: at)


def stored(database: Database) -> list[Message]:
    with database.reading() as session:
        return list(messages_of(session, "essai"))


def test_a_mail_arrives_whole_with_the_headers_it_needs(database: Database, office: Office) -> None:
    put(database, notice("ann"))
    assert send(database, office) == Tally(sent=1)
    (mail,) = office.mails
    (envelope,) = office.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, ["ann@services.example"])
    assert mail["From"] == "Proefbekken <garde@basin.example>"
    assert mail["To"] == "ann@services.example"
    assert mail["Subject"] == "Vos gardes d'août"
    assert parsedate_to_datetime(mail["Date"]) == AT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "nl"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content().replace("\r\n", "\n") == notice("ann").body
    assert mail["Reply-To"] is None
    # Nothing on the wire needs an 8-bit server or is longer than a line may be.
    assert (envelope.content or b"").isascii()
    assert max(map(len, (envelope.content or b"").split(b"\r\n"))) <= 78
    (kept,) = stored(database)
    assert (kept.state, kept.sent_at, kept.attempts, kept.failure) == ("sent", AT, 1, None)
    assert kept.message_id == mail["Message-ID"]
    assert kept.message_id.endswith("@basin.example>")


def test_each_is_sent_once_to_its_own_and_over_one_connection(database: Database, office: Office) -> None:
    put(database, notice("ann"), notice("bob"), notice("eve"), notice("ann", "two"))
    assert send(database, office) == Tally(sent=3, no_address=1)
    assert send(database, office, AT + timedelta(days=1)) == Tally(no_address=1)
    assert [envelope.rcpt_tos for envelope in office.taken] == [
        ["ann@services.example"],
        ["bob@services.example"],
        ["ann@services.example"],
    ]
    assert office.connections == 1
    assert len({mail["Message-ID"] for mail in office.mails}) == 3


def test_answers_go_to_the_basin(database: Database, office: Office) -> None:
    from garde.storage.repositories.basins import save_basin

    with database.writing() as session:
        save_basin(session, town(messages={"reply_to": "équipe@basin.example"}), AT)
    put(database, notice("ann"))
    # An address that no server takes everywhere: nothing is sent rather than something wrong.
    assert send(database, office).failed == 1
    with database.writing() as session:
        save_basin(session, town(messages={"reply_to": "team@basin.example"}), AT)
    put(database, notice("bob"))
    send(database, office)
    assert office.mails[0]["Reply-To"] == "team@basin.example"


def test_what_is_not_due_waits_and_what_is_of_no_use_any_more_is_not_sent(
    database: Database, office: Office
) -> None:
    hour = timedelta(hours=1)
    put(database, notice("ann", due_at=AT + hour), notice("bob", until=AT + hour))
    assert send(database, office, AT + hour - timedelta(seconds=1)) == Tally(sent=1)
    put(database, notice("bob", "two", until=AT + 2 * hour))
    assert send(database, office, AT + 2 * hour) == Tally(sent=1, lapsed=1)
    assert [envelope.rcpt_tos for envelope in office.taken] == [
        ["bob@services.example"],
        ["ann@services.example"],
    ]
    assert [one.state for one in stored(database)] == ["sent", "sent", "lapsed"]


def test_a_temporary_refusal_is_tried_again_later_and_later_under_the_same_id(
    database: Database, office: Office
) -> None:
    put(database, notice("ann"), notice("bob"))
    office.refuse_recipient = lambda address: "450 greylisted" if address.startswith("ann") else None
    assert send(database, office) == Tally(sent=1, later=1, reasons=["the mail server said 450: greylisted"])
    (ann, _) = stored(database)
    assert (ann.state, ann.due_at, ann.failure) == (
        "waiting",
        AT + timedelta(minutes=1),
        "the mail server said 450: greylisted",
    )
    assert send(database, office, AT + timedelta(seconds=59)) == Tally()
    assert send(database, office, AT + timedelta(minutes=1)).later == 1
    assert stored(database)[0].due_at == AT + timedelta(minutes=6)
    office.refuse_recipient = lambda address: None
    assert send(database, office, AT + timedelta(minutes=6)) == Tally(sent=1)
    assert office.mails[1]["Message-ID"] == ann.message_id
    assert stored(database)[0].failure is None


def test_a_message_that_is_always_refused_for_now_is_given_up_after_a_day_and_a_half(
    database: Database, office: Office
) -> None:
    put(database, notice("ann"))
    office.after_data = lambda envelope: "451 try again"
    at = AT
    for pause in AGAIN:
        assert send(database, office, at).later == 1
        assert stored(database)[0].due_at == at + pause
        at += pause
    assert send(database, office, at).failed == 1
    assert at - AT == timedelta(minutes=1 + 5 + 15 + 60 + 180 + 360 + 720 + 720)
    assert [one.state for one in stored(database)] == ["failed"]
    assert send(database, office, at + timedelta(days=9)) == Tally()


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_refusal_for_good_is_not_tried_again_and_stops_nobody_else(
    database: Database, office: Office, where: str
) -> None:
    put(database, notice("ann"), notice("bob"))
    if where == "recipient":
        office.refuse_recipient = lambda address: "550 no such box" if address.startswith("ann") else None
    else:
        office.after_data = lambda one: "554 spam" if one.rcpt_tos[0].startswith("ann") else "250 OK"
    tally = send(database, office)
    assert (tally.sent, tally.failed, tally.later) == (1, 1, 0)
    assert send(database, office, AT + timedelta(days=9)) == Tally()
    assert [one.state for one in stored(database)] == ["failed", "sent"]


def test_a_server_that_hangs_up_after_the_text_may_have_taken_it_so_it_comes_again_as_the_same(
    database: Database, office: Office
) -> None:
    put(database, notice("ann"), notice("bob"))
    office.after_data = lambda envelope: None
    tally = send(database, office)
    assert (tally.sent, tally.later) == (0, 1)
    assert tally.reasons == [f"localhost:{office.port} broke off"]
    ann, bob = stored(database)
    assert (ann.state, ann.due_at, bob.attempts) == ("waiting", AT + BROKEN, 0)
    office.after_data = lambda envelope: "250 OK"
    assert send(database, office, AT + BROKEN) == Tally(sent=2)
    first, _, again = office.mails
    assert first["Message-ID"] == again["Message-ID"] == ann.message_id
    assert first.get_content() == again.get_content()


def test_a_server_that_is_down_costs_no_message_its_tries(database: Database, office: Office) -> None:
    put(database, notice("ann"), notice("bob"))
    down = MailCourier(Server("localhost", 1, "none"), FROM)
    at = AT
    for _ in range(3 * len(AGAIN)):
        assert send_due(database, {"mail": down}, lambda: at).failed == 0  # noqa: B023
        at += BROKEN
    assert send(database, office, at) == Tally(sent=2)


def test_a_worker_that_died_after_handing_over_leaves_a_claim_that_lapses(
    database: Database, office: Office
) -> None:
    put(database, notice("ann"))

    class Dies(Exception):
        pass

    class Dying(MailCourier):
        def deliver(self, *given: object) -> None:
            super().deliver(*given)  # type: ignore[arg-type]
            raise Dies

    with pytest.raises(Dies):
        send_due(
            database, {"mail": Dying(mail_server(f"smtp+plain://localhost:{office.port}"), FROM)}, lambda: AT
        )
    assert [one.state for one in stored(database)] == ["claimed"]
    assert send(database, office, AT + LEASE - timedelta(seconds=1)) == Tally()
    assert send(database, office, AT + LEASE) == Tally(sent=1)
    first, second = office.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_who_lost_its_claim_does_not_overwrite_what_the_other_one_noted(
    database: Database, office: Office
) -> None:
    """A worker sleeps over its lease; another one sends; then the first one fails."""
    put(database, notice("ann"))

    class Slow(MailCourier):
        def deliver(self, *given: object) -> None:
            assert send(database, office, AT + LEASE) == Tally(sent=1)
            raise Refused("too late", permanent=True)

    send_due(database, {"mail": Slow(Server("localhost", 1, "none"), FROM)}, lambda: AT)
    (kept,) = stored(database)
    assert (kept.state, kept.attempts, kept.sent_at) == ("sent", 2, AT + LEASE)


def test_mail_goes_to_the_address_that_the_service_has_now(database: Database, office: Office) -> None:
    put(database, notice("ann"), notice("bob"))
    ann, bob, _ = SERVICES
    with database.writing() as session:
        save_services(
            session, "essai", [replace(ann, email="new@services.example"), replace(bob, email=None)], AT
        )
    assert send(database, office) == Tally(sent=1, no_address=1)
    assert office.taken[0].rcpt_tos == ["new@services.example"]


@pytest.mark.parametrize(("encryption", "scheme"), [("starttls", "smtp"), ("tls", "smtps")])
def test_mail_goes_encrypted_and_logged_in(
    database: Database, monkeypatch: pytest.MonkeyPatch, encryption: str, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    put(database, notice("ann"))
    with post_office(encryption=encryption, login=True) as office:
        assert send(database, office, url=f"{scheme}://ann%40basin:p%40ss%20word@localhost") == Tally(sent=1)
        assert office.logins == [(b"ann@basin", b"p@ss word")]
        assert office.encrypted == [True]


def test_no_mail_goes_where_encryption_fails(database: Database, office: Office) -> None:
    put(database, notice("ann"))
    # A server that offers none, and one whose certificate nobody vouches for.
    tally = send(database, office, url="smtp://localhost")
    assert tally.reasons == [f"localhost:{office.port} offers no encryption or no login"]
    with post_office(encryption="starttls") as other:
        tally = send(database, other, AT + BROKEN, url="smtp://localhost")
        assert tally.reasons == [f"localhost:{other.port} has a certificate that cannot be trusted"]
        assert other.taken == office.taken == []


def test_a_wrong_password_is_said_without_it_and_mail_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    put(database, notice("ann"))
    with post_office(encryption="tls", login=True) as office:
        tally = send(database, office, url="smtps://ann:wrong-secret@localhost")
    assert (tally.sent, tally.later) == (0, 1)
    assert "535" in tally.reasons[0]
    assert "wrong-secret" not in tally.reasons[0]


def test_a_subject_injects_no_header(database: Database, office: Office) -> None:
    evil = "Gardes\r\nBcc: all@services.example\r\n\r\nfaux"
    put(database, notice("ann", subject=evil))
    send(database, office)
    (mail,) = office.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Gardes Bcc: all@services.example faux"
