from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.garde.swaps.office import Office, four, office_in, pharmacy


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Four services, with five duties of January and one of February in force."""
    made = office_in(tmp_path, four())
    made.publish(
        pharmacy(4, "a"),
        pharmacy(6, "a"),
        pharmacy(8, "b"),
        pharmacy(10, "c"),
        pharmacy(12, "a"),
        pharmacy(2, "b", month="2027-02"),
    )
    yield made
    made.database.close()
