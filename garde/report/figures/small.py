"""Small numbers of people: what is not told, so that nobody can be recognised in a table or several of them.

A month, the quarter and the year that it is part of may all be told. ``guard`` decides from the smallest part
up, so that what was told of a month holds whatever comes after it, and keeps back of a quarter or a year what
would give a small count of a part away. Any other months tell the sum of what these tell, so nothing new.

The counts of several parts and keys with their sums over either are flows in a network: a count can be told
from all others exactly if no flow round a circle through it is free. So ``guard`` looks for a circle through
each small count, along which people can be moved in thought with everything that is told as it is. Both ways
of being one more or one less would do; without either the count is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

LEAST = 5
"""A count of people below it, but 0, is not told."""


@dataclass(frozen=True)
class Part:
    """The counts of a period by some key, with those of the shorter periods (``parts``) that it is made of.

    All have the same keys. ``told``: whether their total may be told; where it may not, nothing of the counts
    is. ``added``: it tells what its parts tell, added up, since it is no part of the year itself.
    """

    counts: Mapping[str, int]
    parts: tuple[Part, ...] = ()
    told: bool = True
    added: bool = False


@dataclass(frozen=True)
class Guarded:
    """Counts as far as they are told: None is not. ``total`` None: nothing of them is.

    A count that is not told may be small, or only keep another one from being worked out: which of them are
    small must not be told either. ``parts`` are those of the parts.
    """

    counts: Mapping[str, int | None]
    total: int | None
    parts: tuple[Guarded, ...] = ()

    def __getitem__(self, key: str) -> int | None:
        """The count of a key; of one of which nobody is known it is 0, where anything is told."""
        return self.counts.get(key, None if self.total is None else 0)

    def at_least(self, key: str) -> int:
        """The count where it is told; else what the parts tell of it, added up: so many they are for sure."""
        count = self[key]
        return sum(one.at_least(key) for one in self.parts) if count is None else count


def guard(part: Part, *, alone: bool = False) -> Guarded:
    """The counts that may be told of a part, beside all that is told of its own parts.

    Their total is taken as known, unless they are told ``alone``, each by itself. The smallest others are
    kept back with the small ones until none of these can be worked out; where that is never so, all are.
    """
    below = tuple(guard(one, alone=alone) for one in part.parts)
    total = sum(part.counts.values())
    if not part.told or (0 < total < LEAST and not alone):
        return Guarded(dict.fromkeys(part.counts), None, below)
    if part.added:
        unknown = any(one.total is None for one in below)
        hidden = {key for key in part.counts if any(one.counts[key] is None for one in below)}
        return Guarded(_without(part.counts, hidden), None if unknown else total, below)
    hidden = {key for key, people in part.counts.items() if 0 < people < LEAST}
    others = [
        key for people, key in sorted((people, key) for key, people in part.counts.items()) if people >= LEAST
    ]
    if below:
        # Of what is told in every part the sum is known anyway.
        others = [key for key in others if any(one.counts[key] is None for one in below)]
    elif alone:
        others = []
    while True:
        shown = Guarded(_without(part.counts, hidden), total, below)
        if (alone or not hidden or _enough(part.counts, hidden)) and not _given_away(part, shown, alone):
            return shown
        if not others:
            break
        hidden.add(others.pop(0))
    if not _given_away(part, shown, alone):
        return shown
    return Guarded(dict.fromkeys(part.counts), total, below)


def _without(counts: Mapping[str, int], hidden: Collection[str]) -> dict[str, int | None]:
    return {key: None if key in hidden else people for key, people in counts.items()}


def _enough(counts: Mapping[str, int], hidden: Collection[str]) -> bool:
    return len(hidden) >= 2 and sum(counts[key] for key in hidden) >= LEAST


_Node = tuple[int, str]
_END: _Node = (0, "")
_ROW = "\n"
"""Stands for all keys of a part together."""


@dataclass(frozen=True)
class _Arc:
    """A count that is not told, as a flow from one node to another; ``least`` it is known to be."""

    tail: _Node
    head: _Node
    people: int
    least: int
    small: bool


def _given_away(part: Part, shown: Guarded, alone: bool) -> bool:
    """Whether a small count of the part, or of a part of it, follows from what is told of all of them."""
    arcs = [*_arcs(part, shown, alone, count(1), _END)]
    steps: dict[_Node, list[tuple[_Node, int]]] = {}
    for number, arc in enumerate(arcs):
        steps.setdefault(arc.tail, []).append((arc.head, number))
        if arc.people > arc.least:
            steps.setdefault(arc.head, []).append((arc.tail, number))
    if alone:
        # Nothing says how many people there are in a part altogether.
        for row in {arc.tail for arc in arcs if arc.tail[1] == _ROW}:
            steps.setdefault(row, []).append((_END, -1))
            steps.setdefault(_END, []).append((row, -1))
    return any(
        arc.small
        and not _leads(steps, arc.head, arc.tail, number)
        and not (arc.people > arc.least and _leads(steps, arc.tail, arc.head, number))
        for number, arc in enumerate(arcs)
    )


def _arcs(
    part: Part, shown: Guarded, alone: bool, numbers: Iterator[int], above: _Node | int
) -> Iterator[_Arc]:
    """What is not told of a part and its own parts. ``above`` is the number of the whole."""
    own = next(numbers)
    # A zero is told where anything is, so that what is kept back there is somebody at least.
    nonzero = alone or any(one is not None for one in shown.counts.values())
    for key, people in part.counts.items():
        if shown.counts[key] is None:
            yield _Arc(
                tail=(own, key if part.parts else _ROW),
                head=(above, key) if isinstance(above, int) else above,
                people=people,
                least=min(people, 1) if nonzero else 0,
                small=shown.total is not None and 0 < people < LEAST,
            )
    for one, of_it in zip(part.parts, shown.parts, strict=True):
        yield from _arcs(one, of_it, alone, numbers, own)


def _leads(steps: Mapping[_Node, list[tuple[_Node, int]]], start: _Node, goal: _Node, without: int) -> bool:
    """Whether steps lead from one node to another, none of them along the arc of that number."""
    seen, queue = {start}, deque([start])
    while queue:
        for node, number in steps.get(queue.popleft(), ()):
            if number != without and node not in seen:
                if node == goal:
                    return True
                seen.add(node)
                queue.append(node)
    return False
