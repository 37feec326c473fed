"""``garde explain``: plain sentences or codes about a slot of a draft, and nothing written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.conftest import QUICK, SERVICES, Desk, as_toml, prepare
from tests.garde.cli.test_bad_input import refused
from tests.garde.town import town

SLOT = "pharmacy/2027-01-05/day"
ASKED = ("explain", 1, "--slot", SLOT, "--time-limit", 5)


@pytest.fixture
def planned(desk: Desk, drafted: Path) -> Desk:
    desk.take(drafted)
    return desk


def holder(desk: Desk, slot: str = SLOT) -> str:
    (found,) = [row for row in desk.json("drafts", "show", 1)["slots"] if row["slot"] == slot]
    return str(found["services"][0])


def test_why_this_service_is_told_with_everybody_who_else_could_serve(planned: Desk) -> None:
    lines = planned(*ASKED, "--language", "fr").splitlines()
    assert lines[0].startswith(
        "De garde (Pharmacy, du mardi 5 janvier à 09:00 au mercredi 6 janvier à 09:00)"
    )
    assert lines[1].startswith("Avec cette garde, ")
    assert "Qui d'autre pourrait être de garde, le meilleur choix d'abord :" in lines
    said = planned.json(*ASKED)
    assert said["holders"] == [holder(planned)]
    assert {one["service"] for one in said["candidates"]} == {
        *("north", "south", "east", "west", "small", "large")
    } - {holder(planned)}
    tried = [one for one in said["candidates"] if one["rearranged"] is not None]
    assert tried
    assert all(one["rearranged"]["state"] == "found" for one in tried)


def test_why_not_that_service_is_told_by_its_load_and_what_it_would_cost(planned: Desk) -> None:
    on_duty = holder(planned)
    other = "south" if on_duty == "north" else "north"
    (one,) = planned.json(*ASKED, "--service", other)["candidates"]
    assert (one["service"], one["instead_of"]) == (other, on_duty)
    if one["effect"] is not None:
        taker, former = one["effect"]["loads"]
        # A duty of a day weighs 24 points here.
        assert (taker["service"], taker["then"] - taker["now"]) == (other, 24)
        assert (former["service"], former["then"] - former["now"]) == (on_duty, -24)
    english = planned(*ASKED, "--service", other, "--language", "en")
    dutch = planned(*ASKED, "--service", other, "--language", "nl")
    assert english.startswith("On duty (Pharmacy, from Tuesday 5 January 09:00")
    assert dutch.startswith("Van wacht (Pharmacy, van dinsdag 5 januari 09:00")


def test_a_published_draft_is_explained_too(desk: Desk, published: Path) -> None:
    desk.take(published)
    assert desk.json(*ASKED)["slot"] == SLOT


def test_it_never_writes(planned: Desk) -> None:
    before = planned.rows(), hashlib.sha256(planned.database.read_bytes()).hexdigest()
    planned(*ASKED)
    planned(*ASKED, "--service", "small", "--json")
    assert (planned.rows(), hashlib.sha256(planned.database.read_bytes()).hexdigest()) == before


@pytest.fixture(scope="module")
def with_gap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January with two pharmacies, both away on the fifth."""
    folder = tmp_path_factory.mktemp("gap")
    (folder / "two.csv").write_text("\n".join(SERVICES.splitlines()[:3]) + "\n")
    (folder / "essai.toml").write_text(as_toml(town("pharmacy").model_dump(mode="json")))
    away = ("--from", "2027-01-05T12:00", "--to", "2027-01-05T13:00")
    made = prepare(
        folder,
        None,
        ("init", folder / "essai.toml"),
        ("services", "import", folder / "two.csv"),
        ("availability", "add", "--service", "north", *away),
        ("availability", "add", "--service", "south", *away),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("GARDE_DATABASE_URL", f"sqlite:///{made}")
        patch.setenv("GARDE_USER", "ann")
        patch.setenv("GARDE_NOW", "2026-12-20T10:00+01:00")
        assert Desk(folder, patch).run("plan", "--month", "2027-01", *QUICK).status == 3
    return made


def test_a_gap_is_told_with_its_reasons_and_the_ways_to_close_it(desk: Desk, with_gap: Path) -> None:
    desk.take(with_gap)
    lines = desk(*ASKED, "--language", "en").splitlines()
    assert (
        lines[0] == "One place is open (Pharmacy, from Tuesday 5 January 09:00 to Wednesday 6 January 09:00)."
    )
    absent = "is not available on Tuesday 5 January from 12:00 to 13:00."
    for name in ("Officine inventée du Nord", "Officine inventée du Sud"):
        assert f"   {name} {absent}" in lines
    said = desk.json(*ASKED)
    assert {one["service"]: one["reasons"][0]["code"] for one in said["candidates"]} == {
        "north": "unavailable",
        "south": "unavailable",
    }
    assert said["missing"] == 1


UNKNOWN = [
    ("an unknown draft", ["explain", "7", "--slot", SLOT], "basin essai has no draft 7; see: garde drafts"),
    ("an unknown slot", ["explain", "1", "--slot", "pharmacy/never"], "draft 1 has no slot 'pharmacy/never'"),
    ("no slot", ["explain", "1"], "Missing option '--slot'"),
    ("an unknown service", [*ASKED, "--service", "nobody"], "no service 'nobody' was planned together with"),
    ("an unknown language", [*ASKED, "--language", "tlh"], "explanations are not written in 'tlh'; use one"),
    ("no time at all", [*ASKED[:4], "--time-limit", "-1"], "Invalid value for '--time-limit'"),
]


@pytest.mark.parametrize(
    ("words", "reason"), [case[1:] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN]
)
def test_what_cannot_be_explained_is_refused_in_one_line(
    planned: Desk, words: list[object], reason: str
) -> None:
    assert reason in refused(planned, *words)
