"""What was in force when, on PostgreSQL: the very tests of SQLite."""

from tests.garde.storage.test_terms import (  # noqa: F401
    test_hours_from_before_changes_were_kept_count_as_always,
    test_only_what_is_new_is_said_anew,
    test_the_basins_file_from_before_changes_were_kept_counts_as_always,
    test_what_was_said_never_changes_but_a_demo_can_be_wiped,
)
