"""``garde time``: timers, time put on record by hand, and what commands measure of themselves."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from garde.cli.frame import Acting, command
from garde.cli.time import app
from tests.garde.cli.timing.conftest import Terminal, works


def test_commands_that_count_as_work_put_themselves_on_record(terminal: Terminal) -> None:
    work = typer.Typer()

    def plan(acting: Acting) -> None:
        acting.month = "2027-02"

    command(work, "plan", activity="planning")(plan)
    command(work, "look")(lambda acting: None)
    for minute in ("00", "10"):
        terminal.at(f"2027-01-15T09:{minute}+01:00")
        assert CliRunner().invoke(work, ["plan", "--as", "ann"]).exit_code == 0
    terminal.at("2027-01-15T09:20+01:00")
    assert CliRunner().invoke(work, ["look", "--as", "ann"]).exit_code == 0
    (entry,) = terminal.json("list")
    assert (entry["activity"], entry["month"], entry["minutes"]) == ("planning", "2027-02", 10)
    assert (entry["status"], entry["source"]) == ("provisional", "automatic")


def test_a_timer_measures_from_start_to_stop(terminal: Terminal) -> None:
    said = terminal("start", "meeting", "--month", "2027-02", "--note", " with the\n nurses ")
    assert said == "Entry 1: meeting, a timer, 2027-01-15 since 09:00, running.\n"
    terminal.at("2027-01-15T09:44:30+01:00")
    # 44.5 minutes, rounded half up.
    said = terminal("stop", "--note", "all agreed")
    assert said == "Entry 1: meeting, 45 minutes, 2027-01-15 09:00 to 09:44, confirmed.\n"
    assert terminal.json("list") == [
        {
            "id": 1,
            "basin": "essai",
            "person": "ann",
            "service": None,
            "activity": "meeting",
            "day": "2027-01-15",
            "start": "2027-01-15T09:00:00+01:00",
            "end": "2027-01-15T09:44:30+01:00",
            "minutes": 45,
            "measured_minutes": 45,
            "people": 1,
            "month": "2027-02",
            "status": "confirmed",
            "source": "timer",
            "confirmed_at": "2027-01-15T09:44:30+01:00",
            "late": False,
            "signed_at": None,
            "signed_by": None,
            "note": "with the nurses; all agreed",
        }
    ]


def test_a_timer_counts_real_time_over_the_change_of_the_clock(terminal: Terminal) -> None:
    terminal.at("2027-10-31T01:30+02:00")
    terminal("start", "repair")
    terminal.at("2027-10-31T03:30+01:00")
    assert terminal.json("stop")["minutes"] == 180  # 01:30 to 03:30 with the hour 2 to 3 twice


def test_a_second_timer_is_refused_while_one_runs(terminal: Terminal) -> None:
    terminal("start", "meeting")
    line = terminal.refuses("start", "call")
    assert line == "timer 1 (meeting) of ann is already running; stop it first: garde time stop"
    assert terminal.json("start", "call", who="bob")["id"] == 2


def test_stopping_without_a_timer_is_refused(terminal: Terminal) -> None:
    assert terminal.refuses("stop") == "no timer of ann is running; start one: garde time start ACTIVITY"


def test_a_forgotten_timer_is_stopped_at_its_real_end(terminal: Terminal) -> None:
    terminal("start", "call")
    terminal.at("2027-01-17T08:00+01:00")
    assert "more than a day; say when the work ended" in terminal.refuses("stop")
    assert terminal.json("stop", "--at", "2027-01-15T09:20")["minutes"] == 20


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2027-01-15T08:59", "at: timer 1 started later, at 2027-01-15T08:00Z"),
        ("2027-01-15T10:01", "at: this instant has not come yet"),
        ("2027-01-15", "--at: '2027-01-15' has no time of day"),
        ("noon", "--at: 'noon' is no date and time"),
        ("2027-03-28T02:30", "--at: '2027-03-28T02:30' does not exist"),
    ],
)
def test_a_wrong_end_of_a_timer_is_refused(terminal: Terminal, at: str, reason: str) -> None:
    terminal("start", "call")
    terminal.at("2027-01-15T10:00+01:00")
    assert reason in terminal.refuses("stop", "--at", at)


def test_an_end_that_happens_twice_must_be_given_with_its_offset(terminal: Terminal) -> None:
    terminal.at("2027-10-31T01:30+02:00")
    terminal("start", "call")
    terminal.at("2027-10-31T09:00+01:00")
    line = terminal.refuses("stop", "--at", "2027-10-31T02:30")
    assert line.endswith("write 2027-10-31T02:30+02:00 or 2027-10-31T02:30+01:00")
    assert terminal.json("stop", "--at", "2027-10-31T02:30+01:00")["minutes"] == 120


def test_minutes_of_a_day_are_put_on_record_by_hand(terminal: Terminal) -> None:
    said = terminal("add", "preparation", "--minutes", "90", "--date", "2027-01-14", "--people", "4")
    assert said == "Entry 1: preparation, 90 minutes, 4 people, 2027-01-14, confirmed.\n"
    (entry,) = terminal.json("list")
    assert (entry["start"], entry["end"], entry["source"]) == (None, None, "hand")
    # 90 minutes of each of 4 people.
    assert terminal("list").endswith("360 minutes confirmed, 0 provisional, times people.\n")


def test_without_a_date_minutes_are_of_today(terminal: Terminal) -> None:
    assert terminal.json("add", "call", "--minutes", "10")["day"] == "2027-01-15"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        (["--from", "2027-01-14T20:00", "--to", "2027-01-14T21:30"], 90),
        (["--from", "2027-01-14T20:00", "--to", "2027-01-14T21:30", "--minutes", "60"], 60),
        (["--from", "2027-01-14T20:00+01:00", "--minutes", "25"], 25),
        (["--to", "2027-01-15T09:00", "--minutes", "1440"], 1440),
    ],
)
def test_a_stretch_of_time_is_put_on_record_by_hand(
    terminal: Terminal, words: list[str], minutes: int
) -> None:
    entry = terminal.json("add", "meeting", *words)
    assert (entry["minutes"], entry["status"]) == (minutes, "confirmed")
    assert entry["start"] is not None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["call", "--minutes", "0"], "minutes: 0 minutes is no time; give 1 or more"),
        (["call", "--minutes", "-5"], "minutes: -5 minutes is no time"),
        (["call", "--minutes", "1441", "--date", "2027-01-10"], "1441 minutes is more than a day"),
        (["call"], "how long it took is missing"),
        (["call", "--minutes", "9", "--date", "2027-01-16"], "9 minutes of 2027-01-16 have not passed yet"),
        (["call", "--minutes", "541"], "541 minutes of 2027-01-15 have not passed yet"),
        (["call", "--minutes", "9", "--date", "15/01/2027"], "--date: '15/01/2027' is no date"),
        (["call", "--minutes", "9", "--date", "0001-01-01"], "--date: 0001-01-01 lies too far away"),
        (["call", "--minutes", "9", "--month", "2027-13"], "2027-13 is no month"),
        (["call", "--minutes", "9", "--month", "January"], "'January' is no month"),
        (["call", "--minutes", "9", "--people", "0"], "people: 0 people cannot have spent this time"),
        (["call", "--minutes", "9", "--people", "501"], "people: 501 people"),
        (["nap", "--minutes", "9"], "activity: there is no activity 'nap'; use one of: preparation, "),
        (["call", "--from", "2027-01-14T20:00"], "it is not said from when to when"),
        (["call", "--from", "2027-01-14T20:00", "--to", "2027-01-14T20:00"], "to: the end is not after"),
        (["call", "--from", "2027-01-14T20:00", "--to", "2027-01-14T19:00"], "to: the end is not after"),
        (["call", "--from", "2027-01-15T08:30", "--to", "2027-01-15T09:30"], "to: this lies in the future"),
        (["call", "--from", "2027-01-15T08:30", "--minutes", "31"], "to: this lies in the future"),
        (["call", "--from", "2027-01-12T08:30", "--to", "2027-01-13T08:31"], "to: 1441 minutes is more"),
        (
            ["call", "--from", "2027-01-14T20:00", "--to", "2027-01-14T21:00", "--minutes", "61"],
            "minutes: only 60 minutes lie between",
        ),
        (["call", "--to", "2027-01-15T08:00", "--minutes", "-3"], "minutes: -3 minutes is no time"),
        (
            ["call", "--date", "2027-01-14", "--from", "2027-01-14T20:00", "--minutes", "5"],
            "--date and --from or --to say two things",
        ),
    ],
)
def test_what_cannot_be_true_is_not_put_on_record(terminal: Terminal, words: list[str], reason: str) -> None:
    assert reason in terminal.refuses("add", *words)


def test_time_that_is_on_record_already_is_warned_about(terminal: Terminal) -> None:
    works("2027-01-15T08:00+01:00", "2027-01-15T08:20+01:00")
    before = terminal.warns("add", "call", "--from", "2027-01-15T07:30", "--to", "2027-01-15T08:00")
    within = terminal.warns("add", "call", "--from", "2027-01-15T08:10", "--to", "2027-01-15T08:30")
    assert before == ""
    assert within.startswith("warning: entry 1 (planning, automatic) covers some of this time too")


def test_a_session_does_not_reach_across_a_stretch_put_on_record_by_hand(terminal: Terminal) -> None:
    works("2027-01-15T08:40+01:00", "2027-01-15T08:45+01:00")
    terminal("add", "call", "--from", "2027-01-15T08:46", "--to", "2027-01-15T08:54")
    works("2027-01-15T08:55+01:00", "2027-01-15T09:00+01:00")
    seen = [(entry["source"], entry["minutes"]) for entry in terminal.json("list")]
    assert seen == [("automatic", 5), ("hand", 8), ("automatic", 5)]


@pytest.mark.parametrize(
    "name", ["start", "stop", "add", "confirm", "withdraw", "sign-off", "list", "history", "months", "export"]
)
def test_every_command_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert f"Example: garde time {name}" in result.stdout
