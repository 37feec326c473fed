"""Cliques of interval graphs: the sparse way to say that no two overlapping things go together."""

from collections.abc import Iterable
from heapq import heappop, heappush


def cliques(intervals: Iterable[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    """Return the maximal sets of items that overlap pairwise, for ``(begin, finish, item)`` half open.

    An interval graph of n items has at most n maximal cliques, each the items alive just before one of them
    ends (Golumbic, Algorithmic Graph Theory and Perfect Graphs, chapter 8). Sets of one item are left out.
    """
    result: list[tuple[int, ...]] = []
    alive: dict[int, int] = {}
    endings: list[tuple[int, int]] = []
    grown = False
    for begin, finish, item in sorted(intervals):
        if grown and endings and endings[0][0] <= begin and len(alive) > 1:
            result.append(tuple(alive))
            grown = False
        while endings and endings[0][0] <= begin:
            alive.pop(heappop(endings)[1])
        alive[item] = finish
        heappush(endings, (finish, item))
        grown = True
    if grown and len(alive) > 1:
        result.append(tuple(alive))
    return result
