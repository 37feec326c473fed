"""The use case of an import: what a file says of a service's windows, compared, shown, and stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.availability.calendar import ADDRESS_SOURCE
from garde.availability.changes import WindowChanges, window_changes
from garde.availability.collisions import Collision, collisions
from garde.availability.horizon import Horizon
from garde.availability.verdicts import Reason
from garde.availability.window import Window
from garde.basin.service import Service
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.windows import all_windows_of, apply_changes

HAND = "hand"
"""The source of windows given one by one, which no import touches."""

LONGEST_SOURCE = 80


@dataclass(frozen=True, slots=True)
class Update:
    """What a source changes of one service's windows, and the published duties they then speak against."""

    service: Service
    source: str
    changes: WindowChanges
    collisions: tuple[Collision, ...] = ()
    left_out: Mapping[Reason, int] = field(default_factory=dict)


def source_named(name: str) -> str:
    """The name of a source of imports. Raises BadInput for one that cannot be told apart."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_SOURCE or not name.isprintable():
        raise BadInput(
            f"a source needs a name of 1 to {LONGEST_SOURCE} characters", where="--source", remedy="name it"
        )
    if name in (HAND, ADDRESS_SOURCE):
        raise BadInput(f"{name!r} is not for imports", where="--source", remedy="give another name")
    return name


def update_of(
    session: Session,
    basin_id: str,
    service: Service,
    source: str,
    incoming: Iterable[Window],
    *,
    now: datetime,
    within: Horizon | None = None,
    left_out: Mapping[Reason, int] | None = None,
) -> Update:
    """What the windows that a source gives now would change; writes nothing.

    ``within`` is as far as the source was read (see window_changes).
    """
    windows = all_windows_of(session, basin_id, service.external_id)
    stored = [window for window in windows if window.source == source]
    changes = window_changes(stored, incoming, within)
    compared = {pair.before.id for pair in (*changes.kept, *changes.changed)}
    compared |= {window.id for window in changes.removed}
    after = [*(window for window in windows if window.id not in compared), *changes.after]
    in_force = slots_in_force(session, basin_id, start=now)
    return Update(service, source, changes, collisions(service, after, in_force, now), left_out or {})


def store(session: Session, basin_id: str, update: Update, *, actor: Actor, at: datetime) -> None:
    """Makes the change, and puts it on record; everything that is not part of it stays.

    The caller has checked who acts.
    """
    changes = update.changes
    apply_changes(session, basin_id, update.service.external_id, changes)
    counts = {
        "added": len(changes.added),
        "removed": len(changes.removed),
        "changed": len(changes.changed),
    }
    if any(counts.values()):
        record_decision(
            session,
            actor,
            at,
            "availability: import",
            f"service {update.service.external_id}",
            after={"source": update.source, **counts},
        )
