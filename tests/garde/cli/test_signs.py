"""What services hang at their door, said and shown on the command line; searches that widen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk

MONDAY = "2027-01-04T10:30+01:00"


@pytest.fixture
def town(desk: Desk, directory: Path) -> Desk:
    desk.take(directory)
    desk.at(MONDAY)
    return desk


def first(desk: Desk) -> str:
    found: str = desk.json("services", "list")[0]["id"]
    return found


def test_a_mark_is_said_shown_and_taken_off(town: Desk) -> None:
    service = first(town)
    said = town("services", "saturation", service, "full", "--until", "2027-01-10", "--as", "ann")
    assert said == f"{service}: full, said on 2027-01-04 by ann, through 2027-01-10\n"
    shown = town.json("services", "show", service)["saturation"]
    assert (shown["level"], shown["until"], shown["by"], shown["role"], shown["holds"]) == (
        "full",
        "2027-01-10T23:00:00+00:00",
        "ann",
        "coordinator",
        True,
    )
    assert town("services", "list").splitlines()[2].endswith("\tfull")
    assert town("services", "saturation", service, "none") == f"{service}: no mark (any more)\n"
    assert town.json("services", "show", service)["saturation"] is None


def test_without_a_last_day_a_mark_holds_two_weeks_and_then_is_shown_as_expired(town: Desk) -> None:
    service = first(town)
    # From 4 January through the 18th.
    assert "through 2027-01-18" in town("services", "saturation", service, "busy")
    town.at("2027-01-19T00:00+01:00")
    assert "saturation: busy" in town("services", "show", service)
    assert "expired" in town("services", "show", service)
    assert not town("services", "list").splitlines()[2].endswith("busy")


def test_how_to_get_in_is_said_shown_and_taken_down(town: Desk) -> None:
    service = first(town)
    words = ("services", "entrance", service)
    assert town(*words) == f"{service}: nothing is said about how to get in\n"
    assert town(*words, "--fr", "Sonnez.", "--nl", "Bel aan.") == "fr: Sonnez.\nnl: Bel aan.\n"
    assert town.json("services", "show", service)["entrance"] == {"fr": "Sonnez.", "nl": "Bel aan."}
    assert "how to get in (nl): Bel aan." in town("services", "show", service)
    assert town.json(*words, "--clear") == {"service": service, "entrance": None}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("saturation", "ID", "crowded"), "LEVEL: 'crowded' is no level; use open, busy, full, or none"),
        (("saturation", "nobody", "full"), "there is no service 'nobody'"),
        (("saturation", "ID", "full", "--until", "2027-01-03"), "--until: 2027-01-03 is over"),
        (("saturation", "ID", "full", "--until", "2099-12-31"), "more than 92 days ahead"),
        (("saturation", "ID", "full", "--until", "9999-12-31"), "--until: 9999-12-31 lies too far away"),
        (("saturation", "ID", "full", "--until", "soon"), "--until: 'soon' is no date"),
        (("saturation", "ID", "none", "--until", "2027-01-09"), "has no end"),
        (("entrance", "ID", "--fr", "Sonnez."), "--nl: there is no text in nl"),
        (("entrance", "ID", "--fr", "x" * 121, "--nl", "y"), "--fr: the text has 121 characters"),
        (("entrance", "ID", "--fr", " "), "the texts are empty"),
        (("entrance", "ID", "--fr", "a", "--clear"), "a sign that is taken down has no text"),
    ],
)
def test_what_cannot_be_said_is_refused_in_one_line(town: Desk, words: tuple[str, ...], reason: str) -> None:
    service = first(town)
    before = town.rows()
    ended = town.run("services", *(service if word == "ID" else word for word in words))
    assert ended.status == 2
    (line,) = ended.complaints
    assert reason in line
    assert town.rows() == before


def test_a_search_widens_to_the_neighbour_basin_and_says_so(town: Desk, tmp_path: Path) -> None:
    import json

    from garde.basin.load import to_json
    from tests.conftest import as_toml
    from tests.garde.town import town as basin

    own = basin("pharmacy", "nurse", neighbours=["voisin"])
    near = basin("nurse", id="voisin", names={"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next door"})
    for config in (own, near):
        (tmp_path / f"{config.id}.toml").write_text(as_toml(json.loads(to_json(config))))
        town("init", tmp_path / f"{config.id}.toml")
    (tmp_path / "near.csv").write_text(
        "external_id,name,postcode,line,opening_hours,phone\nwillow,Saule,1030,nurse,24/7,0800 12 345\n"
    )
    town("services", "import", tmp_path / "near.csv", "--basin", "voisin")
    town("services", "saturation", "willow", "busy", "--basin", "voisin")
    said = town("open", "--line", "nurse", "--basin", "essai", status=1)
    assert "  nobody is open" in said or "  nobody is known to be open" in said
    assert (
        "  in the neighbour basins:\n"
        "  Saule (voisin/willow), 0800 12 345 (free), open, in Next door, busy (said on 2027-01-04)\n"
    ) in said
    # Nobody of the basin is open: the help numbers stand below.
    assert "Call 112" in said
    (line,) = town.json("open", "--line", "nurse", "--basin", "essai", status=1)["lines"]
    assert (line["widened_to"], line["elsewhere"][0]["ring"]) == ("neighbours", "neighbours")
