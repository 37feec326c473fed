"""A real SMTP server on this machine, that refuses, breaks off or hangs up as a test wants."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Of localhost, signed by itself, with its key; made for these tests."""

Answer = Callable[[SMTP, Envelope], str | None]


@dataclass
class Office:
    """What the server took, and how it answers: None hangs up."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    refuse_recipient: Callable[[str], str | None] = lambda address: None
    after_data: Callable[[Envelope], str | None] = lambda envelope: "250 OK"
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        found = []
        for envelope in self.taken:
            mail = message_from_bytes(envelope.content or b"", policy=POLICY)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found

    # aiosmtpd's hooks
    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        session.host_name = host
        self.connections += session.ssl is None
        return answers

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.refuse_recipient(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.after_data(envelope)
        if answer is None or answer.startswith("2"):
            self.taken.append(envelope)
            assert server.transport is not None
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if answer is None:
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        return answer

    def login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss word", handled=False)


@contextmanager
def post_office(*, encryption: str = "none", login: bool = False) -> Iterator[Office]:
    """``encryption``: none, starttls or tls."""
    office = Office()
    context = None
    if encryption != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)

    def protocol() -> SMTP:
        return SMTP(
            office,
            hostname="localhost",
            tls_context=context if encryption == "starttls" else None,
            require_starttls=encryption == "starttls",
            auth_required=login,
            auth_require_tls=encryption == "starttls",
            authenticator=office.login,
            loop=loop,
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(protocol, "127.0.0.1", 0, ssl=context if encryption == "tls" else None)
    )
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
