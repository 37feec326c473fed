"""Duties that were made earlier, put beside months that have changed since: no gap, and nobody doubled.

`beside` says how months are made so that they meet; here those are held to the same that are taken as they
were: a version that is put back, a draft that waited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.calendar.beside import OPENING
from garde.calendar.intervals import Interval
from garde.calendar.month import Month
from garde.calendar.public_holidays import holidays_of
from garde.calendar.weight import weigh
from garde.rota import FilledSlot, in_order


def meeting(
    config: BasinConfig, slots: Iterable[FilledSlot], standing: Iterable[FilledSlot]
) -> tuple[FilledSlot, ...]:
    """The duties, cut where those that are ``standing`` hold their hours already.

    ``standing`` are duties of other months, or that have begun. A duty of another month that opens it, or
    any on a line that is filled by opening hours, is where the last one before it ends; what opens a month
    begins where the duties before it end, and goes where nothing is left of it.
    """
    others = tuple(standing)
    return in_order(
        cut
        for slot in slots
        if (cut := _cut(config, slot, [one for one in others if one.line == slot.line])) is not None
    )


def openings_kept(
    config: BasinConfig, slots: Sequence[FilledSlot], before: Iterable[FilledSlot]
) -> tuple[FilledSlot, ...]:
    """The duties, with what opens their months in force (``before``) as it is there.

    It was made to begin where the month before ends, which ``slots`` may not have known of: its hours are
    kept, as far as no other of the duties begins in them; its holders too where the duties have none such.
    """
    found = {slot.key: slot for slot in slots}
    for slot in before:
        if not _opens(slot):
            continue
        own = found.get(slot.key)
        if own is not None:
            found[slot.key] = _between(config, own, slot.start, own.end)
            continue
        following = [
            one.start
            for one in slots
            if one.line == slot.line and one.month == slot.month and one.end > slot.start
        ]
        end = min([slot.end, *following])
        if slot.start < end:
            found[slot.key] = _between(config, slot, slot.start, end)
    return in_order(found.values())


def _cut(config: BasinConfig, slot: FilledSlot, others: Sequence[FilledSlot]) -> FilledSlot | None:
    line = config.line(slot.line)
    filled = line is not None and line.fill is not None
    start, end = slot.start, slot.end
    if _opens(slot) or filled:
        start = max([start, *(one.end for one in others if one.start <= start < one.end)])
    month_end = Month.parse(slot.month).end(ZoneInfo(config.timezone))
    for one in others:
        meets = one.month > slot.month and (filled or (_opens(one) and month_end <= one.start))
        if meets and start < one.start < end:
            end = one.start
    return _between(config, slot, start, end) if start < end else None


def _between(config: BasinConfig, slot: FilledSlot, start: datetime, end: datetime) -> FilledSlot:
    """The duty from ``start`` to ``end``, with the burden of these hours; as it was when it is the same."""
    if (start, end) == (slot.start, slot.end):
        return slot
    holidays = holidays_of(config, range(start.year - 1, end.year + 2))
    weight = weigh(Interval(start, end), config.burden, holidays, ZoneInfo(config.timezone))
    return replace(slot, start=start, end=end, burden=weight.points, categories=weight.categories)


def _opens(slot: FilledSlot) -> bool:
    return f"/{OPENING}" in slot.key
