"""Planning with the real engine on months of one duty a day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import solver
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.errors import BadInput, NotFound
from garde.ledger.account import Entry, balances, month_account
from garde.planning.draft import PoolPlan
from garde.planning.fairness import loads, widest_difference
from garde.planning.plan import Known, Listener, Planned, Wanted, plan_months
from garde.rota import FilledSlot
from garde.served import Record
from tests.garde.town import instant, service, slot, town

NEW_YEAR = instant("2027-01-01T08:00")
JANUARY, FEBRUARY, MARCH = (Month(2027, number) for number in (1, 2, 3))
BRUSSELS = ZoneInfo("Europe/Brussels")
FOUR = [service(name) for name in "abcd"]
BOTH = [service(name, "pharmacy", "nursing") for name in "abcdef"]


def plan(
    config: BasinConfig,
    services: Sequence[Service],
    months: Sequence[Month] = (JANUARY,),
    *,
    lines: tuple[str, ...] | None = None,
    in_force: Sequence[FilledSlot] = (),
    entries: Sequence[Entry] = (),
    covered: Sequence[str] = ("pharmacy", "nursing"),
    windows: dict[str, list[Window]] | None = None,
    tell: list[str] | None = None,
    begun: Sequence[str] = (),
    records: Sequence[Record] = (),
    later: Sequence[str] = (),
) -> Planned:
    known = Known(
        tuple(services),
        windows or {},
        (*in_force, *(_runs_in(name, months[0]) for name in covered)),
        tuple(entries),
        frozenset(begun),
        None,
        tuple(records),
        tuple(later),
    )
    heard: list[str] = [] if tell is None else tell
    listener = Listener(lambda text, done: heard.append(text))
    return plan_months(config, known, Wanted(tuple(months), lines, time_limit=5.0), listener)


def _runs_in(line_id: str, month: Month) -> FilledSlot:
    """The last duty of the month before, that nobody fills, until 09:00."""
    last = month.previous().last_day
    end = month.start(BRUSSELS) + timedelta(hours=9)
    return slot(f"{line_id}/{last}/day", [None], start=end - timedelta(hours=24), end=end)


def problem(pool: PoolPlan) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(pool.problem)
    return document


def carried(pool: PoolPlan) -> dict[str, float]:
    return {found["id"]: found.get("carried", {}).get("burden", 0.0) for found in problem(pool)["services"]}


def test_a_month_has_all_its_slots_and_those_of_a_line_that_begins_an_opening_one() -> None:
    # 28 days of each line, and the morning of nursing, which begins.
    planned = plan(town("pharmacy", "nursing"), BOTH, [FEBRUARY], covered=["pharmacy"])
    keys = [filled.key for filled in planned.slots]
    assert len(keys) == len(set(keys)) == 57
    assert [key for key in keys if "opening" in key] == ["nursing/2027-02-01/opening-day"]
    assert {filled.month for filled in planned.slots} == {"2027-02"}
    assert planned.warnings == ()


def test_only_the_first_of_several_months_opens() -> None:
    planned = plan(town(), FOUR, [JANUARY, FEBRUARY], covered=[])
    assert [filled.key for filled in planned.slots if "opening" in filled.key] == [
        "pharmacy/2027-01-01/opening-day"
    ]
    assert [(pool.month, pool.lines) for pool in planned.pools] == [
        ("2027-01", ("pharmacy",)),
        ("2027-02", ("pharmacy",)),
    ]


def test_a_line_that_nobody_served_in_between_opens_again() -> None:
    leaves = [service(name, active_until=date(2027, 1, 31)) for name in "ab"]
    returns = [service(name, active_from=date(2027, 3, 1)) for name in "cd"]
    nurses = [service(name, "nursing") for name in "xyz"]
    planned = plan(town("pharmacy", "nursing"), [*leaves, *returns, *nurses], [JANUARY, FEBRUARY, MARCH])
    opening = [filled.key for filled in planned.slots if "opening" in filled.key]
    assert opening == ["pharmacy/2027-03-01/opening-day"]
    assert planned.warnings == ("nobody takes part in line pharmacy in 2027-02: it is left out",)


def test_each_month_starts_from_what_the_one_before_leaves() -> None:
    services = [service("a"), service("b", share=2.0), service("c", share=0.5), service("d")]
    planned = plan(town(), services, [JANUARY, FEBRUARY])
    first, second = planned.pools
    assert set(carried(first).values()) == {0.0}
    january = [filled for filled in planned.slots if filled.month == "2027-01"]
    account = month_account(january, services, month=JANUARY, pool="pharmacy", zone=BRUSSELS)
    expected = {name: of["burden"] for name, of in balances(account).items()}
    assert carried(second) == {name: pytest.approx(amount, abs=1e-6) for name, amount in expected.items()}
    # 31 duties of 24 points over four and a half shares do not come out even.
    assert any(expected.values())


def test_what_earlier_months_left_is_carried() -> None:
    entries = [
        Entry("a", "2026-12", "pharmacy", "burden", 120, 72),
        Entry("b", "2026-12", "pharmacy", "burden", 24, 72),
        Entry("a", "2026-11", "pharmacy", "burden", 0, 12),
    ]
    planned = plan(town(), FOUR, entries=entries)
    assert carried(planned.pools[0]) == {"a": 36, "b": -48, "c": 0, "d": 0}
    # 744 + 36 - 48 points over four: each ends at 183, but for whole duties of 24.
    ends = {row.service: row.carried + row.served for row in loads(planned.pools[0])}
    assert {row.fair for row in loads(planned.pools[0])} == {183}
    assert max(ends.values()) - min(ends.values()) <= 24


def test_one_line_of_a_pool_is_planned_around_the_others_published_duties() -> None:
    nursing = [slot(f"nursing/2027-01-{day:02}/day", ["abcdef"[day % 6]]) for day in range(1, 32)]
    planned = plan(town("pharmacy", "nursing"), BOTH, lines=("pharmacy",), in_force=nursing)
    (pool,) = planned.pools
    assert (pool.name, pool.lines) == ("pharmacy+nursing", ("pharmacy",))
    assert {filled.line for filled in planned.slots} == {"pharmacy"}
    assert len(problem(pool)["served"]) == 31
    held = {filled.key.split("/")[1]: filled.services[0] for filled in nursing}
    assert not [f.key for f in planned.slots if held[f.key.split("/")[1]] in f.services]
    # What they serve in nursing counts in the balance: 6 or 5 duties of 24, due 31 * 24 / 6 = 124.
    assert carried(pool) == {"a": -4, "b": 20, "c": -4, "d": -4, "e": -4, "f": -4}


def test_duties_that_are_about_to_be_replaced_do_not_count_against_rest() -> None:
    old = [
        slot(f"pharmacy/{month}-{day:02}/day", ["a"])
        for month, last in (("2027-01", 31), ("2027-02", 28))
        for day in range(1, last + 1)
    ]
    planned = plan(town(), FOUR, [JANUARY, FEBRUARY], in_force=old)
    first, second = planned.pools
    assert problem(first).get("served", []) == []
    # February sees January's new duties, not its old ones.
    new = [filled for filled in planned.slots if filled.month == "2027-01"]
    assert len(problem(second)["served"]) == len(new) == 31
    assert {found["service"] for found in problem(second)["served"]} == {"a", "b", "c", "d"}


def test_duties_that_have_begun_stay_and_weigh_and_are_in_no_problem() -> None:
    # The first five of January are a's; on the 3rd nobody was found. Each weighs 24, the four are 96.
    published = [
        slot(f"pharmacy/2027-01-{day:02}/day", ["a" if day != 3 else None, *([None] * (day == 5))])
        for day in range(1, 32)
    ]
    begun = [filled.key for filled in published[:5]]
    planned = plan(town(), FOUR, in_force=published, begun=begun)
    assert planned.slots[:5] == tuple(published[:5])
    assert len(planned.slots) == 31
    (pool,) = planned.pools
    assert [found["id"] for found in problem(pool)["slots"]] == [filled.key for filled in published[5:]]
    assert {found["service"] for found in problem(pool)["served"]} == {"a"}
    assert len(problem(pool)["served"]) == 4
    # Due is 96 / 4 = 24 each.
    assert carried(pool) == {"a": 72, "b": -24, "c": -24, "d": -24}
    # 26 more of 24 are 624: with what is begun, 720 are 180 each, and seven or eight duties.
    duties = Counter(name for filled in planned.slots for name in filled.services)
    assert sorted(duties.values()) == [7, 7, 8, 8]
    assert planned.warnings == (
        "5 duties of 2027-01 began: published places stay as they are, their points are in what is carried",
    )
    assert solver.verify(pool.problem, pool.document) == ()


def test_a_month_that_is_over_is_planned_as_it_was_served() -> None:
    published = [slot(f"pharmacy/2027-01-{day:02}/day", ["abcd"[day % 4]]) for day in range(1, 32)]
    begun = [filled.key for filled in published]
    planned = plan(town(), FOUR, in_force=published, begun=begun, later=["2027-02", "2027-03"])
    assert planned.slots == tuple(published)
    assert problem(planned.pools[0])["slots"] == []
    assert solver.verify(planned.pools[0].problem, planned.pools[0].document) == ()
    assert planned.warnings[1] == (
        "2027-02, 2027-03 were planned from the balances that 2027-01 left: "
        "publishing this changes them, plan again what has not begun"
    )


def test_rest_is_reckoned_from_who_was_really_there() -> None:
    last = slot("pharmacy/2026-12-31/day", ["a"], start=instant("2026-12-31T08:00"), end=NEW_YEAR)
    absent = Record(1, last.key, "a", None, None, "b", None, NEW_YEAR, "ann")
    planned = plan(town(), FOUR[:2], in_force=[last], begun=[last.key], records=[absent])
    # b has just served until the first duty begins: it must rest, and a, who did not come, need not.
    assert planned.slots[0].places == ("a",)
    assert [found["service"] for found in problem(planned.pools[0])["served"]] == ["b"]


def test_who_held_a_place_keeps_it_when_the_plan_gives_it_the_same_duty() -> None:
    two = town(lines=[_two_places()])
    first = plan(two, FOUR[:2])
    swapped = [
        slot(filled.key, reversed(filled.places), start=filled.start, end=filled.end)
        for filled in first.slots
    ]
    again = plan(two, FOUR[:2], in_force=swapped)
    # Nobody else can serve, so that every pair is the same, each in the place it was told.
    assert [filled.places for filled in again.slots] == [filled.places for filled in swapped]


def _two_places() -> dict[str, Any]:
    template = {"id": "day", "days": ["mo"], "start": "09:00", "end": "21:00", "required": 2}
    return {
        "id": "pharmacy",
        "names": {"fr": "Pharmacie", "nl": "Apotheek"},
        "pictogram": "pharmacy",
        "modes": ["door"],
        "target_hours": "Mo 09:00-21:00",
        "slots": [template],
    }


def test_availability_limits_and_rest_reach_the_engine() -> None:
    away = Window("unavailable", instant("2027-01-04T00:00"), instant("2027-01-09T00:00"))
    wish = Window("wish", instant("2027-01-20T08:00"), instant("2027-01-20T12:00"), points=2)
    services = [
        service("a", rest_hours=24.0),
        service("b", max_duties=3, max_nights=1, max_hours=100.0),
        service("c", kind="independent"),
        service("d"),
    ]
    windows = {"a": [away], "d": [wish], "c": [Window("available", away.start, away.end)]}
    planned = plan(town(), services, windows=windows)
    document = problem(planned.pools[0])
    by_id = {found["id"]: found for found in document["services"]}
    assert by_id["a"]["rest_hours"] == 24
    assert by_id["b"]["limits"] == {"duties": 3, "hours": 100, "night": 1}
    assert by_id["c"]["availability"] == "declared"
    assert [found["service"] for found in document["unavailable"]] == ["a"]
    assert [found["service"] for found in document["available"]] == ["c"]
    assert [(found["service"], found["points"]) for found in document["wishes"]] == [("d", 2)]
    held: dict[str, list[FilledSlot]] = {}
    for filled in planned.slots:
        for name in filled.services:
            held.setdefault(name, []).append(filled)
    assert len(held["b"]) <= 3
    assert not [f for f in held["a"] if f.start < away.end and f.end > away.start]
    assert all(away.start <= f.start and f.end <= away.end for f in held["c"])
    starts = sorted(filled.start for filled in held["a"])
    assert all(later - start >= timedelta(hours=48) for start, later in pairwise(starts))


def test_what_a_month_already_holds_is_taken_from_its_limits() -> None:
    # b has had two of its three duties, one of them at night, when the rest of January is planned again.
    published = [
        slot(f"pharmacy/2027-01-{day:02}/day", ["b"], categories=("night",) if day == 1 else ())
        for day in (1, 3)
    ]
    services = [*FOUR[2:], service("b", max_duties=3, max_nights=2, max_hours=50.0)]
    planned = plan(town(), services, in_force=published, begun=[filled.key for filled in published])
    (found,) = [one for one in problem(planned.pools[0])["services"] if one["id"] == "b"]
    # Twice twelve hours are gone, 26 are left.
    assert found["limits"] == {"duties": 1, "hours": 26, "night": 1}
    assert sum("b" in filled.services for filled in planned.slots) == 3


def test_who_joins_late_is_planned_from_its_first_day_for_its_part() -> None:
    services = [*FOUR, service("late", active_from=date(2027, 1, 16))]
    planned = plan(town(), services)
    own = [filled for filled in planned.slots if "late" in filled.services]
    assert own
    assert min(filled.start for filled in own) >= instant("2027-01-15T23:00")
    # 16 of 31 days, over four whole shares and that part: 744 * (16 / 31) / (4 + 16 / 31) = 85.03.
    (row,) = [row for row in loads(planned.pools[0]) if row.service == "late"]
    assert row.fair == pytest.approx(744 * (16 / 31) / (4 + 16 / 31))


def test_pools_are_planned_one_by_one_and_progress_is_told() -> None:
    services = [*FOUR, service("x", "nursing"), service("y", "nursing")]
    heard: list[str] = []
    planned = plan(town("pharmacy", "nursing"), services, tell=heard)
    assert [pool.name for pool in planned.pools] == ["pharmacy", "nursing"]
    assert "2027-01, pharmacy: 4 services" in heard
    assert "2027-01, nursing: 2 services" in heard
    assert planned.solver_seconds > 0


def test_fairness_is_recomputed_from_the_two_documents() -> None:
    planned = plan(town(), FOUR)
    rows = loads(planned.pools[0])
    assert sum(row.served for row in rows) == 31 * 24
    assert sum(row.duties for row in rows) == 31
    assert sum(row.hours for row in rows) == 31 * 24
    # A fair load is 186; seven duties are 168 and eight 192.
    assert {row.fair for row in rows} == {186}
    assert sorted(row.difference for row in rows) == sorted(row.served - 186 for row in rows)
    assert widest_difference(rows) == max(abs(row.served - 186) for row in rows)
    assert widest_difference([]) == 0


def test_an_unknown_line_is_refused() -> None:
    with pytest.raises(NotFound, match="has no line 'astrology'; its lines are pharmacy"):
        plan(town(), FOUR, lines=("pharmacy", "astrology"))


def test_a_month_in_which_nobody_takes_part_is_refused() -> None:
    gone = [service("a", active_until=date(2027, 1, 31))]
    with pytest.raises(BadInput, match="no service takes part in any line of basin essai in 2027-02"):
        plan(town(), gone, [JANUARY, FEBRUARY])
