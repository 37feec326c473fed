from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from garde.accounts.actor import Actor
from garde.activity.checking import checked, kept_remark
from garde.activity.use import LEAST_DAYS, LEAST_PEOPLE
from garde.basin.config import BasinConfig
from garde.basin.load import load_basin, shipped_basins
from garde.calendar.month import Month
from garde.compensation.outstanding import read_outstanding
from garde.compensation.settling import list_runs
from garde.demo import build
from garde.demo.activity import REMARKS, invented_closed_doors
from garde.demo.build import build_demo, publication_instant, refuse_real
from garde.demo.invent import invented_services
from garde.demo.payments import pay_services
from garde.demo.windows import invented_windows
from garde.errors import StorageError
from garde.storage.database import open_database
from garde.storage.repositories.activity import activity_reports
from garde.storage.repositories.basins import save_basin, stored_basins
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.services import services_of
from garde.storage.repositories.signs import entrances_of, marks_of
from garde.storage.repositories.time_signed import baseline_in_force, time_between
from tests.conftest import Desk, as_toml
from tests.garde.migrated import migrated
from tests.garde.town import town

NOW = datetime.fromisoformat("2027-01-15T22:30+01:00")


def test_the_demo_has_coordination_time_and_what_it_took_before(demo: Path) -> None:
    database = open_database(f"sqlite:///{demo}")
    with database.reading() as session:
        zone = ZoneInfo("Europe/Brussels")
        spent = time_between(session, "demo", Month(2027, 1).start(zone), NOW)
        assert {one.service is None for one in spent} == {True, False}
        assert {one.status for one in spent} == {"confirmed", "provisional"}
        baseline = baseline_in_force(session, "demo", NOW)
    database.close()
    assert baseline is not None
    assert (baseline.first, baseline.last, baseline.services) == (Month(2026, 1), Month(2026, 12), 79)


@pytest.fixture(scope="session")
def config() -> BasinConfig:
    return load_basin(shipped_basins()["demo"])


