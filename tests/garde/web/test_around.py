"""The public source where several basins are stored: signs and neighbours reach the very next answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from garde.accounts.actor import Actor
from garde.basin.service import Service
from garde.signs.hanging import hang_entrance, mark_saturation
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.services import save_services
from garde.web.app import create_app
from garde.web.published import PublishedSource
from tests.garde.migrated import migrated
from tests.garde.town import service, town

NOW = datetime(2027, 1, 4, 9, 30, 20, tzinfo=UTC)
OWN = town("pharmacy", "nurse", neighbours=["voisin"])
NEAR = town("nurse", id="voisin", names={"fr": "Bassin voisin", "nl": "Buurbekken"})
FAR = town("nurse", "reception", id="lointain")


class Border:
    """Three basins, a clock, and the application on the first of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.source = PublishedSource(database, "essai", lambda: self.now)
        self.client = TestClient(create_app(self.source, lambda: self.now))

    def save(self, basin: str, *services: Service) -> None:
        self.now += timedelta(seconds=1)
        with self.database.writing() as session:
            save_services(session, basin, services, self.now)

    def mark(self, basin: str, name: str, level: str, until: date | None = None) -> None:
        config = {"essai": OWN, "voisin": NEAR}[basin]
        with self.database.writing() as session:
            actor = Actor("ann", "coordinator", basin)
            mark_saturation(session, config, name, level, until=until, actor=actor, at=self.now)

    def lines(self, query: str = "") -> dict[str, list[dict[str, object]]]:
        """Who is open, by line, here or elsewhere."""
        (found,) = self.client.get(f"/api/v1/open{query}").json()["answers"]
        return {line["id"]: [*line["open"], *line["elsewhere"]] for line in found["lines"]}


@pytest.fixture
def border(tmp_path: Path) -> Iterator[Border]:
    database = migrated(tmp_path / "border.db")
    with database.writing() as session:
        for config in (OWN, NEAR, FAR):
            save_basin(session, config, NOW)
        save_services(session, "essai", [service("alder", opening_hours="24/7")], NOW)
        save_services(session, "voisin", [service("willow", "nurse", opening_hours="24/7")], NOW)
        save_services(session, "lointain", [service("fir", "nurse", opening_hours="24/7")], NOW)
    yield Border(database)
    database.close()


def test_a_line_without_anybody_is_answered_by_the_neighbour_and_says_so(border: Border) -> None:
    found = border.client.get("/api/v1/open").json()["answers"][0]
    assert [(line["id"], line["widened_to"]) for line in found["lines"]] == [
        ("pharmacy", "basin"),
        ("nurse", "neighbours"),
    ]
    (nurse,) = found["lines"][1]["elsewhere"]
    assert (nurse["id"], nurse["ring"], nurse["basin_names"]) == (
        "voisin/willow",
        "neighbours",
        {"fr": "Bassin voisin", "nl": "Buurbekken"},
    )
    assert found["nobody"] == ["nurse"]


def test_the_region_answers_once_the_neighbour_has_nobody_at_the_very_next_question(border: Border) -> None:
    assert border.client.get("/api/v1/open").status_code == 200
    border.save("voisin", service("willow", "nurse"))
    assert [one["id"] for one in border.lines()["nurse"]] == ["lointain/fir"]


def test_what_changes_next_door_does_not_compile_the_basin_again(border: Border) -> None:
    before = border.source.current()
    border.save("voisin", service("willow", "nurse", phone="02 555 00 00", opening_hours="24/7"))
    after = border.source.current()
    assert after.lines is before.lines
    assert after.stamp != before.stamp


