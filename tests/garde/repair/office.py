"""A basin whose February 2027 was published by hand: one duty a day, from 09:00 to 09:00."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.calendar.slots import month_slots
from garde.planning.decisions import Override
from garde.planning.draft import Draft
from garde.planning.plan import Listener, unfilled
from garde.publication.publish import publish, put_in_force
from garde.repair.absence import Absence
from garde.repair.outcome import Repair
from garde.repair.repairing import Limits, repair
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.rotas import save_draft, slots_in_force
from garde.storage.repositories.services import save_services
from tests.garde.migrated import migrated
from tests.garde.town import instant, town

FEBRUARY = Month(2027, 2)
BEFORE = instant("2027-01-20T09:00")
ANN = Actor("ann", "coordinator", "essai")
QUIET = Listener(lambda text, done: None)
NINE = "T08:00"
"""Nine o'clock in Brussels, in February, as UTC."""


def key(day: int) -> str:
    return f"pharmacy/2027-02-{day:02}/day"


def month_of(holders: Iterable[str | None], config: BasinConfig | None = None) -> tuple[FilledSlot, ...]:
    """February's slots with these holders, one a day."""
    slots = month_slots(config or town(), FEBRUARY)
    given = list(holders)
    assert len(given) == len(slots) == 28
    return tuple(
        replace(unfilled(slot, FEBRUARY), places=(holder,)) for slot, holder in zip(slots, given, strict=True)
    )


class Office:
    """The basin with its database and its services; ``tell`` announces an absence."""

    def __init__(self, folder: Path, services: Sequence[Service], config: BasinConfig | None = None) -> None:
        self.config = config or town()
        self.database: Database = migrated(folder / "office.db")
        with self.database.writing() as session:
            save_basin(session, self.config, BEFORE)
            save_services(session, self.config.id, services, BEFORE)

    def put(self, slots: Sequence[FilledSlot], overrides: tuple[Override, ...] = ()) -> None:
        """Puts a rota in force as it is."""
        months = tuple(sorted({slot.month for slot in slots}))
        draft = Draft(0, self.config.id, months, tuple(slots), (), BEFORE, "ann", None, overrides=overrides)
        with self.database.writing() as session:
            draft = replace(draft, id=save_draft(session, draft, slots[0].start, slots[-1].end))
            put_in_force(session, self.config, months, slots, actor=ANN, at=BEFORE, reason=None, origin=draft)

    def tell(
        self,
        service: str,
        start: str,
        end: str,
        *,
        at: datetime = BEFORE,
        dry_run: bool = False,
        actor: Actor = ANN,
    ) -> Repair:
        absence = Absence(service, instant(start), instant(end))
        return repair(
            self.database,
            self.config,
            absence,
            actor=actor,
            at=at,
            listener=QUIET,
            limits=Limits(seconds=120),
            dry_run=dry_run,
        )

    def publish(self, number: int, at: datetime = BEFORE) -> None:
        with self.database.writing() as session:
            publish(session, self.config, number, actor=ANN, at=at)

    def in_force(self) -> dict[str, str | None]:
        with self.database.reading() as session:
            return {slot.key: slot.places[0] for slot in slots_in_force(session, self.config.id)}


def handed(found: Repair) -> list[tuple[str, str | None, str | None, str]]:
    """Every place that changes hands: slot, from whom, to whom, why."""
    return [(one.change.slot, one.change.before, one.change.after, one.why) for one in found.replacements]
