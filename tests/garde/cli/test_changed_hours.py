"""Opening hours and holidays that change after a line of fill was published."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from garde.basin.load import to_json
from tests.conftest import Desk, as_toml, prepare
from tests.garde.cli.test_served import FILL, SERVICES
from tests.garde.town import NAMES, line, town

EARLIER = SERVICES.replace("Mo-Sa 09:00-19:00", "Mo-Sa 09:00-18:00")
"""South closes at six; North, from Monday to Friday, at half past."""
MISSING = 21 * 30 + 5 * 60
"""From Monday to Friday (21 days in October 2027) half an hour, on Saturdays (5) an hour."""
PLAN = ("plan", "--month", "2027-10", "--line", "pharmacy", "--time-limit", "1")


def basin(**more: Any) -> str:
    config = town(lines=[line("pharmacy", modes=["door", "telephone"], slots=[], fill=FILL)], **more)
    return as_toml(json.loads(to_json(config)))


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("october")
    (folder / "essai.toml").write_text(basin())
    (folder / "services.csv").write_text(SERVICES)
    return prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("services", "import", folder / "services.csv"),
        PLAN,
        ("publish", 1),
    )


def missing(desk: Desk) -> int:
    found = json.loads(desk.run("coverage", "--month", "2027-10", "--json").out)
    return int(found[0]["missing_minutes"])


def test_an_import_tells_which_published_hours_nobody_covers_any_more(desk: Desk, october: Path) -> None:
    desk.take(october)
    (desk.folder / "earlier.csv").write_text(EARLIER)
    known = desk.json("services", "list")
    said = desk.run("services", "import", "earlier.csv", "--dry-run")
    assert said.status == 3
    assert said.err == (
        "warning: line pharmacy, published 2027-10: 930 minutes would no longer be covered "
        "(first Fri 2027-10-01 18:30 to Fri 2027-10-01 19:00); "
        "plan it then: garde plan --month 2027-10 --line pharmacy\n"
    )
    assert desk.json("services", "list") == known
    (told,) = desk.json("services", "import", "earlier.csv", status=3)["outdated"]
    assert (told["line"], told["month"], told["uncovered_minutes"]) == ("pharmacy", "2027-10", MISSING)
    assert sum(gap["minutes"] for gap in told["uncovered"]) == MISSING
    assert missing(desk) == MISSING
    # What is advised closes all of it.
    desk(*PLAN)
    desk("publish", 2)
    assert missing(desk) == 0
    assert desk.run("services", "import", "earlier.csv").err == ""


def test_a_month_under_way_is_warned_of_and_planned_again_from_now_on(desk: Desk, october: Path) -> None:
    desk.take(october)
    # A Friday at eight in the evening: the night's duty began at seven.
    desk.at("2027-10-15T20:00+02:00")
    (desk.folder / "earlier.csv").write_text(EARLIER)
    (told,) = desk.json("services", "import", "earlier.csv", status=3)["outdated"]
    # Ten weekdays and three Saturdays are left.
    assert told["uncovered_minutes"] == 10 * 30 + 3 * 60
    desk(*PLAN)
    desk("publish", 2)
    # Until now South was open until seven, whatever it does from now on; what comes is planned.
    assert missing(desk) == 0
    # Nobody is doubled, and the running night is the one that was published.
    slots = desk.json("versions", "show", 2)
    assert all(left["end"] <= right["start"] for left, right in pairwise(slots))
    running = [slot["slot"] for slot in slots if slot["slot"].startswith("pharmacy/2027-10-15/")]
    assert running == ["pharmacy/2027-10-15/fill-1900"]


def test_an_import_tells_which_published_duties_are_needed_no_longer(desk: Desk, october: Path) -> None:
    desk.take(october)
    (desk.folder / "later.csv").write_text(SERVICES.replace("Mo-Sa 09:00-19:00", "Mo-Sa 09:00-20:00"))
    said = desk.run("services", "import", "later.csv")
    # An hour on each of 26 days; nobody waits before a closed door.
    assert (said.status, said.err) == (
        0,
        "warning: line pharmacy, published 2027-10: 1560 minutes of duty are no longer needed; "
        "plan again: garde plan --month 2027-10 --line pharmacy\n",
    )


def test_a_service_that_leaves_is_told_as_well(desk: Desk, october: Path) -> None:
    desk.take(october)
    (desk.folder / "gone.csv").write_text(
        "external_id,name,postcode,line,active_until\n"
        "south,Officine inventée du Sud,1030,pharmacy,2027-10-20\n"
    )
    (told,) = desk.json("services", "import", "gone.csv", status=3)["outdated"]
    # After the 20th: seven weekdays, 12:30 to 14:00 and 18:30 to 19:00; two Saturdays and their ten hours.
    assert told["uncovered_minutes"] == 7 * (90 + 30) + 2 * 600


def test_a_holiday_that_is_added_to_the_basin_is_told_as_well(desk: Desk, october: Path) -> None:
    desk.take(october)
    holiday = {"date": "2027-10-06", "names": NAMES}
    (desk.folder / "essai.toml").write_text(basin(holidays={"add": [holiday]}))
    said = desk.run("init", "essai.toml")
    # North opens at 08:30 on a Wednesday, South closes at 19:00.
    assert said.status == 3
    assert "published 2027-10: 630 minutes are no longer covered (first Wed 2027-10-06 08:30" in said.err
    assert missing(desk) == 630
    assert desk.run("init", "essai.toml").status == 0


def test_months_that_are_over_and_changes_of_no_hours_are_not_told(desk: Desk, october: Path) -> None:
    desk.take(october)
    (desk.folder / "earlier.csv").write_text(EARLIER)
    desk.at("2027-11-01T00:00+01:00")
    assert desk.run("services", "import", "earlier.csv", "--dry-run").status == 0
    desk.at("2027-10-01T00:00+02:00")
    (desk.folder / "renamed.csv").write_text(SERVICES.replace("du Sud", "du Midi"))
    said = desk.run("services", "import", "renamed.csv")
    assert (said.status, said.err) == (0, "")
