"""A basin with a published rota, and people who swap its duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from garde.accounts.actor import Actor
from garde.availability.window import Window
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.publication.feed_scopes import Form
from garde.publication.feeds import feed_files
from garde.publication.publish import ledger_of, put_in_force
from garde.publication.reading import read_in_force
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.audit import decisions_of
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import slots_in_force, versions_of
from garde.storage.repositories.services import save_services, services_of
from garde.storage.repositories.swaps import known_swap
from garde.storage.repositories.windows import add_windows
from garde.swaps.agreeing import Agreed, accept, approve
from garde.swaps.candidates import Candidate, candidates_for
from garde.swaps.lapsing import lapse
from garde.swaps.listing import list_swaps
from garde.swaps.offering import Terms, offer, refuse, withdraw
from garde.swaps.swap import Swap
from garde.swaps.undoing import undo
from tests.garde.migrated import migrated
from tests.garde.town import instant, service, slot, town

NOW = instant("2027-01-04T09:00")
ANN = Actor("ann", "coordinator", "essai")
READER = Actor("rob", "reader", "essai")


def speaking(name: str) -> Actor:
    """Somebody who speaks for a service by its link."""
    return Actor(f"link of {name}", "service", "essai", name)


def pharmacy(day: int, *places: str | None, month: str = "2027-01", burden: int = 12) -> FilledSlot:
    """The duty of a day, from 08:00 to 20:00 UTC."""
    return slot(f"pharmacy/{month}-{day:02}/day", places, burden)


@dataclass
class Office:
    """Everything happens at ``now``; every action is a transaction of its own."""

    database: Database
    config: BasinConfig
    now: datetime = NOW

    def publish(self, *slots: FilledSlot) -> int:
        """Puts these slots in force, in whole months."""
        months = sorted({one.month for one in slots})
        with self.database.writing() as session:
            made = put_in_force(
                session, self.config, months, slots, actor=ANN, at=self.now, reason=None, origin="hand"
            )
        return made.number

    def offer(self, slot: str, giver: str, *, actor: Actor = ANN, **terms: object) -> Swap:
        wanted = Terms(slot, giver, **terms)  # type: ignore[arg-type]
        with self.database.writing() as session:
            return offer(session, self.config, wanted, actor=actor, at=self.now)

    def accept(self, swap: Swap | int, service: str, *, actor: Actor = ANN, **more: str | None) -> Agreed:
        with self.database.writing() as session:
            return accept(session, self.config, _number(swap), service, actor=actor, at=self.now, **more)

    def approve(self, swap: Swap | int, *, actor: Actor = ANN, override: str | None = None) -> Agreed:
        with self.database.writing() as session:
            return approve(session, self.config, _number(swap), actor=actor, at=self.now, override=override)

    def undo(self, swap: Swap | int, *, actor: Actor = ANN, override: str | None = None) -> Agreed:
        with self.database.writing() as session:
            return undo(session, self.config, _number(swap), actor=actor, at=self.now, override=override)

    def refuse(self, swap: Swap, *, actor: Actor = ANN, reason: str | None = None) -> Swap:
        with self.database.writing() as session:
            return refuse(session, self.config, swap.id, actor=actor, at=self.now, reason=reason)

    def withdraw(self, swap: Swap, *, actor: Actor = ANN) -> Swap:
        with self.database.writing() as session:
            return withdraw(session, self.config, swap.id, actor=actor, at=self.now)

    def lapse(self) -> tuple[Swap, ...]:
        with self.database.writing() as session:
            return lapse(session, self.config, at=self.now)

    def agreed(self, slot: str, giver: str, taker: str, return_slot: str | None = None) -> Swap:
        """A swap that is in force."""
        kind = "gift" if return_slot is None else "exchange"
        offered = self.offer(slot, giver, kind=kind)
        self.accept(offered, taker, return_slot=return_slot)
        return self.approve(offered).swap

    def candidates(
        self, slot: str, giver: str, *, actor: Actor = ANN, **terms: object
    ) -> tuple[Candidate, ...]:
        wanted = Terms(slot, giver, **terms)  # type: ignore[arg-type]
        with self.database.reading() as session:
            return candidates_for(session, self.config, wanted, actor=actor, at=self.now)

    def swaps(self, actor: Actor = ANN) -> tuple[Swap, ...]:
        with self.database.reading() as session:
            return list_swaps(session, self.config, actor=actor, at=self.now)

    def stored(self, swap: Swap) -> Swap:
        with self.database.reading() as session:
            return known_swap(session, self.config.id, swap.id)

    def slots(self) -> tuple[FilledSlot, ...]:
        with self.database.reading() as session:
            return slots_in_force(session, self.config.id)

    def holders(self, key: str) -> tuple[str | None, ...]:
        return next(one.places for one in self.slots() if one.key == key)

    def balances(self, month: str = "2027-01", quantity: str = "burden") -> dict[str, tuple[float, float]]:
        """Served and due of each service, as the ledger has them."""
        with self.database.reading() as session:
            return {
                entry.service: (entry.served, round(entry.due, 6))
                for entry in entries_of(session, self.config.id, months=[month])
                if entry.quantity == quantity
            }

    def recounted(self) -> bool:
        """Whether the ledger is what the slots in force give, counted anew."""
        with self.database.reading() as session:
            slots = slots_in_force(session, self.config.id)
            stored = entries_of(session, self.config.id)
            services = services_of(session, self.config.id)
        months = [Month.parse(month) for month in sorted({one.month for one in slots})]
        fresh = ledger_of(self.config, services, months, slots)
        return sorted(map(repr, fresh)) == sorted(map(repr, stored))

    def versions(self) -> list[tuple[int, str]]:
        with self.database.reading() as session:
            return [(one.number, one.origin) for one in versions_of(session, self.config.id)]

    def against(self) -> list[tuple[str, str, tuple[str, ...], str]]:
        with self.database.reading() as session:
            return [
                (one.slot, one.service, one.rules, one.reason)
                for one in overrides_in_force(session, self.config.id)
            ]

    def trail(self, subject: str) -> list[tuple[str, str, str]]:
        """Action, who, and in which role, of every entry about a subject."""
        with self.database.reading() as session:
            found = decisions_of(session, self.config.id, subject=subject)
        return [(one.action, one.actor, one.role) for one in found]

    def absent(self, service: str, start: str, end: str) -> None:
        window = Window("unavailable", instant(start), instant(end))
        with self.database.writing() as session:
            add_windows(session, self.config.id, {service: [window]})

    def feed(self, name: str) -> bytes:
        with self.database.reading() as session:
            return feed_files(read_in_force(session, self.config, self.now), Form("en"))[name]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.timezone)


def office_in(folder: Path, services: Sequence[Service], **more: object) -> Office:
    """An office with these services; ``more`` is of the basin's file."""
    config = town(**more)
    database = migrated(folder / "garde.db")
    with database.writing() as session:
        save_basin(session, config, NOW)
        save_services(session, "essai", services, NOW)
    return Office(database, config)


def four() -> list[Service]:
    """Four services alike."""
    return [service(name) for name in ("a", "b", "c", "d")]


def _number(swap: Swap | int) -> int:
    return swap if isinstance(swap, int) else swap.id
