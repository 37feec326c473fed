"""Statements laid over each other: the latest one that speaks of an instant is what holds there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from garde.basin.terms import (
    ALWAYS,
    FOREVER,
    History,
    Stretch,
    Terms,
    amended,
    laid_over,
    news,
    terms_at,
)

ZERO = datetime(2027, 1, 1, tzinfo=UTC)
EDGES = [ALWAYS, *(ZERO + timedelta(days=number) for number in range(6)), FOREVER]
PROBES = [ALWAYS, *(ZERO + timedelta(days=number, hours=shift) for number in range(6) for shift in (-1, 0))]


def terms(hours: str) -> Terms:
    return Terms(hours, ("pharmacy",))


def day(number: int) -> datetime:
    return ZERO + timedelta(days=number)


spans = st.lists(st.sampled_from(EDGES), min_size=2, max_size=2, unique=True).map(sorted)
stretches = st.builds(lambda span, hours: Stretch(*span, terms(hours)), spans, st.sampled_from("ABC"))


def folded(statements: list[Stretch]) -> History:
    history: History = ()
    for one in statements:
        history = laid_over(history, one)
    return history


@given(st.lists(stretches, max_size=6))
def test_the_latest_statement_that_speaks_of_an_instant_holds(statements: list[Stretch]) -> None:
    history = folded(statements)
    assert all(left.end <= right.start for left, right in pairwise(history))
    for instant in PROBES:
        said = [one.terms for one in statements if one.start <= instant < one.end]
        assert terms_at(history, instant) == (said[-1] if said else None)


@given(st.lists(stretches, min_size=1, max_size=4), spans, st.sampled_from("ABC"))
def test_an_amendment_changes_its_span_and_nothing_else_and_its_news_are_enough_to_say_it(
    statements: list[Stretch], span: list[datetime], hours: str
) -> None:
    history = folded([Stretch(EDGES[2], FOREVER, terms("C")), *statements])
    start, end = span
    after = amended(history, start, end, lambda _: terms(hours))
    for instant in PROBES:
        inside = start <= instant < end
        assert terms_at(after, instant) == (terms(hours) if inside else terms_at(history, instant))
    stored = folded([*history, *news(history, after)])
    assert [terms_at(stored, instant) for instant in PROBES] == [
        terms_at(after, instant) for instant in PROBES
    ]
    assert news(after, after) == ()


def test_what_was_always_so_becomes_one_statement() -> None:
    changed = (Stretch(ALWAYS, day(3), terms("A")), Stretch(day(3), FOREVER, terms("B")))
    right = amended(changed, ALWAYS, FOREVER, lambda _: terms("B"))
    assert right == news(changed, right) == (Stretch(ALWAYS, FOREVER, terms("B")),)


def test_a_correction_of_days_before_the_service_was_there_holds_for_those_days_alone() -> None:
    came = (Stretch(day(4), FOREVER, terms("A")),)
    assert amended(came, day(1), day(2), lambda one: one) == (
        Stretch(day(1), day(2), terms("A")),
        Stretch(day(4), FOREVER, terms("A")),
    )
