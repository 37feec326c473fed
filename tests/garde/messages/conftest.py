"""A basin with its database, three services and what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.publication.publish import put_in_force
from garde.rota import FilledSlot, in_order
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, town

EARLIER = instant("2026-12-01T09:00")
SERVICES = [
    service("ann", email="ann@services.example", languages=("nl", "fr")),
    service("bob", email="bob@services.example", languages=("ar",)),
    service("eve"),
]
TOWN = town()


def put(
    database: Database, *slots: FilledSlot, at: datetime, config: BasinConfig = TOWN, months: int = 1
) -> None:
    """Makes the slots the rota in force of January 2027, and of so many months from there."""
    with database.writing() as session:
        put_in_force(
            session,
            config,
            ["2027-01", "2027-02"][:months],
            in_order(slots),
            actor=Actor("ann", "coordinator", config.id),
            at=at,
            reason=None,
            origin="hand",
        )


def fill(database: Database) -> None:
    """The basin and its services."""
    with database.writing() as session:
        save_basin(session, town(), EARLIER)
        save_services(session, "essai", SERVICES, EARLIER)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated(tmp_path / "garde.db")
    fill(opened)
    yield opened
    opened.close()
