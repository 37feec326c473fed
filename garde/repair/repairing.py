"""The use case of a repair: the absence goes on record, and a draft with the fewest changes is proposed."""

from __future__ import annotations

import time as stopwatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.availability.window import Window
from garde.backups.reading import as_fixed, away_duties
from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.planning.decisions import Pinned
from garde.planning.draft import Draft, PoolPlan, fill
from garde.planning.plan import Listener, reading_span
from garde.repair.absence import Absence, announce, is_on_record, refuse_impossible
from garde.repair.neighbours import helpers
from garde.repair.outcome import Repair
from garde.repair.stating import Answered, Question, Replanned, Replanning, Stored
from garde.repair.telling import told
from garde.repair.touched import Touched, touched
from garde.storage.database import Database
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.pins import overrides_in_force, still_served
from garde.storage.repositories.rotas import (
    latest_version,
    load_draft,
    open_drafts,
    save_draft,
    slots_in_force,
)
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import known_service, services_of
from garde.storage.repositories.swaps import swap_pins
from garde.storage.repositories.windows import windows_of
from solver import Progress, dump_rota, load_problem, problem_digest, solve

SECONDS = 10.0
"""How long the engine thinks about a repair, all its pools and months together."""


@dataclass(frozen=True)
class Limits:
    """How the engine thinks."""

    seconds: float = SECONDS
    seed: int = 0


class _Different(Exception):
    """A stored draft answers another question."""


def repair(
    database: Database,
    config: BasinConfig,
    absence: Absence,
    *,
    actor: Actor,
    at: datetime,
    listener: Listener,
    limits: Limits = Limits(),
    dry_run: bool = False,
) -> Repair:
    """Puts the absence on record and drafts the months it touches again, with the fewest changes.

    Duties that have begun stay as they are, and so does what people decided and the absence does not touch.
    All absences and calendars on record count, so that several absences add up. The same absence announced
    again changes nothing, and gives the same draft as long as nothing else changed. A process killed at any
    time leaves the absence on record or not, and a whole draft or none.

    Raises Forbidden unless a coordinator acts, NotFound for an unknown service, BadInput for an absence that
    is over.
    """
    require_coordinator(actor, config.id, "repair the rota")
    refuse_impossible(absence, at)
    if dry_run:
        with database.reading() as session:
            service = known_service(session, config.id, absence.service)
            windows = windows_of(session, config.id, absence.start, absence.end)
        new = not is_on_record(windows.get(service.external_id, ()), absence)
    else:
        with database.writing() as session:
            new = announce(session, config, absence, actor=actor, at=at)
    with database.reading() as session:
        base = latest_version(session, config.id)
        hit = _what_it_touches(session, config, absence, at)
        stored = _what_is_stored(session, config, absence, hit, at)
        earlier = [
            load_draft(session, config.id, number)
            for number in open_drafts(session, config.id, base, option="repair")
        ]
    draft, asked, fresh = None, Replanning(config, stored, absence, hit.freed, at), False
    if hit.freed:
        draft, asked = _recalled(config, stored, absence, hit, at, earlier) or (None, asked)
        if draft is None:
            fresh = True
            clock = _Clock(limits, len(hit.freed), listener)
            draft = _drafted(config, stored, absence, asked.run(clock.answer), actor, at, base, limits)
    if draft is not None and fresh and not dry_run:
        draft = _saved(database, config, draft, absence, actor, at)
    found = told(stored, asked, absence, hit, draft, at=at, new=new, fresh=fresh)
    return _with_neighbours(database, config, found)


def _with_neighbours(database: Database, config: BasinConfig, found: Repair) -> Repair:
    """The repair, with whom to ask beyond the basin's borders where a place stays empty."""
    if found.draft is None or not found.gaps:
        return found
    slots = {slot.key: slot for slot in found.draft.slots}
    absent = found.services[found.absence.service]
    with database.reading() as session:
        neighbours = {
            gap.change.slot: helpers(session, config, slots[gap.change.slot], absent) for gap in found.gaps
        }
    return replace(found, neighbours=neighbours)


def _what_it_touches(session: Session, config: BasinConfig, absence: Absence, at: datetime) -> Touched:
    in_force = slots_in_force(session, config.id, max(absence.start, at), absence.end)
    return touched(absence, in_force, served_records(session, config.id), at)


def _what_is_stored(
    session: Session, config: BasinConfig, absence: Absence, hit: Touched, at: datetime
) -> Stored:
    """All that the months of these duties depend on."""
    keys = sorted({slot.month for slot in (*hit.freed, *(one.slot for one in hit.under_way))})
    months = [Month.parse(name) for name in keys] or [Month.of(absence.start, ZoneInfo(config.timezone))]
    start, end = reading_span(config, months)
    in_force = slots_in_force(session, config.id, start, end)
    return Stored(
        services=services_of(session, config.id),
        windows=_with(windows_of(session, config.id, start, end), absence),
        in_force=in_force,
        records=served_records(session, config.id),
        entries=entries_of(session, config.id, before=str(months[-1])),
        overrides=overrides_in_force(session, config.id, keys),
        pins=swap_pins(session, config.id, in_force, at),
        elsewhere=as_fixed(away_duties(session, config.id, start, end)),
    )


