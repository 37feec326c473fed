"""The coordinator's main job, command after command, on a real basin with invented services."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from garde.basin.load import shipped_basins
from tests.conftest import SERVICES, Desk
from tests.exports.test_feed_readers import khal

SOON = ("--time-limit", "2")
SHARES = {"north": 1, "south": 1, "east": 1, "west": 1, "small": Fraction(1, 2), "large": 2}


@dataclass(frozen=True)
class Story:
    """What was said from the first command to February's draft."""

    initialised: str
    imported: str
    planned: Any
    warnings: str
    shown: str
    published: str
    feeds: Path
    february: Any
    documents: Path
    database: Path

    def slots(self) -> list[dict[str, Any]]:
        return self.planned["slots"]

    def on_duty(self, instant: str) -> list[str]:
        """Who serves at an instant in UTC, by the draft."""
        at = datetime.fromisoformat(instant)
        return [
            service
            for slot in self.slots()
            if datetime.fromisoformat(slot["start"]) <= at < datetime.fromisoformat(slot["end"])
            for service in slot["services"]
        ]


@pytest.fixture(scope="module")
def _told() -> dict[str, Story]:
    return {}


@pytest.fixture
def story(_told: dict[str, Story], desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The real North-East and six invented pharmacies: told once, read by every test here."""
    if not _told:
        folder = tmp_path_factory.mktemp("story")
        csv = folder / "services.csv"
        csv.write_text(SERVICES)
        initialised = desk("init", shipped_basins()["nord-est"])
        imported = desk("services", "import", csv)
        planned = desk.run("plan", "--month", "2027-01", "--json", *SOON)
        assert planned.status == 0, planned.err
        shown = desk("drafts", "show", 1, "--documents", folder / "proof")
        published = desk("publish", 1)
        desk("export", "ical", "-o", folder / "feeds")
        february = desk.json("plan", "--month", "2027-02", *SOON)
        desk("drafts", "show", february["id"], "--documents", folder / "proof")
        (folder / "garde.db").write_bytes(desk.database.read_bytes())
        _told["it"] = Story(
            initialised,
            imported,
            planned.json,
            planned.err,
            shown,
            published,
            folder / "feeds",
            february,
            folder / "proof",
            folder / "garde.db",
        )
    desk.take(_told["it"].database)
    return _told["it"]


def test_a_real_basin_is_loaded_and_invented_services_come_in(story: Story) -> None:
    assert story.initialised.splitlines()[0] == "Loaded basin nord-est (Bassin Nord-Est / Bekken Noord-Oost)"
    assert story.imported.splitlines()[-1] == "6 added, 0 updated, 0 unchanged"


def test_january_is_planned_without_a_gap(story: Story) -> None:
    # 31 days and 31 nights, and what is left of the night before on the first.
    assert len(story.slots()) == 63
    assert story.planned["missing"] == 0
    (pool,) = story.planned["pools"]
    first = pool["tiers"][0]
    assert (first["name"], first["value"], first["proven"]) == ("uncovered", 0, True)


def test_lines_in_which_nobody_takes_part_are_left_out_with_a_warning(story: Story) -> None:
    warnings = [text for text in story.warnings.splitlines() if text.startswith("warning: ")]
    assert warnings == [
        f"warning: nobody takes part in line {line}: it is left out"
        for line in ("reception", "general-practice", "nursing", "mental-health", "family-planning")
    ]
    assert {slot["line"] for slot in story.slots()} == {"pharmacy"}


def test_the_first_month_alone_opens_with_the_rest_of_a_night(story: Story) -> None:
    first = story.slots()[0]
    assert (first["id"], first["start"], first["end"]) == (
        "pharmacy/2027-01-01/opening-night",
        "2026-12-31T23:00:00+00:00",
        "2027-01-01T08:00:00+00:00",
    )
    # 28 days and 28 nights; the night of 31 January belongs to January.
    february = story.february["slots"]
    assert len(february) == 56
    assert february[0]["id"] == "pharmacy/2027-02-01/day"


def test_showing_a_draft_says_what_is_proven_and_how_to_check_it(story: Story) -> None:
    assert "Checked again from the two documents alone: every rule, value and claim holds." in story.shown
    stem = story.documents / "2027-01-pharmacy"
    assert story.shown.splitlines()[-1] == f"garde verify {stem}.problem.json {stem}.rota.json"


def test_the_documents_hold(story: Story, desk: Desk) -> None:
    problem = story.documents / "2027-01-pharmacy.problem.json"
    rota = story.documents / "2027-01-pharmacy.rota.json"
    assert desk("verify", problem, rota) == f"{rota} holds: every rule, value and claim was recomputed.\n"
    assert desk.json("verify", problem, rota) == {"holds": True, "findings": []}


def _claim_more(rota: dict[str, Any]) -> None:
    rota["tiers"][1]["value"] += 1
    rota["tiers"][1]["best"] += 1


def _drop_a_duty(rota: dict[str, Any]) -> None:
    del rota["assignments"][0]


def _serve_without_rest(rota: dict[str, Any]) -> None:
    rota["assignments"][2]["service"] = rota["assignments"][1]["service"]


@pytest.mark.parametrize("tamper", [_claim_more, _drop_a_duty, _serve_without_rest])
def test_a_tampered_rota_is_found_out(
    story: Story, desk: Desk, tamper: Callable[[dict[str, Any]], None]
) -> None:
    document = json.loads((story.documents / "2027-01-pharmacy.rota.json").read_text())
    tamper(document)
    tampered = desk.folder / "tampered.json"
    tampered.write_text(json.dumps(document))
    said = desk("verify", story.documents / "2027-01-pharmacy.problem.json", tampered, status=1)
    assert said.strip()
    assert "holds" not in said


def test_publishing_makes_version_1(story: Story, desk: Desk) -> None:
    assert story.published == "Version 1 is in force for 2027-01.\n63 duties are new.\n"
    (version,) = desk.json("versions", "list")
    assert version == {
        "id": 1,
        "months": ["2027-01"],
        "published_at": "2026-12-20T09:00:00+00:00",
        "published_by": "ann",
        "reason": None,
        "draft": 1,
        "origin": "draft 1",
    }
    assert desk.json("versions", "show", 1) == [slot | {"backups": []} for slot in story.slots()]


def test_khal_reads_the_basin_feed_with_the_right_local_times(story: Story, tmp_path: Path) -> None:
    feed = story.feeds / "nord-est.ics"
    khal(tmp_path, "Europe/Brussels", "import", "--batch", "-a", "duties", str(feed))
    fields = ("start-long", "end-long", "title")
    wanted = [part for field in fields for part in ("--json", field)]
    days = khal(tmp_path, "Europe/Brussels", "list", "--once", *wanted, "2027-01-02", "2027-01-03")
    read = [tuple(event[field] for field in fields) for day in days.splitlines() for event in json.loads(day)]
    names = {row.split(",")[0]: row.split(",")[1] for row in SERVICES.splitlines()}
    (by_day,), (by_night,) = story.on_duty("2027-01-02T12:00Z"), story.on_duty("2027-01-02T23:00Z")
    assert (
        "2027-01-02 09:00",
        "2027-01-02 21:00",
        f"Pharmacie de garde — {names[by_day]}, 09:00–21:00",
    ) in read
    assert (
        "2027-01-02 21:00",
        "2027-01-03 09:00",
        f"Pharmacie de garde — {names[by_night]}, 21:00–09:00",
    ) in read


def test_there_is_a_feed_for_the_basin_for_each_line_and_for_each_service(story: Story) -> None:
    found = {str(path.relative_to(story.feeds)) for path in story.feeds.rglob("*.ics")}
    lines = ("pharmacy", "reception", "general-practice", "nursing", "mental-health", "family-planning")
    assert found == {
        "nord-est.ics",
        *(f"nord-est/{line}.ics" for line in lines),
        *(f"services/{service}.ics" for service in SHARES),
    }
    own = [(story.feeds / f"services/{service}.ics").read_text() for service in SHARES]
    whole = (story.feeds / "nord-est.ics").read_text()
    assert sum(text.count("BEGIN:VEVENT") for text in own) == whole.count("BEGIN:VEVENT") == 63


def test_open_names_the_service_that_holds_that_nights_duty(story: Story, desk: Desk) -> None:
    # 03:00 in Brussels is 02:00 UTC in January: the night that began on the first.
    (holder,) = story.on_duty("2027-01-02T02:00Z")
    answer = desk.json("open", "--at", "2027-01-02T03:00")
    (pharmacy,) = [line for line in answer["lines"] if line["line"] == "pharmacy"]
    (open_now,) = pharmacy["open"]
    assert (open_now["id"], open_now["on_duty"]) == (holder, True)
    assert open_now["open_until"] == "2027-01-02T08:00:00+00:00"
    assert answer["version"] == 1
    assert f"({holder})" in desk("open", "--at", "2027-01-02T03:00")


def test_february_starts_from_januarys_ledger(story: Story) -> None:
    served: dict[str, dict[str, int]] = {}
    for slot in story.slots():
        for service in slot["services"]:
            for quantity, amount in [("burden", slot["burden"]), *((name, 1) for name in slot["categories"])]:
                of_quantity = served.setdefault(quantity, dict.fromkeys(SHARES, 0))
                of_quantity[service] += amount
    # Six and a half shares in all: what everybody served is owed in that proportion.
    everybody = sum(SHARES.values())
    expected = {
        service: {
            quantity: loads[service] - sum(loads.values()) * Fraction(share) / everybody
            for quantity, loads in served.items()
        }
        for service, share in SHARES.items()
    }
    problem = json.loads((story.documents / "2027-02-pharmacy.problem.json").read_text())
    carried = {service["id"]: service.get("carried", {}) for service in problem["services"]}
    assert {"burden", "night", "weekend", "holiday"} <= served.keys()
    for service, balances in expected.items():
        for quantity, balance in balances.items():
            # Written with six decimals.
            assert abs(Fraction(carried[service].get(quantity, 0)) - balance) <= Fraction(1, 10**6)
    burden = [balances["burden"] for balances in expected.values()]
    assert min(burden) < 0 < max(burden)
    assert sum(burden) == 0
    assert sum(balances.get("burden", 0) for balances in carried.values()) == pytest.approx(0, abs=1e-5)


def test_the_ledger_is_shown_as_what_february_carries(story: Story, desk: Desk) -> None:
    problem = json.loads((story.documents / "2027-02-pharmacy.problem.json").read_text())
    ledger = {row["id"]: row["quantities"] for row in desk.json("ledger", "show")}
    for service in problem["services"]:
        balance = ledger[service["id"]]["burden"]["balance"]
        assert service.get("carried", {}).get("burden", 0) == pytest.approx(balance, abs=1e-6)


def test_all_of_it_is_on_record_as_one_session_of_the_person(story: Story, desk: Desk) -> None:
    entries = desk.json("time", "list")
    assert {(entry["person"], entry["status"]) for entry in entries} == {("ann", "provisional")}
    assert datetime.fromisoformat(entries[0]["start"]).astimezone(UTC) == datetime(
        2026, 12, 20, 9, tzinfo=UTC
    )


def test_the_engine_alone_reaches_the_same_tier_values_from_the_document(desk: Desk, directory: Path) -> None:
    """On the small town, whose month is solved to proven optimality."""
    desk.take(directory)
    (pool,) = desk.json("plan", "--month", "2027-01", "--time-limit", "20")["pools"]
    assert pool["status"] == "optimal"
    desk("drafts", "show", 1, "--documents", "proof")
    problem = "proof/2027-01-pharmacy.problem.json"
    alone = desk.json("solve", problem, "-o", "alone.json", "--time-limit", "20", "--seed", 7)
    assert alone["status"] == "optimal"
    assert [(tier["name"], tier["value"]) for tier in alone["tiers"]] == [
        (tier["name"], pytest.approx(tier["value"])) for tier in pool["tiers"]
    ]
    desk("verify", problem, "alone.json")