@pytest.fixture(scope="session")
def demo(config: BasinConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of one published month and the drafted one after it; the real one has twelve."""
    file = tmp_path_factory.mktemp("demo") / "garde.db"
    database = open_database(f"sqlite:///{file}", create=True)
    database.upgrade()
    told: list[tuple[str, float | None]] = []
    built = build_demo(
        database,
        config,
        NOW,
        lambda text, done: told.append((text, done)),
        months=1,
        seconds_past=0.3,
        seconds_next=0.3,
    )
    assert built.months == (Month(2027, 1),)
    assert built.draft.months == ("2027-02",)
    assert built.services == len(invented_services(config))
    assert {done for _, done in told} == {0.0, 0.5}
    with database.reading() as session:
        assert [basin.demo for basin in stored_basins(session)] == [True]
        # The month, and its one swap, where somebody could take the duty.
        version, *swapped = versions_of(session, "demo")
        assert len(swapped) <= 1
        assert (version.published_at, version.reason) == (
            datetime.fromisoformat("2026-12-20T12:00+01:00"),
            "demonstration",
        )
        assert {slot.line for slot in slots_in_force(session, "demo")} == {line.id for line in config.lines}
    database.close()
    return file


def test_a_year_is_published_by_default() -> None:
    assert build.MONTHS == 12


def test_each_line_has_services_all_over_the_basin(config: BasinConfig) -> None:
    places = {quarter.id for quarter in config.quarters}
    for line in config.lines:
        quarters = [found.quarter for found in invented_services(config) if line.id in found.lines]
        assert len(set(quarters)) == min(len(quarters), len(places)), line.id


def test_the_whole_year_of_the_demo_has_rates(config: BasinConfig) -> None:
    first = Month.of(NOW, ZoneInfo(config.timezone)).plus(1 - build.MONTHS)
    assert min(card.valid_from for card in config.compensation) <= first.first_day


def test_there_are_sixty_to_ninety_services_of_several_sectors_marked_as_a_demo(config: BasinConfig) -> None:
    services = invented_services(config)
    assert 60 <= len(services) <= 90
    assert len({found.external_id for found in services}) == len(services)
    assert len({found.name for found in services}) == len(services)
    assert len({found.sector for found in services}) >= 5
    assert {found.kind for found in services} == {"organisation", "independent"}
    for found in services:
        assert found.shown_name.endswith("(démo)")
        assert found.email is not None
        assert found.email.endswith("@demo.invalid")
        assert (found.phone or "").startswith("+32 2 000 ")
        quarter = config.quarter(found.quarter or "")
        assert quarter is not None
        assert quarter.postcode == found.postcode
        assert set(found.lines) <= {line.id for line in config.lines}
    assert {line for found in services for line in found.lines} == {line.id for line in config.lines}


def test_inventing_again_gives_the_same(config: BasinConfig) -> None:
    assert invented_services(config) == invented_services(config)
    months = (Month(2027, 1), Month(2027, 2))
    services = invented_services(config)
    assert invented_windows(config, services, months) == invented_windows(config, services, months)


def test_independents_say_when_they_serve_and_organisations_when_they_do_not(config: BasinConfig) -> None:
    services = invented_services(config)
    windows = invented_windows(config, services, (Month(2027, 1),))
    for found in services:
        kinds = {window.kind for window in windows[found.external_id]}
        assert kinds <= ({"available"} if found.kind == "independent" else {"unavailable", "wish"})
        assert {window.source for window in windows[found.external_id]} <= {"demo"}
    assert {window.kind for own in windows.values() for window in own} == {"available", "unavailable", "wish"}


def test_a_month_is_published_at_noon_on_the_20th_of_the_month_before(config: BasinConfig) -> None:
    at = publication_instant(Month(2027, 5), ZoneInfo(config.timezone))
    assert at == datetime.fromisoformat("2027-04-20T12:00+02:00")


def test_the_demo_says_who_is_open_now_and_that_it_is_invented(desk: Desk, demo: Path) -> None:
    desk.take(demo)
    desk.at(NOW.isoformat())
    said = desk("open")
    assert "DEMONSTRATION: every service here is invented." in said
    assert "(démo)" in said
    answer = desk.json("open")
    on_duty = {line["line"] for line in answer["lines"] if any(one["on_duty"] for one in line["open"])}
    # At 22:30, every line that is to answer round the clock does; family planning closes at nine.
    assert on_duty >= {"pharmacy", "reception", "general-practice", "nursing", "mental-health"}


def test_the_drafted_month_can_be_shown_verified_and_published(desk: Desk, demo: Path) -> None:
    desk.take(demo)
    desk.at(NOW.isoformat())
    (published, drafted) = desk.json("drafts", "list")
    assert (published["status"], drafted["status"], drafted["months"]) == ("published", "draft", ["2027-02"])
    assert desk.run("drafts", "show", drafted["id"], "--documents", "proof").status in {0, 3}
    problems = sorted((desk.folder / "proof").glob("*.problem.json"))
    assert len(problems) == len(desk.run("drafts", "show", drafted["id"], "--json").json["pools"]) >= 3
    desk("verify", problems[0], str(problems[0]).replace(".problem.", ".rota."))
    assert desk.run("publish", drafted["id"]).status in {0, 3}
    assert "2027-02" in desk.json("versions", "list")[-1]["months"]


def test_a_real_basin_is_never_overwritten(desk: Desk, published: Path) -> None:
    desk.take(published)
    rows = desk.rows()
    said = desk.run("demo", "--no-serve")
    assert (said.status, said.out) == (2, "")
    (line,) = said.complaints
    assert "this database holds the real basin essai, not a demo" in line
    assert desk.rows() == rows


def test_an_empty_database_and_another_demo_may_be_filled(tmp_path: Path, config: BasinConfig) -> None:
    database = migrated(tmp_path / "garde.db")
    refuse_real(database)
    with database.writing() as session:
        save_basin(session, config, NOW)
    refuse_real(database)
    database.close()
    other = migrated(tmp_path / "real.db")
    with other.writing() as session:
        save_basin(session, town(), NOW)
    with pytest.raises(StorageError, match="holds the real basin essai"):
        refuse_real(other)
    other.close()


def test_a_real_basin_does_not_come_into_a_demo(desk: Desk, demo: Path) -> None:
    desk.take(demo)
    (desk.folder / "essai.toml").write_text(as_toml(town().model_dump(mode="json")))
    rows = desk.rows()
    said = desk.run("init", "essai.toml")
    assert said.status == 2
    assert "this is a demo database, and basin essai is real; name another database" in said.err
    assert desk.rows() == rows


def test_doors_say_how_to_get_in_and_some_services_how_full_they_are(config: BasinConfig, demo: Path) -> None:
    database = open_database(f"sqlite:///{demo}")
    with database.reading() as session:
        entrances, marks = entrances_of(session, "demo"), marks_of(session, "demo")
    database.close()
    by_door = {line.id for line in config.lines if "door" in line.modes}
    services = invented_services(config)
    assert set(entrances) == {one.external_id for one in services if by_door.intersection(one.lines)}
    assert {mark.level for mark in marks.values()} == {"open", "busy", "full"}
    assert all(mark.public.holds(NOW) for mark in marks.values())


def test_most_duties_that_are_over_are_reported(demo: Path, config: BasinConfig) -> None:
    database = open_database(f"sqlite:///{demo}")
    with database.reading() as session:
        duties = [one for slot in slots_in_force(session, "demo", end=NOW) for one in slot.services
                  if slot.end <= NOW]  # fmt: skip
        reports = activity_reports(session, "demo")
    database.close()
    assert all(one.recorded_at <= NOW and one.end <= NOW for one in reports)
    assert 0.7 < len(reports) / len(duties) < 0.99
    assert {one.line for one in reports} == {line.id for line in config.lines}


def test_what_the_demo_tells_passes_the_checks_of_what_people_tell(demo: Path, config: BasinConfig) -> None:
    database = open_database(f"sqlite:///{demo}")
    with database.reading() as session:
        reports = activity_reports(session, "demo")
        slots = {slot.key: slot for slot in slots_in_force(session, "demo")}
    database.close()
    for one in reports:
        assert checked(one.counts, slots[one.slot], config) == one.counts
    for remark in (*REMARKS["fr"], *REMARKS["nl"]):
        assert kept_remark(remark, config, [], confirmed=False) == remark


def test_people_stand_before_closed_doors_on_saturdays(config: BasinConfig) -> None:
    services = invented_services(config)
    first = date(2026, 2, 1)
    doors = invented_closed_doors(config, services, first, NOW)
    assert doors == invented_closed_doors(config, services, first, NOW)
    # Eight services on some fifty Saturdays, one in seventeen.
    saturdays = [one for one in doors if (one.line, one.hour) == ("family-planning", 9)]
    assert {one.day.weekday() for one in saturdays} == {5}
    assert len({one.day for one in saturdays}) >= LEAST_DAYS
    assert sum(one.people for one in saturdays) >= LEAST_PEOPLE


def test_a_month_that_is_over_is_paid_and_one_duty_is_told_of_too_late(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "garde.db"
    file.write_bytes(demo.read_bytes())
    database = open_database(f"sqlite:///{file}")
    actor, later = Actor("demo", "coordinator", "demo"), NOW + timedelta(days=40)
    with database.writing() as session:
        (config,), services = stored_basins(session), services_of(session, "demo")
        pay_services(session, config, services, [Month(2027, 1), Month(2027, 2)], actor=actor, at=later)
        ((run, count, amounts),) = list_runs(session, config, actor=actor)
        found = read_outstanding(session, config, actor=actor, at=later)
    database.close()
    assert (run.first, run.last, run.paid_on) == (date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 10))
    assert count > 70
    assert amounts.cents > 0
    assert found is not None
    assert [one.due.cents > 0 for one in sorted(found[2], key=lambda one: one.due.cents)] == [False, True]
    assert sum(one.due.cents for one in found[2]) == 0
