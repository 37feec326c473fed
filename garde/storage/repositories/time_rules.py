"""What basins' files said of time, as stored: rows that are only ever added."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from sqlmodel import Session, col, select

from garde.basin.config import BasinConfig
from garde.basin.terms import ALWAYS, minute_of
from garde.basin.time_rules import TimeRules, as_document, from_document, rules_of, under
from garde.calendar.intervals import Interval
from garde.calendar.over import Era, Eras
from garde.storage.tables_rules import TimeRulesRow

Said = list[tuple[datetime, TimeRules]]
"""From when on which rules hold, in order of time."""


def keep_rules(session: Session, config: BasinConfig, at: datetime, since: datetime | None = None) -> bool:
    """Keeps what the file says of time, from now on or from ``since``; True when anything is new.

    The first file of a basin counts as always.
    """
    said = rules_told(session, config.id)
    start = (ALWAYS if not said else minute_of(at)) if since is None else since
    rules = rules_of(config)
    before = [known for begins, known in said if begins <= start][-1:]
    later = [known for begins, known in said if begins > start]
    if before and all(known == rules for known in (*before, *later)):
        return False
    session.add(
        TimeRulesRow(
            basin_id=config.id,
            start=None if start == ALWAYS else start,
            rules=as_document(rules),
            at=at,
        )
    )
    session.flush()
    return True


def eras(session: Session, config: BasinConfig, start: datetime, end: datetime) -> Eras:
    """The basin from ``start`` up to ``end``, each stretch with the holidays and target hours of its time."""
    said = rules_told(session, config.id) or [(ALWAYS, rules_of(config))]
    # Nothing is known of the time before the first file: it counts as if it had always been so.
    edges = [start, *(min(max(begins, start), end) for begins, _ in said[1:]), end]
    return tuple(
        Era(Interval(first, last), under(config, rules))
        for (first, last), (_, rules) in zip(pairwise(edges), said, strict=True)
        if first < last
    )


def rules_told(session: Session, basin_id: str) -> Said:
    """What holds, from when on."""
    found: Said = []
    rows = session.exec(
        select(TimeRulesRow).where(TimeRulesRow.basin_id == basin_id).order_by(col(TimeRulesRow.id))
    )
    for row in rows:
        start = ALWAYS if row.start is None else row.start
        found = [one for one in found if one[0] < start]
        found.append((start, from_document(row.rules)))
    return found
