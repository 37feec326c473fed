"""Events with all their repetitions, changed and cancelled ones too, as times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from garde.availability.budget import STEPS_OF_AN_OCCURRENCE, Budget
from garde.availability.content import Component, Property
from garde.availability.horizon import Horizon
from garde.availability.moments import (
    Length,
    Moment,
    length_between,
    read_duration,
    read_moment,
    read_moments,
    until_of,
)
from garde.availability.recurrence import occurrences, read_rule, shifted
from garde.availability.refusal import CalendarFault
from garde.availability.series import Entry, Marked, Series, series_of
from garde.availability.zones import Zones

_MARGIN = timedelta(days=2)
"""Local times and instants differ by less."""

Counts = Callable[[Component], bool]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of an event, in UTC, and ``which``: the day or instant where its rule put it, if any.

    ``end`` is ``start`` when the event has no length.
    """

    event: Component
    start: datetime
    end: datetime
    which: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """What every expansion of one calendar shares; events that do not count are not expanded."""

    zones: Zones
    horizon: Horizon
    budget: Budget
    counts: Counts


def expanded(events: Iterable[Component], how: Expansion) -> Iterator[Occurrence]:
    """Every occurrence that touches the horizon. Raises CalendarFault naming line and component."""
    for series in series_of(events, how.zones):
        for entry, moment, length, which in _of_series(series, how):
            first, last = _bounds(length, how.horizon)
            if first <= moment.local <= last and how.counts(entry.component):
                start, end = moment.instant, length.end(moment)
                if how.horizon.touches(start, max(end, start + timedelta(microseconds=1))):
                    yield Occurrence(entry.component, start, end, which)


def free_busy_periods(component: Component, zones: Zones) -> Iterator[tuple[str, datetime, datetime]]:
    """The periods of a VFREEBUSY: (FBTYPE, start, end), in UTC. Raises CalendarFault for a bad one."""
    for item in component.every("FREEBUSY"):
        for text in item.value.split(","):
            begin, slash, end = text.partition("/")
            if not slash:
                raise CalendarFault("is no period", line=item.line, component=item.name)
            start = read_moment(item, zones, None, begin)
            length = _period_length(item, start, end, zones)
            yield item.parameters.get("FBTYPE", "BUSY"), start.instant, length.end(start)


def _of_series(series: Series, how: Expansion) -> Iterator[tuple[Entry, Moment, Length, str]]:
    overrides = series.overrides.values()
    for entry in overrides:
        yield entry, entry.start, entry.length, _which(entry.replaces or entry.start)
    master = series.master
    onwards = sorted(instant for instant, entry in series.overrides.items() if entry.onwards)
    if master is None or not any(
        how.counts(entry.component) for entry in (master, *(series.overrides[at] for at in onwards))
    ):
        return
    replaced = Marked.of(
        (entry.replaces for entry in overrides if entry.replaces), whole_days=master.start.whole_day
    )
    alone = not (master.component.first("RRULE") or master.component.first("RDATE"))
    for moment, length in _moments(master, how):
        which = "" if alone else _which(moment)
        if replaced.holds(moment):
            continue
        later = bisect_left(onwards, moment.instant)
        if later:
            changed = series.overrides[onwards[later - 1]]
            yield changed, _moved(changed, moment), changed.length, which
        else:
            yield master, moment, length, which


def _moved(entry: Entry, moment: Moment) -> Moment:
    """Where a repetition goes after one before it was moved for all later ones as well."""
    if entry.replaces is None:
        return moment
    if entry.replaces.zone == entry.start.zone:
        by = entry.start.local - entry.replaces.local
    else:
        by = entry.start.instant - entry.replaces.instant
    return Moment(shifted(moment.local, by), moment.zone, moment.whole_day)


def _bounds(length: Length, horizon: Horizon) -> tuple[datetime, datetime]:
    """Between which local times something of that length may start and touch the horizon."""
    first = shifted(horizon.start.replace(tzinfo=None), -length.longest - _MARGIN)
    return first, horizon.end.replace(tzinfo=None) + _MARGIN


def _moments(master: Entry, how: Expansion) -> Iterator[tuple[Moment, Length]]:
    """The times of a series near the horizon: its start, rules and added dates, less those taken out."""
    event, start = master.component, master.start
    times = {start.local}
    for item in event.every("RRULE"):
        times.update(_by_rule(item, master, how))
    for item in event.every("EXRULE"):
        times.difference_update(_by_rule(item, master, how))
    found = [(Moment(local, start.zone, start.whole_day), master.length) for local in sorted(times)]
    found += _added(master, how)
    out = Marked.of(
        (moment for item in event.every("EXDATE") for moment in read_moments(item, how.zones, start.zone)),
        whole_days=start.whole_day,
    )
    seen: set[datetime] = set()
    for moment, length in found:
        first, last = _bounds(length, how.horizon)
        if first <= moment.local <= last and not out.holds(moment) and moment.instant not in seen:
            seen.add(moment.instant)
            yield moment, length


def _by_rule(item: Property, master: Entry, how: Expansion) -> Iterator[datetime]:
    try:
        rule = read_rule(item.value)
    except ValueError as error:
        raise CalendarFault(str(error), line=item.line, component=item.name) from None
    start = master.start
    first, last = _bounds(master.length, how.horizon)
    until = None
    if rule.until is not None:
        local, until = until_of(rule.until, item, start, how.zones)
        last = min(last, local)
    for found in occurrences(rule, start.local, first, last, how.budget.spend):
        how.budget.spend(STEPS_OF_AN_OCCURRENCE)
        if until is None or start.zone.instant(found) <= until:
            yield found


def _added(master: Entry, how: Expansion) -> list[tuple[Moment, Length]]:
    added = []
    for item in master.component.every("RDATE"):
        for text in item.value.split(","):
            begin, slash, end = text.partition("/")
            moment = read_moment(item, how.zones, master.start.zone, begin)
            length = _period_length(item, moment, end, how.zones) if slash else master.length
            added.append((moment, length))
    return added


def _period_length(item: Property, start: Moment, end: str, zones: Zones) -> Length:
    if end.strip().upper().startswith(("P", "+P", "-P")):
        return read_duration(item, end)
    return length_between(start, read_moment(item, zones, start.zone, end), item)


def _which(moment: Moment) -> str:
    return moment.day.isoformat() if moment.whole_day else moment.instant.isoformat()
