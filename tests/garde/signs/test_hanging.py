from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.errors import BadInput, Forbidden, NotFound
from garde.lookup.reading import read_timetable
from garde.signs.entrance import LONGEST
from garde.signs.hanging import hang_entrance, mark_saturation
from garde.storage.database import Database
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from garde.storage.repositories.signs import entrances_of, marks_of, signs_stamp
from tests.garde.migrated import migrated
from tests.garde.town import service, town

NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
BASIN = town()
ANN = Actor("ann", "coordinator", "essai")
ALDER = Actor("link 1", "service", "essai", "alder")
BELL = {"fr": "Sonnez à la cloche verte.", "nl": "Bel aan bij de groene bel."}


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Database]:
    database = migrated(tmp_path / "signs.db")
    with database.writing() as session:
        save_basin(session, BASIN, NOW)
        save_services(session, "essai", [service("alder"), service("birch")], NOW)
    yield database
    database.close()


def test_a_mark_is_stored_with_who_said_it_when_and_until_when(stored: Database) -> None:
    with stored.writing() as session:
        mark_saturation(session, BASIN, "alder", "full", until=date(2027, 1, 10), actor=ALDER, at=NOW)
    with stored.reading() as session:
        (mark,) = marks_of(session, "essai").values()
    assert (mark.service, mark.level, mark.said_at) == ("alder", "full", NOW)
    assert (mark.until, mark.by, mark.public.said_by) == (
        datetime(2027, 1, 10, 23, tzinfo=UTC),
        "link 1",
        "service",
    )


def test_the_latest_mark_of_each_service_holds_until_it_is_taken_off(stored: Database) -> None:
    with stored.writing() as session:
        mark_saturation(session, BASIN, "alder", "full", actor=ANN, at=NOW)
        mark_saturation(session, BASIN, "alder", "busy", actor=ANN, at=NOW)
        mark_saturation(session, BASIN, "birch", "open", actor=ANN, at=NOW)
        assert {name: mark.level for name, mark in marks_of(session, "essai").items()} == {
            "alder": "busy",
            "birch": "open",
        }
        assert mark_saturation(session, BASIN, "alder", "none", actor=ANN, at=NOW) is None
        assert list(marks_of(session, "essai")) == ["birch"]


def test_every_sign_that_goes_up_or_down_moves_the_stamp_even_within_one_instant(stored: Database) -> None:
    stamps = []
    with stored.writing() as session:
        for level in ("full", "none", "full"):
            mark_saturation(session, BASIN, "alder", level, actor=ANN, at=NOW)
            stamps.append(signs_stamp(session, "essai"))
        for texts in (BELL, {}):
            hang_entrance(session, BASIN, "alder", texts, actor=ANN, at=NOW)
            stamps.append(signs_stamp(session, "essai"))
    assert len(set(stamps)) == 5


def test_what_was_said_is_on_record_before_and_after(stored: Database) -> None:
    with stored.writing() as session:
        mark_saturation(session, BASIN, "alder", "full", actor=ALDER, at=NOW)
        mark_saturation(session, BASIN, "alder", "none", actor=ANN, at=NOW)
        hang_entrance(session, BASIN, "alder", BELL, actor=ALDER, at=NOW)
        told = [
            (entry.actor, entry.action, entry.before, entry.after)
            for entry in decisions_of(session, "essai", subject="service alder")
        ]
    full: dict[str, object] = {"level": "full", "until": "2027-01-18T23:00:00+00:00"}
    assert told == [
        ("link 1", "saturation", None, full),
        ("ann", "saturation", full, {"level": "none"}),
        ("link 1", "entrance", {}, BELL),
    ]


@pytest.mark.parametrize(
    "actor",
    [
        Actor("link 2", "service", "essai", "birch"),
        Actor("funder", "funder", "essai"),
        Actor("max", "reader", "essai"),
        Actor("eve", "coordinator", "elsewhere"),
    ],
)
def test_nobody_but_the_service_and_its_coordinators_hangs_signs(stored: Database, actor: Actor) -> None:
    with stored.reading() as session:
        with pytest.raises(Forbidden):
            mark_saturation(session, BASIN, "alder", "full", actor=actor, at=NOW)
        with pytest.raises(Forbidden):
            hang_entrance(session, BASIN, "alder", BELL, actor=actor, at=NOW)


def test_a_strange_service_and_an_end_for_no_mark_are_refused(stored: Database) -> None:
    with stored.reading() as session:
        with pytest.raises(NotFound):
            mark_saturation(session, BASIN, "yew", "full", actor=ANN, at=NOW)
        with pytest.raises(BadInput, match="has no end"):
            mark_saturation(session, BASIN, "alder", "none", until=date(2027, 1, 9), actor=ANN, at=NOW)


def test_the_way_in_is_one_line_a_language(stored: Database) -> None:
    with stored.writing() as session:
        hang_entrance(
            session, BASIN, "alder", BELL | {"en": " Ring\n the bell. ", "es": " "}, actor=ANN, at=NOW
        )
        assert entrances_of(session, "essai") == {"alder": BELL | {"en": "Ring the bell."}}
        assert hang_entrance(session, BASIN, "alder", {}, actor=ANN, at=NOW) == {}
        assert entrances_of(session, "essai") == {}


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"fr": "Sonnez."}, "--nl: there is no text in nl"),
        (BELL | {"de": "Klingeln."}, "'de' is no language"),
        (BELL | {"fr": "x" * (LONGEST + 1)}, "--fr: the text has 121 characters"),
        (BELL | {"en": "Ring \u202e the bell"}, "--en: the text has signs"),
    ],
)
def test_a_way_in_that_cannot_be_shown_is_refused(stored: Database, texts: dict[str, str], said: str) -> None:
    with stored.reading() as session, pytest.raises(BadInput, match=said):
        hang_entrance(session, BASIN, "alder", texts, actor=ANN, at=NOW)


HIDDEN = {"address": "Rue de l’Été 12 – Zomerstraat 12", "hide_address": True}


@pytest.mark.parametrize(
    "text", ["Sonnez rue de l'Ete, au 12.", "Bel aan, ZOMERSTRAAT 12.", "Allez à RUE DE L’ÉTÉ"]
)
def test_how_to_get_in_does_not_give_away_an_address_that_is_not_public(stored: Database, text: str) -> None:
    with stored.writing() as session:
        save_services(session, "essai", [service("alder", **HIDDEN)], NOW)
    with stored.writing() as session, pytest.raises(BadInput, match="names the street"):
        hang_entrance(session, BASIN, "alder", BELL | {"fr": text}, actor=ALDER, at=NOW)
    with stored.writing() as session:
        assert hang_entrance(session, BASIN, "alder", BELL, actor=ALDER, at=NOW) == BELL


def test_a_sign_that_names_the_street_goes_from_the_public_page_with_the_address(stored: Database) -> None:
    texts = BELL | {"fr": "Sonnez rue de l’Été."}
    with stored.writing() as session:
        save_services(session, "essai", [service("alder", **HIDDEN | {"hide_address": False})], NOW)
        hang_entrance(session, BASIN, "alder", texts, actor=ALDER, at=NOW)
    with stored.reading() as session:
        assert read_timetable(session, BASIN, NOW).entrances == {"alder": texts}
    with stored.writing() as session:
        save_services(session, "essai", [service("alder", **HIDDEN)], NOW)
    with stored.reading() as session:
        assert read_timetable(session, BASIN, NOW).entrances == {}
