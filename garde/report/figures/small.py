"""Small numbers of people: what is not told, so that nobody can be recognised in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
"""A count of people below it, but 0, is not told."""


@dataclass(frozen=True)
class Guarded:
    """Counts that add up to ``total``, as far as they are told: None is not.

    ``small`` are those below ``LEAST``; another one that is not told only keeps them from being worked out.
    """

    counts: Mapping[str, int | None]
    small: frozenset[str]
    total: int | None

    def __getitem__(self, key: str) -> int | None:
        return self.counts[key]


def guarded(counts: Mapping[str, int]) -> Guarded:
    """The counts of one group without the small ones, which their total must not give away either.

    What is not told adds up to ``LEAST`` at least, in two counts or more: the smallest others are left out
    too. Where there are none left, the total is.
    """
    small = {key for key, count in counts.items() if 0 < count < LEAST}
    hidden = set(small)
    others = sorted((count, key) for key, count in counts.items() if count >= LEAST)
    while hidden and not _hides(hidden, counts) and others:
        hidden.add(others.pop(0)[1])
    total: int | None = sum(counts.values())
    if hidden and not _hides(hidden, counts):
        total = None
    return Guarded(
        counts={key: None if key in hidden else count for key, count in counts.items()},
        small=frozenset(small),
        total=total,
    )


def _hides(hidden: set[str], counts: Mapping[str, int]) -> bool:
    return len(hidden) >= 2 and sum(counts[key] for key in hidden) >= LEAST
