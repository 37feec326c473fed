"""A town that plans for wishes, with January 2027 drafted, and use cases at a clock that stands still."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from garde.accounts.actor import Actor
from garde.consultation.answer import Answer, Kind
from garde.consultation.answering import answer
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import chosen_basin
from tests.conftest import QUICK, SERVICES, Desk, as_toml, prepare
from tests.garde.town import town

ANN = Actor("ann", "coordinator", "essai")
NORTH = Actor("link 1", "service", "essai", "north")

NORTH_DUTY, SOUTH_DUTY, WEST_DUTY = (f"pharmacy/2027-01-{day}/day" for day in ("03", "04", "05"))


def instant(text: str) -> datetime:
    """A local time of Brussels in winter."""
    return datetime.fromisoformat(f"{text}+01:00")


OPENED, UNTIL, MEANWHILE = (
    instant(text) for text in ("2026-12-05T10:00", "2026-12-15T18:00", "2026-12-10T12:00")
)


@pytest.fixture(scope="session")
def wishing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January 2027 as draft 1: north serves on the 3rd, south on the 4th, west on the 5th."""
    from garde.basin.load import to_json

    folder = tmp_path_factory.mktemp("wishing")
    head, *rows = SERVICES.splitlines()
    lines = [f"{head},email,languages", *(f"{row},{row.partition(',')[0]}@example.org,nl" for row in rows)]
    (folder / "services.csv").write_text("\n".join(lines))
    basin = town("pharmacy", planning={"tiers": ["uncovered", "unfairness", "wishes"]})
    (folder / "essai.toml").write_text(as_toml(json.loads(to_json(basin))))
    return prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("services", "import", folder / "services.csv"),
        ("plan", "--month", "2027-01", *QUICK),
    )


@pytest.fixture
def town_hall(desk: Desk, wishing: Path) -> Desk:
    """A desk with that draft, on 5 December."""
    desk.take(wishing)
    desk.at("2026-12-05T10:00+01:00")
    return desk


class Room:
    """The database of that desk, and answers given in it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.reading() as session:
            self.config = chosen_basin(session, None)

    def says(self, service: str, kind: Kind, *, by: Actor | None = None, **more: Any) -> Answer:
        """A service answers about draft 1 by itself, on 10 December unless ``at`` is given."""
        actor = by or Actor(f"link of {service}", "service", "essai", service)
        at = more.pop("at", MEANWHILE)
        with self.database.writing() as session:
            return answer(session, self.config, 1, service, kind, actor=actor, at=at, **more)


@pytest.fixture
def room(town_hall: Desk) -> Iterator[Room]:
    """Draft 1, not yet open to the services."""
    database = open_database(f"sqlite:///{town_hall.database}")
    yield Room(database)
    database.close()


@pytest.fixture
def consulted(town_hall: Desk, room: Room) -> Room:
    """Draft 1, open to the services from 5 to 15 December."""
    town_hall("consult", "open", 1, "--until", "2026-12-15T18:00")
    return room
