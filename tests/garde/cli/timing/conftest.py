"""A terminal at which time is put on record, and its clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from garde.basin.config import BasinConfig
from garde.cli.frame import Acting
from garde.cli.time import app
from garde.coordination import record_command
from garde.errors import GardeError
from garde.storage.repositories.basins import save_basin
from tests.garde.migrated import migrated

NAMES = {"fr": "Essai", "nl": "Proef"}
FIELDS = {
    "format": "garde-basin/1",
    "id": "essai",
    "names": NAMES,
    "postcodes": ["1030"],
    "quarters": [
        {"id": "one", "names": NAMES, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 20_000}
    ],
    "burden": {"day": 1, "evening": 2, "night": 3, "weekend": 2, "holiday": 4},
    "help_numbers": [{"number": "112", "names": NAMES, "cents_per_minute": 0}],
    "lines": [
        {
            "id": "nurse",
            "names": NAMES,
            "pictogram": "nurse",
            "modes": ["telephone"],
            "slots": [{"id": "night", "days": ["mo-su", "holiday"], "start": "21:00", "end": "09:00"}],
        }
    ],
}


@dataclass
class Terminal:
    """A terminal of a machine whose clock is moved by hand. Local times are of Brussels."""

    patch: pytest.MonkeyPatch

    def at(self, local: str) -> None:
        """Sets the clock: ``2027-01-15T09:00+01:00``."""
        self.patch.setenv("GARDE_NOW", local)

    def __call__(self, *words: str, who: str = "ann") -> str:
        """What a command that succeeds prints."""
        result = CliRunner().invoke(app, [*words, "--as", who])
        assert result.exit_code == 0, result.exception or result.output
        return result.stdout

    def json(self, *words: str, who: str = "ann") -> Any:
        return json.loads(self(*words, "--json", who=who))

    def warns(self, *words: str) -> str:
        result = CliRunner().invoke(app, [*words, "--as", "ann"])
        assert result.exit_code == 0
        return result.stderr

    def refuses(self, *words: str, who: str = "ann") -> str:
        """The one line with which a command is refused; nothing is changed by it."""
        before = self.json("list", "--all")
        result = CliRunner().invoke(app, [*words, "--as", who])
        assert isinstance(result.exception, GardeError), result.output
        assert result.exception.exit_status == 2
        assert result.stdout == ""
        assert self.json("list", "--all") == before
        line = result.exception.one_line()
        assert "\n" not in line
        return line


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("GARDE_DATABASE_URL", f"sqlite:///{tmp_path / 'garde.db'}")
    database = migrated(tmp_path / "garde.db")
    with database.writing() as session:
        save_basin(session, BasinConfig.model_validate(FIELDS), datetime(2027, 1, 1, tzinfo=UTC))
    database.close()
    opened = Terminal(monkeypatch)
    opened.at("2027-01-15T09:00+01:00")
    return opened


def works(start: str, end: str, who: str = "ann", activity: str = "planning") -> None:
    """Puts a command on record as the frame does it."""
    acting = Acting(who)
    with acting.database.writing() as session:
        record_command(
            session,
            person=who,
            command="plan",
            activity=activity,
            start=datetime.fromisoformat(start),
            end=datetime.fromisoformat(end),
            solver_seconds=0.0,
            basin="essai",
            month="2027-02",
        )
    acting.close()
