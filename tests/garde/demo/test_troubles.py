"""What goes otherwise than planned in the demo, and what its report makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from garde.accounts.actor import Actor
from garde.basin.load import load_basin, shipped_basins
from garde.calendar.month import Month
from garde.demo.invent import invented_services
from garde.demo.troubles import DAYS_LATER, invent_troubles, swap_a_duty
from garde.planning.drafting import make_draft
from garde.planning.plan import Listener, Wanted
from garde.publication.publish import publish
from garde.report.period import Period
from garde.report.study import study
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.rotas import versions_of
from garde.storage.repositories.services import save_services
from garde.storage.repositories.swaps import swaps_of
from tests.garde.migrated import migrated

CONFIG = load_basin(shipped_basins()["demo"])
MONTH = Month(2026, 12)
PUBLISHED = datetime.fromisoformat("2026-11-20T12:00+01:00")
AFTER = datetime.fromisoformat("2027-01-02T12:00+01:00")
DEMO = Actor("demo", "coordinator", "demo")


@pytest.fixture
def december(tmp_path: Path) -> Database:
    """December planned and published in haste."""
    database = migrated(tmp_path / "garde.db")
    with database.writing() as session:
        save_basin(session, CONFIG, PUBLISHED)
        save_services(session, "demo", invented_services(CONFIG), PUBLISHED)
    draft, _ = make_draft(
        database,
        CONFIG,
        Wanted((MONTH,), time_limit=0.2),
        actor=DEMO,
        at=PUBLISHED,
        listener=Listener(lambda *_: None),
    )
    with database.writing() as session:
        publish(session, CONFIG, draft.id, actor=DEMO, at=PUBLISHED, reason=None)
    return database


def test_the_demos_report_has_swaps_absences_and_words(december: Database) -> None:
    services = invented_services(CONFIG)
    with december.writing() as session:
        swap_a_duty(session, CONFIG, MONTH, actor=DEMO, at=PUBLISHED)
        invent_troubles(session, CONFIG, services, actor=DEMO, at=AFTER)
        (swap,) = swaps_of(session, "demo")
        assert (swap.state, swap.taker is None) == ("approved", False)
        assert swap.offered.at == PUBLISHED + timedelta(days=DAYS_LATER)
        assert len(versions_of(session, "demo")) == 2
        period = Period(MONTH.first_day, MONTH.last_day)
        figures = study(session, CONFIG, period, actor=DEMO, at=AFTER).figures
    steady = figures.steadiness
    assert (steady.swaps, steady.changed) == ({"approved": 1}, 1)
    assert steady.absences > steady.late_absences > 0
    assert steady.no_shows + steady.cut_short > 0
    assert [one.chapter for one in figures.remarking.said] == ["steadiness"]
    december.close()
