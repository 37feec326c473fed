"""Answers for ``/feeds/``, before all else: a calendar that is unchanged costs hardly more than nothing."""

from __future__ import annotations

from typing import Protocol

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from garde.errors import GardeError, NotFound
from garde.web.answering.conditions import decide
from garde.web.answering.file import Headers, ReadyFile
from garde.web.calendars.asking import FEEDS, Ask, read_ask
from garde.web.headers import STRICT

LONGEST = 1000
"""Characters of an address that can lead to a calendar: what is longer is not even remembered as wrong."""


class CalendarSource(Protocol):
    """Where calendars come from."""

    def kept(self, ask: Ask) -> ReadyFile | None:
        """The calendar if it is ready and certainly still true; never waits for anything."""
        ...

    def find(self, ask: Ask) -> ReadyFile | None:
        """The calendar, made when needed; None where there is none. Raises GardeError."""
        ...


class CalendarAnswers:
    """ASGI middleware that answers GET and HEAD below ``/feeds/`` and passes everything else on."""

    def __init__(self, app: ASGIApp, source: CalendarSource) -> None:
        self._app = app
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http" or not scope["path"].startswith(FEEDS):
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        try:
            if not head and scope["method"] != "GET":
                allow = (b"allow", b"GET, HEAD")
                await _send(send, 405, [*_refusal(b""), allow], b"")
                return
            file = await self._look(scope["path"], scope["query_string"])
        except GardeError as error:
            body = f"{error.one_line()}\n".encode()
            await _send(send, error.http_status, _refusal(body), b"" if head else body)
            return
        outcome, variant = decide(file, scope["headers"])
        if outcome == "unchanged":
            await _send(send, 304, variant.unchanged, b"")
        elif outcome == "refused":
            await _send(send, 412, _refusal(b""), b"")
        else:
            await _send(send, 200, variant.headers, b"" if head else variant.body)

    async def _look(self, path: str, query: bytes) -> ReadyFile:
        ask = read_ask(path, query) if len(path) + len(query) <= LONGEST else None
        if ask is not None:
            file = self._source.kept(ask) or await run_sync(self._source.find, ask)
            if file is not None:
                return file
        # Without the address, which may be a secret.
        raise NotFound("there is no calendar at this address", remedy="look up its address on the page")


def _refusal(body: bytes) -> Headers:
    return [
        *STRICT,
        (b"cache-control", b"no-store"),
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
    ]


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
