"""An absence: a service cannot serve from an instant to another, whenever that is announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_speaker
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.services import known_service
from garde.storage.repositories.windows import add_windows, all_windows_of

ABSENCE = "absence"
"""The source of the windows that absences leave; no import of a calendar or table touches them."""


@dataclass(frozen=True, slots=True)
class Absence:
    """``service`` (an external id) serves nothing from ``start`` to ``end``, instants in UTC."""

    service: str
    start: datetime
    end: datetime
    reason: str | None = None

    @property
    def window(self) -> Window:
        """The window in which it is on record. Raises BadInput when it does not end after it starts."""
        return Window("unavailable", self.start, self.end, source=ABSENCE, note=self.reason)


def announce(session: Session, config: BasinConfig, absence: Absence, *, actor: Actor, at: datetime) -> bool:
    """Puts an absence on record; False when it was already, and nothing changes.

    Raises Forbidden unless the service itself or its basin's coordinator acts, NotFound for an unknown
    service, BadInput for an absence that is over.
    """
    require_speaker(actor, config.id, absence.service, "announce an absence")
    refuse_impossible(absence, at)
    known_service(session, config.id, absence.service)
    if is_on_record(all_windows_of(session, config.id, absence.service), absence):
        return False
    add_windows(session, config.id, {absence.service: [absence.window]})
    record_decision(
        session,
        actor,
        at,
        "announce an absence",
        f"service {absence.service}",
        after={"from": absence.start.isoformat(), "to": absence.end.isoformat()},
        reason=absence.reason,
    )
    return True


def is_on_record(windows: tuple[Window, ...], absence: Absence) -> bool:
    """Whether an absence over the same hours was announced, whatever reason was given."""
    return any(
        (window.source, window.start, window.end) == (ABSENCE, absence.start, absence.end)
        for window in windows
    )


def refuse_impossible(absence: Absence, at: datetime) -> None:
    """Raises BadInput for an absence that has no length or is over."""
    if absence.end <= absence.start:
        raise BadInput("an absence ends after it starts", where="--to", remedy="check --from and --to")
    if absence.end <= at:
        raise BadInput(
            "this absence is over",
            where="--to",
            remedy="say who served its duties: garde served record --help",
        )
