"""What goes on record beside the rota, on PostgreSQL: counts, closed doors, time, baselines, signs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from garde.activity.closed_doors import Hour, report_closed_door
from garde.activity.report import BandCount, Counts, IncidentCount
from garde.activity.reporting import report_duty, strike_remark
from garde.calendar.month import Month
from garde.compensation.balance import due_amounts
from garde.compensation.reading import read_owed
from garde.compensation.settled import Amounts
from garde.compensation.settling import list_runs, settle, undo
from garde.compensation.workload import set_workload
from garde.coordination.activity import Activity
from garde.coordination.baseline import stated_baseline
from garde.coordination.correcting import Correction
from garde.coordination.log import confirm_entry, history_of, put_on_record
from garde.coordination.measuring import compared, set_baseline
from garde.coordination.signing_off import months, sign_off
from garde.coordination.stated import stated_on_day
from garde.errors import StorageError
from garde.signs.hanging import hang_entrance, mark_saturation
from garde.storage.database import Database
from garde.storage.repositories.activity import activity_reports, closed_doors
from garde.storage.repositories.signs import entrances_of, marks_of
from garde.storage.repositories.workloads import workloads_of
from tests.garde.activity.conftest import AFTER, ANN, CONFIG, MONDAY, NORTH, came, fill
from tests.garde.town import town

FEBRUARY = datetime(2027, 2, 5, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Brussels")


def spent(database: Database, minutes: int) -> None:
    with database.writing() as session:
        entry = stated_on_day(
            basin="essai", person="ann", activity=Activity.MEETING, day=date(2027, 1, 10), minutes=minutes,
            zone=ZONE, now=FEBRUARY, people=3,
        )  # fmt: skip
        put_on_record(session, CONFIG, entry, actor=ANN, at=FEBRUARY)


def refused(database: Database, statement: str, reason: str) -> None:
    with pytest.raises(StorageError, match=reason), database.writing() as session:
        session.execute(text(statement))


def test_a_report_is_only_added_to_and_its_words_can_go(database: Database) -> None:
    fill(database)
    counts = Counts(
        (came(3), came(2, "sent_on", sent_to="reception")), 4, (BandCount(9, 5),),
        (IncidentCount("technical", 1),), "Beaucoup de monde le matin.",
    )  # fmt: skip
    for number in (1, 2):
        with database.writing() as session:
            made = report_duty(session, CONFIG, MONDAY, "north", counts, actor=NORTH, at=AFTER)
        # Sent twice, recorded once.
        assert made.id == 1, number
    for table in ("activity_report", "activity_contact", "activity_band", "activity_incident"):
        refused(database, f"DELETE FROM {table}", "append-only")
    with database.writing() as session:
        strike_remark(session, CONFIG, MONDAY, "north", actor=ANN, at=AFTER)
    with database.reading() as session:
        (one,) = activity_reports(session, "essai")
    assert (one.counts.people, one.counts.bands, one.counts.remark) == (5, (BandCount(9, 5),), None)


def test_the_latest_count_before_a_closed_door_holds(database: Database) -> None:
    fill(database)
    for people in (3, 5):
        with database.writing() as session:
            report_closed_door(
                session, CONFIG, "north", "pharmacy", Hour(date(2027, 1, 6), 8), "closed", people,
                actor=NORTH, at=AFTER,
            )  # fmt: skip
    with database.reading() as session:
        assert [one.people for one in closed_doors(session, "essai")] == [5]
    refused(database, "UPDATE closed_door SET people = 0", "append-only")


def test_signed_time_changes_only_by_ceasing_to_be_signed(database: Database) -> None:
    fill(database)
    spent(database, 60)
    with database.writing() as session:
        first = sign_off(session, CONFIG, Month(2027, 1), actor=ANN, at=FEBRUARY)
    assert (first.number, first.entries, first.minutes) == (1, 1, 180)
    refused(database, "UPDATE time_entry SET minutes = 90", "signed time never changes")
    refused(database, "DELETE FROM time_entry", "time that counted is never deleted")
    refused(database, "UPDATE time_sign_off SET minutes = 1", "append-only")
    with database.writing() as session:
        confirm_entry(
            session, CONFIG, 1, actor=ANN, now=FEBRUARY, correction=Correction(minutes=50), reason="forgot"
        )
    with database.writing() as session:
        again = sign_off(session, CONFIG, Month(2027, 1), actor=ANN, at=FEBRUARY + timedelta(days=1))
    assert (again.number, again.minutes) == (2, 150)
    with database.reading() as session:
        entry, (former,) = history_of(session, CONFIG, 1, actor=ANN)
        (january,) = months(session, CONFIG, actor=ANN)
    assert (entry.status, entry.late, former.state["minutes"], former.reason) == (
        "signed",
        True,
        60,
        "forgot",
    )
    assert (january.signed, len(january.rounds)) == (150, 2)
    refused(database, "DELETE FROM time_revision", "append-only")


def test_what_it_took_before_is_compared_and_stays(database: Database) -> None:
    fill(database)
    spent(database, 60)
    for total in (900, 720):
        baseline = stated_baseline(
            basin="essai", period="2026", method="interviews", by_activity={Activity.MEETING: 360},
            total=total, with_services=False, services=6, duty_hours=60, source="two coordinators",
            by="ann", now=FEBRUARY,
        )  # fmt: skip
        with database.writing() as session:
            set_baseline(session, CONFIG, baseline, actor=ANN, at=FEBRUARY)
    with database.reading() as session:
        found = compared(session, CONFIG, actor=ANN, at=FEBRUARY)
    assert (found.baseline.total, [one.total for one in found.all]) == (720, [900, 720])
    # Five services' places of 12 hours in four slots; one hour of three people.
    assert found.present is not None
    assert (found.present.duty_hours, found.present.minutes) == (60, 180)
    refused(database, "DELETE FROM time_baseline", "append-only")


def test_working_time_and_signs_are_kept(database: Database) -> None:
    fill(database)
    bell = {"fr": "Sonnez à la cloche verte.", "nl": "Bel aan bij de groene bel."}
    with database.writing() as session:
        set_workload(session, CONFIG, "north", 38, actor=ANN, at=AFTER)
        set_workload(session, CONFIG, "north", 37.5, actor=ANN, at=AFTER)
        mark_saturation(session, CONFIG, "north", "full", until=date(2027, 1, 10), actor=NORTH, at=AFTER)
        hang_entrance(session, CONFIG, "north", bell, actor=NORTH, at=AFTER)
    with database.reading() as session:
        assert workloads_of(session, "essai") == {"north": timedelta(hours=37, minutes=30)}
        assert marks_of(session, "essai")["north"].level == "full"
        assert entrances_of(session, "essai")["north"] == bell


def test_what_is_owed_is_read(database: Database) -> None:
    fill(database)
    card = {
        "valid_from": "2026-01-01", "day": 2800, "evening": 3400, "night": 4200, "weekend": 4200,
        "holiday": 5600, "coordination": 3200,
    }  # fmt: skip
    config = town("pharmacy", "reception", compensation=[card])
    with database.reading() as session:
        told = read_owed(session, config, date(2027, 1, 4), date(2027, 1, 4), actor=ANN, at=AFTER)
    (north,) = told.statements
    # Monday 09:00 to 21:00 local: 9 hours of day and 3 of evening, from 18:00 on.
    assert (north.service.external_id, north.cents) == ("north", 9 * 2800 + 3 * 3400)


def test_what_was_settled_stays_and_is_taken_back_by_its_opposite(database: Database) -> None:
    fill(database)
    card = {
        "valid_from": "2026-01-01", "day": 2800, "evening": 3400, "night": 4200, "weekend": 4200,
        "holiday": 5600, "coordination": 3200,
    }  # fmt: skip
    config, day = town("pharmacy", "reception", compensation=[card]), date(2027, 1, 4)
    with database.writing() as session:
        run, (north,) = settle(session, config, day, day, reference="04/01", actor=ANN, at=AFTER)
    assert (run.id, north.service, north.amounts.cents) == (1, "north", 9 * 2800 + 3 * 3400)
    with database.reading() as session:
        (told,) = read_owed(session, config, day, day, actor=ANN, at=AFTER).statements
    assert due_amounts(told) == Amounts()
    for table in ("settlement_run", "settlement", "settlement_item"):
        refused(database, f"UPDATE {table} SET id = id + 7", "append-only")
        refused(database, f"DELETE FROM {table}", "append-only")
    # Amounts that do not add up, for another service in the same run.
    names = "id, run_id, service_id, duty_cents, coordination_cents, ceiling_cents, amount_cents"
    values = "9, 1, service_id + 1, 2, 0, 0, 1, 0"
    refused(
        database,
        f"INSERT INTO settlement ({names}, recovered_minutes) SELECT {values} FROM settlement",
        "settled_amounts_add_up",
    )
    with database.writing() as session:
        counter, _ = undo(session, config, 1, reason="came back", actor=ANN, at=AFTER)
    with database.reading() as session:
        (told,) = read_owed(session, config, day, day, actor=ANN, at=AFTER).statements
        runs = list_runs(session, config, actor=ANN)
    assert (counter.undoes, told.settled, due_amounts(told).cents) == (1, (), north.amounts.cents)
    assert [(one.id, count, amounts.cents) for one, count, amounts in runs] == [
        (1, 1, north.amounts.cents),
        (2, 1, -north.amounts.cents),
    ]
