"""Reading published months, as all that is printed needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.backups.guests import Guest, seated
from garde.backups.reading import guests_of
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.errors import NotFound
from garde.planning.decisions import Override
from garde.rota import FilledSlot, Version
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import published_months, slots_in_force, versions_of
from garde.storage.repositories.services import services_of


@dataclass(frozen=True)
class Printed:
    """Published months, with all that is told of them.

    ``slots`` belong to ``months``; ``running`` are duties of earlier months that still run when the first of
    them begins. ``version`` is the latest that covers one of the months, ``changed_at`` when it was
    published. ``against`` are the duties that stand against a rule, ``guests`` backups of neighbour
    basins, who sit in none of the slots here (see ``seated``).
    """

    config: BasinConfig
    services: Mapping[str, Service]
    months: tuple[Month, ...]
    slots: tuple[FilledSlot, ...]
    running: tuple[FilledSlot, ...]
    version: Version
    against: tuple[Override, ...] = ()
    guests: tuple[Guest, ...] = ()

    @property
    def changed_at(self) -> datetime:
        """When what is printed was last published."""
        return self.version.published_at

    def seated(self) -> Printed:
        """The same with the backups in the places that would stay empty, as services among the others."""
        return replace(
            self,
            slots=seated(self.slots, self.guests),
            running=seated(self.running, self.guests),
            services={**self.services, **{guest.id: guest.service for guest in self.guests}},
        )


def read_months(session: Session, config: BasinConfig, months: Sequence[Month], *, actor: Actor) -> Printed:
    """These months as they are in force.

    Raises Forbidden unless somebody of the coordination acts, NotFound for a month of which nothing is
    published.
    """
    require_reader(actor, config.id, "export the rota")
    wanted = tuple(str(month) for month in sorted(set(months)))
    published = published_months(session, config.id)
    for month in wanted:
        if month not in published:
            raise NotFound(
                f"basin {config.id} has no published rota of {month}",
                remedy=f"published are {', '.join(published)}"
                if published
                else "publish a draft first: garde publish DRAFT",
            )
    chosen = tuple(Month.parse(month) for month in wanted)
    first = chosen[0].start(ZoneInfo(config.timezone))
    slots = slots_in_force(session, config.id, months=wanted)
    versions = [one for one in versions_of(session, config.id) if set(one.months).intersection(wanted)]
    return Printed(
        config=config,
        services={one.external_id: one for one in services_of(session, config.id)},
        months=chosen,
        slots=slots,
        running=tuple(
            slot for slot in slots_in_force(session, config.id, first, first) if slot.start < first
        ),
        version=versions[-1],
        against=overrides_in_force(session, config.id, wanted),
        guests=tuple(guests_of(session, config.id)),
    )


def months_ahead(session: Session, config: BasinConfig, at: datetime, *, actor: Actor) -> tuple[Month, ...]:
    """The published months from the current one on, or the last published one when all are over.

    Raises what ``all_months`` does.
    """
    published = all_months(session, config, actor=actor)
    current = Month.of(at, ZoneInfo(config.timezone))
    return tuple(month for month in published if month >= current) or published[-1:]


def all_months(session: Session, config: BasinConfig, *, actor: Actor) -> tuple[Month, ...]:
    """The published months.

    Raises Forbidden unless somebody of the coordination acts, NotFound when nothing is published.
    """
    require_reader(actor, config.id, "export the rota")
    published = published_months(session, config.id)
    if not published:
        raise NotFound(
            f"nothing is published in basin {config.id} yet", remedy="publish a draft: garde publish DRAFT"
        )
    return tuple(Month.parse(month) for month in published)
