"""The generated year, written once, and its report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exports.report import Report
from garde.accounts.actor import Actor
from garde.report.gathering import Gathered, gather
from garde.report.making import report_of
from garde.report.period import Period
from garde.report.study import studied
from garde.report.tongue import Tongue
from garde.storage.database import open_database
from tests.garde.report.generated_year import WHOLE_YEAR, basin, write_year

READER = Actor("ann", "coordinator", "generated")
AFTER = datetime(2028, 1, 10, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the generated year."""
    path = tmp_path_factory.mktemp("year") / "garde.db"
    write_year(path)
    return path


@pytest.fixture(scope="session")
def gathered(year: Path) -> Gathered:
    """All that is known of it."""
    return gathered_of(year, *WHOLE_YEAR)


@pytest.fixture(scope="session")
def report(gathered: Gathered) -> Callable[[str], Report]:
    """Its report in a language."""
    return lambda language: report_of([studied(gathered)], Tongue(language))


def gathered_of(path: Path, first: date, last: date) -> Gathered:
    """What is known of a period of the generated year."""
    database = open_database(f"sqlite:///{path}")
    with database.reading() as session:
        found = gather(session, basin(), Period(first, last), actor=READER, at=AFTER)
    database.close()
    return found
