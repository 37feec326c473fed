"""A month of duties made where they are needed, across a change of the clock, and what became of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from garde.basin.load import to_json
from tests.conftest import Desk, as_toml, prepare
from tests.garde.town import line, town

SERVICES = """external_id,name,postcode,line,opening_hours
north,Officine inventée du Nord,1030,pharmacy,"Mo-Fr 08:30-12:30,14:00-18:30; PH off"
south,Officine inventée du Sud,1030,pharmacy,Mo-Sa 09:00-19:00; PH off
east,Officine inventée de l'Est,1030,pharmacy,
west,Officine inventée de l'Ouest,1030,pharmacy,Su 01:00-02:30
"""
FILL = {"handovers": ["09:00", "21:00"], "minimum_minutes": 150, "maximum_minutes": 840}
NIGHT = "pharmacy/2027-10-31/fill-0230"
"""The night in which the clock is put back, after West closes at the first half past two."""


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October 2027 published for a line of fill."""
    folder = tmp_path_factory.mktemp("october")
    basin = town(lines=[line("pharmacy", modes=["door", "telephone"], slots=[], fill=FILL)])
    (folder / "essai.toml").write_text(as_toml(json.loads(to_json(basin))))
    (folder / "services.csv").write_text(SERVICES)
    return prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("services", "import", folder / "services.csv"),
        ("plan", "--month", "2027-10", "--time-limit", "1"),
        ("publish", 1),
    )


def missing(desk: Desk, status: int = 0) -> list[dict[str, object]]:
    (found,) = desk.json("coverage", "--month", "2027-10", status=status)
    assert found["target_minutes"] == 31 * 24 * 60 + 60
    gaps: list[dict[str, object]] = found["gaps"]
    return gaps


def holder(desk: Desk, key: str = NIGHT) -> str:
    """Who is on duty in a slot."""
    (slot,) = [slot for slot in desk.json("versions", "show", 1) if slot["slot"] == key]
    (service,) = slot["services"]
    return str(service)


def test_a_published_month_of_fill_has_no_minute_without_anybody(desk: Desk, october: Path) -> None:
    desk.take(october)
    assert missing(desk) == []
    keys = [slot["slot"] for slot in desk.json("versions", "show", 1)]
    # The first month begins in a night; on Sundays, West is open from 01:00 to the first 02:30.
    assert keys[:3] == [
        "pharmacy/2027-10-01/opening-fill",
        "pharmacy/2027-10-01/fill-1900",
        "pharmacy/2027-10-02/fill-1900",
    ]
    assert keys[-3:] == [NIGHT, "pharmacy/2027-10-31/fill-0900", "pharmacy/2027-10-31/fill-2100"]


def test_a_duty_cut_short_by_an_hour_leaves_exactly_its_sixty_minutes(desk: Desk, october: Path) -> None:
    desk.take(october)
    desk.at("2027-11-02T10:00+01:00")
    served = ("served", "record", "--slot", NIGHT, "--service", holder(desk))
    said = desk(*served, "--to", "2027-10-31T08:00", "--reason", "flat battery")
    assert "from Sun 2027-10-31 02:30 +0200 to Sun 2027-10-31 08:00 in" in said
    gap = {"start": "2027-10-31T07:00:00+00:00", "end": "2027-10-31T08:00:00+00:00", "minutes": 60}
    assert missing(desk, status=1) == [gap]
    assert "nobody is open" in desk("open", "--at", "2027-10-31T08:59", status=1)
    assert desk.run("open", "--at", "2027-10-31T07:59").status == 0
    assert desk.run("open", "--at", "2027-10-31T09:00").status == 0
    # Taken back, nothing is missing any more.
    desk(*served)
    assert missing(desk) == []
    entries = desk.json("audit", "list", "--subject", f"slot {NIGHT}")
    assert [one["action"] for one in entries] == ["record who served"] * 2
    assert [one["reason"] for one in entries] == ["flat battery", None]
    assert (entries[1]["before"], entries[1]["after"]["to"]) == (
        entries[0]["after"],
        "2027-10-31T08:00:00+00:00",
    )


