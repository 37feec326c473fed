"""A calendar server on this machine, and a network on which it is the only host."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from garde.availability.download import Network

CERTIFICATE = Path(__file__).parent / "agenda_example.pem"
"""Of the host agenda.example, signed by itself, with its key; made for these tests."""

LOOPBACK = ip_address("127.0.0.1")
Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Host:
    """What the server answers, by path, and what it was asked."""

    port: int = 0
    answers: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://agenda.example:{self.port}{path}"


def says(content: bytes, **headers: str) -> Answering:
    """An ordinary answer; 304 when the request names its ETag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            request.send_response(304)
            request.end_headers()
            return
        request.send_response(200)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(content)), **told}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def refuses(status: int, **headers: str) -> Answering:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


@contextmanager
def serving(*, encrypted: bool = False) -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append((self.path, dict(self.headers)))
            host.answers[self.path](self)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with running(Handler, encrypted=encrypted) as host.port:
        yield host


@contextmanager
def running(handler: type[BaseHTTPRequestHandler], *, encrypted: bool) -> Iterator[int]:
    """A server on this machine that answers with the handler; gives its port."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what some tests are about."""

    with Quiet(("127.0.0.1", 0), handler) as server:
        if encrypted:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def network(seconds: float = 10, *, trusting: bool = False) -> Network:
    """Every name is this machine, which is the only one that may be asked."""
    return Network(
        resolve=lambda host, port: ["127.0.0.1"],
        allowed=lambda address: address == LOOPBACK,
        seconds=seconds,
        trusted=ssl.create_default_context(cafile=str(CERTIFICATE)) if trusting else None,
    )
