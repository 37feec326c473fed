"""Opening hours that change while nobody has a duty: what is reported of the past stays what it was."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from garde.basin.load import to_json
from tests.conftest import Desk, as_toml, prepare
from tests.garde.town import line, town

HEAD = "external_id,name,postcode,line,opening_hours\n"
NORTH = 'north,Officine inventée du Nord,1030,pharmacy,"{}"\n'
DAYTIME, NIGHTLY = "Mo-Su,PH 09:00-18:00", "Mo-Su,PH 01:00-05:00"
WHOLE = 31 * 1440 + 60
"""Minutes of October, which has an hour more."""
CHANGED = 14 * 540 + 180 + 15 * 240 + 300
"""Open in October: by day until noon of the 15th, then 16 nights, the last of which lasts an hour more."""


@pytest.fixture(scope="module")
def town_of_north(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of one service, imported in January, before any duty has begun: it counts as always."""
    folder = tmp_path_factory.mktemp("north")
    basin = town(lines=[line("pharmacy"), line("nursing")])
    (folder / "essai.toml").write_text(as_toml(json.loads(to_json(basin))))
    (folder / "services.csv").write_text(HEAD + NORTH.format(DAYTIME))
    return prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("services", "import", folder / "services.csv"),
    )


@pytest.fixture
def north(desk: Desk, town_of_north: Path) -> Desk:
    desk.take(town_of_north)
    return desk


def import_(desk: Desk, rows: str, *more: str, status: int = 0, head: str = HEAD) -> Any:
    (desk.folder / "hours.csv").write_text(head + rows, encoding="utf-8")
    return desk.json("services", "import", "hours.csv", *more, status=status)


def missing(desk: Desk, month: str, line: str = "pharmacy") -> int:
    (found,) = desk.json("coverage", "--month", month, "--line", line, status=1)
    return int(found["missing_minutes"])


def test_an_import_changes_what_comes_and_nothing_that_was(north: Desk) -> None:
    before = missing(north, "2027-01")
    north.at("2027-10-15T12:00+02:00")
    import_(north, NORTH.format(NIGHTLY))
    assert missing(north, "2027-01") == before == 31 * (1440 - 540)
    assert missing(north, "2027-10") == WHOLE - CHANGED
    assert missing(north, "2027-11") == 30 * (1440 - 240)
    # The report measures the same.
    north.at("2027-11-02T09:00+01:00")
    north("report", "--from", "2027-10-01", "--to", "2027-10-31", "-o", "report.csv")
    with (north.folder / "report.csv").open(encoding="utf-8") as file:
        told = {
            row["measure"]: row["value"]
            for row in csv.DictReader(file)
            if row["line"] == "pharmacy" and not row["month"]
        }
    assert (told["regular_minutes"], told["missing_minutes"]) == (str(CHANGED), str(WHOLE - CHANGED))
    # A new name changes no hours, and a backup brings all of it back.
    import_(north, NORTH.format(NIGHTLY).replace("du Nord", "du Septentrion"))
    north("backup", "all.garde")
    north.database.unlink()
    north("restore", "all.garde")
    assert missing(north, "2027-10") == WHOLE - CHANGED


def test_hours_can_be_announced_and_come_into_force_by_themselves(north: Desk) -> None:
    north.at("2027-09-03T10:00+02:00")
    import_(north, NORTH.format(NIGHTLY), "--from", "2027-10-21")
    (shown, coming) = north.json("services", "hours", "north")
    assert (shown["opening_hours"], shown["until"]) == (DAYTIME, "2027-10-20T22:00:00+00:00")
    assert (coming["opening_hours"], coming["from"], coming["until"]) == (NIGHTLY, shown["until"], None)
    assert missing(north, "2027-10") == WHOLE - (20 * 540 + 10 * 240 + 300)
    assert north.json("services", "show", "north")["opening_hours"] == DAYTIME
    # The directory as it is imports again without a change, before and after.
    for day, hours in (("2027-10-20", DAYTIME), ("2027-10-21", NIGHTLY)):
        north.at(f"{day}T12:00+02:00")
        assert north.json("services", "list")[0]["opening_hours"] == hours
        north("services", "export", "all.csv")
        assert north.json("services", "import", "all.csv")["updated"] == []
    assert len(north.json("services", "hours", "north")) == 2


