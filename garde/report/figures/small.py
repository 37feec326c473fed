"""Small numbers of people: what is not told, so that nobody can be recognised in a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

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


def guarded(counts: Mapping[str, int], *, exposed: Collection[str] = ()) -> Guarded:
    """The counts of one group without the small ones, which their total must not give away either.

    What is not told adds up to ``LEAST`` at least, in two counts or more: the smallest others are left out
    too. Where there are none left, the total is. ``exposed`` are others that must not be told.
    """
    small = {key for key, count in counts.items() if 0 < count < LEAST}
    hidden = small | set(exposed)
    others = sorted((count, key) for key, count in counts.items() if count >= LEAST and key not in hidden)
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


def guarded_whole(parts: Sequence[Mapping[str, int]]) -> Guarded:
    """The counts of a whole whose parts may be told elsewhere by themselves: a year and its quarters.

    No sum or difference of what is told of the whole and of the parts gives a small count of a part away. As
    little as can be is kept back: what is kept back in one part alone, or in several that are small together;
    where that is not enough, what is kept back in any part, which tells of the whole only what the parts do.
    """
    told = [guarded(part) for part in parts]
    keys = dict.fromkeys(key for part in parts for key in part)
    counts = {key: sum(part.get(key, 0) for part in parts) for key in keys}
    kept_back = {
        key: [part[key] for part, shown in zip(parts, told, strict=True) if shown.counts.get(key, 0) is None]
        for key in keys
    }
    alone = [key for key, kept in kept_back.items() if kept and (len(kept) == 1 or sum(kept) < LEAST)]
    whole = guarded(counts, exposed=alone)
    if _gives_away(parts, told, whole):
        whole = guarded(counts, exposed=[key for key, kept in kept_back.items() if kept])
    return replace(whole, total=None) if None in [part.total for part in told] else whole


def _gives_away(parts: Sequence[Mapping[str, int]], told: Sequence[Guarded], whole: Guarded) -> bool:
    """Whether a small count of a part is a combination of what is told: it adds nothing to it."""
    import numpy

    unknown = {
        (number, key): position
        for position, (number, key) in enumerate(
            (number, key) for number in range(len(parts)) for key in whole.counts
        )
    }

    def equation(numbers: Sequence[int], keys: Collection[str]) -> list[float]:
        return [float(number in numbers and key in keys) for number, key in unknown]

    rows = []
    for group, numbers in ((whole, range(len(parts))), *((one, [n]) for n, one in enumerate(told))):
        rows += [equation(numbers, [key]) for key in whole.counts if group.counts.get(key, 0) is not None]
        if group.total is not None:
            rows.append(equation(numbers, whole.counts))
    small = [unknown[number, key] for number, one in enumerate(told) for key in one.small]
    if not small or not rows:
        return False
    _, strengths, directions = numpy.linalg.svd(numpy.array(rows))
    free = directions[int((strengths > 1e-9).sum()) :]
    # A count that no free direction moves is known.
    return bool((abs(free[:, small]).max(axis=0, initial=0.0) < 1e-9).any())


def _hides(hidden: set[str], counts: Mapping[str, int]) -> bool:
    return len(hidden) >= 2 and sum(counts[key] for key in hidden) >= LEAST
