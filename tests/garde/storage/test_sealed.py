"""What was published or recorded never changes, whoever writes to the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from garde.accounts.actor import Actor
from garde.errors import StorageError
from garde.ledger.adjustment import Adjustment
from garde.planning.decisions import Override
from garde.planning.draft import Draft, PoolPlan
from garde.publication.publish import publish
from garde.served import Record
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin, stored_basins, wipe
from garde.storage.repositories.ledger import add_adjustment
from garde.storage.repositories.rotas import load_draft, mark_deleted, rewrite_draft, save_draft
from garde.storage.repositories.served import add_record
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, slot, town

AT = instant("2026-12-20T09:00")
SPAN = instant("2026-12-31T23:00"), instant("2027-01-31T23:00")
KEY = "pharmacy/2027-01-04/day"


def draft(number: int, base: int | None) -> Draft:
    return Draft(
        id=number,
        basin="essai",
        months=("2027-01",),
        slots=(slot(KEY, ["a", None]),),
        pools=(PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"{}", b"{}"),),
        created_at=AT,
        created_by="ann",
        base_version=base,
        overrides=(Override(KEY, "a", ("rest",), "agreed", AT, "ann"),),
    )


def fill(database: Database) -> None:
    """Version 1 from draft 1, then draft 2, a record and an adjustment."""
    with database.writing() as session:
        save_basin(session, town(), AT)
        save_services(session, "essai", [service("a"), service("b")], AT)
        save_draft(session, draft(1, None), *SPAN)
        publish(session, town(), 1, actor=Actor("ann", "coordinator", "essai"), at=AT)
        save_draft(session, draft(2, 1), *SPAN)
        add_record(session, "essai", Record(0, KEY, "a", None, None, "b", None, AT, "ann"))
        add_adjustment(session, "essai", Adjustment(0, "a", "2027-01", "burden", 2.0, "why", AT, "ann"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated(tmp_path / "garde.db")
    fill(opened)
    yield opened
    opened.close()


VERSION = "(SELECT id FROM rota WHERE kind = 'version')"
SLOT = f"(SELECT id FROM rota_slot WHERE rota_id = {VERSION})"
WRITES = [
    f"UPDATE rota SET reason = 'other' WHERE id = {VERSION}",
    f"UPDATE rota SET status = 'publishing' WHERE id = {VERSION}",
    f"DELETE FROM rota WHERE id = {VERSION}",
    f"UPDATE rota_month SET number = 9 WHERE rota_id = {VERSION}",
    f"DELETE FROM rota_month WHERE rota_id = {VERSION}",
    f"INSERT INTO rota_month (rota_id, month, basin_id, number) VALUES ({VERSION}, '2027-02', 'essai', 1)",
    f"UPDATE rota_slot SET burden = 1 WHERE rota_id = {VERSION}",
    f"UPDATE rota_slot SET rota_id = {VERSION} WHERE rota_id = 1",
    f"DELETE FROM rota_slot WHERE rota_id = {VERSION}",
    f"UPDATE rota_duty SET service_id = 2 WHERE slot_id = {SLOT}",
    f"UPDATE rota_duty SET slot_id = {SLOT}, place = 1 WHERE slot_id = 1",
    f"DELETE FROM rota_duty WHERE slot_id = {SLOT}",
    f"INSERT INTO rota_duty (slot_id, place, service_id) VALUES ({SLOT}, 1, 2)",
    f"UPDATE rota_override SET reason = 'other' WHERE rota_id = {VERSION}",
    f"DELETE FROM rota_override WHERE rota_id = {VERSION}",
    "UPDATE ledger_entry SET served = 0",
    "DELETE FROM ledger_entry",
]


@pytest.mark.parametrize("statement", WRITES)
def test_the_database_refuses_to_change_a_version(database: Database, statement: str) -> None:
    with (
        pytest.raises(StorageError, match="the database refused: a published version never changes"),
        database.writing() as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize("table", ["served", "ledger_adjustment"])
def test_the_database_refuses_to_change_what_was_recorded(database: Database, table: str) -> None:
    for statement in (f"UPDATE {table} SET reason = 'other'", f"DELETE FROM {table}"):
        with pytest.raises(StorageError, match=f"{table} is append-only"), database.writing() as session:
            session.execute(text(statement))


def test_drafts_change_as_before(database: Database) -> None:
    with database.writing() as session:
        found = load_draft(session, "essai", 2)
        rewrite_draft(session, found)
        mark_deleted(session, found)
    with database.reading() as session:
        (status,) = session.execute(text("SELECT status FROM rota WHERE kind = 'draft' AND number = 2")).one()
        assert status == "deleted"
        assert session.execute(text("SELECT status FROM rota WHERE kind = 'version'")).one() == ("published",)


def test_a_demo_can_be_wiped_and_what_is_published_next_is_held_again(database: Database) -> None:
    with database.writing() as session:
        wipe(session)
        assert stored_basins(session) == ()
        save_basin(session, town(), AT)
        save_services(session, "essai", [service("a")], AT)
        save_draft(session, draft(1, None), *SPAN)
        publish(session, town(), 1, actor=Actor("ann", "coordinator", "essai"), at=AT)
    with pytest.raises(StorageError, match="never changes"), database.writing() as session:
        session.execute(text(WRITES[0]))
