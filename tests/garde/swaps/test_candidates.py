"""Who could take a duty: ranked by exact numbers, with what keeps the others out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from garde.errors import BadInput, Forbidden
from tests.garde.swaps.office import READER, Office, four, office_in, pharmacy, speaking
from tests.garde.town import line, service, slot

SIXTH, EIGHTH, TENTH = (f"pharmacy/2027-01-{day:02}/day" for day in (6, 8, 10))


def test_the_fairest_comes_first_with_exact_numbers(office: Office) -> None:
    found = office.candidates(SIXTH, "a")
    # In January a has 36 points, b and c 12, d none; each owes 15.
    # Now: 21^2 + 3^2 + 3^2 + 15^2 = 684. With d instead of a: 9^2 + 3 x 3^2 = 108.
    # With b instead: 9^2 + 9^2 + 3^2 + 15^2 = 396, and as much with c.
    # b and c are as fair, and c rests longer.
    assert [(one.service, one.may) for one in found] == [("d", True), ("c", True), ("b", True)]
    assert [one.ways[0].unfairness for one in found] == [108 - 684, 396 - 684, 396 - 684]
    best = found[0].ways[0].effects[0]
    assert (best.pool, best.month) == ("pharmacy", "2027-01")
    assert [(tier.name, tier.now, tier.then) for tier in best.effect.tiers] == [
        ("uncovered", 0, 0),
        ("unfairness", 684, 108),
    ]
    assert [(load.service, load.fair, load.now, load.then) for load in best.effect.loads] == [
        ("a", 15, 36, 24),
        ("d", 15, 0, 12),
    ]
    # b serves on the 8th at 08:00, 36 hours after the 6th at 20:00; c on the 10th, 84 hours after.
    rests = {one.service: one.ways[0].parts[0].rest for one in found}
    assert (rests["b"].before, rests["b"].after, rests["b"].needed) == (None, 36, 11)
    assert (rests["c"].before, rests["c"].after, rests["d"].least) == (None, 84, None)


def test_of_two_as_fair_the_one_that_rests_longer_comes_first(tmp_path: Path) -> None:
    office = office_in(tmp_path, four()[:3])
    office.publish(pharmacy(6, "a"), pharmacy(8, "b"), pharmacy(10, "c"))
    assert [one.service for one in office.candidates(SIXTH, "a")] == ["c", "b"]


def test_in_an_exchange_each_coming_duty_in_return_is_ranked(office: Office) -> None:
    by_service = {one.service: one for one in office.candidates(SIXTH, "a", kind="exchange")}
    assert by_service["d"].ways == ()
    assert not by_service["d"].may
    ways = by_service["b"].ways
    # Its duty of January for one of January changes nobody's points. Its duty of February moves 12 points
    # to b in January (396 - 684) and back to a in February: after both months everybody has what it had.
    assert [(way.change.return_slot, way.sound) for way in ways] == [
        ("pharmacy/2027-02-02/day", True),
        (EIGHTH, True),
    ]
    assert [[month.month for month in way.effects] for way in ways] == [["2027-01", "2027-02"], ["2027-01"]]
    assert [way.unfairness for way in ways] == [396 - 684, 0]
    for load in ways[0].effects[1].effect.loads:
        assert load.now == load.then, load
    named = office.candidates(SIXTH, "a", kind="exchange", to="b", return_slot=EIGHTH)
    assert [[way.change.return_slot for way in one.ways] for one in named] == [[EIGHTH]]


def test_what_keeps_a_service_out_is_told_with_its_numbers(tmp_path: Path) -> None:
    services = [
        service("a"),
        service("away"),
        service("full", max_duties=1),
        service("mate", group="g"),
        service("other", "pharmacy", "nursing", group="g"),
        service("tired", rest_hours=40),
        service("left"),
        service("shy", kind="independent"),
        service("elsewhere", "nursing"),
    ]
    office = office_in(tmp_path, services, lines=[line("pharmacy"), line("nursing")])
    office.publish(
        pharmacy(6, "a"),
        pharmacy(8, "tired"),
        pharmacy(12, "full"),
        replace(slot("nursing/2027-01-06/day", ["other"]), burden=12),
    )
    office.absent("away", "2027-01-06T19:00", "2027-01-07T19:00")
    found = {one.service: one for one in office.candidates(SIXTH, "a")}
    assert "elsewhere" not in found
    assert {
        name: [obstacle.code for obstacle in one.ways[0].parts[0].obstacles] for name, one in found.items()
    } == {
        "left": [],
        "away": ["unavailable"],
        "full": ["limit_duties"],
        "mate": ["group_on_duty"],
        "other": ["on_duty"],
        "tired": ["rest_before"],
        "shy": ["undeclared"],
    }
    assert next(iter(found)) == "left"
    assert found["away"].ways[0].effects == ()


def test_a_duty_given_in_return_no_longer_stands_in_the_way(tmp_path: Path) -> None:
    office = office_in(tmp_path, four())
    office.publish(pharmacy(6, "a"), slot("pharmacy/2027-01-06/late", ["b"], 12))
    overlap = office.candidates(SIXTH, "a", to="b")
    assert [obstacle.code for obstacle in overlap[0].ways[0].parts[0].obstacles] == ["on_duty"]
    exchange = office.candidates(SIXTH, "a", to="b", kind="exchange")
    assert exchange[0].may


def test_duties_of_other_lines_and_months_count(tmp_path: Path) -> None:
    services = [service("a"), service("b", "pharmacy", "nursing"), service("n", "nursing", "nursing-two")]
    lines = [line("pharmacy"), line("nursing"), line("nursing-two")]
    office = office_in(tmp_path, services, lines=lines)
    office.publish(
        replace(pharmacy(31, "a"), month="2027-01"),
        replace(slot("nursing/2027-02-01/day", ["b"]), burden=12),
    )
    (found,) = office.candidates("pharmacy/2027-01-31/day", "a")
    # From 20:00 on the 31st to 08:00 on the 1st: 12 hours, and 11 are enough.
    assert (found.service, found.may, found.ways[0].parts[0].rest.after) == ("b", True, 12)
    office.publish(slot("nursing/2027-01-31/day", ["b"], 12), pharmacy(31, "a"))
    (found,) = office.candidates("pharmacy/2027-01-31/day", "a")
    assert [obstacle.code for obstacle in found.ways[0].parts[0].obstacles] == ["on_duty"]


def test_the_giver_and_the_coordination_may_ask(office: Office) -> None:
    assert office.candidates(SIXTH, "a", actor=speaking("a")) == office.candidates(SIXTH, "a", actor=READER)
    with pytest.raises(Forbidden):
        office.candidates(SIXTH, "a", actor=speaking("b"))
    with pytest.raises(BadInput, match="nobody-else does not take part in line pharmacy then"):
        office.candidates(SIXTH, "a", to="nobody-else")
