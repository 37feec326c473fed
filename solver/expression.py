"""A tier as a linear expression in integers over a common denominator."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm

_PRECISE = 2**50


@dataclass(frozen=True)
class Expression:
    """``(constant + Σ coefficient · column) / scale``, to be made small.

    Attributes:
        terms: ``(coefficient, column)``.
        exact: whether this is the tier's value; else it is rounded down, by less than ``len(terms)`` steps of
            ``1 / scale`` times the columns' values, so that a lower bound of it still is one of the tier.
    """

    terms: tuple[tuple[int, int], ...]
    constant: int
    scale: Fraction
    exact: bool

    def value(self, values: list[int]) -> float:
        """Return the expression's value when the columns have ``values``."""
        total = self.constant + sum(coefficient * values[column] for coefficient, column in self.terms)
        return float(total / self.scale)

    def at_most(self, limit: float) -> int:
        """Return the greatest ``Σ coefficient · column`` that keeps the expression at most ``limit``.

        A relative tolerance of 1e-10 absorbs the rounding of ``limit``; ``verify`` allows 1e-9.
        """
        generous = Fraction(limit) + Fraction(max(1.0, abs(limit))) / 10**10
        return floor(generous * self.scale) - self.constant


def exact(number: float) -> Fraction:
    """Return a JSON number as the decimal it was written as: 0.1 is one tenth."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def whole_or_exact(number: float) -> int | Fraction:
    """Return ``exact`` of a number, as an integer where it is one: sums of those are many times as quick."""
    return number if isinstance(number, int) else exact(number)


def expression(
    terms: Iterable[tuple[Fraction | int, int]], constant: Fraction | int, reach: int = 1
) -> Expression:
    """Return the expression of rational ``terms``, exact when a common denominator is small enough.

    ``reach`` is the greatest value of a column. Sums stay below 2^50 steps, where integers are exact in a
    float and CP-SAT is far from overflow.
    """
    kept = [(coefficient, column) for coefficient, column in terms if coefficient]
    constant = Fraction(constant)
    size = 1 + abs(constant) + reach * _sum_of_sizes(coefficient for coefficient, _ in kept)
    scale = _common_denominator({constant.denominator, *(number.denominator for number, _ in kept)}, size)
    if scale is None:
        rounding = Fraction(_PRECISE) / size
        rounding = Fraction(floor(rounding)) if rounding > 1 else rounding
        up, down = rounding.numerator, rounding.denominator
        rounded = tuple(
            (number.numerator * up // (number.denominator * down), column) for number, column in kept
        )
        return Expression(rounded, floor(constant * rounding), rounding, exact=False)
    # Whole numbers alone, in most tiers: arithmetic in fractions would take most of the time of stating them.
    whole = tuple((number.numerator * (scale // number.denominator), column) for number, column in kept)
    return Expression(whole, int(constant * scale), Fraction(scale), exact=True)


def _sum_of_sizes(numbers: Iterable[Fraction | int]) -> Fraction:
    sums: defaultdict[int, int] = defaultdict(int)
    for number in numbers:
        sums[number.denominator] += abs(number.numerator)
    return sum((Fraction(total, denominator) for denominator, total in sums.items()), Fraction(0))


def _common_denominator(denominators: Iterable[int], size: Fraction) -> int | None:
    scale = 1
    for denominator in denominators:
        scale = lcm(scale, denominator)
        if scale * size > _PRECISE:
            return None
    return scale
