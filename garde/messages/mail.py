"""A message as the e-mail that is sent: headers and a plain text."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from garde.basin.config import BasinConfig
from garde.messages.courier import Refused
from garde.messages.message import Message
from garde.messages.moments import basin_in_words

_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^@]{1,253}")
"""A local part without quotes or non-ASCII letters, which every server takes."""
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


def mail_address(text: str) -> str:
    """The address with its domain in ASCII. Raises Refused for what is none."""
    text = text.strip()
    try:
        if not _PLAIN_ADDRESS.fullmatch(text):
            raise ValueError
        local, _, domain = text.partition("@")
        ascii_domain = domain.encode("idna").decode("ascii")
        # Nothing can be received under .invalid (RFC 2606), where the demo's services live.
        if not _HOST.fullmatch(ascii_domain) or ascii_domain.lower().endswith(".invalid"):
            raise ValueError
    except (ValueError, UnicodeError):
        raise Refused(f"{text!r} is no e-mail address", permanent=True) from None
    return f"{local}@{ascii_domain}"


def compose(message: Message, config: BasinConfig, sender: str, at: datetime) -> EmailMessage:
    """The e-mail that tells a message at ``at``. Raises Refused when its address is none."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(_shown(basin_in_words(config, message.language)), addr_spec=sender)
    mail["To"] = Address(addr_spec=mail_address(message.address or ""))
    if config.messages.reply_to:
        mail["Reply-To"] = Address(addr_spec=mail_address(config.messages.reply_to))
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    # Quoted-printable whatever it holds, so that no server on the way needs to know 8-bit texts.
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language
    return mail


def _shown(name: str) -> str:
    """A name for a header: without line breaks and other control characters."""
    return "".join(mark if mark.isprintable() else " " for mark in name)
