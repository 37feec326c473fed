"""Filling the press's table of a rota."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from exports.views import RotaLabels, RotaRow, RotaTable
from garde.backups.guests import Guest, seated
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.publication.words import feed_words
from garde.rota import FilledSlot

_LABELS = {
    "en": RotaLabels(),
    "fr": RotaLabels(
        rota="Garde",
        totals="Totaux",
        line="Ligne",
        date="Date",
        start="Début",
        end="Fin",
        hours="Heures",
        service="Service",
        categories="Catégories",
        burden="Points",
        duties="Gardes",
        nobody="Personne",
        total="Total",
    ),
    "nl": RotaLabels(
        rota="Wachtrol",
        totals="Totalen",
        line="Lijn",
        date="Datum",
        start="Begin",
        end="Einde",
        hours="Uren",
        service="Dienst",
        categories="Categorieën",
        burden="Punten",
        duties="Wachten",
        nobody="Niemand",
        total="Totaal",
    ),
}


def rota_table(
    config: BasinConfig,
    services: Sequence[Service],
    slots: Sequence[FilledSlot],
    month: str | None,
    changed_at: datetime,
    language: str,
    guests: Sequence[Guest] = (),
) -> RotaTable:
    """One row for each place of each slot; an empty place names nobody, or the backup that stands in.

    Raises BadInput for the language.
    """
    words = feed_words(language)
    names = {service.external_id: service.name for service in services}
    for guest in guests:
        home = guest.names.get(language, guest.names["fr"])
        names[guest.id] = f"{guest.service.name} ({words.backup_from.format(basin=home)})"
    lines = {line.id: line.names.get(language, line.names["fr"]) for line in config.lines}
    basin = config.names.get(language, config.names["fr"])
    title = " — ".join(part for part in (words.duties, basin, month) if part)
    return RotaTable(
        title=title,
        changed_at=changed_at,
        timezone=config.timezone,
        labels=_LABELS[language],
        rows=tuple(
            RotaRow(
                line=lines.get(slot.line, slot.line),
                start=slot.start,
                end=slot.end,
                service=names[service] if service else None,
                categories=slot.categories,
                burden=slot.burden,
            )
            for slot in seated(slots, guests)
            for service in slot.places
        ),
    )
