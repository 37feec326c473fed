from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garde.lookup.calls import FREE, ORDINARY, CallCost, call_cost


@pytest.mark.parametrize(
    "number",
    ["112", "107", "0800 99 340", "+32 800 99 340", "116 000", "1813", "070 245 245", "+32 70 245 245"],
)
def test_a_free_number_is_free_however_it_is_written(number: str) -> None:
    assert call_cost(number) == FREE


@pytest.mark.parametrize(
    "number",
    ["02 555 01 01", "+32 2 555 01 01", "0032 2 555 01 01", "+32 (0)2 555 01 01", "0470 12 34 56", "1733"],
)
def test_ordinary_numbers_are_charged_by_the_callers_contract(number: str) -> None:
    assert call_cost(number) == ORDINARY


def test_ghent_is_no_paying_number() -> None:
    # 09 is the zone of Ghent, 090x the paying range: both begin with 09.
    assert call_cost("09 245 45 45") == ORDINARY
    assert call_cost("0902 45 454") == CallCost("by_minute", 100)


@pytest.mark.parametrize(
    ("number", "cost"),
    [
        ("0903 99 000", CallCost("by_minute", 150)),
        ("+32 903 99 000", CallCost("by_minute", 150)),
        ("070 12 34 56", CallCost("by_minute", 30)),
        ("0905 12 345", CallCost("by_call", 200)),
    ],
)
def test_paying_numbers_cost_the_most_that_the_law_allows(number: str, cost: CallCost) -> None:
    assert call_cost(number) == cost


@pytest.mark.parametrize(
    "number", [None, "", "+33 1 23 45 67 89", "1207", "077 12 34 56", "078 15 15 15", "0", "12", "call us"]
)
def test_of_other_numbers_nothing_is_said(number: str | None) -> None:
    assert call_cost(number) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(number: str) -> None:
    cost = call_cost(number)
    assert cost is None or (cost.most_cents > 0) == (cost.kind in ("by_minute", "by_call"))
