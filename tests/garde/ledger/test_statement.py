"""Lines of an account: they add up to the balance, whatever was cut, swapped or adjusted."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from garde.accounts.actor import Actor
from garde.ledger.account import Entry
from garde.ledger.carrying import carry
from garde.ledger.history import read_statement
from garde.ledger.statement import statement
from garde.ledger.words import WORDS, Telling
from garde.publication.publish import put_in_force
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, slot, town

AT = instant("2026-12-20T09:00")
ANN = Actor("ann", "coordinator", "essai")
FOURTH, FIFTH = "pharmacy/2027-01-04/day", "pharmacy/2027-01-05/day"


def entry(month: str, served: float, due: float) -> Entry:
    return Entry("a", month, "pharmacy", "burden", served, due, share=1.0, heaviest=24.0)


def test_what_is_written_off_at_the_end_of_a_year_is_a_line() -> None:
    # Six months of 40 points owed are 240; three months are kept.
    entries = [entry(f"2027-{month:02}", 0, 40) for month in range(7, 13)] + [entry("2028-01", 64, 40)]
    lines = statement("a", entries, (), (), first="2027-07", before="2028-02", cap_months=3)
    assert [(line.kind, line.month, line.amounts) for line in lines[6:]] == [
        ("due", "2027-12", {"burden": -40}),
        ("written_off", "2027-12", {"burden": 120}),
        ("due", "2028-01", {"burden": -40}),
    ]
    # Lines of duties are given by the caller, here none: 64 points less than what is carried.
    found = carry(entries, [one.month for one in entries], "2028-02", 3)
    assert lines[-1].balance["burden"] + 64 == found.balance == -96
    later = statement("a", entries, (), (), first="2028-01", before="2028-02", cap_months=3)
    assert (later[0].kind, later[0].amounts) == ("brought", {"burden": -120})


def test_duties_that_came_and_went_by_a_swap_say_so(tmp_path: Path) -> None:
    database = migrated(tmp_path / "garde.db")
    config = town()
    with database.writing() as session:
        save_basin(session, config, AT)
        save_services(session, "essai", [service(name) for name in "abc"], AT)
    versions = [
        ("draft 1", [slot(FOURTH, ["a"]), slot(FIFTH, ["b"])]),
        ("swap 7", [slot(FOURTH, ["b"]), slot(FIFTH, ["a"])]),
        ("draft 2", [slot(FOURTH, ["b"]), slot(FIFTH, ["a"])]),
        ("undo of swap 7", [slot(FOURTH, ["c"]), slot(FIFTH, ["a"])]),
    ]
    for origin, slots in versions:
        with database.writing() as session:
            put_in_force(session, config, ["2027-01"], slots, actor=ANN, at=AT, reason=None, origin=origin)
    telling = Telling("en", ZoneInfo("Europe/Brussels"), {"b": "Bee"})
    told = {}
    with database.reading() as session:
        for name in "abc":
            lines = read_statement(session, config, name, actor=ANN).lines
            told[name] = [
                (line.kind, line.slot, line.origin) for line in lines if line.kind in {"duty", "given_away"}
            ]
            spoken = [telling.what(line) for line in lines]
            assert all(spoken)
            # 48 points over three: 16 due.
            assert lines[-1].balance["burden"] == pytest.approx({"a": 8, "b": -16, "c": 8}[name])
    assert told == {
        "a": [("given_away", FOURTH, "swap 7"), ("duty", FIFTH, "swap 7")],
        "b": [("given_away", FOURTH, "undo of swap 7"), ("given_away", FIFTH, "swap 7")],
        "c": [("duty", FOURTH, "undo of swap 7")],
    }
    database.close()


def test_every_language_says_everything() -> None:
    for language in ("fr", "nl", "en"):
        words = WORDS[language]
        assert len(words.headers) == 5
        for name in words.__slots__:
            assert getattr(words, name), (language, name)
        assert words.quantities.keys() == WORDS["en"].quantities.keys()
