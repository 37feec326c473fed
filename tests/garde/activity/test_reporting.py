"""Who may report a duty, what is kept of it, and what never is."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from garde.activity.checking import MayBeAboutSomebody, RemarkRefused
from garde.activity.report import BandCount, Counts, IncidentCount
from garde.activity.reporting import list_reports, own_duties, strike_remark
from garde.errors import Conflict, Forbidden, NotFound, StorageError
from garde.storage.database import Database
from garde.storage.repositories.activity import activity_reports, all_reports
from garde.storage.repositories.audit import decisions_of
from tests.garde.activity.conftest import (
    AFTER,
    ANN,
    CONFIG,
    EVE,
    MONDAY,
    NORTH,
    SOUTH,
    TUESDAY,
    WEDNESDAY,
    came,
    report,
)
from tests.garde.town import instant

FULL = Counts(
    contacts=(came(3), came(1, "sent_on", language="ar", sent_to="112")),
    quiet_hours=5,
    bands=(BandCount(9, 3), BandCount(18, 1)),
    incidents=(IncidentCount("technical", 1),),
    remark="La porte ferme mal.",
)


def test_a_report_comes_back_as_it_was_told(database: Database) -> None:
    made = report(database, FULL)
    with database.reading() as session:
        (read,) = activity_reports(session, "essai")
    assert read == made
    assert read.counts == FULL
    assert (read.line, read.kind, read.month, read.hours) == ("pharmacy", "day", "2027-01", 12)
    assert read.counts.people == 4
    assert (read.recorded_by, read.role) == ("link 1", "service")


def test_a_quiet_duty_is_quiet_in_all_its_hours(database: Database) -> None:
    made = report(database, Counts())
    assert (made.counts.quiet, made.counts.quiet_hours, made.counts.hours_known) == (True, 12, True)


def test_the_latest_report_holds_and_the_earlier_counts_stay(database: Database) -> None:
    report(database, FULL)
    report(database, Counts((came(7),)), actor=ANN)
    with database.reading() as session:
        (holds,) = activity_reports(session, "essai")
        told = all_reports(session, "essai", MONDAY, "north")
    assert (holds.counts.people, holds.role) == (7, "coordinator")
    assert [one.counts.people for one in told] == [4, 7]


def test_the_words_of_an_earlier_report_go_for_good(database: Database) -> None:
    report(database, FULL)
    report(database, Counts((came(7),)))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM activity_remark")).scalar() == 0


def test_the_same_said_twice_is_recorded_once(database: Database) -> None:
    first = report(database, FULL)
    again = report(database, Counts(tuple(reversed(FULL.contacts)), *list(_rest(FULL))))
    assert again.id == first.id


def _rest(counts: Counts) -> tuple[object, ...]:
    return counts.quiet_hours, counts.bands, counts.incidents, counts.remark


def test_the_audit_trail_has_counts_and_no_words(database: Database) -> None:
    report(database, FULL)
    with database.reading() as session:
        (entry,) = decisions_of(session, "essai", subject=f"slot {MONDAY}")
        kept = session.execute(text("SELECT before, after, reason FROM audit_entry")).all()
    assert entry.after == {
        "report": 1,
        "service": "north",
        "people": 4,
        "quiet hours": 5,
        "incidents": 1,
        "remark": True,
    }
    assert "porte" not in str(kept)


def test_counts_can_only_be_added(database: Database) -> None:
    report(database, FULL)
    for table in ("activity_report", "activity_contact", "activity_band", "activity_incident"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET report_id = 1"):
            if table == "activity_report":
                statement = statement.replace("report_id", "quiet_hours")
            with pytest.raises(StorageError, match="append-only"), database.writing() as session:
                session.execute(text(statement))


def test_a_service_reports_only_for_itself(database: Database) -> None:
    with pytest.raises(Forbidden):
        report(database, FULL, key=TUESDAY, name="south", actor=NORTH)
    with pytest.raises(Forbidden):
        report(database, FULL, actor=EVE)
    assert report(database, FULL, key=TUESDAY, name="south", actor=ANN).role == "coordinator"


def test_whoever_did_not_serve_has_nothing_to_report(database: Database) -> None:
    with pytest.raises(Conflict, match=r"north did not serve .*; on duty was south"):
        report(database, FULL, key=TUESDAY, actor=ANN)
    # Of Wednesday's, south was absent and west stood in for it.
    with pytest.raises(Conflict, match="on duty was north, west"):
        report(database, FULL, key=WEDNESDAY, name="south", actor=SOUTH)
    assert report(database, FULL, key=WEDNESDAY, name="west", actor=ANN).service == "west"


def test_a_duty_is_reported_when_it_is_over(database: Database) -> None:
    with pytest.raises(Conflict, match="is not over"):
        report(database, FULL, at=instant("2027-01-04T19:59"))
    assert report(database, FULL, at=instant("2027-01-04T20:00")).id == 1


def test_a_service_reports_for_92_days_and_a_coordinator_longer(database: Database) -> None:
    # The duty ended on 4 January at 20:00; 92 days later is 6 April.
    late = instant("2027-04-06T20:01")
    with pytest.raises(Conflict, match="more than 92 days ago"):
        report(database, FULL, at=late)
    assert report(database, FULL, at=late, actor=ANN).id == 1


def test_a_slot_that_is_none_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        report(database, FULL, key="pharmacy/2027-01-04/night")


@pytest.mark.parametrize("remark", ["rappeler au 0475 12 34 56", "dossier 85.07.30-033.28"])
def test_what_is_refused_is_kept_nowhere(
    database: Database, remark: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RemarkRefused) as refused:
        report(database, Counts((came(2),), remark=remark))
    digits = remark.split(" ", 2)[-1]
    assert digits not in refused.value.one_line()
    assert "Take the" in refused.value.one_line()
    assert digits not in caplog.text
    with database.reading() as session:
        assert activity_reports(session, "essai") == ()
        assert digits not in str([(one.after, one.reason) for one in decisions_of(session, "essai")])


def test_what_may_be_a_name_is_asked_about(database: Database) -> None:
    named = Counts((came(2),), remark="Mme Peeters reviendra demain")
    with pytest.raises(MayBeAboutSomebody) as asked:
        report(database, named)
    assert asked.value.hints == ("name",)
    assert "Peeters" not in asked.value.one_line()
    assert report(database, named, nobody_named=True).counts.remark == named.remark


def test_a_remark_may_name_services_and_places_of_the_basin(database: Database) -> None:
    kept = report(
        database, Counts((came(2),), remark="On renvoie souvent vers Service inventé south à Essai")
    )
    assert kept.counts.remark is not None


def test_words_can_be_struck_out_and_counts_stay(database: Database) -> None:
    report(database, FULL)
    with database.writing() as session:
        strike_remark(session, CONFIG, MONDAY, "north", actor=ANN, at=AFTER)
    with database.reading() as session:
        (read,) = activity_reports(session, "essai")
        assert session.execute(text("SELECT count(*) FROM activity_remark")).scalar() == 0
        assert decisions_of(session, "essai")[-1].action == "strike out a remark"
    assert (read.counts.remark, read.counts.people) == (None, 4)
    with pytest.raises(NotFound), database.writing() as session:
        strike_remark(session, CONFIG, MONDAY, "north", actor=ANN, at=AFTER)


def test_a_service_sees_its_duties_that_are_over(database: Database) -> None:
    report(database, FULL)
    with database.reading() as session:
        mine = own_duties(session, CONFIG, "north", actor=NORTH, at=AFTER)
    assert [(one.slot.key, one.report is not None) for one in mine] == [(MONDAY, True), (WEDNESDAY, False)]


def test_reports_are_read_by_the_start_of_their_slot(database: Database) -> None:
    report(database, FULL, key=WEDNESDAY)
    report(database, FULL)
    with database.reading() as session:
        both, _ = list_reports(session, CONFIG, actor=EVE)
        monday = activity_reports(session, "essai", instant("2027-01-04T08:00"), instant("2027-01-06T08:00"))
        assert activity_reports(session, "essai", service="nobody") == ()
        with pytest.raises(Forbidden):
            list_reports(session, CONFIG, actor=NORTH)
    assert [one.slot for one in both] == [MONDAY, WEDNESDAY]
    assert [one.slot for one in monday] == [MONDAY]