def test_the_hour_that_comes_twice_is_told_apart(desk: Desk, october: Path) -> None:
    desk.take(october)
    desk.at("2027-11-02T10:00+01:00")
    served = ("served", "record", "--slot", NIGHT, "--service", holder(desk))
    said = desk.run(*served, "--from", "2027-10-31T02:45")
    assert said.status == 2
    assert "write 2027-10-31T02:45+02:00 or 2027-10-31T02:45+01:00" in said.err
    desk(*served, "--from", "2027-10-31T02:45+01:00")
    # From the first half past two to the second quarter to three.
    assert [gap["minutes"] for gap in missing(desk, status=1)] == [75]


def test_who_replaced_is_the_one_who_is_open(desk: Desk, october: Path) -> None:
    desk.take(october)
    desk.at("2027-11-02T10:00+01:00")
    on_duty = holder(desk)
    other = next(name for name in ("north", "south") if name != on_duty)
    made = desk.json(
        "served", "record", "--slot", NIGHT, "--service", on_duty, "--absent", "--replaced-by", other
    )
    assert made == {
        "id": 1,
        "slot": NIGHT,
        "service": on_duty,
        "absent": True,
        "start": None,
        "end": None,
        "replaced_by": other,
        "reason": None,
        "recorded_at": "2027-11-02T09:00:00+00:00",
        "recorded_by": "ann",
    }
    assert missing(desk) == []
    (pharmacy,) = desk.json("open", "--at", "2027-10-31T06:00")["lines"]
    assert [(one["id"], one["on_duty"]) for one in pharmacy["open"]] == [(other, True)]
    assert desk.json("served", "list") == [made]


def test_a_no_show_leaves_the_whole_night_empty(desk: Desk, october: Path) -> None:
    desk.take(october)
    desk.at("2027-11-02T10:00+01:00")
    desk("served", "record", "--slot", NIGHT, "--service", holder(desk), "--absent")
    # From the first 02:30 to 09:00 are 6 hours and a half, and the hour that comes twice.
    assert [gap["minutes"] for gap in missing(desk, status=1)] == [450]
    assert "was absent" in desk("served", "list")


def test_what_cannot_be_recorded_is_refused_and_changes_nothing(desk: Desk, october: Path) -> None:
    desk.take(october)
    desk.at("2027-10-15T10:00+02:00")
    before = desk.rows()
    on_duty = holder(desk)
    for slot, words, complaint in (
        (NIGHT, ("--service", on_duty), "has not begun"),
        (
            "pharmacy/2027-10-31/night",
            ("--service", on_duty),
            "no published rota of basin essai has the slot",
        ),
        ("night", ("--service", on_duty), "no published rota"),
        ("pharmacy/0001-01-01/night", ("--service", on_duty), "no published rota"),
        ("pharmacy/2027-10-01/opening-fill", ("--service", "nobody"), "there is no service 'nobody'"),
        (
            "pharmacy/2027-10-01/opening-fill",
            ("--service", holder(desk, "pharmacy/2027-10-01/opening-fill"), "--to", "2027-10-02T12:00"),
            "do not lie in",
        ),
    ):
        said = desk.run("served", "record", "--slot", slot, *words)
        assert said.status == 2
        assert complaint in said.err
    assert desk.rows() == before


def test_the_public_page_hears_of_a_no_show_at_once(desk: Desk, october: Path) -> None:
    from garde.clock import clock_from
    from garde.lookup import who_is_open
    from garde.storage.database import open_database
    from garde.web.published import PublishedSource

    desk.take(october)
    night = "2027-10-31T05:00+01:00"
    desk.at(night)
    database = open_database(f"sqlite:///{desk.database}")
    try:
        clock = clock_from(night)
        source = PublishedSource(database, "essai", clock)
        assert who_is_open(source.current(), clock()).anybody
        desk("served", "record", "--slot", NIGHT, "--service", holder(desk), "--absent")
        assert not who_is_open(source.current(), clock()).anybody
    finally:
        database.close()
