"""What a caller of ``solve`` may count on: gaps with reasons, repeatability, interruption, progress."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import solver
from solver.problem import Area, LineDistance, Pin, Place, TierChoice, Wish
from solver.rota import Assignment, Gap, Reason
from tests.solver.samples import HORIZON, at, duties, night, period, problem, service, slot


def solved(given, **options):
    return solver.solve(given, digest="0" * 64, **({"workers": 1} | options))


def month(services=12, nights=28):
    """Return a month in which nothing is settled at once: burdens, shares, wishes and distances pull."""
    staff = [
        service(
            f"s{index:02}",
            share=1 + index % 3,
            lat=50.80 + index * 0.01,
            lon=4.35,
            languages=("fr", "nl", "ar")[: index % 4],
            limits=(("duties_per_7_days", 2),),
        )
        for index in range(services)
    ]
    slots = [
        night(day, burden=1 + day % 3, required=1 + day % 2, languages=("nl", "ar"), categories=("night",))
        for day in range(1, nights + 1)
    ]
    areas = tuple(Area(f"area {index}", 50.80 + index * 0.015, 4.36, 100 + index) for index in range(8))
    wishes = tuple(
        Wish(f"s{day % services:02}", at(f"{day:02} 00:00"), at(f"{day:02} 23:00"), points=day % 5 - 2)
        for day in range(1, nights + 1)
    )
    return problem(staff, slots, areas=areas, wishes=wishes, reach=(LineDistance("night", 2),))


def test_every_duty_is_filled_and_the_load_is_fair():
    rota = solved(problem([service("a"), service("b")], [night(5), night(8)]))
    assert {assignment.service for assignment in rota.assignments} == {"a", "b"}
    assert [(tier.name, tier.value) for tier in rota.tiers[:2]] == [("uncovered", 0), ("unfairness", 0)]
    assert (rota.status, rota.gaps, rota.seed, rota.workers) == ("optimal", (), 0, 1)


def test_services_that_may_serve_nothing_have_their_part_in_a_fair_month():
    # Far above their fair load they are a group of their own, in which there is nothing to serve.
    idle = [service(f"idle {index}", lines=("day",), carried=(("burden", 90),)) for index in range(6)]
    given = month()
    rota = solved(dataclasses.replace(given, services=(*given.services, *idle)), time_limit=5.0)
    assert rota.tiers[0].proven
    assert solver.breaches(given, rota.assignments) == ()
    assert not {assignment.service for assignment in rota.assignments} & {one.id for one in idle}


def test_an_empty_problem_has_an_empty_rota():
    rota = solved(problem([], []))
    assert (rota.assignments, rota.gaps, rota.status) == ((), (), "optimal")


def test_a_slot_that_nobody_may_serve_is_a_gap_with_everybody_off_the_line():
    rota = solved(problem([service("a"), service("b")], [night(5, line="dentist")]))
    assert rota.gaps == (Gap("night 5", 1, (Reason("line", ("a", "b")),)),)
    assert rota.status == "optimal"


def test_a_gap_names_for_each_service_the_rule_that_keeps_it_out():
    staff = [
        service("away"),
        service("resting"),
        service("tired", limits=(("duties", 0),)),
        service("barred"),
        service("elsewhere", lines=("day",)),
        service("mate", group="g"),
        service("partner", group="g", lines=("day",)),
    ]
    given = problem(
        staff,
        [slot("day", "05 19:00", "05 22:00", line="day"), night(5, required=2)],
        unavailable=(period("away", "05 21:00", "05 22:00"),),
        served=(period("resting", "05 08:00", "05 18:00"),),
        pins=(
            Pin("barred", "night 5", on=False),
            Pin("partner", "day", on=True),
        ),
    )
    expected = (
        Reason("availability", ("away",)),
        Reason("pins", ("barred",)),
        Reason("rest", ("resting",)),
        Reason("limits", ("tired",)),
        Reason("group", ("mate",)),
    )
    assert solved(given).gaps == (Gap("night 5", 2, expected),)


def test_whom_no_rule_keeps_out_is_needed_elsewhere():
    # Wishes come first here: serving costs 5 points, so the place stays open by choice.
    given = problem(
        [service("a")],
        [night(5)],
        wishes=(Wish("a", at("05 00:00"), at("06 00:00"), points=-5),),
        tiers=(TierChoice("wishes"), TierChoice("uncovered")),
    )
    assert solved(given).gaps == (Gap("night 5", 1, (Reason("needed_elsewhere", ("a",)),)),)


def test_a_slack_is_spent_on_later_tiers():
    # Fair is one night each (0); with a slack of 2, a may serve both (2), as both wish.
    wishes = (
        Wish("a", at("05 00:00"), at("09 00:00"), points=1),
        Wish("b", at("05 00:00"), at("09 00:00"), points=-1),
    )
    order = (TierChoice("uncovered"), TierChoice("unfairness", absolute=2), TierChoice("wishes"))
    rota = solved(problem([service("a"), service("b")], [night(5), night(8)], wishes=wishes, tiers=order))
    fairness = rota.tiers[1]
    assert (fairness.value, fairness.best, fairness.limit, fairness.bound) == (2, 0, 2, 0)
    assert rota.tiers[2].value == -2


def test_repair_keeps_what_can_be_kept():
    base = (Place("a", "night 5"), Place("b", "night 8"))
    given = problem(
        [service("a"), service("b"), service("c")],
        [night(5), night(8)],
        base=base,
        unavailable=(period("a", "05 21:00", "05 22:00"),),
    )
    rota = solved(given)
    assert Assignment("night 8", "b") in rota.assignments
    assert [(tier.name, tier.value) for tier in rota.tiers[:2]] == [("uncovered", 0), ("changes", 1)]


def test_the_same_seed_and_one_worker_give_the_same_rota():
    first, second = (solved(month(8, 10), seed=7) for _ in range(2))
    assert dataclasses.replace(first, seconds=0) == dataclasses.replace(second, seconds=0)


def test_no_time_at_all_still_gives_an_honest_rota():
    given = dataclasses.replace(month(), pins=(Pin("s03", "night 4", on=True),))
    rota = solved(given, time_limit=0)
    assert Assignment("night 4", "s03") in rota.assignments
    assert rota.status == "feasible"
    assert not list(solver.findings(given, rota))


def test_a_time_limit_is_kept_and_the_claims_hold():
    given = month()
    started = time.monotonic()
    rota = solved(given, time_limit=2)
    assert time.monotonic() - started < 5
    assert not list(solver.findings(given, rota))


def test_a_caller_may_cancel():
    started = time.monotonic()
    given = month()
    rota = solved(given, cancelled=lambda: time.monotonic() - started > 1)
    assert time.monotonic() - started < 5
    assert not list(solver.findings(given, rota))


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to itself")
def test_ctrl_c_returns_the_best_rota_so_far():
    given = month()
    timer = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    started = time.monotonic()
    rota = solved(given)
    timer.cancel()
    assert time.monotonic() - started < 5
    assert not list(solver.findings(given, rota))


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to itself")
def test_ctrl_c_while_or_tools_is_loading_still_gives_an_honest_rota(tmp_path):
    content = solver.dump_problem(month())
    (tmp_path / "problem.json").write_bytes(content)
    script = (
        "import os, pathlib, signal, sys, solver\n"
        "class Pressing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'ortools':\n"
        "            sys.meta_path.remove(self)\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "content = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "problem = solver.load_problem(content)\n"
        "sys.meta_path.insert(0, Pressing())\n"
        "rota = solver.solve(problem, digest=solver.problem_digest(content), workers=1)\n"
        "assert rota.status == 'feasible'\n"
        "assert solver.verify(content, solver.dump_rota(rota)) == ()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "problem.json")]
    subprocess.run(command, check=True, timeout=30)


def test_progress_only_gets_better():
    heard = []
    rota = solved(month(6, 8), on_progress=heard.append)
    assert list(dict.fromkeys(event.tier for event in heard)) == [tier.name for tier in rota.tiers]
    for tier in rota.tiers:
        events = [event for event in heard if event.tier == tier.name]
        assert [event.value for event in events] == sorted((event.value for event in events), reverse=True)
        assert [event.bound for event in events] == sorted(event.bound for event in events)
        assert all(event.bound <= event.value for event in events)
        assert events[-1].value == tier.best
    assert [event.seconds for event in heard] == sorted(event.seconds for event in heard)


def test_many_services_that_can_serve_nothing_are_no_obstacle():
    # 6 of 18 services, alike in share, are away all the time: they stand together in the relaxation.
    staff = [service(f"s{index:02}", share=0.5 if index < 6 else 2) for index in range(18)]
    away = tuple(period(f"s{index:02}", "01 00:00", "31 23:00") for index in range(6))
    given = problem(staff, [night(day, burden=1 + day % 3) for day in range(1, 29)], unavailable=away)
    rota = solved(given)
    assert rota.status == "optimal"
    assert {assignment.service for assignment in rota.assignments}.isdisjoint(s.id for s in staff[:6])


def test_an_october_night_is_an_hour_longer():
    # The horizon of October has 31 × 24 + 1 hours.
    assert HORIZON.length == 745 * 3_600_000_000
    assert night(24).length == 13 * 3_600_000_000


def test_breaches_and_values_of_a_rota_made_by_hand():
    given = problem([service("a"), service("b")], [night(5), night(6, burden=2)])
    by_hand = duties(a=["night 5"], b=["night 6"])
    assert solver.breaches(given, by_hand) == ()
    # ρ = 3/2, loads 1 and 2: 1/4 + 1/4.
    assert solver.values(given, by_hand)["unfairness"] == 0.5
    both = duties(a=["night 5", "night 6"])
    assert solver.breaches(problem([service("a", rest_hours=13)], given.slots), both) == (
        solver.Breach("rest", ("a",), ("night 5", "night 6"), (("rest_hours", 13), ("hours", 12.0))),
    )