def _with(windows: Mapping[str, tuple[Window, ...]], absence: Absence) -> dict[str, tuple[Window, ...]]:
    """The windows with the absence among them, as they are once it is on record."""
    own = windows.get(absence.service, ())
    if is_on_record(own, absence):
        return dict(windows)
    added = sorted((*own, absence.window), key=lambda window: window.start)
    return {**windows, absence.service: tuple(added)}


def _recalled(
    config: BasinConfig,
    stored: Stored,
    absence: Absence,
    hit: Touched,
    at: datetime,
    earlier: Iterable[Draft],
) -> tuple[Draft, Replanning] | None:
    """A draft of an earlier repair that answers the very same questions, the newest first."""
    for draft in earlier:
        asked = Replanning(config, stored, absence, hit.freed, at)
        try:
            replanned = asked.run(_Memory(draft).answer)
        except _Different:
            continue
        if len(replanned.pools) == len(draft.pools):
            return draft, asked
    return None


@dataclass(frozen=True)
class _Memory:
    """Answers with what a stored draft says, if it was asked the same."""

    draft: Draft

    def answer(self, question: Question) -> Answered:
        stated = question.stated
        for pool in self.draft.pools:
            asked = (stated.whole, stated.problem) if stated.whole else (None, stated.problem)
            if (pool.name, pool.month) == (question.pool.name, str(question.month)):
                if (pool.whole or pool.problem) != (asked[0] or asked[1]):
                    break
                keys = {slot.key for slot in question.slots}
                return Answered(tuple(slot for slot in self.draft.slots if slot.key in keys), pool)
        raise _Different


class _Clock:
    """Answers with the engine, within one time limit for all questions."""

    def __init__(self, limits: Limits, freed: int, listener: Listener) -> None:
        self._limits = limits
        self._deadline = stopwatch.monotonic() + limits.seconds
        self._listener = listener
        self._listener.tell(f"{freed} {'duty' if freed == 1 else 'duties'} to place anew", None)

    def answer(self, question: Question) -> Answered:
        stated, pool = question.stated, question.pool
        problem = load_problem(stated.problem)

        def heard(event: Progress) -> None:
            tier = f"{event.tier} {event.value:g}, proven at least {event.bound:g}"
            self._listener.tell(f"{question.month}, {pool.name}: {tier}", None)

        started = stopwatch.monotonic()
        rota = solve(
            problem,
            digest=problem_digest(stated.problem),
            time_limit=max(1.0, self._deadline - started),
            seed=self._limits.seed,
            on_progress=heard,
            cancelled=self._listener.asked_to_stop,
        )
        spent = stopwatch.monotonic() - started
        former = {slot.key: slot.places for slot in question.slots}
        empty = [replace(slot, places=(None,) * slot.required) for slot in question.slots]
        held = replace(rota, assignments=(*rota.assignments, *stated.decided))
        plan = PoolPlan(
            pool.name,
            str(question.month),
            question.lines,
            stated.problem,
            dump_rota(rota),
            whole=stated.whole,
        )
        return Answered(fill(empty, held, former), plan, spent)


def _drafted(
    config: BasinConfig,
    stored: Stored,
    absence: Absence,
    replanned: Replanned,
    actor: Actor,
    at: datetime,
    base: int | None,
    limits: Limits,
) -> Draft | None:
    """The draft to be stored, with 0 for its number; None where nobody takes part any more."""
    if not replanned.pools:
        return None
    fixed: dict[str, list[str]] = {}
    for duty in replanned.decided:
        fixed.setdefault(duty.slot, []).append(duty.service)
    held = {slot.key: slot.services for slot in replanned.slots}
    return Draft(
        id=0,
        basin=config.id,
        months=replanned.months,
        slots=replanned.slots,
        pools=replanned.pools,
        created_at=at,
        created_by=actor.name,
        base_version=base,
        options={
            "lines": list(dict.fromkeys(line for pool in replanned.pools for line in pool.lines)),
            "seed": limits.seed,
            "time_limit": limits.seconds,
            "slack": {},
            "warnings": list(replanned.warnings),
            "fixed": fixed,
            "from": None,
            "repair": {
                "service": absence.service,
                "from": absence.start.isoformat(),
                "to": absence.end.isoformat(),
                "reason": absence.reason,
            },
        },
        pins=tuple(
            Pinned(pin.slot, pin.service, pin.on, pin.source, at, actor.name)
            for pin in stored.pins
            if (pin.service in held.get(pin.slot, ())) == pin.on and pin.slot in held
        ),
        overrides=tuple(
            one
            for one in still_served(stored.overrides, replanned.slots)
            if one.service in fixed.get(one.slot, ())
        ),
    )


def _saved(
    database: Database, config: BasinConfig, draft: Draft, absence: Absence, actor: Actor, at: datetime
) -> Draft:
    zone = ZoneInfo(config.timezone)
    start, end = Month.parse(draft.months[0]).start(zone), Month.parse(draft.months[-1]).end(zone)
    with database.writing() as session:
        number = save_draft(session, draft, start, end)
        record_decision(
            session,
            actor,
            at,
            "draft a repair",
            f"draft {number}",
            after={"service": absence.service, "months": list(draft.months), "missing": draft.missing},
            reason=absence.reason,
        )
    return replace(draft, id=number)