def test_lines_are_not_announced(north: Desk) -> None:
    north.at("2027-09-03T10:00+02:00")
    (north.folder / "hours.csv").write_text(HEAD + NORTH.format(NIGHTLY).replace("pharmacy", "nursing"))
    said = north.run("services", "import", "hours.csv", "--from", "2027-10-21")
    assert said.status == 2
    assert said.err == (
        "garde: --from: service north has other lines in the file, which hold at once; "
        "leave --from out, or the lines as they are\n"
    )
    assert north.run("services", "import", "hours.csv", "--from", "soon").status == 2
    assert len(north.json("services", "hours", "north")) == 1


def test_new_services_and_those_that_leave_count_while_they_were_there(north: Desk) -> None:
    north.at("2027-10-11T00:00+02:00")
    import_(north, NORTH.format(DAYTIME).replace("pharmacy", "nursing"))
    import_(north, NORTH.format(NIGHTLY).replace("north", "south"), "--from", "2027-10-11")
    assert missing(north, "2027-01") == 31 * (1440 - 540)
    assert missing(north, "2027-10") == WHOLE - (10 * 540 + 20 * 240 + 300)
    assert missing(north, "2027-10", "nursing") == WHOLE - 21 * 540


@pytest.mark.parametrize(
    ("clock", "since"),
    [
        ("2026-12-31T23:59+01:00", None),
        # The first duty begins with the year.
        ("2027-01-01T00:00+01:00", "2026-12-31T23:00:00+00:00"),
        ("2027-01-15T12:00:30+01:00", "2027-01-15T11:00:00+00:00"),
    ],
)
def test_a_new_service_counts_as_always_until_the_first_duty_begins(
    desk: Desk, published: Path, clock: str, since: str | None
) -> None:
    desk.take(published)
    desk.at(clock)
    import_(desk, NORTH.format(DAYTIME).replace("north", "newcomer"))
    (row,) = desk.json("services", "hours", "newcomer")
    assert row["from"] == since


def test_the_past_is_put_right_with_a_reason_and_on_record(north: Desk) -> None:
    north.at("2027-11-03T10:00+01:00")
    refused = north.run("services", "hours", "north", NIGHTLY, "--from", "2027-10-21")
    assert (refused.status, refused.err) == (
        2,
        "garde: --from: this changes what is reported of a time that has gone by; "
        "say why with --reason, or leave --from out: the hours then hold from now on\n",
    )
    north("services", "hours", "north", NIGHTLY, "--from", "2027-10-21", "--reason", "told us late")
    assert missing(north, "2027-10") == WHOLE - (20 * 540 + 10 * 240 + 300)
    north(
        *("services", "hours", "north", "none", "--from", "2027-10-04", "--until", "2027-10-10"),
        *("--reason", "flooded"),
    )
    assert missing(north, "2027-10") == WHOLE - (13 * 540 + 10 * 240 + 300)
    rows = north.json("services", "hours", "north")
    assert [(row["opening_hours"], row["reason"]) for row in rows] == [
        (DAYTIME, None),
        (None, "flooded"),
        (DAYTIME, None),
        (NIGHTLY, "told us late"),
    ]
    north("services", "hours", "north", NIGHTLY, "--from", "always", "--reason", "a mistake in January")
    assert missing(north, "2027-10") == WHOLE - (30 * 240 + 300)
    said = [one for one in north.json("audit", "list") if one["action"] == "correct opening hours"]
    assert [one["reason"] for one in said] == ["told us late", "flooded", "a mistake in January"]
    assert said[1]["before"] == {
        "hours": [
            {
                "from": "2027-10-03T22:00:00+00:00",
                "until": "2027-10-10T22:00:00+00:00",
                "opening_hours": DAYTIME,
            }
        ]
    }
    assert "these were its hours already" in north("services", "hours", "north", NIGHTLY)


