"""Capability links: who has the address may read and answer for a service, or read as a funder.

A token is 256 random bits. It is shown once, when it is made; only its SHA-256 is kept, which needs no
salt since nobody can guess such a token. Looking a token up compares hashes, so that the time it takes
tells nothing about tokens that exist.
"""

from __future__ import annotations

import hashlib
import secrets
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


def page_address(public_url: str, token: str) -> str:
    """The address of the page that a token opens."""
    return f"{public_url.rstrip('/')}/my/{token}/"
