"""Patterns: how many duties of each kind a load can be made of.

Duties of one kind add the same to every balanced quantity. A load vector says how much a service carries; a
pattern says of what: 1 night at the weekend and 2 evenings. A linear program mixes thirds of heavy duties
into a load where none of them fits; over patterns it has whole duties to count.
"""

from collections.abc import Callable, Sequence

Counts = tuple[int, ...]


def patterns(
    kinds: Sequence[Counts], loads: Sequence[Counts], most: int, heed: Callable[[], None] = lambda: None
) -> list[list[Counts]] | None:
    """Return the counts of ``kinds`` that add up to each of ``loads``; ``None`` beyond ``most`` in all.

    ``heed`` is called now and then, and raises when it is time to stop. Every kind adds something.
    """
    known: dict[tuple[int, Counts], list[Counts]] = {}
    room = [20 * most]

    def of(first: int, load: Counts) -> list[Counts] | None:
        """Return the counts of the kinds from ``first`` on."""
        if first == len(kinds):
            return [] if any(load) else [()]
        key = (first, load)
        if key not in known:
            heed()
            found: list[Counts] = []
            left, number = load, 0
            while min(left) >= 0:
                others = of(first + 1, left)
                if others is None:
                    return None
                found += [(number, *other) for other in others]
                left = tuple(have - gain for have, gain in zip(left, kinds[first], strict=True))
                number += 1
            room[0] -= 1 + len(found)
            if room[0] < 0:
                return None
            known[key] = found
        return known[key]

    result: list[list[Counts]] = []
    for load in loads:
        found = of(0, load)
        if found is None:
            return None
        result.append(found)
        most -= len(found)
        if most < 0:
            return None
    return result
