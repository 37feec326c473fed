"""An answer ready to be sent: its bytes, plain and compressed, and all headers that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """The answer in one encoding. ``tag`` is what its entity tag has between its quotes, with them."""

    tag: bytes
    body: bytes
    headers: Headers
    unchanged: Headers
    """Those of a 304, which repeats what a 200 would say of keeping it (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """An answer as it is served. ``modified`` is its last change in whole seconds; None when unknown.

    Where compression does not pay, ``packed`` is the plain one.
    """

    plain: Variant
    packed: Variant
    modified: datetime | None = None