def test_neighbours_are_compiled_only_when_a_search_gets_there(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    import garde.web.published as published

    read: list[str] = []
    real = published.read_timetable
    monkeypatch.setattr(
        published, "read_timetable", lambda s, config, at: (read.append(config.id), real(s, config, at))[1]
    )
    border.lines("?line=pharmacy")
    assert read == ["essai"]
    border.lines("?line=nurse")
    border.lines("?line=nurse&near=1030")
    assert read == ["essai", "voisin"]


def test_a_mark_shows_at_once_and_goes_by_itself_at_its_very_instant(border: Border) -> None:
    tagged = border.client.get("/api/v1/open?line=pharmacy").headers["etag"]
    border.mark("essai", "alder", "full", until=date(2027, 1, 4))
    answer = border.client.get("/api/v1/open?line=pharmacy", headers={"if-none-match": tagged})
    assert answer.status_code == 200
    (alder,) = border.lines("?line=pharmacy")["pharmacy"]
    assert alder["saturation"] == {
        "level": "full",
        "said_at": "2027-01-04T10:30:20+01:00",
        "said_by": "coordination",
        "until": "2027-01-05T00:00:00+01:00",
    }
    for moment, level in (
        (datetime(2027, 1, 4, 22, 59, 59, tzinfo=UTC), "full"),
        (datetime(2027, 1, 4, 23, 0, tzinfo=UTC), None),
    ):
        border.now = moment
        (alder,) = border.lines("?line=pharmacy")["pharmacy"]
        mark = alder["saturation"]
        assert (mark["level"] if isinstance(mark, dict) else None) == level


def test_a_question_about_another_time_shows_a_mark_only_while_it_holds(border: Border) -> None:
    border.mark("essai", "alder", "busy", until=date(2027, 1, 6))
    (before,) = border.lines("?line=pharmacy&at=2027-01-03T12:00")["pharmacy"]
    (on_the_last_day,) = border.lines("?line=pharmacy&at=2027-01-06T23:59")["pharmacy"]
    (after,) = border.lines("?line=pharmacy&at=2027-01-07T00:00")["pharmacy"]
    assert before["saturation"] is None
    assert on_the_last_day["saturation"] is not None
    assert after["saturation"] is None


def test_a_neighbours_mark_comes_along(border: Border) -> None:
    border.mark("voisin", "willow", "full")
    (willow,) = border.lines("?line=nurse")["nurse"]
    assert isinstance(willow["saturation"], dict)
    # Said on 4 January, it holds two weeks by itself: through the 18th.
    assert willow["saturation"]["until"] == "2027-01-19T00:00:00+01:00"


def test_a_saturated_service_stays_where_it_is_in_the_list(border: Border) -> None:
    border.save("essai", service("birch", opening_hours="24/7"))
    before = [one["id"] for one in border.lines()["pharmacy"]]
    border.mark("essai", str(before[0]), "full")
    assert [one["id"] for one in border.lines()["pharmacy"]] == before


def test_a_basin_that_is_damaged_does_not_take_the_answer_down(border: Border) -> None:
    with border.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE basin SET config = '{}' WHERE id = 'lointain'")
    answer = border.client.get("/api/v1/open")
    assert answer.status_code == 200
    assert border.lines()["pharmacy"]


def test_how_to_get_in_is_read_with_the_rest(border: Border) -> None:
    texts = {"fr": "Sonnez.", "nl": "Bel aan."}
    with border.database.writing() as session:
        hang_entrance(session, OWN, "alder", texts, actor=Actor("ann", "coordinator", "essai"), at=NOW)
    assert border.source.current().entrances == {"alder": texts}
    # By its own hours, not on duty: its door is open as ever.
    (alder,) = border.lines("?line=pharmacy&at=2027-01-04T23:00")["pharmacy"]
    assert alder["entrance"] is None


def test_another_day_reads_the_neighbours_of_that_day(border: Border) -> None:
    border.lines("?line=nurse")
    border.now = NOW + timedelta(days=20)
    assert [one["id"] for one in border.lines("?line=nurse")["nurse"]] == ["voisin/willow"]
    assert replace(border.source.current()).around.neighbours == ("voisin",)
