"""What a load can be made of: how many duties, and how many of each kind, add up to a load vector.

Duties of one kind add the same to every balanced quantity. A load of 31 points cannot hold a duty of 15 where
the others weigh 31 or more; saying so keeps a linear relaxation from mixing thirds of duties into a load.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.statement import Ints

MOST_LOADS = 60_000
"""Beyond so many different loads nothing is said: it would take longer than it saves."""

Load = tuple[int, ...]


@dataclass(frozen=True)
class Makeup:
    """For each load vector: the least and most duties, and the most of each kind (kind × vector)."""

    least: Ints
    most: Ints
    of_kind: Ints


def makeup(
    kinds: Sequence[Load], loads: Sequence[Load], heed: Callable[[], None] = lambda: None
) -> Makeup | None:
    """Return what ``loads`` can be made of, or ``None`` when that is too much to say.

    ``heed`` is called for each load, and raises when it is time to stop.
    """
    if any(not any(kind) for kind in kinds):
        return None  # Duties that weigh nothing could be any number.
    counts: dict[Load, tuple[int, int] | None] = {(0,) * len(kinds[0]): (0, 0)} if kinds else {}
    for load in sorted(set(loads), key=sum):
        heed()
        if not _count(load, kinds, counts):
            return None
    least = np.zeros(len(loads), np.int64)
    most = np.zeros(len(loads), np.int64)
    of_kind = np.zeros((len(kinds), len(loads)), np.int64)
    for position, load in enumerate(loads):
        heed()
        found = counts[load]
        if found is None:
            return None
        least[position], most[position] = found
        for number, kind in enumerate(kinds):
            of_kind[number, position] = _most_of(kind, load, counts)
    return Makeup(least, most, of_kind)


def _count(load: Load, kinds: Sequence[Load], counts: dict[Load, tuple[int, int] | None]) -> bool:
    """Fill ``counts`` of ``load`` and all it can be reduced to; return whether that is little enough."""
    waiting = [load]
    while waiting:
        if len(counts) > MOST_LOADS:
            return False
        now = waiting[-1]
        if now in counts:
            waiting.pop()
            continue
        smaller = [_less(now, kind) for kind in kinds]
        missing = [one for one in smaller if one is not None and one not in counts]
        if missing:
            waiting.extend(missing)
            continue
        found = [counts[one] for one in smaller if one is not None]
        known = [one for one in found if one is not None]
        counts[now] = (
            (1 + min(low for low, _ in known), 1 + max(high for _, high in known)) if known else None
        )
        waiting.pop()
    return True


def _most_of(kind: Load, load: Load, counts: dict[Load, tuple[int, int] | None]) -> int:
    number = most = 0
    left: Load | None = load
    while left is not None:
        if counts[left] is not None:
            most = number
        number += 1
        left = _less(left, kind)
    return most


def _less(load: Load, kind: Load) -> Load | None:
    left = tuple(have - gain for have, gain in zip(load, kind, strict=True))
    return left if min(left) >= 0 else None
