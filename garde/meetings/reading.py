"""Reading what keeps services from a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_reader
from garde.availability.window import Window
from garde.backups.reading import as_fixed, away_duties
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.intervals import Interval
from garde.calendar.localtime import resolve_handover
from garde.calendar.public_holidays import holidays_of
from garde.calendar.regular import regular_hours
from garde.errors import BadInput, NotFound
from garde.ledger.account import membership
from garde.meetings.suggesting import Busy, Invited, Suggestion, Wanted, suggestions
from garde.rota import FilledSlot
from garde.served import as_served
from garde.storage.repositories.rotas import slots_in_force
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.windows import windows_of

LONGEST_REST = timedelta(days=14)


def suggest(
    session: Session,
    config: BasinConfig,
    wanted: Wanted,
    *,
    actor: Actor,
    at: datetime,
    services: Collection[str] = (),
    line: str | None = None,
) -> tuple[tuple[Invited, ...], tuple[Suggestion, ...]]:
    """Who is invited (these services, those of a line, or all), and the best times for them.

    Raises Forbidden unless somebody of the coordination acts, NotFound for an unknown service or line,
    BadInput for a period, hours or duration in which no meeting fits, or that has gone by at ``at``.
    """
    require_reader(actor, config.id, "suggest meetings")
    _refuse_impossible(wanted)
    zone = ZoneInfo(config.timezone)
    if wanted.last < at.astimezone(zone).date():
        raise BadInput(f"{wanted.last} has gone by", where="--to", remedy="name a period that lies ahead")
    start = resolve_handover(wanted.first, time(), zone)
    end = resolve_handover(wanted.last + timedelta(days=2), time(), zone)
    chosen = _chosen(config, services_of(session, config.id), services, line, wanted.must)
    duties = as_served(
        slots_in_force(session, config.id, start - LONGEST_REST, end), served_records(session, config.id)
    )
    away = as_fixed(away_duties(session, config.id, start - LONGEST_REST, end))
    windows = windows_of(session, config.id, start, end)
    hours, _ = regular_hours(config, chosen, start, end)
    held: dict[str, list[FilledSlot]] = {}
    for slot in (*duties, *away):
        for name in slot.services:
            held.setdefault(name, []).append(slot)
    invited = tuple(
        Invited(
            one,
            tuple(
                _busy(
                    one,
                    held.get(one.external_id, ()),
                    windows.get(one.external_id, ()),
                    config.planning.rest_hours if one.rest_hours is None else one.rest_hours,
                    zone,
                    Interval(start, end),
                )
            ),
            tuple(hours[one.external_id]) if one.external_id in hours else None,
        )
        for one in chosen
    )
    holidays = holidays_of(config, range(wanted.first.year, wanted.last.year + 1)).keys()
    return invited, suggestions(invited, wanted, zone, holidays, after=at)


def _busy(
    service: Service,
    duties: Iterable[FilledSlot],
    windows: Iterable[Window],
    rest_hours: float,
    zone: ZoneInfo,
    around: Interval,
) -> Iterator[Busy]:
    """A service's duties with the rest after each, its absences, and when it takes no part."""
    for slot in duties:
        yield Busy(Interval(slot.start, slot.end), "duty", slot.key)
        if rest_hours:
            yield Busy(Interval(slot.end, slot.end + timedelta(hours=rest_hours)), "rest", slot.key)
    for window in windows:
        if window.kind == "unavailable":
            yield Busy(Interval(window.start, window.end), "absent")
    joined, left = membership(service, zone)
    yield from _outside(around.start, joined)
    yield from _outside(left, around.end)


def _outside(start: datetime | None, end: datetime | None) -> Iterator[Busy]:
    if start is not None and end is not None and start < end:
        yield Busy(Interval(start, end), "not taking part")


def _chosen(
    config: BasinConfig,
    known: Sequence[Service],
    names: Collection[str],
    line: str | None,
    must: Collection[str],
) -> tuple[Service, ...]:
    if line is not None and config.line(line) is None:
        lines = ", ".join(one.id for one in config.lines)
        raise NotFound(f"basin {config.id} has no line {line!r}", where="--line", remedy=f"it has {lines}")
    ids = {one.external_id for one in known}
    for name in (*names, *must):
        if name not in ids:
            raise NotFound(
                f"there is no service {name!r} in basin {config.id}", remedy="see: garde services list"
            )
    chosen = tuple(
        one
        for one in known
        if one.external_id in must
        or (one.external_id in names if names else line is None or line in one.lines)
    )
    if not chosen:
        raise BadInput("nobody is invited", remedy="name services, or a line in which somebody takes part")
    return chosen


def _refuse_impossible(wanted: Wanted) -> None:
    if wanted.last < wanted.first:
        raise BadInput("the period ends before it begins", where="--to", remedy="check --from and --to")
    if (wanted.last - wanted.first).days > 366:
        raise BadInput("the period is longer than a year", where="--to", remedy="look at a shorter one")
    room = datetime.combine(wanted.first, wanted.latest) - datetime.combine(wanted.first, wanted.earliest)
    if not timedelta() < wanted.duration <= room:
        raise BadInput(
            "no meeting of this length fits between these hours",
            where="--duration, --between",
            remedy="shorten it, or widen the hours",
        )
