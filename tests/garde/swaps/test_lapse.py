"""Why a swap lapsed, or was overtaken: told for the record, and read back from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.swaps.lapse import Code, Lapse, read_back, why_overtaken
from garde.swaps.swap import Step, Swap
from tests.garde.town import instant, slot

AT = instant("2027-01-10T09:00")
KEY, BACK = "pharmacy/2027-01-20/day", "pharmacy/2027-01-22/day"
SWAP = Swap(1, KEY, "ann", "exchange", Step(AT, "ann", "service"), "bob", BACK, state="approved")
IDS = st.text("ab -/;:0", min_size=1).filter(lambda text: " and " not in text)


@given(code=st.sampled_from(get_args(Code)), service=IDS, holders=st.lists(IDS, max_size=3))
def test_a_reason_is_read_back_as_it_was_recorded(code: Code, service: str, holders: list[str]) -> None:
    named = service if code in ("others", "serves") else None
    lapse = Lapse(code, KEY, named, tuple(holders) if code == "others" else ())
    assert read_back(lapse.text) == lapse


@pytest.mark.parametrize("text", ["", "the night shift is full", f"{KEY} has begun to bore me"])
def test_what_a_person_wrote_is_no_lapse(text: str) -> None:
    assert read_back(text) is None


def test_a_swap_is_overtaken_when_either_duty_is_anothers() -> None:
    taken, given_back = slot(KEY, ["bob"]), slot(BACK, ["ann"])
    in_force = {KEY: taken, BACK: given_back}
    assert why_overtaken(SWAP, in_force) is None
    assert why_overtaken(SWAP, in_force | {KEY: slot(KEY, ["ann"])}) == Lapse("others", KEY, "bob", ("ann",))
    assert why_overtaken(SWAP, in_force | {BACK: slot(BACK, [None])}) == Lapse("others", BACK, "ann", ())
    # A second place given to the giver takes nothing from the taker.
    assert why_overtaken(SWAP, in_force | {KEY: slot(KEY, ["bob", "ann"])}) is None
    for state in ("offered", "accepted", "undone", "lapsed"):
        assert why_overtaken(replace(SWAP, state=state), {KEY: slot(KEY, ["ann"])}) is None
    later = replace(taken, start=taken.start + timedelta(hours=1))
    assert why_overtaken(SWAP, in_force | {KEY: later}) is None
