"""A limit for programs that ask too much; people's pages have none."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from garde.errors import TooMany
from garde.web.answering.public import LAY_READY
from garde.web.api import DATA
from garde.web.data import refusal
from garde.web.headers import STRICT
from garde.web.limiting.buckets import Buckets
from garde.web.limiting.visitors import Network, Visitors

READY_COSTS, MADE_COSTS = 1, 5
"""Tokens for an answer that lay ready, and for one that had to be made."""


class ApiLimit:
    """ASGI middleware: whoever asks too much below ``/api/`` is told when to come again.

    A visitor may ask ``rate`` answers a second that lie ready, or a fifth as many that must be made, and save
    up a minute's worth.
    """

    def __init__(
        self,
        app: ASGIApp,
        rate: float,
        proxies: tuple[Network, ...] = (),
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._app = app
        self._buckets = Buckets(rate)
        self._visitors = Visitors(proxies)
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when to come again."""
        if scope["type"] != "http" or not scope["path"].startswith(DATA):
            await self._app(scope, receive, send)
            return
        now = self._seconds()
        visitor = self._visitors.name(scope, now)
        if visitor is None:
            await self._app(scope, receive, send)
            return
        wait = self._buckets.wait(visitor, now)
        if wait > 0:
            await _refuse(scope, send, ceil(wait))
            return
        try:
            await self._app(scope, receive, send)
        finally:
            self._buckets.take(visitor, READY_COSTS if scope.get(LAY_READY) else MADE_COSTS, now)


async def _refuse(scope: Scope, send: Send, seconds: int) -> None:
    error = TooMany("too many questions from one place", remedy=f"ask again in {seconds} s")
    body = refusal(error).model_dump_json().encode()
    headers = [
        *STRICT,
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"retry-after", b"%d" % seconds),
    ]
    await send({"type": "http.response.start", "status": error.http_status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
