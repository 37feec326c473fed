"""Telling visitors apart without keeping their addresses."""

from __future__ import annotations

import hmac
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from secrets import token_bytes

from starlette.types import Scope

from garde.errors import BadInput

KEY_SECONDS = 3600
"""How long a visitor has the same name."""

_HOUSEHOLD = 64
"""Bits of an IPv6 address that a visitor does not choose: the rest is its own to change."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def read_proxies(setting: str) -> tuple[Network, ...]:
    """The proxies' addresses or networks, which commas part. Raises BadInput for what is neither."""
    try:
        return tuple(ip_network(part.strip()) for part in setting.split(",") if part.strip())
    except ValueError as error:
        raise BadInput(
            f"{error} (a proxy is an address or a network)",
            where="GARDE_PROXIES",
            remedy="write for example 127.0.0.1 or 10.0.0.0/8, ::1",
        ) from None


class Visitors:
    """Names visitors by an HMAC of their address, with a key that is nowhere but here and changes each hour.

    ``X-Forwarded-For`` is believed of ``proxies`` alone: its last address that is none of theirs counts.
    """

    def __init__(self, proxies: tuple[Network, ...] = ()) -> None:
        self._proxies = proxies
        self._key = b""
        self._until = float("-inf")

    def name(self, scope: Scope, now: float) -> bytes | None:
        """The visitor's name for now (``now`` in seconds of a clock that only goes on).

        None for this machine itself: a program of its own, or a proxy that nobody named.
        """
        address = self._address(scope)
        if address is None or address.is_loopback:
            return None
        if now >= self._until:
            self._key, self._until = token_bytes(32), now + KEY_SECONDS
        packed = address.packed if address.version == 4 else address.packed[: _HOUSEHOLD // 8]
        return hmac.digest(self._key, packed, "sha256")[:16]

    def _address(self, scope: Scope) -> Address | None:
        client = scope.get("client")
        address = _read(client[0]) if client else None
        if address is None or not self._is_proxy(address):
            return address
        for name, value in reversed(scope["headers"]):
            if name != b"x-forwarded-for":
                continue
            for part in reversed(value.decode("latin-1").split(",")):
                forwarded = _read(part)
                if forwarded is None:
                    return address
                if not self._is_proxy(forwarded):
                    return forwarded
        return address

    def _is_proxy(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)


def _read(text: str) -> Address | None:
    """An address as proxies write it, with or without its port; IPv4 also where it is dressed as IPv6."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
