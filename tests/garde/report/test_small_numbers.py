"""Counts of people that are too small to be told, and what would give them away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from garde.report.figures.small import LEAST, Guarded, Part, guard

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=8)
KEYS = "abcd"
MONTH = st.fixed_dictionaries({key: st.one_of(st.integers(0, 6), st.integers(0, 60)) for key in KEYS})
YEAR = st.lists(st.lists(MONTH, min_size=1, max_size=3), min_size=1, max_size=3)
"""Quarters of months."""

Counts = Mapping[str, int]


def whole(*parts: Counts | Part) -> Part:
    """A period that is made of these."""
    below = tuple(part if isinstance(part, Part) else Part(part) for part in parts)
    keys = dict.fromkeys(key for part in below for key in part.counts)
    return Part({key: sum(part.counts[key] for part in below) for key in keys}, below)


def year_of(quarters: Sequence[Sequence[Counts]]) -> Part:
    return whole(*(whole(*months) for months in quarters))


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    told = guard(Part({"medicine": 40, "shelter": 9, "violence": 2, "rights": 0}))
    # 51 in all: were only violence hidden, 51 - 40 - 9 would give it away.
    assert told.counts == {"medicine": 40, "shelter": None, "violence": None, "rights": 0}
    assert told.total == 51


def test_two_small_counts_hide_each_other_only_from_five_on() -> None:
    assert guard(Part({"a": 4, "b": 1, "c": 30})).counts == {"a": None, "b": None, "c": 30}
    assert guard(Part({"a": 1, "b": 1, "c": 30})).counts == {"a": None, "b": None, "c": None}


def test_small_counts_that_can_only_be_one_each_take_another_with_them() -> None:
    # Five that are somebody and add up to 5 are one each.
    ones = dict.fromkeys("abcde", 1)
    assert guard(Part({**ones, "f": 30})).counts == dict.fromkeys("abcdef")


def test_where_the_total_is_small_nothing_is_told() -> None:
    told = guard(Part({"a": 3, "b": 0}))
    assert (told.counts, told.total) == ({"a": None, "b": None}, None)
    assert guard(Part({})).total == 0


@given(COUNTS)
def test_no_small_count_can_be_worked_out_of_one_table(counts: dict[str, int]) -> None:
    told = guard(Part(counts))
    shown = {key: count for key, count in told.counts.items() if count is not None}
    assert all(count == counts[key] and (count == 0 or count >= LEAST) for key, count in shown.items())
    hidden = counts.keys() - shown.keys()
    if told.total is None:
        assert 0 < sum(counts.values()) < LEAST
    elif hidden:
        # What the total leaves for the hidden ones is shared by two or more, and no small number itself.
        assert told.total - sum(shown.values()) >= LEAST
        assert len(hidden) >= 2


@given(COUNTS)
def test_what_is_not_small_anywhere_is_told_in_full(counts: dict[str, int]) -> None:
    plain = {key: count for key, count in counts.items() if count == 0 or count >= LEAST}
    told = guard(whole(plain, plain))
    assert told.counts == {key: 2 * count for key, count in plain.items()}
    assert told.total == 2 * sum(plain.values())


def test_a_year_does_not_give_away_what_one_of_its_quarters_keeps_back() -> None:
    plain = {"medicine": 40, "shelter": 9, "violence": 6}
    told = guard(whole(plain, plain, plain, {**plain, "violence": 2}))
    # 20 in the year less 6 + 6 + 6 would be the last quarter's 2; shelter hides it there, and here too.
    assert told.counts == {"medicine": 160, "shelter": None, "violence": None}


def test_what_is_small_in_every_quarter_may_be_told_of_the_year() -> None:
    quarter = {"medicine": 40, "shelter": 9, "violence": 3}
    assert guard(whole(*[quarter] * 4)).counts == {"medicine": 160, "shelter": 36, "violence": 12}


def test_a_quarter_does_not_give_away_a_month_of_which_two_others_are_told() -> None:
    quarter = guard(whole({"all": 30}, {"all": 25}, {"all": 3}), alone=True)
    assert (quarter["all"], quarter.parts[2]["all"]) == (None, None)
    # With a small one in two months, neither can be told from the sum.
    assert guard(whole({"all": 30}, {"all": 2}, {"all": 3}), alone=True)["all"] == 35


def test_other_months_tell_what_theirs_tell_and_nothing_else() -> None:
    quarter = whole({"a": 6, "b": 20}, {"a": 2, "b": 9}, {"a": 6, "b": 7})
    other = replace(whole(quarter, {"a": 8, "b": 8}), added=True)
    # The quarter keeps back both, since its second month does; b has 8 more in the month after it.
    assert guard(other).counts == {"a": None, "b": None}
    assert guard(other).total == 66
    assert guard(replace(whole({"a": 8, "b": 9}, {"a": 5, "b": 0}), added=True)).counts == {"a": 13, "b": 9}


class Attacker:
    """Whoever has all that is told of every period, and knows that a count that is not told is somebody."""

    def __init__(self, part: Part, told: Guarded, *, totals: Guarded | None = None) -> None:
        self.model = cp_model.CpModel()
        self.counts: list[tuple[cp_model.LinearExprT, int]] = []
        self._sum_of(part, told, totals)

    def _sum_of(self, part: Part, told: Guarded, totals: Guarded | None) -> dict[str, cp_model.LinearExprT]:
        below = [
            self._sum_of(one, shown, None if totals is None else totals.parts[number])
            for number, (one, shown) in enumerate(zip(part.parts, told.parts, strict=True))
        ]
        sums: dict[str, cp_model.LinearExprT] = {}
        anything = any(count is not None for count in told.counts.values())
        for key, count in part.counts.items():
            sums[key] = sum(one[key] for one in below) if below else self.model.new_int_var(0, 999, "")
            self._know(sums[key], told.counts[key], least=int(anything))
            if 0 < count < LEAST:
                self.counts.append((sums[key], count))
        everybody = sum(sums.values())
        if totals is not None:
            self._know(everybody, totals[""], least=1)
            if 0 < sum(part.counts.values()) < LEAST:
                self.counts.append((everybody, sum(part.counts.values())))
        elif told.total is not None:
            self._know(everybody, told.total, least=0)
        return sums

    def _know(self, what: cp_model.LinearExprT, told: int | None, *, least: int) -> None:
        self.model.add(what == told) if told is not None else self.model.add(what >= least)

    def works_out(self) -> Iterator[int]:
        """The small counts for which no other value is possible."""
        for what, count in self.counts:
            other = self.model.clone()
            other.add(what != count)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            if solver.solve(other) == cp_model.INFEASIBLE:
                yield count


def test_the_attacker_finds_what_is_given_away() -> None:
    part = whole({"a": 6, "b": 9}, {"a": 2, "b": 9})
    careless = Guarded(part.counts, 26, (guard(part.parts[0]), guard(part.parts[1])))
    # 8 in the quarter less 6 in its first month.
    assert [*Attacker(part, careless).works_out()] == [2]


@settings(max_examples=40)
@given(YEAR)
def test_nobody_who_has_every_month_quarter_and_year_works_a_small_count_out(
    quarters: list[list[dict[str, int]]],
) -> None:
    year = year_of(quarters)
    totals = guard(summed(year), alone=True)
    part = allowed(year, totals)
    assert [*Attacker(part, guard(part), totals=totals).works_out()] == []


def summed(part: Part) -> Part:
    return Part({"": sum(part.counts.values())}, tuple(map(summed, part.parts)))


def allowed(part: Part, totals: Guarded) -> Part:
    below = tuple(allowed(one, told) for one, told in zip(part.parts, totals.parts, strict=True))
    return Part(part.counts, below, told=totals[""] is not None)
