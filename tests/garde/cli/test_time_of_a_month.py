"""A month of coordination at a desk: what was typed becomes time, confirmed, corrected and signed off."""

from __future__ import annotations

from typing import Any

from tests.conftest import QUICK, Desk


def a_month(desk: Desk) -> None:
    """Draft 1 of January is discussed, published, swapped and repaired."""
    desk.at("2026-12-05T10:00+01:00")
    desk("consult", "open", 1, "--until", "2026-12-15T18:00")
    desk.at("2026-12-05T10:05+01:00")
    desk("consult", "answer", 1, "accept", "--service", "east")
    desk.at("2026-12-05T10:08+01:00")
    desk("consult", "status", 1, status=1)
    desk.at("2026-12-05T10:12+01:00")
    desk("edit", 1, "pin", "--slot", "pharmacy/2027-01-03/day", "--service", "north")
    desk.at("2026-12-05T10:40+01:00")
    desk("consult", "close", 1)
    desk.at("2026-12-16T09:00+01:00")
    desk("publish", 1)
    desk.at("2027-01-10T12:00+01:00")
    slots = desk.json("versions", "show", 1)
    key, giver = next((slot["id"], slot["services"][0]) for slot in slots if slot["id"][9:19] == "2027-01-20")
    found = desk.json("swaps", "candidates", "--slot", key, "--service", giver)
    taker = next(one["service"] for one in found if one["may"])
    desk("swaps", "offer", "--slot", key, "--service", giver, "--to", taker)
    desk.at("2027-01-10T12:04+01:00")
    desk("swaps", "accept", 1, "--service", taker)
    desk.at("2027-01-10T12:06+01:00")
    desk("swaps", "approve", 1)
    desk.at("2027-01-11T09:00+01:00")
    ends = ("--from", "2027-01-20T00:00", "--to", "2027-01-22T00:00")
    assert desk.run("absence", "--service", taker, *ends, *QUICK).status in (0, 3)


def told(entry: dict[str, Any]) -> tuple[object, ...]:
    return entry["day"], entry["activity"], entry["minutes"], entry["month"], entry["status"]


def test_what_a_coordinator_types_becomes_time_of_the_right_kind_and_month(town_hall: Desk) -> None:
    a_month(town_hall)
    entries = [told(entry) for entry in town_hall.json("time", "list")]
    # Planning, services' import and the file came before, on the 20th by the clock of the prepared database.
    assert [entry for entry in entries if entry[0] != "2026-12-20"] == [
        # 10:00 to 10:12: two commands of consultation, one of editing.
        ("2026-12-05", "consultation", 12, "2027-01", "provisional"),
        # The 28 idle minutes before 10:40 do not count.
        ("2026-12-05", "consultation", 1, "2027-01", "provisional"),
        ("2026-12-16", "publication", 1, "2027-01", "provisional"),
        ("2027-01-10", "swaps", 6, "2027-01", "provisional"),
        ("2027-01-11", "repair", 1, "2027-01", "provisional"),
    ]
    ran = town_hall.query("SELECT command FROM command_run WHERE solver_seconds > 0 ORDER BY id")
    assert [name for (name,) in ran] == ["plan", "absence"]


def test_a_month_is_confirmed_and_signed_off_at_the_desk(town_hall: Desk) -> None:
    desk = town_hall
    a_month(desk)
    desk("time", "add", "meeting", "--minutes", 90, "--people", 6, "--date", "2027-01-08")
    desk("time", "add", "call", "--minutes", 10, "--date", "2027-01-09", "--service", "east")
    desk.at("2027-02-03T09:00+01:00")
    refused = desk.run("time", "sign-off", "--month", "2027-01")
    assert refused.status == 2
    waiting = [
        one["id"]
        for one in desk.json("time", "list", "--from", "2027-01-01")
        if one["status"] == "provisional"
    ]
    assert refused.err == (
        f"garde: of 2027-01 not everything is settled: ann: {waiting[0]}, {waiting[1]}; "
        "confirm each: garde time confirm ID\n"
    )
    for number in waiting:
        desk("time", "confirm", number)
    # 6 minutes of swaps, 1 of repair, 90 of each of 6 people, 10 of the service.
    assert desk("time", "sign-off", "--month", "2027-01") == (
        "2027-01 is signed off by ann: 4 entries, 557 minutes times people.\n"
    )
    january = next(one for one in desk.json("time", "months") if one["id"] == "2027-01")
    assert (january["minutes"], january["signed_minutes"], january["late_entries"]) == (557, 557, 0)
    swaps = waiting[0]
    assert desk.run("time", "confirm", swaps, "--minutes", 9).status == 2
    said = desk("time", "confirm", swaps, "--minutes", 9, "--reason", "a call before it")
    assert said.endswith("confirmed, after its month was signed off.\n")
    history = desk.json("time", "history", swaps)
    assert [(one["status"], one["minutes"]) for one in history["former"]] == [
        ("provisional", 6),
        ("signed", 6),
    ]
    assert "signed off by ann, round 2: 1 entry, 9 minutes" in desk("time", "sign-off", "--month", "2027-01")
    (own,) = desk.json("time", "list", "--service", "east")
    assert (own["service"], own["person"], own["minutes"], own["status"]) == ("east", "ann", 10, "signed")
    assert desk("time", "list", "--service", "east").endswith(
        "10 minutes confirmed (of which 10 signed), 0 provisional, times people.\n"
    )
    assert [one["action"] for one in desk.json("audit", "list", "--subject", "time 2027-01")] == [
        "time: sign off"
    ] * 2


def test_time_that_counts_is_taken_back_with_a_reason(town_hall: Desk) -> None:
    desk = town_hall
    number = desk.json("time", "add", "call", "--minutes", 10)["id"]
    assert "Missing option" in desk.run("time", "withdraw", number).err
    assert desk.json("time", "withdraw", number, "--reason", "twice")["status"] == "withdrawn"
    told = desk("time", "history", number).splitlines()
    assert [line.split("\t")[1:4] for line in told[1:]] == [
        ["confirmed", "call", "10"],
        ["withdrawn", "call", "0"],
    ]


def test_a_note_leads_to_no_person(town_hall: Desk) -> None:
    desk = town_hall
    for note in ("call 0470 12 34 56", "85.07.30-033 61"):
        refused = desk.run("time", "add", "call", "--minutes", 10, "--note", note)
        assert refused.status == 2
        assert "note: this note holds what leads to a person" in refused.err
        assert note not in refused.err
    desk("time", "add", "meeting", "--minutes", 10, "--note", "prepares the meeting of 14/12/2026")
