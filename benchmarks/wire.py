"""A server as ``garde serve`` runs it, in a process of its own, and a client that times it over a socket."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter

REQUESTS = 300
"""Of each kind in each round."""

BARE, HELLO = "/bare", "/hello"
"""A greeting in two places: before all routing and middleware, and as a route of the application."""


class Line:
    """One kept connection, on which requests are sent one after the other."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """The whole answer."""
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(header(head, b"content-length") or 0)
        while len(body) < length:
            body += self.socket.recv(1 << 20)
        return head + b"\r\n\r\n" + body

    def seconds(self, request: bytes, status: bytes, times: int = REQUESTS) -> float:
        """How long many of the same take."""
        assert self.ask(request).startswith(b"HTTP/1.1 " + status)
        began = perf_counter()
        for _ in range(times):
            self.ask(request)
        return perf_counter() - began


def header(head: bytes, name: bytes) -> str:
    """A header of an answer; empty without it."""
    rows = (row.partition(b":") for row in head.split(b"\r\n"))
    return next((value.strip().decode() for key, _, value in rows if key.lower() == name), "")


def request(path: str, *headers: str) -> bytes:
    """A GET as programs send it."""
    rows = [f"GET {path} HTTP/1.1", "host: garde.example", "accept-encoding: gzip, deflate", *headers]
    return "\r\n".join([*rows, "", ""]).encode()


@contextmanager
def served(script: str, folder: Path) -> Iterator[int]:
    """``script --serve FOLDER PORT`` in a process of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, script, "--serve", str(folder), str(port)])
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert server.poll() is None, "the server does not start"
                subprocess.run(["sleep", "0.1"], check=True)
        yield port
    finally:
        server.terminate()
        server.wait()


def serve(folder: Path, port: int, basin: str, now: str, public: str) -> None:
    """The application on ``garde.db`` in that folder, at a clock that goes on from ``now``."""
    import uvicorn
    from starlette import types
    from starlette.responses import PlainTextResponse

    from garde.cli.serving import QUIET
    from garde.clock import clock_from, system_clock
    from garde.storage.database import open_database
    from garde.web.app import create_app
    from garde.web.calendars.stored import StoredCalendars
    from garde.web.my.source import PrivateSource
    from garde.web.published import PublishedSource

    ahead = clock_from(now)() - system_clock()

    def clock() -> datetime:
        return system_clock() + ahead

    database = open_database(f"sqlite:///{folder / 'garde.db'}")
    app = create_app(
        PublishedSource(database, basin, clock),
        clock,
        PrivateSource(database, public),
        StoredCalendars(database, basin, clock, public),
        public,
    )

    @app.get(HELLO)
    async def hello() -> PlainTextResponse:
        return PlainTextResponse("hello")

    bare = PlainTextResponse("hello")

    async def with_bare_hello(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] == "http" and scope["path"] == BARE:
            await bare(scope, receive, send)
        else:
            await app(scope, receive, send)

    uvicorn.run(with_bare_hello, host="127.0.0.1", port=port, **QUIET)
