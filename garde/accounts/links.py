"""Capability links: who has the address may read and answer for a service, or read as a funder.

A token is 256 random bits. It is shown once, when it is made; only its SHA-256 is kept, which needs no
salt since nobody can guess such a token. Looking a token up compares hashes, so that the time it takes
tells nothing about tokens that exist.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from garde.accounts.actor import Actor

Kind = Literal["service", "funder"]
State = Literal["open", "expired", "renewed", "revoked"]

FAREWELL = timedelta(days=30)
"""How long a renewed link's old address still serves an empty calendar."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as stored; ``service`` is an external id, ``label`` says for whom it was made."""

    id: int
    basin: str
    kind: Kind
    service: str | None
    label: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: Literal["renewed", "revoked"] | None = None

    def state(self, now: datetime) -> State:
        """Whether it opens anything at ``now``, and if not, why."""
        if self.ended_how is not None:
            return self.ended_how
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return "open"


def actor_of(link: Link) -> Actor:
    """Who acts when somebody uses the link: its service, or the funder it was made for."""
    return Actor(f"link {link.id}", link.kind, link.basin, link.service)


def new_token() -> str:
    """A new token of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def feed_token(token: str) -> str:
    """What opens the calendars of a link, and nothing else: nobody finds the link's own token from it.

    Calendar programs keep the addresses that they read, and pass them on to their makers' servers; whoever
    finds one there must not be able to answer for the service.
    """
    digest = hmac.digest(token.encode("utf-8", "surrogatepass"), b"garde calendar", "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def says_farewell(link: Link, now: datetime) -> bool:
    """Whether the calendars of a link that was renewed still answer, though with nothing in them."""
    return link.ended_how == "renewed" and link.ended_at is not None and now < link.ended_at + FAREWELL


def page_address(public_url: str, token: str) -> str:
    """The address of the page that a token opens."""
    return f"{public_url.rstrip('/')}/my/{token}/"


def duty_address(public_url: str, token: str) -> str:
    """The address of the form of one duty, which is all that a token made for a question opens."""
    return f"{page_address(public_url, token)}duty"