def test_an_import_for_a_day_that_has_gone_by_is_on_record_as_such(north: Desk) -> None:
    north.at("2027-11-03T10:00+01:00")
    import_(north, NORTH.format(NIGHTLY), "--from", "2027-10-21")
    assert missing(north, "2027-10") == WHOLE - (20 * 540 + 10 * 240 + 300)
    (said,) = [one for one in north.json("audit", "list") if one["action"] == "change a service"]
    assert said["before"] == {"opening_hours": DAYTIME}
    assert said["after"] == {"opening_hours": NIGHTLY, "from": "2027-10-20T22:00:00+00:00"}


def load(desk: Desk, *more: str, status: int = 0, **fields: Any) -> str:
    """Loads the basin's file with other fields; one of the pharmacy line is given as ``target``."""
    target = {"target_hours": fields.pop("target")} if "target" in fields else {}
    basin = town(lines=[line("pharmacy", **target), line("nursing")], **fields)
    (desk.folder / "essai.toml").write_text(as_toml(json.loads(to_json(basin))))
    said = desk.run("init", "essai.toml", *more)
    assert said.status == status, said.err
    return said.err


def test_another_file_of_the_basin_changes_no_past_either(north: Desk) -> None:
    import_(north, NORTH.format("Mo-Su 09:00-18:00; PH off"), "--from", "always")
    # January: New Year's Day is a holiday.
    assert missing(north, "2027-01") == 31 * 1440 - 30 * 540
    north.at("2027-06-16T12:00+02:00")
    local = [
        {"date": f"2027-{day}", "names": {"fr": "Fête", "nl": "Feest"}} for day in ("01-15", "06-10", "06-20")
    ]
    load(north, target="Mo-Su,PH 08:00-20:00", holidays={"add": local})
    assert missing(north, "2027-01") == 31 * 1440 - 30 * 540
    # Whole days, nine hours of each open, until noon of the 16th; then eight hours of target, of which six
    # are open; then twelve hours a day, all of the 20th with nobody, else three.
    assert missing(north, "2027-06") == 15 * 900 + (12 - 3) * 60 + 2 * 60 + 13 * 180 + 720
    # The next file forgets the holidays of this year.
    north.at("2028-01-02T09:00+01:00")
    load(north, target="Mo-Su,PH 08:00-20:00")
    assert missing(north, "2027-06") == 15 * 900 + (12 - 3) * 60 + 2 * 60 + 13 * 180 + 720
    # Unless it is said that it had been so, which is on record.
    load(north, "--from", "2027-06-16", target="Mo-Su,PH 08:00-20:00")
    assert missing(north, "2027-06") == 15 * 900 + 15 * 180
    (said,) = [one for one in north.json("audit", "list") if one["action"].startswith("correct holidays")]
    assert [rules["from"] for rules in said["after"]["rules"]] == ["always", "2027-06-15T22:00:00+00:00"]
    load(north, "--from", "always", target="Mo-Su,PH 08:00-20:00")
    assert missing(north, "2027-01") == 30 * 180 + 720
    assert "a basin's file holds at once" in load(north, "--from", "2029-01-01", status=2)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("north", "--from", "2027-01-01"), "HOURS: these options go with opening hours"),
        (("north", "Mo-Fr 9am"), "HOURS: 'Mo-Fr 9am'"),
        (
            ("north", "24/7", "--from", "2027-13-01"),
            "--from: '2027-13-01' is no date; write it as 2027-05-01",
        ),
        (("north", "24/7", "--until", "always"), "--until: 'always' is no date; write it as 2027-05-01\n"),
        (("north", "24/7", "--until", "2026-01-01"), "--until: these hours end before they begin"),
        (("nobody", "24/7"), "there is no service 'nobody' in basin essai"),
    ],
)
def test_what_cannot_be_is_refused(north: Desk, words: tuple[str, ...], complaint: str) -> None:
    said = north.run("services", "hours", *words)
    assert said.status == 2
    assert complaint in said.err
