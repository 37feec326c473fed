"""The worker: every job on a real database, mail by a real server, calendars from a real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from garde.errors import BadInput
from garde.jobs.job import Done, Job, Work
from garde.jobs.registry import JOBS
from garde.jobs.worker import run_once, run_until
from garde.messages.smtp import MailCourier, mail_server
from garde.storage.database import Database, open_database
from garde.storage.repositories.messages import messages_of
from garde.storage.repositories.windows import calendar_of, save_calendar
from tests.conftest import Desk
from tests.garde.availability.server import network, refuses, serving
from tests.garde.messages.conftest import database, put  # noqa: F401
from tests.garde.messages.post import Office, post_office
from tests.garde.messages.test_rota_told import day
from tests.garde.storage.test_killed import killed_at_each_write, take
from tests.garde.town import instant

PROJECT = Path(__file__).parents[3]
AT = instant("2026-12-20T09:00")
GARDE = (sys.executable, "-c", "from garde.cli.main import main; main()")
REMINDED = instant("2027-01-05T08:00")


@pytest.fixture
def office() -> Iterator[Office]:
    with post_office() as open_office:
        yield open_office


def work(database: Database, office: Office | None, at: datetime = AT) -> Work:  # noqa: F811
    url = "smtp+plain://localhost:1" if office is None else f"smtp+plain://localhost:{office.port}"
    courier = MailCourier(mail_server(url), "garde@basin.example")
    return Work(database, lambda: at, {"mail": courier}, network())


def test_one_round_tells_reminds_and_is_silent_when_there_is_nothing_to_do(
    database: Database, office: Office  # noqa: F811
) -> None:  # fmt: skip
    put(database, day(8, "bob"), at=AT)
    said: list[str] = []
    assert run_once(work(database, office), said.append)
    assert run_once(work(database, office), said.append)
    assert run_once(work(database, office, REMINDED), said.append)
    assert said == [
        "send messages: 1 sent",
        "remind of duties: 1 reminders of duties queued",
        "send messages: 1 sent",
    ]
    assert [mail["Subject"] for mail in office.mails] == [
        "Vos gardes : janvier 2027",
        "Rappel : garde vendredi 8 janvier 2027 à 09:00",
    ]


def test_a_job_that_fails_stops_no_other(database: Database, office: Office) -> None:  # noqa: F811
    def refuses_to(_: Work) -> Done:
        raise BadInput("this is wrong", where="here")

    def breaks(_: Work) -> Done:
        raise ZeroDivisionError("oh\nno")

    minute = timedelta(minutes=1)
    jobs = (Job("first", minute, refuses_to), Job("second", minute, breaks), *JOBS)
    put(database, day(8, "bob"), at=AT)
    said: list[str] = []
    assert not run_once(work(database, office), said.append, jobs)
    assert said == [
        "first: FAILED: here: this is wrong",
        "second: FAILED: internal error (ZeroDivisionError: oh no)",
        "send messages: 1 sent",
    ]


def test_mail_that_cannot_go_is_said_and_waits(database: Database) -> None:  # noqa: F811
    put(database, day(8, "bob"), at=AT)
    said: list[str] = []
    assert not run_once(work(database, None), said.append)
    assert said[0] == "send messages: 1 to be tried again"
    assert said[1].startswith("send messages: FAILED: localhost:1 could not be reached")
    said.clear()
    assert not run_once(replace(work(database, None), couriers={}, clock=lambda: REMINDED), said.append)
    assert "send messages: FAILED: 2 by mail wait: it is not set up" in said


def test_calendars_are_read_and_a_failure_is_said_by_service(database: Database) -> None:  # noqa: F811
    with serving() as host:
        host.answers["/a.ics"] = refuses(404)
        with database.writing() as session:
            calendar = replace(calendar_of(session, "essai", "bob"), address=host.address("/a.ics"))
            save_calendar(session, "essai", "bob", calendar)
        said: list[str] = []
        assert not run_once(work(database, None), said.append)
    assert said == [
        f"read calendars: FAILED: essai, bob: http://agenda.example:{host.port}/…: answered 404; "
        "ask the service for its calendar's present address"
    ]


def test_jobs_run_in_their_rhythm_until_stopped_and_end_what_is_under_way(database: Database) -> None:  # noqa: F811
    stop, runs, ended = threading.Event(), [], []

    def slow(given: Work) -> Done:
        runs.append(len(runs))
        if len(runs) == 3:
            stop.set()
            time.sleep(0.3)
            ended.append(given.stopped())
        return Done()

    given = replace(work(database, None), stopped=stop.is_set)
    run_until(stop, given, lambda text: None, (Job("slow", timedelta(seconds=0.05), slow),))
    assert len(runs) == 3
    assert ended == [True]


def test_a_failure_that_stays_the_same_is_told_once(database: Database) -> None:  # noqa: F811
    stop, runs, said = threading.Event(), list[int](), list[str]()

    def failing(_: Work) -> Done:
        runs.append(len(runs))
        if len(runs) == 6:
            stop.set()
        return Done(f"run {len(runs)}", ("oh no",) if len(runs) in (1, 2, 4, 5) else ())

    run_until(stop, work(database, None), said.append, (Job("it", timedelta(seconds=0.05), failing),))
    assert [line.removeprefix("it: ") for line in said if "FAILED" in line or line == "it: run 4"] == [
        "FAILED: oh no",
        "run 4",
        "FAILED: oh no",
    ]


def test_two_workers_at_once_send_each_message_once(
    tmp_path: Path, office: Office, desk: Desk, directory: Path
) -> None:
    """Two processes on one database, started together."""
    desk.take(directory)
    mailing(desk, office)
    tell_many(desk, 60)
    workers = [
        subprocess.Popen(
            [*GARDE, "worker", "--once"],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120)[1] for one in workers]
    assert [one.returncode for one in workers] == [0, 0], said
    assert len(office.taken) == 60
    assert len({mail["Message-ID"] for mail in office.mails}) == 60
    assert {one["state"] for one in desk.json("messages", "list")} == {"sent"}


def mailing(desk: Desk, office: Office) -> None:
    desk.patch.setenv("GARDE_SMTP_URL", f"smtp+plain://localhost:{office.port}")
    desk.patch.setenv("GARDE_MAIL_FROM", "garde@basin.example")


def tell_many(desk: Desk, number: int) -> None:
    from garde.messages.outbox import Notice, queue
    from garde.storage.repositories.basins import chosen_basin
    from garde.storage.repositories.services import known_service, save_services

    opened = open_database(f"sqlite:///{desk.database}")
    with opened.writing() as session:
        config = chosen_basin(session, None)
        north = replace(known_service(session, config.id, "north"), email="north@services.example")
        save_services(session, config.id, [north], AT)
        queue(session, config, [Notice("test", "north", f"{n}", "Test", "Test\n") for n in range(number)], AT)
    opened.close()


def test_a_worker_killed_at_any_write_is_made_good_by_the_next_one(
    desk: Desk, directory: Path, office: Office
) -> None:
    desk.take(directory)
    mailing(desk, office)
    tell_many(desk, 2)
    template = desk.folder / "template.db"
    desk.database.rename(template)
    left = killed_at_each_write(desk, template, "worker", "--once")
    assert len(left) >= 8
    handed_over = len(office.taken)
    states = []
    for database in left:  # noqa: F402
        take(desk, database)
        desk.at("2026-12-20T10:00+01:00")
        states.append(sorted(one["state"] for one in desk.json("messages", "list")))
        office.taken.clear()
        # A claim of the dead one lapses after a quarter of an hour.
        desk.at("2026-12-20T10:15+01:00")
        desk("worker", "--once")
        assert [one["state"] for one in desk.json("messages", "list")] == ["sent", "sent"]
        assert len({mail["Message-ID"] for mail in office.mails}) == 2 - states[-1].count("sent")
    assert states[0] == ["waiting", "waiting"]
    # Some were killed between the server's word and their own note of it.
    assert handed_over > sum(state.count("sent") for state in states)
    assert ["claimed", "waiting"] in states
    assert states[-1] == ["sent", "sent"]


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_ends_cleanly_when_asked(
    desk: Desk, directory: Path, office: Office, signalled: int
) -> None:
    desk.take(directory)
    mailing(desk, office)
    tell_many(desk, 1)
    running = subprocess.Popen(
        [*GARDE, "worker"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    lines = [running.stderr.readline(), running.stderr.readline()]
    running.send_signal(signalled)
    lines += running.stderr.readlines()
    assert running.wait(60) == 0
    running.stderr.close()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "working (Ctrl-C stops)\n",
        "send messages: 1 sent\n",
        "stopped\n",
    ]


def test_once_ends_with_1_when_a_job_failed(desk: Desk, directory: Path) -> None:
    desk.take(directory)
    assert desk("worker", "--once") == ""
    tell_many(desk, 1)
    said = desk.run("worker", "--once")
    assert said.status == 1
    assert said.err == "2026-12-20T09:00:00Z send messages: FAILED: 1 by mail wait: it is not set up\n"


def test_consultations_that_ran_their_time_are_closed(desk: Desk, drafted: Path) -> None:
    desk.take(drafted)
    desk("consult", "open", 1, "--until", "2026-12-23T12:00")
    desk.at("2026-12-23T11:59+01:00")
    said = desk.run("worker", "--once").err
    assert "remind of consultations: 6 reminders of consultations queued" in said
    assert "close consultations" not in said
    desk.at("2026-12-23T12:00+01:00")
    assert "close consultations: 1 consultations closed" in desk.run("worker", "--once").err
    assert {one.kind for one in stored(desk)} == {"consultation-opened", "consultation-closing"}


def stored(desk: Desk) -> list[object]:
    opened = open_database(f"sqlite:///{desk.database}")
    with opened.reading() as session:
        found = list(messages_of(session, "essai"))
    opened.close()
    return found  # type: ignore[return-value]
