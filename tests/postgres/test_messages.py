"""The outbox, what versions tell and reminders on PostgreSQL: tests of SQLite, and two workers at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from garde.messages.outbox import Notice, queue
from garde.storage.database import Database
from garde.storage.repositories.messages import messages_of
from tests.garde.messages.conftest import TOWN, fill
from tests.garde.messages.post import post_office
from tests.garde.messages.test_outbox import (  # noqa: F401
    test_a_notice_of_the_same_key_is_queued_once_ever,
    test_coordinators_who_have_an_address_are_told_in_their_language,
)
from tests.garde.messages.test_reminding import (  # noqa: F401
    test_a_duty_is_held_since_the_first_version_that_gave_it_without_a_break,
    test_a_reminder_that_waits_is_forgotten_with_its_duty_and_made_again_with_it,
    test_nobody_is_reminded_twice,
)
from tests.garde.messages.test_rota_told import (  # noqa: F401
    test_a_later_version_tells_only_the_services_whose_duties_changed,
)
from tests.garde.messages.test_smtp import (  # noqa: F401
    AT,
    office,
    test_a_temporary_refusal_is_tried_again_later_and_later_under_the_same_id,
    test_a_worker_that_died_after_handing_over_leaves_a_claim_that_lapses,
    test_what_is_not_due_waits_and_what_is_of_no_use_any_more_is_not_sent,
    test_who_lost_its_claim_does_not_overwrite_what_the_other_one_noted,
)

PROJECT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def filled(database: Database) -> None:
    fill(database)


def test_two_workers_at_once_send_each_message_once(database: Database, url: str) -> None:
    notices = [Notice("test", "ann", str(number), "Test", "Test\n") for number in range(60)]
    with database.writing() as session:
        queue(session, TOWN, notices, AT)
    with post_office() as office:  # noqa: F811
        settings = {
            "GARDE_DATABASE_URL": url,
            "GARDE_SMTP_URL": f"smtp+plain://localhost:{office.port}",
            "GARDE_MAIL_FROM": "garde@basin.example",
            "GARDE_NOW": AT.isoformat(),
            "PYTHONPATH": str(PROJECT),
        }
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", "from garde.cli.main import main; main()", "worker", "--once"],
                cwd=PROJECT,
                env={**os.environ, **settings},
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [one.communicate(timeout=120)[1] for one in workers]
        assert [one.returncode for one in workers] == [0, 0], said
        assert len(office.taken) == 60
        assert len({mail["Message-ID"] for mail in office.mails}) == 60
    with database.reading() as session:
        assert {one.state for one in messages_of(session, "essai")} == {"sent"}


def test_two_that_queue_the_same_at_once_queue_it_once(database: Database, url: str) -> None:
    import threading

    from garde.storage.database import open_database

    counts: list[int] = []

    def put() -> None:
        other = open_database(url)
        with other.writing() as session:
            counts.append(queue(session, TOWN, [Notice("test", "ann", "one", "Test", "Test\n")], AT))
        other.close()

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(counts) == [0, 0, 0, 1]
