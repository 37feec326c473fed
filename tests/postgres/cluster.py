"""A PostgreSQL server of our own: in a temporary folder, on a free port, never run by root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps it out of the PATH. None when there is no server here."""
    found = shutil.which("initdb")
    if found is not None and shutil.which("pg_ctl") is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/", "usr", "lib", "postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@dataclass
class Cluster:
    """The running server."""

    port: int
    numbers: Iterator[int]
    stop: Callable[[], None]
    """Without a word to those who are connected, as when a machine is switched off."""
    start: Callable[[], None]

    def url(self, database: str) -> str:
        return f"postgresql://garde@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """The address of a fresh database: empty, or a copy of another one that nobody is using."""
        import psycopg

        name = f"garde_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[call-overload]
        return self.url(name)


@contextmanager
def running_cluster(folder_of_programs: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="garde-postgres-"))
    as_other: dict[str, Any] = {}
    if (other := _other_user()) is not None:
        as_other = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        os.chown(folder, other.pw_uid, other.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*words: str) -> None:
        # To a file: a server that inherited a pipe would keep it open.
        with (folder / "said.txt").open("a") as said:
            ended = subprocess.run(
                [str(folder_of_programs / words[0]), *words[1:]],
                stdout=said,
                stderr=said,
                cwd=folder,
                timeout=120,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                **as_other,
            )
        assert ended.returncode == 0, (folder / "said.txt").read_text()

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "garde", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"

        def start() -> None:
            run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(folder / "log.txt"), "-o", options, "start")

        def stop() -> None:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")

        start()
        try:
            yield Cluster(port, count(1), stop, start)
        finally:
            stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd | None:
    """Who must run the server when we are root, which PostgreSQL refuses to be; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("nobody but root can run a server here")
