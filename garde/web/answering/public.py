"""Public answers sent again as they are, before all else, until the minute or the published data change."""

from __future__ import annotations

from anyio import Event
from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from garde.basin.config import LANGUAGES
from garde.clock import Clock
from garde.errors import GardeError
from garde.lookup import Timetable
from garde.web.answering.conditions import decide, takes_gzip
from garde.web.answering.file import Headers, ReadyFile
from garde.web.answering.said import Said
from garde.web.answering.shelf import Question, Shelf, start_of_minute
from garde.web.api import LINKED, OPEN
from garde.web.headers import EMBEDDED
from garde.web.source import PublicSource
from garde.web.words import preferred_language

FOLLOWS_THE_BROWSER = "/text"
PATHS = frozenset(
    {OPEN, LINKED, FOLLOWS_THE_BROWSER, *(f"{room}{tag}/" for tag in LANGUAGES for room in ("/", EMBEDDED))}
)
"""Where answers depend on nothing but the published data, the minute, the address and the language."""

LAY_READY = "garde.lay_ready"
"""Set in a request's scope where its answer lay ready."""

LONGEST = 1000
"""Octets of a question that is kept; a longer one is answered, but not remembered."""

_CONDITIONS = frozenset(
    {
        b"accept-encoding",
        b"if-none-match",
        b"if-modified-since",
        b"if-match",
        b"if-unmodified-since",
        b"range",
        b"if-range",
    }
)


class ReadyAnswers:
    """ASGI middleware: each public question is answered by the application once a minute, then from here.

    The application answers in full, whatever the visitor has already; encoding, 304 and HEAD are seen to
    here. Only a good answer that anybody may keep is kept, and never one for longer than it is true.
    """

    def __init__(self, app: ASGIApp, source: PublicSource, clock: Clock) -> None:
        self._app = app
        self._source = source
        self._clock = clock
        self._shelf = Shelf()
        self._under_way: dict[Question, Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if (
            scope["type"] != "http"
            or scope["path"] not in PATHS
            or scope["method"] not in ("GET", "HEAD")
            or len(scope["query_string"]) > LONGEST
        ):
            await self._app(scope, receive, send)
            return
        question = self.question(scope)
        answer = self.kept(question)
        if answer is not None:
            scope[LAY_READY] = True
        else:
            answer = await self._find(question, scope, receive, send)
        if answer is not None:
            await _send(answer, scope, send)

    def question(self, scope: Scope) -> Question:
        """What the request asks, as answers are told apart."""
        path: str = scope["path"]
        language = ""
        if path == FOLLOWS_THE_BROWSER:
            accepted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
            language = preferred_language(accepted.decode("latin-1"), "")
        return Question(path, scope["query_string"], language)

    def kept(self, question: Question) -> ReadyFile | None:
        """The answer if it is ready and certainly still true; never waits for anything."""
        timetable = self._source.kept()
        if timetable is None:
            return None
        self._shelf.turn_to(timetable, self._clock())
        return self._shelf.get(question)

    async def _find(self, question: Question, scope: Scope, receive: Receive, send: Send) -> ReadyFile | None:
        """The answer, ready to be sent; None when it was sent already."""
        # One at a time for each question: at the turn of the minute many ask the same.
        while (running := self._under_way.get(question)) is not None:
            await running.wait()
            if (answer := self.kept(question)) is not None:
                return answer
        done = self._under_way[question] = Event()
        try:
            return await self._make(question, scope, receive, send)
        finally:
            del self._under_way[question]
            done.set()

    async def _make(self, question: Question, scope: Scope, receive: Receive, send: Send) -> ReadyFile | None:
        # Both before the answer is made: it may be newer than it is taken for, never older.
        since, timetable = self._clock(), await self._timetable()
        said = Said()
        full = {
            **scope,
            "method": "GET",
            "headers": [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS],
        }
        try:
            await self._app(full, receive, said.take)
        except Exception:
            # The answer to a fault of ours was given before it was raised again, for the log.
            await _send_in_full(said.ready(), said.status, scope, send)
            raise
        answer = await run_sync(said.ready)
        if said.status != 200:
            await _send_in_full(answer, said.status, scope, send)
            return None
        now = self._clock()
        # Not into the next minute, nor beside answers of newer data.
        holds = timetable is not None and self._source.kept() is timetable
        if timetable and holds and said.for_anybody and start_of_minute(since) == start_of_minute(now):
            self._shelf.turn_to(timetable, now)
            self._shelf.put(question, answer)
        return answer

    async def _timetable(self) -> Timetable | None:
        try:
            return self._source.kept() or await run_sync(self._source.current)
        except GardeError:
            # The application says what is wrong.
            return None


async def _send(answer: ReadyFile, scope: Scope, send: Send) -> None:
    outcome, variant = decide(answer, scope["headers"])
    if outcome == "send":
        await _out(send, 200, variant.headers, b"" if scope["method"] == "HEAD" else variant.body)
    else:
        await _out(send, 304 if outcome == "unchanged" else 412, variant.unchanged, b"")


async def _send_in_full(answer: ReadyFile, status: int, scope: Scope, send: Send) -> None:
    """What is no good answer depends on no condition."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    variant = answer.packed if takes_gzip(accepted) else answer.plain
    await _out(send, status, variant.headers, b"" if scope["method"] == "HEAD" else variant.body)


async def _out(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
