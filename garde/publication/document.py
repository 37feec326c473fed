"""The published rota as a document, and back: ``garde-rota-month/1``."""

from __future__ import annotations

from collections.abc import Iterable

from exports.rota_document import AgainstEntry, RotaDocument, SlotEntry
from garde.basin.config import BasinConfig
from garde.planning.decisions import Override
from garde.rota import FilledSlot, Version, in_order


def rota_document(
    config: BasinConfig,
    months: Iterable[str],
    version: Version | None,
    slots: Iterable[FilledSlot],
    against: Iterable[Override],
) -> RotaDocument:
    """These months as a document; ``version`` is the latest that covers one of them."""
    return RotaDocument(
        basin=config.id,
        timezone=config.timezone,
        months=tuple(months),
        version=None if version is None else version.number,
        published_at=None if version is None else version.published_at,
        slots=tuple(
            SlotEntry(
                key=slot.key,
                line=slot.line,
                month=slot.month,
                start=slot.start,
                end=slot.end,
                burden=slot.burden,
                places=slot.places,
                categories=slot.categories,
                languages=slot.languages,
            )
            for slot in slots
        ),
        against=tuple(
            AgainstEntry(
                slot=one.slot, service=one.service, rules=one.rules, reason=one.reason, at=one.at, by=one.by
            )
            for one in against
        ),
    )


def slots_of(document: RotaDocument) -> tuple[FilledSlot, ...]:
    """The document's slots as the application speaks of them."""
    return in_order(
        FilledSlot(
            key=slot.key,
            line=slot.line,
            month=slot.month,
            start=slot.start,
            end=slot.end,
            burden=slot.burden,
            places=slot.places,
            categories=slot.categories,
            languages=slot.languages,
        )
        for slot in document.slots
    )


def decided_in(document: RotaDocument) -> tuple[Override, ...]:
    """The duties that stand against a rule in it."""
    return tuple(
        Override(one.slot, one.service, one.rules, one.reason, one.at, one.by) for one in document.against
    )
