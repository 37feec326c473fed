"""Who was there, as served: one row for each stretch that a service served of a slot."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
from sqlmodel import Session

from garde.backups.guests import seated
from garde.backups.reading import guests_of
from garde.report.tables import moment, records, seconds, table
from garde.rota import FilledSlot
from garde.served import Record, stints

FIELDS = ("key", "line", "month", "start", "end", "planned", "service", "begins")


def stints_frame(
    session: Session,
    basin_id: str,
    slots: pandas.DataFrame,
    duties: pandas.DataFrame,
    told: Sequence[Record],
) -> pandas.DataFrame:
    """The stretches served of these slots, with their ``seconds``; ``guest`` ones were a neighbour's.

    ``service`` was there in the place that ``planned`` had. Where nothing is recorded, everybody served
    its whole duty. Only slots of which more is known, by records or because a neighbour basin stood in, are
    looked at one by one.
    """
    guests = guests_of(session, basin_id)
    special = {record.slot for record in told} | {guest.slot for guest in guests}
    plain = slots[~slots["key"].isin(special)].merge(duties, on="key")
    plain = plain.assign(planned=plain["service"])[list(FIELDS)]
    filled = seated(_filled(slots[slots["key"].isin(special)], duties), guests)
    begins = dict(zip(slots["key"], slots["begins"], strict=True))
    latest = {(record.slot, record.service): record for record in told}
    known = table(
        (
            (slot.key, slot.line, slot.month, hours.start, hours.end, planned, name, begins[slot.key])
            for slot in filled
            for planned in slot.services
            for name, hours in ((stint.service, stint.interval) for stint in stints(slot, planned, latest))
        ),
        FIELDS,
    )
    parts = [part for part in (plain, known) if len(part)]
    frame = pandas.concat(parts, ignore_index=True) if parts else plain
    frame["seconds"] = seconds(frame)
    frame["guest"] = frame["service"].isin([guest.id for guest in guests])
    frame["begins"] = frame["begins"].astype(bool)
    return frame


def _filled(slots: pandas.DataFrame, duties: pandas.DataFrame) -> list[FilledSlot]:
    holders: dict[str, dict[int, str]] = {}
    for duty in records(duties[duties["key"].isin(slots["key"])]):
        holders.setdefault(duty["key"], {})[duty["place"]] = duty["service"]
    return [
        FilledSlot(
            key=slot["key"],
            line=slot["line"],
            month=slot["month"],
            start=moment(slot["start"]),
            end=moment(slot["end"]),
            burden=slot["burden"],
            places=tuple(holders.get(slot["key"], {}).get(place) for place in range(slot["required"])),
        )
        for slot in records(slots)
    ]
