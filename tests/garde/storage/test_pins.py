"""Pins and duties against a rule as stored: with a draft, and with every version that still has the duty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.planning.decisions import Override, Pinned
from garde.planning.draft import Draft, PoolPlan
from garde.publication.publish import publish, put_in_force
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import (
    latest_version,
    load_draft,
    rewrite_draft,
    save_draft,
    version_slots,
)
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, slot, town

AT = instant("2026-12-20T09:00")
ANN = Actor("ann", "coordinator", "essai")
FOURTH, FIFTH = "pharmacy/2027-01-04/day", "pharmacy/2027-01-05/day"
AGAINST = Override(FOURTH, "a", ("rest", "limits"), "agreed", AT, "ann")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated(tmp_path / "garde.db")
    with opened.writing() as session:
        save_basin(session, town(), AT)
        save_services(session, "essai", [service(name) for name in "abc"], AT)
    yield opened
    opened.close()


def kept(
    database: Database, slots: list[FilledSlot], *overrides: Override, pins: tuple[Pinned, ...] = ()
) -> int:
    with database.writing() as session:
        draft = Draft(
            id=0,
            basin="essai",
            months=("2027-01",),
            slots=tuple(slots),
            pools=(PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"{}", b"{}", whole=b"{ }"),),
            created_at=AT,
            created_by="ann",
            base_version=latest_version(session, "essai"),
            pins=pins,
            overrides=overrides,
        )
        return save_draft(session, draft, instant("2026-12-31T23:00"), instant("2027-01-31T23:00"))


def published(database: Database, config: BasinConfig, draft: int) -> None:
    with database.writing() as session:
        publish(session, config, draft, actor=ANN, at=AT)


def in_force(database: Database) -> tuple[Override, ...]:
    with database.reading() as session:
        return overrides_in_force(session, "essai", ["2027-01"])


def test_what_was_decided_comes_back_as_it_was_kept_and_is_replaced_whole(database: Database) -> None:
    pins = (
        Pinned(FIFTH, "b", True, "consultation", AT, "link 3"),
        Pinned(FIFTH, "c", False, "hand", AT, "ann"),
    )
    number = kept(database, [slot(FOURTH, ["a"]), slot(FIFTH, ["b", None])], AGAINST, pins=pins)
    with database.writing() as session:
        draft = load_draft(session, "essai", number)
        assert (draft.pins, draft.overrides, draft.pools[0].whole) == (pins, (AGAINST,), b"{ }")
        changed = Draft(
            **{
                **{name: getattr(draft, name) for name in draft.__dataclass_fields__},
                "slots": (slot(FOURTH, [None]), slot(FIFTH, ["c", "b"])),
                "pools": (PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"1", b"2", planned=b"3"),),
                "pins": pins[:1],
                "overrides": (),
            }
        )
        rewrite_draft(session, changed)
    with database.reading() as session:
        assert load_draft(session, "essai", number) == changed


def test_a_duty_against_a_rule_stays_on_record_as_long_as_it_is_served(database: Database) -> None:
    config = town()
    published(database, config, kept(database, [slot(FOURTH, ["a"]), slot(FIFTH, ["b"])], AGAINST))
    assert in_force(database) == (AGAINST,)
    published(database, config, kept(database, [slot(FOURTH, ["a"]), slot(FIFTH, ["c"])]))
    assert in_force(database) == (AGAINST,)
    published(database, config, kept(database, [slot(FOURTH, ["b"]), slot(FIFTH, ["c"])]))
    assert in_force(database) == ()
    with database.writing() as session:
        former = version_slots(session, "essai", 1)
        put_in_force(session, config, ["2027-01"], former, actor=ANN, at=AT, reason=None, origin="version 1")
    assert in_force(database) == (AGAINST,)
    with database.reading() as session:
        assert overrides_in_force(session, "essai", ["2027-02"]) == ()
        assert overrides_in_force(session, "essai") == (AGAINST,)
