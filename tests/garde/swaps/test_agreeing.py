"""Offered, accepted, approved, undone: who may, what is in force then, and what is on record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import icalendar
import pytest

from garde.errors import BadInput, Conflict, Forbidden, NotFound
from garde.swaps.force import Refused
from tests.garde.swaps.office import ANN, READER, Office, four, office_in, pharmacy, speaking
from tests.garde.town import instant, service

SIXTH, EIGHTH, TENTH, TWELFTH = (f"pharmacy/2027-01-{day:02}/day" for day in (6, 8, 10, 12))
SECOND = "pharmacy/2027-02-02/day"


def test_a_gift_moves_the_duty_and_the_ledger_with_it(office: Office) -> None:
    # 60 points in January, each of four services owes 15.
    assert office.balances() == {"a": (36, 15), "b": (12, 15), "c": (12, 15), "d": (0, 15)}
    swap = office.offer(SIXTH, "a", actor=speaking("a"), to="d", note="a wedding")
    assert (swap.state, swap.kind, swap.named, swap.taker) == ("offered", "gift", True, "d")
    accepted = office.accept(swap, "d", actor=speaking("d"))
    assert (accepted.swap.state, accepted.published) == ("accepted", None)
    assert office.holders(SIXTH) == ("a",)
    agreed = office.approve(swap)
    assert agreed.published is not None
    assert agreed.swap == office.stored(swap)
    assert (agreed.swap.state, agreed.swap.version) == ("approved", 2)
    assert office.holders(SIXTH) == ("d",)
    # 36 - 12 and 0 + 12; what is owed stays.
    assert office.balances() == {"a": (24, 15), "b": (12, 15), "c": (12, 15), "d": (12, 15)}
    assert office.recounted()
    assert office.versions() == [(1, "hand"), (2, "swap 1")]
    (change,) = agreed.published.changes
    assert (change.slot, change.before, change.after) == (SIXTH, "a", "d")


def test_every_step_is_on_record_with_who_took_it_on_whose_behalf(office: Office) -> None:
    swap = office.offer(SIXTH, "a")
    office.accept(swap, "d", actor=speaking("d"))
    office.approve(swap)
    assert office.trail("swap 1") == [
        ("offer a swap", "ann", "coordinator"),
        ("accept a swap", "link of d", "service"),
        ("approve a swap", "ann", "coordinator"),
    ]
    stored = office.stored(swap)
    assert stored.offered.role == "coordinator"
    assert stored.accepted is not None
    assert stored.accepted.role == "service"


def test_an_exchange_over_two_months_is_one_version_of_both(office: Office) -> None:
    swap = office.agreed(TWELFTH, "a", "b", SECOND)
    assert office.holders(TWELFTH) == ("b",)
    assert office.holders(SECOND) == ("a",)
    assert swap.version == 2
    assert office.balances() == {"a": (24, 15), "b": (24, 15), "c": (12, 15), "d": (0, 15)}
    assert office.balances("2027-02") == {"a": (12, 3), "b": (0, 3), "c": (0, 3), "d": (0, 3)}
    assert office.recounted()
    back = office.undo(swap)
    assert back.published is not None
    assert (back.published.number, back.published.months) == (3, ("2027-01", "2027-02"))
    assert office.versions()[-1] == (3, "undo of swap 1")
    assert office.holders(SECOND) == ("b",)
    assert office.balances() == {"a": (36, 15), "b": (12, 15), "c": (12, 15), "d": (0, 15)}
    assert (back.swap.state, back.swap.undone_version) == ("undone", 3)
    assert office.trail("swap 1")[-1] == ("undo a swap", "ann", "coordinator")


def test_a_calendar_hears_of_the_same_event_with_a_higher_sequence(office: Office) -> None:
    def event() -> icalendar.Event:
        calendar = icalendar.Calendar.from_ical(office.feed("essai.ics"))
        return next(
            one for one in calendar.walk("VEVENT") if str(one["UID"]).startswith("pharmacy-2027-01-06")
        )

    before = event()
    swap = office.agreed(SIXTH, "a", "d")
    swapped = event()
    office.undo(swap)
    undone = event()
    assert before["UID"] == swapped["UID"] == undone["UID"]
    assert [int(one["SEQUENCE"]) for one in (before, swapped, undone)] == [0, 1, 2]
    assert "inventé d" in swapped["SUMMARY"]


def test_each_place_of_a_shared_duty_is_swapped_by_itself(tmp_path: Path) -> None:
    office = office_in(tmp_path, four())
    office.publish(pharmacy(6, "a", "b"), pharmacy(8, "c", None))
    office.agreed(SIXTH, "b", "c")
    assert office.holders(SIXTH) == ("a", "c")
    with pytest.raises(Conflict, match="c serves pharmacy/2027-01-06/day already"):
        office.offer(SIXTH, "a", to="c")
    second = office.offer(SIXTH, "a")
    with pytest.raises(Refused, match="Every place of this duty is taken"):
        office.accept(second, "c")
    assert office.holders(SIXTH) == ("a", "c")


def test_only_those_concerned_may_take_a_step(office: Office) -> None:
    for actor in (speaking("b"), READER, replace(ANN, basin="other")):
        with pytest.raises(Forbidden):
            office.offer(SIXTH, "a", actor=actor)
    swap = office.offer(SIXTH, "a", to="d")
    with pytest.raises(Forbidden):
        office.accept(swap, "d", actor=speaking("b"))
    with pytest.raises(Forbidden, match="swap 1 is offered to d alone"):
        office.accept(swap, "b", actor=speaking("b"))
    with pytest.raises(Forbidden):
        office.withdraw(swap, actor=speaking("d"))
    with pytest.raises(Forbidden):
        office.refuse(swap, actor=speaking("a"))
    office.accept(swap, "d", actor=speaking("d"))
    for actor in (speaking("a"), speaking("d"), READER):
        with pytest.raises(Forbidden):
            office.approve(swap, actor=actor)
    office.approve(swap)
    with pytest.raises(Forbidden):
        office.undo(swap, actor=speaking("a"))
    open_to_all = office.offer(TWELFTH, "a")
    with pytest.raises(Forbidden):
        office.refuse(open_to_all, actor=speaking("b"))


def test_only_a_coming_duty_that_is_its_own_can_be_offered_and_once(office: Office) -> None:
    with pytest.raises(Conflict, match="04/day has begun"):
        office.offer("pharmacy/2027-01-04/day", "a")
    with pytest.raises(Conflict, match="b does not serve pharmacy/2027-01-06/day"):
        office.offer(SIXTH, "b")
    with pytest.raises(NotFound, match="no rota in force has the slot"):
        office.offer("pharmacy/2027-01-07/day", "a")
    with pytest.raises(BadInput, match="cannot take its own duty"):
        office.offer(SIXTH, "a", to="a")
    with pytest.raises(BadInput, match="a duty in return"):
        office.offer(SIXTH, "a", kind="exchange", return_slot=EIGHTH)
    with pytest.raises(Conflict, match="d does not serve pharmacy/2027-01-08/day"):
        office.offer(SIXTH, "a", kind="exchange", to="d", return_slot=EIGHTH)
    office.offer(SIXTH, "a")
    with pytest.raises(Conflict, match="a offers pharmacy/2027-01-06/day already: swap 1"):
        office.offer(SIXTH, "a", to="d")
    office.offer(TWELFTH, "a")


def test_an_offer_that_was_taken_back_or_turned_down_can_be_made_again(office: Office) -> None:
    first = office.withdraw(office.offer(SIXTH, "a"), actor=speaking("a"))
    second = office.offer(SIXTH, "a", to="d")
    second = office.refuse(second, actor=speaking("d"), reason="away")
    assert (first.state, second.state, second.reason) == ("withdrawn", "refused", "away")
    third = office.offer(SIXTH, "a", to="d")
    office.accept(third, "d")
    assert office.refuse(third, actor=speaking("d")).state == "refused"
    fourth = office.offer(SIXTH, "a")
    with pytest.raises(Conflict, match="swap 2 is refused: away"):
        office.accept(second, "d")
    with pytest.raises(Conflict, match="swap 1 is withdrawn"):
        office.approve(first)
    with pytest.raises(Conflict, match="swap 3 is refused"):
        office.refuse(third)
    with pytest.raises(Conflict, match="nobody has accepted swap 4 yet"):
        office.approve(fourth)


def test_an_exchange_needs_a_duty_in_return_and_a_gift_has_none(office: Office) -> None:
    exchange = office.offer(SIXTH, "a", kind="exchange")
    with pytest.raises(BadInput, match="say which duty it gives in return"):
        office.accept(exchange, "b")
    with pytest.raises(Conflict, match="b does not serve pharmacy/2027-01-10/day"):
        office.accept(exchange, "b", return_slot=TENTH)
    with pytest.raises(Conflict, match="04/day"):
        office.accept(exchange, "b", return_slot="pharmacy/2027-01-04/day")
    gift = office.offer(TWELFTH, "a")
    with pytest.raises(BadInput, match="given for nothing"):
        office.accept(gift, "b", return_slot=EIGHTH)
    named = office.offer(EIGHTH, "b", kind="exchange", to="c", return_slot=TENTH)
    with pytest.raises(Conflict, match="asks for pharmacy/2027-01-10/day"):
        office.accept(named, "c", return_slot=EIGHTH)
    assert office.accept(named, "c").swap.return_slot == TENTH


def test_what_breaks_a_rule_is_refused_unless_a_coordinator_answers_for_it(tmp_path: Path) -> None:
    tired = service("d", rest_hours=48)
    office = office_in(tmp_path, [*four()[:3], tired])
    office.publish(pharmacy(6, "a"), pharmacy(8, "d"))
    swap = office.offer(SIXTH, "a")
    with pytest.raises(Refused) as refusal:
        office.accept(swap, "d", actor=speaking("d"))
    # From 20:00 on the 6th to 08:00 on the 8th: 36 hours of the 48.
    (part,) = refusal.value.judgement.broken
    assert [(one.code, one.value, one.bound) for one in part.obstacles] == [("rest_before", 36, 48)]
    assert "36 hours" in refusal.value.one_line()
    assert office.stored(swap).state == "offered"
    with pytest.raises(Forbidden):
        office.accept(swap, "d", actor=speaking("d"), override="please")
    with pytest.raises(BadInput, match="needs a reason"):
        office.accept(swap, "d", override=" ")
    office.accept(swap, "d", override="agreed by telephone")
    with pytest.raises(Refused):
        office.approve(swap)
    office.approve(swap, override="nobody else")
    assert office.holders(SIXTH) == ("d",)
    assert office.against() == [(SIXTH, "d", ("rest",), "nobody else")]
    assert office.stored(swap).reason == "nobody else"
    office.undo(swap)
    assert office.against() == []


def test_it_is_judged_again_when_it_is_approved_and_when_it_is_undone(office: Office) -> None:
    swap = office.offer(SIXTH, "a")
    office.accept(swap, "d")
    office.absent("d", "2027-01-06T12:00", "2027-01-06T13:00")
    with pytest.raises(Refused, match="d is not available"):
        office.approve(swap)
    assert office.versions() == [(1, "hand")]
    other = office.agreed(TWELFTH, "a", "d")
    office.absent("a", "2027-01-12T12:00", "2027-01-12T13:00")
    with pytest.raises(Refused, match="a is not available"):
        office.undo(other)
    assert office.undo(other, override="it comes all the same").swap.state == "undone"
    assert office.against() == [(TWELFTH, "a", ("availability",), "it comes all the same")]


def test_begun_duties_are_never_touched(office: Office) -> None:
    swap = office.agreed(SIXTH, "a", "d")
    office.now = instant("2027-01-06T08:00")
    with pytest.raises(Conflict, match=r"06/day has begun; say who really served: garde served record"):
        office.undo(swap)
    exchange = office.agreed(TWELFTH, "a", "c", TENTH)
    office.now = instant("2027-01-10T09:00")
    with pytest.raises(Conflict, match="10/day has begun"):
        office.undo(exchange)
    assert office.lapse() == ()
    assert office.stored(swap).state == office.stored(exchange).state == "approved"


def test_a_swap_is_not_undone_under_somebody_who_got_the_duty_later(office: Office) -> None:
    first = office.agreed(SIXTH, "a", "d")
    second = office.agreed(SIXTH, "d", "c")
    with pytest.raises(Conflict, match="d no longer serves pharmacy/2027-01-06/day; on duty there: c"):
        office.undo(first)
    office.undo(second)
    assert office.undo(first).swap.state == "undone"
    assert office.holders(SIXTH) == ("a",)


AUTOMATIC = {"approve": "automatic", "unfairness_rises_at_most": 100, "hours_before": 48}


@pytest.mark.parametrize(
    ("key", "rules", "waits"),
    [
        (TWELFTH, AUTOMATIC, ()),
        (TWELFTH, {**AUTOMATIC, "approve": "coordinator"}, ()),
        # The 6th at 08:00 is 47 hours after the 4th at 09:00.
        (SIXTH, AUTOMATIC, ("a duty begins in less than 48 hours",)),
    ],
)
def test_the_basins_rules_approve_by_themselves_where_they_are_met(
    tmp_path: Path, key: str, rules: dict[str, object], waits: tuple[str, ...]
) -> None:
    office = office_in(tmp_path, four(), swaps=rules)
    office.publish(pharmacy(6, "a"), pharmacy(12, "a"))
    swap = office.offer(key, "a", actor=speaking("a"))
    agreed = office.accept(swap, "d", actor=speaking("d"))
    automatic = rules["approve"] == "automatic" and not waits
    assert agreed.waits == waits
    assert agreed.swap == office.stored(swap)
    assert agreed.swap.state == ("approved" if automatic else "accepted")
    assert office.holders(key) == ("d" if automatic else "a",)
    if automatic:
        assert office.trail("swap 1")[-1] == ("approve a swap", "garde", "system")
        assert agreed.swap.decided is not None
        assert agreed.swap.decided.role == "system"


def test_a_rise_in_unfairness_that_is_too_much_is_left_to_a_coordinator(tmp_path: Path) -> None:
    office = office_in(tmp_path, four(), swaps={"approve": "automatic", "unfairness_rises_at_most": 287})
    office.publish(pharmacy(6, "a"), pharmacy(12, "d"))
    # Everybody owes 6. Before: 4 x 6^2 = 144. With 24 of d: 18^2 + 3 x 6^2 = 432, which is 288 more.
    swap = office.offer(SIXTH, "a")
    agreed = office.accept(swap, "d")
    assert agreed.judgement.unfairness == 288
    assert agreed.waits == ("unfairness rises by 288, and may by 287 at most",)
    assert office.approve(swap).swap.state == "approved"


def test_a_swap_against_a_rule_is_never_approved_by_the_rules_alone(tmp_path: Path) -> None:
    office = office_in(tmp_path, four(), swaps={"approve": "automatic"})
    office.publish(pharmacy(6, "a"))
    office.absent("d", "2027-01-06T12:00", "2027-01-06T13:00")
    swap = office.offer(SIXTH, "a")
    agreed = office.accept(swap, "d", override="it comes all the same")
    assert agreed.waits == ("it breaks a rule",)
    assert office.holders(SIXTH) == ("a",)


def test_a_stranger_and_an_unknown_number_are_refused(office: Office) -> None:
    for number in (0, 99, 10**30):
        with pytest.raises(NotFound, match="no swap"):
            office.approve(number)
    swap = office.offer(SIXTH, "a")
    with pytest.raises(NotFound):
        office.accept(swap, "nobody")
