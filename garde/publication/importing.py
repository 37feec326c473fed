"""Putting a rota in force that was exported as a document: here or in another database of the basin."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from exports.rota_document import RotaDocument
from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.calendar.localtime import zone_named
from garde.calendar.month import Month
from garde.errors import BadInput, NotFound
from garde.publication.document import decided_in, slots_of
from garde.publication.publish import Published
from garde.publication.standing import Stands, put_again, standing_again
from garde.storage.repositories.basins import lock_basin
from garde.storage.repositories.rotas import published_months
from garde.storage.repositories.services import service_ids


def check_import(
    session: Session, config: BasinConfig, document: RotaDocument, *, actor: Actor, at: datetime
) -> Stands:
    """What importing the document would do; nothing is written.

    Duties that have begun stay as they are, whatever it says; those of a month that was never published here
    come along, for a rota that moves takes its past with it. Raises Forbidden unless a coordinator acts,
    BadInput for the document of another basin, with a line that this one does not have, or with a slot
    outside its month, NotFound for a service that is not stored, Conflict when nothing would change.
    """
    require_coordinator(actor, config.id, "import a rota")
    _refuse_strange(session, config, document)
    published = published_months(session, config.id)
    return standing_again(
        session,
        config,
        document.months,
        slots_of(document),
        decided_in(document),
        at,
        named="this rota",
        unknown_here={month for month in document.months if month not in published},
    )


def import_rota(
    session: Session,
    config: BasinConfig,
    document: RotaDocument,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    override: str | None = None,
) -> tuple[Stands, Published]:
    """Makes the document's rota the one in force of its months, as a new version.

    What stands against a rule in it does so here, on record with who decided it; ``override`` answers for
    whatever else breaks a rule today. Raises Conflict when something does and there is no ``override``, what
    ``check_import`` raises too.
    """
    lock_basin(session, config.id)
    found = check_import(session, config, document, actor=actor, at=at)
    published = put_again(
        session,
        config,
        found,
        actor=actor,
        at=at,
        reason=reason,
        override=override,
        origin="an imported rota" if document.version is None else f"exported version {document.version}",
        answered=decided_in(document),
    )
    return found, published


def _refuse_strange(session: Session, config: BasinConfig, document: RotaDocument) -> None:
    if (document.basin, document.timezone) != (config.id, config.timezone):
        raise BadInput(
            f"this is the rota of {document.basin} in {document.timezone}, "
            f"not of {config.id} in {config.timezone}",
            remedy="name its basin with --basin",
        )
    known = service_ids(session, config.id)
    zone = zone_named(config.timezone)
    for number, slot in enumerate(document.slots):
        where = f"$.slots[{number}]"
        if config.line(slot.line) is None:
            raise BadInput(f"basin {config.id} has no line {slot.line!r}", where=f"{where}.line")
        month = Month.parse(slot.month)
        if not month.start(zone) <= slot.start < month.end(zone):
            raise BadInput(f"{slot.key} does not start in {month}", where=f"{where}.start")
        for place, service in enumerate(slot.places):
            if service is not None and service not in known:
                raise NotFound(
                    f"basin {config.id} has no service {service!r}",
                    where=f"{where}.places[{place}]",
                    remedy="import it first: garde services import FILE",
                )
