"""What was published or recorded never changes, on PostgreSQL either: the very tests of SQLite."""

from __future__ import annotations

import pytest

from garde.storage.database import Database
from tests.garde.storage.test_sealed import (  # noqa: F401
    fill,
    test_a_demo_can_be_wiped_and_what_is_published_next_is_held_again,
    test_drafts_change_as_before,
    test_the_database_refuses_to_change_a_version,
    test_the_database_refuses_to_change_what_was_recorded,
)


@pytest.fixture(autouse=True)
def filled(database: Database) -> None:
    fill(database)
