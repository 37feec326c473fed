"""Telling another program: one signed HTTP request for each message."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from time import monotonic

import httpcore

from garde.availability.download import FetchFailed, Guard, Network
from garde.availability.webaddress import WebAddress, web_address
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.messages.courier import Refused, Unreachable
from garde.messages.message import Message, for_others

FORMAT = "garde-message/1"
_AGAIN = frozenset({408, 425, 429})
"""Answers that say: not now."""


def payload(message: Message) -> bytes:
    """What the other program is told: UTF-8 JSON, the same at every attempt."""
    told = {
        "format": FORMAT,
        "basin": message.basin,
        "key": message.key,
        "kind": message.kind,
        "service": message.service,
        "language": message.language,
        "subject": message.subject,
        # Again, for what an earlier release queued as the mail had it.
        "text": for_others(message.body, message.language),
        "queued_at": message.created_at.isoformat(),
        "until": None if message.until is None else message.until.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: str, at: datetime, body: bytes) -> str:
    """``t=SECONDS,v1=HEX``: HMAC-SHA256 with the shared secret over the seconds, a full stop and the body."""
    seconds = int(at.timestamp())
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"


class WebhookCourier:
    """Posts messages to the address in the basin's file.

    ``hosts`` (``name`` or ``name:port``) may be anywhere and without encryption; any other must be public,
    over https.
    """

    def __init__(self, secret: str, network: Network, hosts: Collection[str] = ()) -> None:
        self._secret = secret
        self._network = network
        self._hosts = frozenset(host.strip().lower() for host in hosts if host.strip())

    @property
    def domain(self) -> str:
        """There is none; keys are unique by their basin."""
        return "webhook.invalid"

    def deliver(self, message: Message, config: BasinConfig, at: datetime) -> None:
        """Posts one message; taken when the answer's status is 200 to 299. Redirects are not followed."""
        if config.messages.webhook is None:
            raise Refused("the basin has no webhook any more", permanent=True)
        try:
            place = web_address(config.messages.webhook)
        except BadInput:
            raise Refused("the webhook's address cannot be used", permanent=True) from None
        known = place.host in self._hosts or f"{place.host}:{place.port}" in self._hosts
        if place.scheme != "https" and not known:
            raise Refused(
                f"{place.shown} is not encrypted, and not among GARDE_WEBHOOK_HOSTS", permanent=True
            )
        network = replace(self._network, allowed=lambda address: True) if known else self._network
        body = payload(message)
        headers = [
            (b"Host", place.host_header),
            (b"User-Agent", b"garde"),
            (b"Content-Type", b"application/json; charset=utf-8"),
            (b"Content-Length", str(len(body)).encode()),
            (b"Idempotency-Key", message.message_id.strip("<>").partition("@")[0].encode()),
            (b"Garde-Signature", signature(self._secret, at, body).encode()),
            (b"Connection", b"close"),
        ]
        status = _post(place, network, headers, body)
        if not 200 <= status <= 299:
            permanent = 300 <= status <= 499 and status not in _AGAIN
            raise Refused(f"{place.shown} answered {status}", permanent=permanent)

    def close(self) -> None:
        """Nothing is kept open."""


def _post(place: WebAddress, network: Network, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    """The answer's status. Raises Unreachable."""
    guard = Guard(network, monotonic() + network.seconds)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=network.trusted, network_backend=guard, max_connections=1
            ) as pool,
            pool.stream("POST", place.url, headers=headers, content=body) as response,
        ):
            return int(response.status)
    except FetchFailed as failed:
        raise Unreachable(f"{place.shown} {failed.what}") from None
    except httpcore.TimeoutException:
        raise Unreachable(f"{place.shown} did not answer in time") from None
    except ssl.SSLCertVerificationError:
        raise Unreachable(f"{place.shown} has a certificate that cannot be trusted") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        raise Unreachable(f"{place.shown} could not be reached, or broke off") from None
