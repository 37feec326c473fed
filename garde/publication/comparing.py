"""What a version changed, and how two versions differ."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.basin.config import BasinConfig
from garde.errors import BadInput, NotFound
from garde.publication.diff import Change, changes
from garde.rota import Version
from garde.storage.repositories.rotas import slots_in_force, version_slots, versions_of


@dataclass(frozen=True, slots=True)
class Difference:
    """The places of ``months`` that differ between version ``before`` (None: nothing) and ``after``."""

    before: int | None
    after: int
    months: tuple[str, ...]
    changes: tuple[Change, ...]


def difference(
    session: Session, config: BasinConfig, number: int, other: int | None = None, *, actor: Actor
) -> Difference:
    """What version ``number`` changed in its months; with ``other``, how the two differ, older to newer.

    Raises NotFound for an unknown version, BadInput when the two cover no month in common, Forbidden unless
    somebody of the coordination acts.
    """
    require_reader(actor, config.id, "compare versions")
    known = {version.number: version for version in versions_of(session, config.id)}
    first = find_version(known, config, number)
    if other is None:
        earlier = [
            version.number
            for version in known.values()
            if version.number < number and set(version.months).intersection(first.months)
        ]
        before = slots_in_force(session, config.id, months=first.months, until=number - 1)
        after = version_slots(session, config.id, number)
        return Difference(max(earlier, default=None), number, first.months, changes(before, after))
    second = find_version(known, config, other)
    months = tuple(month for month in first.months if month in second.months)
    if not months:
        raise BadInput(
            f"version {number} is of {', '.join(first.months)}, "
            f"version {other} of {', '.join(second.months)}",
            remedy="compare versions with a month in common: garde versions list",
        )
    low, high = sorted((number, other))
    pair = [
        [slot for slot in version_slots(session, config.id, one) if slot.month in months]
        for one in (low, high)
    ]
    return Difference(low, high, months, changes(pair[0], pair[1]))


def find_version(known: dict[int, Version], config: BasinConfig, number: int) -> Version:
    """The version of that number. Raises NotFound when the basin has none."""
    if number not in known:
        raise NotFound(f"basin {config.id} has no version {number}", remedy="see: garde versions list")
    return known[number]
