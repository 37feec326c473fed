"""A pharmacy line with published duties of January 2027, each 09:00 to 21:00 local; who may report them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from garde.accounts.actor import Actor
from garde.activity.report import Contacts, Counts, DutyReport, Outcome
from garde.activity.reporting import report_duty
from garde.planning.draft import Draft, PoolPlan
from garde.publication.publish import publish
from garde.served import Record
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.rotas import save_draft
from garde.storage.repositories.served import add_record
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, slot, town

ANN = Actor("ann", "coordinator", "essai")
EVE = Actor("eve", "reader", "essai")
NORTH = Actor("link 1", "service", "essai", "north")
SOUTH = Actor("link 2", "service", "essai", "south")

MONDAY, TUESDAY, WEDNESDAY = (f"pharmacy/2027-01-{day}/day" for day in ("04", "05", "06"))
"""north serves on Monday, south on Tuesday, both on Wednesday; of Wednesday's, west stood in for south."""
AFTER = instant("2027-01-07T10:00")
PUBLISHED = instant("2026-12-20T09:00")
SPAN = instant("2026-12-31T23:00"), instant("2027-01-31T23:00")
CONFIG = town("pharmacy", "reception")


def came(people: int, outcome: Outcome = "helped", **more: Any) -> Contacts:
    """So many came for medicine and spoke French."""
    return Contacts(
        more.get("need", "medicine"), more.get("language", "fr"), outcome, people, more.get("sent_to")
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database with all this, made once."""
    path = tmp_path_factory.mktemp("activity") / "garde.db"
    opened = migrated(path)
    fill(opened)
    opened.close()
    return path


@pytest.fixture
def database(tmp_path: Path, filled: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{copy(filled, tmp_path / 'garde.db')}")
    yield opened
    opened.close()


def fill(database: Database) -> None:
    """The basin with these three duties in force."""
    slots = (
        slot(MONDAY, ["north"]),
        slot(TUESDAY, ["south"]),
        slot(WEDNESDAY, ["north", "south"]),
        slot("pharmacy/2027-01-20/day", ["north"]),
    )
    draft = Draft(
        id=1,
        basin="essai",
        months=("2027-01",),
        slots=slots,
        pools=(PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"{}", b"{}"),),
        created_at=PUBLISHED,
        created_by="ann",
        base_version=None,
    )
    with database.writing() as session:
        save_basin(session, CONFIG, PUBLISHED)
        save_services(
            session, "essai", [service(name, quarter="one") for name in ("north", "south", "west")], PUBLISHED
        )
        save_draft(session, draft, *SPAN)
        publish(session, CONFIG, 1, actor=ANN, at=PUBLISHED)
        add_record(session, "essai", Record(0, WEDNESDAY, "south", None, None, "west", None, AFTER, "ann"))


def report(
    database: Database,
    counts: Counts,
    *,
    key: str = MONDAY,
    name: str = "north",
    actor: Actor = NORTH,
    at: datetime = AFTER,
    **more: Any,
) -> DutyReport:
    """north reports its duty of Monday by itself, unless it is said otherwise."""
    with database.writing() as session:
        return report_duty(session, CONFIG, key, name, counts, actor=actor, at=at, **more)
