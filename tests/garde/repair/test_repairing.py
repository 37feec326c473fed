"""Small months in which the repair with the fewest changes can be seen by eye."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from garde.availability.window import Window
from garde.planning.decisions import Override
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.rotas import draft_ids
from garde.storage.repositories.swaps import add_swap
from garde.storage.repositories.windows import add_windows, all_windows_of
from garde.swaps.swap import Step, Swap
from solver import verify
from tests.garde.repair.conftest import ROUND, Opened, february, missing, three
from tests.garde.repair.office import BEFORE, FEBRUARY, Office, handed, key, month_of
from tests.garde.town import instant, service


def test_a_free_service_takes_the_duty_and_nothing_else_moves(opened: Opened) -> None:
    office = opened([*three(), service("d", phone="+32 2 000 00 04")], ROUND)
    found = office.tell("a", february(4), february(5))
    # b and c are on duty the day before or after, and rest 11 hours; d has nothing.
    assert handed(found) == [(key(4), "a", "d", "absence")]
    assert [(call.service, call.task, call.slot, call.phone) for call in found.calls] == [
        ("d", "serve", key(4), "+32 2 000 00 04")
    ]
    assert found.draft is not None
    assert [slot.key for slot in found.draft.slots if slot.places != (ROUND[slot.start.day - 1],)] == [key(4)]
    (cost,) = found.costs
    # A duty of 24 hours weighs 24 points, all 28 are 672: a quarter is 168. a had 10 duties, b and c 9.
    # The squares of what each is off: 72² + 48² + 48² + 168² = 38,016; then 48² + 48² + 48² + 144² = 27,648.
    assert [(tier.name, tier.now, tier.then) for tier in cost.tiers] == [
        ("uncovered", 0, 0),
        ("changes", 0, 1),
        ("unfairness", 38_016, 27_648),
    ]
    assert [(load.service, load.fair, load.now, load.then) for load in cost.loads] == [
        ("a", 168, 240, 216),
        ("d", 168, 0, 24),
    ]
    (pool,) = found.draft.pools
    assert verify(pool.problem, pool.document) == ()
    assert {tier.name for tier in pool.rota.tiers if tier.proven} >= {"uncovered", "changes"}


def test_where_rest_forbids_a_plain_replacement_one_duty_more_makes_room(opened: Opened) -> None:
    office = opened(three(), ROUND)
    # Until an hour into the 5th, so that a cannot have the 5th: c takes the 4th, and a the 3rd from c.
    found = office.tell("a", february(4), february(5, "T09:00"))
    assert handed(found) == [(key(3), "c", "a", "moved"), (key(4), "a", "c", "absence")]
    assert [(call.service, call.task, call.slot) for call in found.calls] == [
        ("a", "serve", key(3)),
        ("c", "hear", key(3)),
        ("c", "serve", key(4)),
    ]
    # One change alone leaves the 4th to nobody: two are the fewest.
    (cost,) = found.costs
    assert ("changes", 0, 2) in [(tier.name, tier.now, tier.then) for tier in cost.tiers]
    assert found.whole


def test_who_else_could_take_it_is_told_best_first_and_who_could_not_with_the_rule(opened: Opened) -> None:
    office = opened([*three(), service("d"), service("e", share=0.25)], ROUND)
    (one,) = office.tell("a", february(4), february(5)).replacements
    assert one.change.after == "d"
    assert [(other.service, [obstacle.code for obstacle in other.obstacles]) for other in one.others] == [
        ("e", []),
        ("b", ["rest_before"]),
        ("c", ["rest_after"]),
    ]


def test_a_duty_that_nobody_can_take_stays_empty_and_says_why(opened: Opened) -> None:
    # The 4th is begun and the 6th taken: with three, nobody but a could serve on the 5th.
    office = opened([service("a"), service("b")], ["a", "b"] * 14)
    during = instant(february(4, "T12:00"))
    found = office.tell("a", february(5), february(6), at=during)
    assert handed(found) == [(key(5), "a", None, "absence")]
    (gap,) = found.gaps
    assert [(one.service, [obstacle.code for obstacle in one.obstacles]) for one in gap.others] == [
        ("b", ["rest_after", "rest_before"])
    ]
    assert not found.whole
    assert missing(found) == 1


def test_what_has_begun_stays_and_the_rest_of_it_is_offered_to_who_can(opened: Opened) -> None:
    office = opened([*three(), service("d")], ROUND)
    # At noon on the 4th, a says that it leaves at one, until the 8th: one duty is under way, one is not.
    found = office.tell("a", february(4, "T12:00"), february(8), at=instant(february(4, "T11:00")))
    (rest,) = found.remainders
    assert (rest.duty.slot.key, rest.start, rest.duty.came) == (key(4), instant(february(4, "T12:00")), True)
    # b begins its own duty at nine on the 5th; c has rested only 3 of 11 hours since its duty of the 3rd.
    assert [(one.service, [obstacle.code for obstacle in one.obstacles]) for one in rest.others] == [
        ("d", []),
        ("b", ["rest_before"]),
        ("c", ["rest_after"]),
    ]
    assert handed(found) == [(key(7), "a", "d", "absence")]
    assert [(call.service, call.task) for call in found.calls] == [("d", "serve the rest"), ("d", "serve")]
    assert found.draft is not None
    assert found.draft.slots[3].places == ("a",)
    office.publish(found.draft.id, at=instant(february(4, "T11:30")))
    changed = [(a, b) for a, b in zip(ROUND, office.in_force().values(), strict=True) if a != b]
    assert changed == [("a", "d")]


def test_what_was_said_to_be_served_by_another_is_not_under_way(opened: Opened) -> None:
    from garde.served import Record
    from garde.storage.repositories.served import add_record

    office = opened([*three(), service("d")], ROUND)
    left, now = instant(february(4, "T10:00")), instant(february(4, "T11:00"))
    with office.database.writing() as session:
        start = instant(february(4))
        add_record(session, "essai", Record(0, key(4), "a", start, left, "d", None, now, "ann"))
    found = office.tell("a", february(4, "T10:00"), february(7, "T10:00"), at=now)
    assert found.remainders == ()
    # d served until nine on the 5th; it has rested by the 7th.
    assert handed(found) == [(key(7), "a", "d", "absence")]


def test_the_same_absence_again_changes_nothing_and_finds_its_draft(opened: Opened) -> None:
    office = opened([*three(), service("d")], ROUND)
    first = office.tell("a", february(4), february(5))
    again = office.tell("a", february(4), february(5))
    assert (first.new, first.fresh, again.new, again.fresh) == (True, True, False, False)
    assert first.draft == again.draft
    assert handed(first) == handed(again)
    with office.database.reading() as session:
        (window,) = all_windows_of(session, "essai", "a")
        assert (window.kind, window.source) == ("unavailable", "absence")
        assert draft_ids(session, "essai") == (1, 2)
        assert [entry.action for entry in decisions_of(session, "essai")][-2:] == [
            "announce an absence",
            "draft a repair",
        ]


def test_a_second_absence_before_the_first_is_published_counts_both(opened: Opened) -> None:
    office = opened([*three(), service("d"), service("e")], ROUND)
    office.tell("a", february(4), february(5))
    second = office.tell("b", february(8), february(9))
    assert {(slot, before) for slot, before, _, _ in handed(second)} == {(key(4), "a"), (key(8), "b")}
    assert {why for *_, why in handed(second)} == {"absence", "calendar"}
    assert {after for _, _, after, _ in handed(second)} <= {"d", "e"}
    assert second.draft is not None
    assert second.draft.id == 3
    # Once published, nothing is left to repair of either.
    office.publish(3)
    assert office.tell("a", february(4), february(5)).draft is None
    assert office.tell("b", february(8), february(9)).draft is None


def test_a_dry_run_says_the_same_and_writes_nothing(opened: Opened, tmp_path: Path) -> None:
    office = opened([*three(), service("d")], ROUND)
    tried = office.tell("a", february(4), february(5), dry_run=True)
    with office.database.reading() as session:
        assert all_windows_of(session, "essai", "a") == ()
        assert draft_ids(session, "essai") == (1,)
        assert [one.action for one in decisions_of(session, "essai")] == ["publish"]
    assert tried.draft is not None
    assert tried.draft.id == 0
    assert handed(office.tell("a", february(4), february(5))) == handed(tried)


def test_an_absence_that_touches_no_duty_goes_on_record_without_a_draft(opened: Opened) -> None:
    office = opened([*three(), service("d")], ROUND)
    found = office.tell("d", february(4), february(5))
    assert (found.new, found.draft, handed(found), found.whole) == (True, None, [], True)
    with office.database.reading() as session:
        assert len(all_windows_of(session, "essai", "d")) == 1


def test_a_duty_that_stands_against_a_rule_is_kept(tmp_path: Path) -> None:
    # b serves on the 4th and the 5th, against its rest, because somebody decided so.
    holders = [*ROUND]
    holders[3] = "b"
    decided = Override(key(4), "b", ("rest",), "agreed", BEFORE, "ann")
    office = Office(tmp_path, [*three(), service("d")])
    office.put(month_of(holders), (decided,))
    found = office.tell("a", february(7), february(8))
    assert handed(found) == [(key(7), "a", "d", "absence")]
    assert found.draft is not None
    assert found.draft.overrides == (decided,)
    # Its own absence takes it away all the same.
    found = office.tell("b", february(4), february(5))
    assert (key(4), "b") in {(slot, before) for slot, before, _, _ in handed(found)}


@pytest.mark.parametrize(
    ("slot", "giver", "taker", "others"),
    [
        (3, "b", "c", [(key(4), "a", "b", "absence"), (key(5), "b", "a", "moved")]),
        (5, "c", "b", [(key(3), "c", "a", "moved"), (key(4), "a", "c", "absence")]),
    ],
)
def test_what_was_agreed_in_a_swap_is_kept(
    opened: Opened, slot: int, giver: str, taker: str, others: list[tuple[str, str, str, str]]
) -> None:
    office = opened(three(), ROUND)
    agreed = Step(BEFORE, "ann", "coordinator")
    with office.database.writing() as session:
        add_swap(session, "essai", Swap(0, key(slot), giver, "gift", agreed, taker, state="approved"))
    # Somebody beside the 4th must make room: c on the 3rd or b on the 5th, whichever was not agreed.
    assert handed(office.tell("a", february(4), february(5))) == others


def test_an_absence_takes_away_a_duty_that_was_agreed(opened: Opened) -> None:
    office = opened([*three(), service("d")], ROUND)
    agreed = Step(BEFORE, "ann", "coordinator")
    with office.database.writing() as session:
        # a took the 4th from d. d may have it back.
        add_swap(session, "essai", Swap(0, key(4), "d", "gift", agreed, "a", state="approved"))
    found = office.tell("a", february(4), february(5))
    assert (handed(found), found.warnings) == ([(key(4), "a", "d", "absence")], ())


def test_another_service_whose_calendar_changed_is_replaced_too_and_called(opened: Opened) -> None:
    office = opened([*three(), service("d"), service("e")], ROUND)
    with office.database.writing() as session:
        window = Window("unavailable", instant(february(11)), instant(february(12)))
        add_windows(session, "essai", {"b": [window]})
    found = office.tell("a", february(4), february(5))
    assert [(slot, before, why) for slot, before, _, why in handed(found)] == [
        (key(4), "a", "absence"),
        (key(11), "b", "calendar"),
    ]
    assert ("b", "hear", "b@example.org") in [(one.service, one.task, one.email) for one in found.calls]


def test_an_absence_over_two_months_drafts_both_the_second_from_what_the_first_leaves(
    tmp_path: Path,
) -> None:
    from garde.calendar.slots import month_slots
    from garde.planning.plan import unfilled
    from solver import load_problem

    office = Office(tmp_path, [*three(), service("d")])
    march = FEBRUARY.next()
    # The 28th of February is a's; March goes on with b.
    slots = month_slots(office.config, march)
    holders = [["b", "c", "a"][number % 3] for number in range(len(slots))]
    filled = [
        replace(unfilled(slot, march), places=(holder,)) for slot, holder in zip(slots, holders, strict=True)
    ]
    office.put([*month_of(ROUND), *filled])
    found = office.tell("a", february(28), "2027-03-04T08:00")
    assert handed(found) == [
        (key(28), "a", "d", "absence"),
        ("pharmacy/2027-03-03/day", "a", "d", "absence"),
    ]
    assert found.draft is not None
    assert found.draft.months == ("2027-02", "2027-03")
    second = load_problem(found.draft.pools[1].problem)
    carried = {one.id: dict(one.carried).get("burden", 0.0) for one in second.services}
    # February's 672 points were due in equal parts of 168: a served 9 days, b and c 9, d one.
    assert carried == {"a": 216 - 168, "b": 216 - 168, "c": 216 - 168, "d": 24 - 168}
    assert all(verify(pool.problem, pool.document) == () for pool in found.draft.pools)
