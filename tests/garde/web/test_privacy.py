"""What a server keeps of those who ask: nothing. A real one, with default settings, is asked and searched."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

VISITOR = "127.77.13.9"
"""An address of this machine that nothing else uses."""

MARKS = (
    "quartier-secret-7431",
    "agent-secret-7432",
    "seite-secret-7433",
    "203.0.113.77",
    VISITOR,
    "sl;q=0.9",
)
QUESTIONS = (
    "/fr/?near=quartier-secret-7431",
    "/text?lang=nl&near=quartier-secret-7431",
    "/embed/ar/?near=quartier-secret-7431&line=pharmacy",
    "/api/v1/open?near=quartier-secret-7431",
    "/api/v1/open?near=1030&language=nl&quartier-secret-7431=1",
    "/api/v1/open.jsonld?near=1030&step_free=1",
    "/feeds/essai/quartier-secret-7431.ics",
    "/my/quartier-secret-7431/",
    "/quartier-secret-7431",
)


@pytest.fixture
def port(tmp_path: Path, published: Path) -> Iterator[int]:
    """``garde serve`` on a copy of the published town, in a folder of its own, until the end of the test."""
    (tmp_path / "garde.db").write_bytes(published.read_bytes())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GARDE_")}
    home = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "GARDE_NOW": "2027-01-10T10:00+01:00"}
    run = "import sys; from garde.cli.main import main; sys.exit(main())"
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        server = subprocess.Popen(
            [sys.executable, "-c", run, "serve", "--port", str(free)],
            cwd=tmp_path,
            env={**kept, **home, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=out,
            stderr=err,
        )
        try:
            end = time.monotonic() + 60
            while b"200" not in ask(free, "/healthz", timeout=1)[:20]:
                assert server.poll() is None, (tmp_path / "err").read_text()
                assert time.monotonic() < end, "the server does not start"
                time.sleep(0.1)
            yield free
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def ask(port: int, path: str, method: str = "GET", timeout: float = 30) -> bytes:
    """The whole answer to a visitor from an address that tells it apart; empty while nobody listens."""
    rows = (
        f"{method} {path} HTTP/1.1",
        "host: 127.0.0.1",
        "connection: close",
        "user-agent: agent-secret-7432",
        "referer: https://seite-secret-7433.example/",
        "accept-language: sl;q=0.9",
        "x-forwarded-for: 203.0.113.77",
    )
    try:
        with socket.create_connection(("127.0.0.1", port), timeout, (VISITOR, 0)) as line:
            line.settimeout(30)
            line.sendall("\r\n".join([*rows, "", ""]).encode())
            answer = b""
            while more := line.recv(65536):
                answer += more
            return answer
    except ConnectionRefusedError:
        return b""


def test_nothing_of_a_visitor_is_logged_kept_or_sent_back_in_a_header(port: int, tmp_path: Path) -> None:
    for path in QUESTIONS:
        for method in ("GET", "HEAD", "POST"):
            head = ask(port, path, method).partition(b"\r\n\r\n")[0].decode("latin-1").lower()
            assert head.startswith("http/1.1 ")
            assert not head.startswith("http/1.1 5")
            assert "set-cookie" not in head
            assert not [mark for mark in MARKS if mark in head]
    with socket.create_connection(("127.0.0.1", port), 30, (VISITOR, 0)) as line:
        line.sendall(b"quartier-secret-7431 \x00\xff\r\n\r\n")
        line.settimeout(30)
        assert line.recv(65536).startswith(b"HTTP/1.1 400")
    assert ask(port, "/api/v1/open").startswith(b"HTTP/1.1 200")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"out", "err", "garde.db"} <= {path.name for path in files}
    found = [
        (str(path.relative_to(tmp_path)), mark)
        for path in files
        for mark in MARKS
        if mark.encode() in path.read_bytes()
    ]
    assert found == []
    assert b"Who is open now" in (tmp_path / "out").read_bytes()
