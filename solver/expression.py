"""A tier as a linear expression in integers over a common denominator."""

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


def expression(
    terms: Iterable[tuple[Fraction | int, int]], constant: Fraction | int, reach: int = 1
) -> Expression:
    """Return the expression of rational ``terms``, exact when a common denominator is small enough.

    ``reach`` is the greatest value of a column. Sums stay below 2^50 steps, where integers are exact in a
    float and CP-SAT is far from overflow.
    """
    kept = [(Fraction(coefficient), column) for coefficient, column in terms if coefficient]
    constant = Fraction(constant)
    size = 1 + abs(constant) + reach * sum((abs(coefficient) for coefficient, _ in kept), Fraction(0))
    scale = _common_denominator([constant, *(coefficient for coefficient, _ in kept)], size)
    if scale is None:
        scale = Fraction(_PRECISE) / size
        scale = Fraction(floor(scale)) if scale > 1 else scale
        rounded = tuple((floor(coefficient * scale), column) for coefficient, column in kept)
        return Expression(rounded, floor(constant * scale), scale, exact=False)
    whole = tuple((int(coefficient * scale), column) for coefficient, column in kept)
    return Expression(whole, int(constant * scale), scale, exact=True)


def _common_denominator(numbers: list[Fraction], size: Fraction) -> Fraction | None:
    scale = 1
    for denominator in {number.denominator for number in numbers}:
        scale = lcm(scale, denominator)
        if scale * size > _PRECISE:
            return None
    return Fraction(scale)
