"""A desk at which commands are typed, with prepared databases; how long property tests search."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.garde.town import town

# A quick look at every commit; the long runs look at forty times as much.
settings.register_profile("usual", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=2000)
LONG = bool(os.environ.get("GARDE_LONG"))
"""Whether to look at everything; read here, for a desk has no settings but its own."""
settings.load_profile("long" if LONG else "usual")

TOGETHER = {"scenario", "report", "demo", "postgres"}
"""Folders of tests that share something dear to make: all on one worker, so that it is made once."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait a good part of their time, for a browser for one."""
    able = getattr(os, "sched_getaffinity", None)
    return (len(able(0)) if able else os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Each test goes to whichever worker is free; what belongs together goes first, and to one.

    Not by marks for pytest-xdist's own ``loadgroup``: it reads none of them with pytest 9.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder = Path(nodeid.partition("::")[0]).parent.name
            return folder if folder in TOGETHER else nodeid

    return Scheduling(config, log) if config.getoption("dist") == "load" else None


SERVICES = """external_id,name,postcode,line,share,lat,lon,phone,address
north,Officine inventée du Nord,1030,pharmacy,1,50.871,4.381,+32 2 000 00 01,Rue de l'Essai 1
south,Officine inventée du Sud,1030,pharmacy,1,50.862,4.372,+32 2 000 00 02,Rue de l'Essai 2
east,Officine inventée de l'Est,1030,pharmacy,1,50.873,4.393,+32 2 000 00 03,Rue de l'Essai 3
west,Officine inventée de l'Ouest,1030,pharmacy,1,50.864,4.364,+32 2 000 00 04,Rue de l'Essai 4
small,Petite officine inventée,1030,pharmacy,0.5,50.855,4.385,+32 2 000 00 05,Rue de l'Essai 5
large,Grande officine inventée,1030,pharmacy,2,50.866,4.376,+32 2 000 00 06,Rue de l'Essai 6
"""
BEFORE = "2026-12-20T10:00+01:00"
"""When January is planned and published."""
QUICK = ("--time-limit", "5")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """What standard error says, but for warnings and progress."""
        return [text for text in self.err.splitlines() if not text.startswith(("warning: ", "planning: "))]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """Where commands are typed: a folder with a database, a clock that stands still."""

    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str] | None = None

    def at(self, instant: str) -> None:
        """Sets the clock: ``2027-01-15T09:00+01:00``."""
        self.patch.setenv("GARDE_NOW", instant)

    def take(self, prepared: Path) -> None:
        """Puts a prepared database on the desk."""
        shutil.copy(prepared, self.database)

    @property
    def database(self) -> Path:
        return self.folder / "garde.db"

    def rows(self) -> list[str]:
        """Everything in the database, as SQL; nothing when there is none."""
        if not self.database.exists():
            return []
        connection = sqlite3.connect(self.database)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def run(self, *words: object) -> Said:
        """Types a command."""
        from garde.cli.main import run

        if self.capture is None:
            return Said(run([str(word) for word in words]), "", "")
        self.capture.readouterr()
        status = run([str(word) for word in words])
        return Said(status, *self.capture.readouterr())

    def __call__(self, *words: object, status: int = 0) -> str:
        """What a command prints that ends as expected."""
        said = self.run(*words)
        assert said.status == status, said.out + said.err
        return said.out

    def json(self, *words: object, status: int = 0) -> Any:
        return json.loads(self(*words, "--json", status=status))


def _desk(folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str] | None = None) -> Desk:
    for name in [name for name in os.environ if name.startswith("GARDE_")]:
        patch.delenv(name)
    patch.chdir(folder)
    patch.setenv("GARDE_DATABASE_URL", f"sqlite:///{folder / 'garde.db'}")
    patch.setenv("GARDE_USER", "ann")
    desk = Desk(folder, patch, capture)
    desk.at(BEFORE)
    return desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk without a database yet."""
    return _desk(tmp_path, monkeypatch, capsys)


def prepare(folder: Path, before: Path | None, *commands: tuple[object, ...]) -> Path:
    """A database after these commands, each of which must be done without a complaint."""
    with pytest.MonkeyPatch.context() as patch:
        desk = _desk(folder, patch)
        if before is not None:
            desk.take(before)
        for words in commands:
            assert desk.run(*words).status == 0
        return desk.database


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the town and six services; nobody takes part in its second line."""
    from garde.basin.load import to_json

    folder = tmp_path_factory.mktemp("directory")
    (folder / "services.csv").write_text(SERVICES)
    basin = folder / "essai.toml"
    basin.write_text(as_toml(json.loads(to_json(town("pharmacy", "nursing")))))
    return prepare(folder, None, ("init", basin), ("services", "import", folder / "services.csv"))


@pytest.fixture(scope="session")
def drafted(directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with January 2027 planned as draft 1."""
    return prepare(tmp_path_factory.mktemp("drafted"), directory, ("plan", "--month", "2027-01", *QUICK))


@pytest.fixture(scope="session")
def published(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with draft 1 published as version 1."""
    return prepare(tmp_path_factory.mktemp("published"), drafted, ("publish", 1))


def as_toml(fields: dict[str, Any]) -> str:
    """A basin's fields as the file that says them; JSON's texts, numbers and lists are TOML's too."""
    return "".join(f"{key} = {_toml(value)}\n" for key, value in fields.items() if value is not None)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items() if item is not None)
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
