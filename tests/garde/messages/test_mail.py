"""A mail as it is written, and the server as it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from garde.errors import BadInput
from garde.messages.courier import Refused
from garde.messages.mail import compose, mail_address
from garde.messages.message import Message
from garde.messages.smtp import Server, mail_server
from tests.garde.messages.conftest import TOWN
from tests.garde.town import instant, town

AT = instant("2026-12-20T09:00")
FROM = "garde@basin.example"


MESSAGE = Message(
    key="one", kind="published", channel="mail", service="ann", person=None, address="ann@services.example",
    language="fr", subject="Vos gardes", body="Bonjour\n", state="claimed", due_at=AT, until=None,
    page_hash=None, id=1, basin="essai", message_id="<1@basin.example>", created_at=AT, attempts=1,
    sent_at=None, failure=None,
)  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "ann@services.example\r\nBcc: all@services.example",
        "ann@services.example, bob@services.example",
        "ann@services.example> RCPT TO:<bob@services.example",
        '"ann bob"@services.example',
        "ann",
        "ann@",
        "@services.example",
        "ann@-bad.example",
        "ann@a..b",
        "ann@[127.0.0.1]",
        "pharmacy-01@demo.invalid",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_and_injects_nothing(address: str) -> None:
    with pytest.raises(Refused, match="is no e-mail address") as refused:
        compose(replace(MESSAGE, address=address), TOWN, FROM, AT)
    assert refused.value.permanent


def test_the_name_of_a_basin_injects_no_header() -> None:
    config = town(names={"fr": "Bassin\nBcc: x@y.example", "nl": "Bekken"})
    assert compose(MESSAGE, config, FROM, AT)["Bcc"] is None


def test_a_domain_beyond_ascii_is_written_as_servers_want_it() -> None:
    assert mail_address(" ann@pharmacie-élan.example ") == "ann@xn--pharmacie-lan-khb.example"


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 587, "starttls")),
        ("SMTPS://ann:p%40ss@mail.example.org", Server("mail.example.org", 465, "tls", "ann", "p@ss")),
        ("smtp+plain://localhost:2525/", Server("localhost", 2525, "none")),
    ],
)
def test_a_server_is_named_by_an_address(address: str, server: Server) -> None:
    assert mail_server(address) == server


@pytest.mark.parametrize(
    "address",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://ann@host", "smtp://h:99999",
     "smtp+plain://ann:secret@host", "smtp://ann:secret@host/path", "smtp://[bad"],
)  # fmt: skip
def test_an_address_of_no_server_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(BadInput, match=r"^GARDE_SMTP_URL: ") as refused:
        mail_server(address)
    assert "secret" not in refused.value.one_line()


def test_the_date_is_told_with_its_offset() -> None:
    assert compose(MESSAGE, TOWN, FROM, datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC))["Date"] == (
        "Sat, 02 Jan 2027 03:04:05 +0000"
    )
