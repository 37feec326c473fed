"""Token buckets: what each visitor may still ask."""

from __future__ import annotations

from collections import OrderedDict

MOST = 20_000
"""Visitors that are remembered; whoever has not asked for longest is forgotten first."""

BURST_SECONDS = 60
"""How long a visitor may save up what it does not use."""


class Buckets:
    """``rate`` tokens a second for each visitor, saved up for a minute. Instants are seconds of any clock."""

    def __init__(self, rate: float, most: int = MOST) -> None:
        self._rate = rate
        self._full = rate * BURST_SECONDS
        self._most = most
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, visitor: bytes, now: float) -> float:
        """Seconds until the visitor may ask again; 0 when it may ask now."""
        missing = 1 - self._tokens(visitor, now)
        return missing / self._rate if missing > 0 else 0

    def take(self, visitor: bytes, tokens: float, now: float) -> None:
        """Charges what an answer cost; a visitor may go into debt by its last one."""
        self._left[visitor] = (self._tokens(visitor, now) - tokens, now)
        self._left.move_to_end(visitor)
        if len(self._left) > self._most:
            self._left.popitem(last=False)

    def _tokens(self, visitor: bytes, now: float) -> float:
        tokens, since = self._left.get(visitor, (self._full, now))
        return min(self._full, tokens + (now - since) * self._rate)
