"""Sending by any SMTP server, named by an address such as ``smtp://user:password@mail.example.org:587``."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.messages.courier import Refused, Unreachable
from garde.messages.mail import compose, mail_address
from garde.messages.message import Message

SECONDS = 30.0
"""For each answer of the server."""

Encryption = Literal["starttls", "tls", "none"]
_SCHEMES: dict[str, tuple[Encryption, int]] = {
    "smtp": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp+plain": ("none", 25),
}
_REMEDY = "write smtp://user:password@mail.example.org:587, smtps://… or, without encryption, smtp+plain://…"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. ``starttls`` and ``tls`` are demanded, never merely tried."""

    host: str
    port: int
    encryption: Encryption
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(address: str) -> Server:
    """Reads the address of a server. Raises BadInput, which never repeats it: it holds a password."""
    try:
        parts = urlsplit(address.strip())
        encryption, usual = _SCHEMES[parts.scheme.lower()]
        host, port = parts.hostname, parts.port or usual
        if not host or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError
    except (KeyError, ValueError):
        raise BadInput(
            "this is no address of a mail server", where="GARDE_SMTP_URL", remedy=_REMEDY
        ) from None
    user = None if parts.username is None else unquote(parts.username)
    password = None if parts.password is None else unquote(parts.password)
    if (user is None) != (password is None):
        raise BadInput("a user name needs a password", where="GARDE_SMTP_URL", remedy=_REMEDY)
    if user is not None and encryption == "none":
        raise BadInput(
            "a password is not sent without encryption",
            where="GARDE_SMTP_URL",
            remedy="use smtp:// or smtps://",
        )
    return Server(host, port, encryption, user, password)


class MailCourier:
    """Sends mail over one connection, opened with the first message."""

    def __init__(self, server: Server, sender: str) -> None:
        """Raises BadInput when ``sender`` is no e-mail address."""
        try:
            self._sender = mail_address(sender)
        except Refused as refused:
            raise BadInput(
                str(refused), where="GARDE_MAIL_FROM", remedy="write it as garde@example.org"
            ) from None
        self._server = server
        self._connection: smtplib.SMTP | None = None

    @property
    def domain(self) -> str:
        """The sender's."""
        return self._sender.partition("@")[2]

    def deliver(self, message: Message, config: BasinConfig, at: datetime) -> None:
        """Sends one mail: taken by the server when this returns."""
        mail = compose(message, config, self._sender, at)
        try:
            # Not send_message(), which writes ">From" where a line of the text begins with "From".
            self._connected().sendmail(self._sender, [mail_address(message.address or "")], mail.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            self._look()
            raise Refused(_said(code, said), permanent=code >= 500) from None
        except smtplib.SMTPDataError as error:
            self._look()
            raise Refused(
                _said(error.smtp_code, error.smtp_error), permanent=error.smtp_code >= 500
            ) from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise Unreachable(_said(error.smtp_code, error.smtp_error)) from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(_reason(error, self._server)) from None

    def close(self) -> None:
        """Says goodbye, where somebody still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None:
            return self._connection
        server = self._server
        if server.encryption == "tls":
            trusted = ssl.create_default_context()
            made: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trusted)
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        try:
            if server.encryption == "starttls":
                made.starttls(context=ssl.create_default_context())
            if server.user is not None:
                made.login(server.user, server.password or "")
        except BaseException:
            made.close()
            raise
        self._connection = made
        return made

    def _look(self) -> None:
        """Forgets a connection that the server gave up with its refusal."""
        if self._connection is not None and self._connection.sock is None:
            self._connection = None


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"the mail server said {code}: {text}"


def _reason(error: Exception, server: Server) -> str:
    place = f"{server.host}:{server.port}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{place} offers no encryption or no login"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{place} has a certificate that cannot be trusted"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"{place} broke off"
    return f"{place} could not be reached: {error}"
