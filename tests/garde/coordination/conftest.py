from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from tests.garde.migrated import migrated
from tests.garde.town import town


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Two basins and no time on record. Each test is other people, so that one database serves all."""
    path: Path = tmp_path_factory.mktemp("coordination") / "garde.db"
    opened = migrated(path)
    with opened.writing() as session:
        for basin in ("essai", "voisin"):
            save_basin(session, town(id=basin), datetime(2027, 1, 1, tzinfo=UTC))
    yield opened
    opened.close()
