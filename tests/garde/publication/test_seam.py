"""A version put back between months that have changed meets them; nothing is added to the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.planning.draft import Draft, PoolPlan
from garde.publication.publish import merged, put_in_force
from garde.publication.restoring import restore_version
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, line, service, slot, town

ANN = Actor("ann", "coordinator", "essai")
AT = instant("2026-12-20T09:00")
DURING = instant("2027-01-15T09:00")
TOWN = town(lines=[line("pharmacy")])
LAST = slot(
    "pharmacy/2026-12-31/day",
    ["c"],
    month="2026-12",
    start=instant("2026-12-31T08:00"),
    end=instant("2027-01-01T08:00"),
)
TRIMMED = replace(LAST, end=instant("2026-12-31T23:00"), burden=15, places=("a",))
OPENING = slot(
    "pharmacy/2027-01-01/opening-day",
    ["b"],
    start=instant("2026-12-31T23:00"),
    end=instant("2027-01-01T08:00"),
)
FIRST = slot("pharmacy/2027-01-01/day", ["c"])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = migrated(tmp_path / "garde.db")
    with database.writing() as session:
        save_basin(session, TOWN, AT)
        save_services(session, "essai", [service(name, "pharmacy") for name in "abc"], AT)
    yield database
    database.close()


def put(database: Database, month: str, *slots: FilledSlot) -> None:
    with database.writing() as session:
        put_in_force(
            session, TOWN, (month,), slots, actor=ANN, at=AT, reason=None, origin="a test", announce=False
        )


def put_back(database: Database, number: int, at: datetime = AT) -> None:
    with database.writing() as session:
        restore_version(session, TOWN, number, actor=ANN, at=at, override="as agreed")


def in_force(database: Database) -> Sequence[tuple[str, str, str, tuple[str | None, ...], int]]:
    with database.reading() as session:
        return [
            (
                one.key.partition("/")[2],
                f"{one.start:%d %H:%M}",
                f"{one.end:%d %H:%M}",
                one.places,
                one.burden,
            )
            for one in slots_in_force(session, "essai")
        ]


def test_an_untrimmed_december_is_cut_where_january_opens(database: Database) -> None:
    put(database, "2026-12", LAST)
    put(database, "2026-12", TRIMMED)
    put(database, "2027-01", OPENING, FIRST)
    put_back(database, 1)
    # A point an hour: from nine in the morning until midnight 15.
    assert in_force(database) == [
        ("2026-12-31/day", "31 08:00", "31 23:00", ("c",), 15),
        ("2027-01-01/opening-day", "31 23:00", "01 08:00", ("b",), OPENING.burden),
        ("2027-01-01/day", "01 08:00", "01 20:00", ("c",), FIRST.burden),
    ]


def test_a_january_without_an_opening_keeps_that_of_today(database: Database) -> None:
    put(database, "2026-12", LAST)
    put(database, "2027-01", replace(FIRST, places=("a",)))
    put(database, "2026-12", TRIMMED)
    put(database, "2027-01", OPENING, FIRST)
    put_back(database, 2)
    assert [(key, start, places) for key, start, _, places, _ in in_force(database)] == [
        ("2026-12-31/day", "31 08:00", ("a",)),
        ("2027-01-01/opening-day", "31 23:00", ("b",)),
        ("2027-01-01/day", "01 08:00", ("a",)),
    ]


def test_a_running_december_leaves_no_opening_to_january(database: Database) -> None:
    put(database, "2027-01", OPENING, FIRST)
    put(database, "2026-12", LAST)
    put(database, "2027-01", replace(FIRST, places=("b",)))
    put_back(database, 1, instant("2026-12-31T20:00"))
    assert [(key, places) for key, _, _, places, _ in in_force(database)] == [
        ("2026-12-31/day", ("c",)),
        ("2027-01-01/day", ("c",)),
    ]


def draft_of(*slots: FilledSlot) -> Draft:
    pool = PoolPlan("pharmacy", "2027-01", ("pharmacy",), b"", b"")
    return Draft(1, "essai", ("2027-01",), slots, (pool,), DURING, "ann", None)


def evening(day: int) -> FilledSlot:
    at = f"2027-01-{day:02}"
    start, end = instant(f"{at}T17:00"), instant(f"{at}T20:00")
    return slot(f"pharmacy/{at}/evening", ["b"], start=start, end=end)


def test_a_template_added_in_mid_month_adds_nothing_to_the_past() -> None:
    before = [slot("pharmacy/2027-01-14/day", ["a"]), slot("pharmacy/2027-01-16/day", ["a"])]
    added = [evening(day) for day in (14, 15, 16)]
    draft = draft_of(*before, *added)
    assert merged(before, draft, DURING) == (before[0], added[1], before[1], added[2])
    # In the evening of the 15th it has begun: only where hours decide can the rest still be served.
    later = instant("2027-01-15T18:00")
    assert merged(before, draft, later) == (before[0], before[1], added[2])
    assert merged(before, draft, later, filled={"pharmacy"}) == (before[0], added[1], before[1], added[2])
    over = instant("2027-01-15T20:00")
    assert merged(before, draft, over, filled={"pharmacy"}) == (before[0], before[1], added[2])


def test_a_month_that_was_not_in_force_is_published_whole() -> None:
    draft = draft_of(evening(14), evening(16))
    assert merged([], draft, DURING) == draft.slots
