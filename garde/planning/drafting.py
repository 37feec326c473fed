"""The use case of planning: read what is known, plan, keep the draft. Nothing is written before the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.backups.reading import as_fixed, away_duties
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.planning.decisions import GIVING_WAY, SWAP, Override, Pin, Pinned
from garde.planning.draft import Draft
from garde.planning.plan import Known, Listener, Planned, Wanted, plan_months, reading_span
from garde.rota import FilledSlot
from garde.storage.database import Database
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.pins import overrides_in_force, still_served
from garde.storage.repositories.rotas import (
    latest_version,
    published_months,
    save_draft,
    slots_in_force,
)
from garde.storage.repositories.served import served_records
from garde.storage.repositories.services import services_of
from garde.storage.repositories.swaps import swap_pins
from garde.storage.repositories.windows import windows_of

Noting = Callable[[Draft, Planned], dict[str, object]]


def make_draft(
    database: Database,
    config: BasinConfig,
    wanted: Wanted,
    *,
    actor: Actor,
    at: datetime,
    listener: Listener,
    made_from: Draft | None = None,
    noting: Noting | None = None,
) -> tuple[Draft, Planned]:
    """Plans and stores a draft; a process killed before the end leaves nothing.

    ``made_from`` is the draft whose pins and duties against a rule ``wanted`` has (see ``wanted_again``);
    ``noting`` says what else is to be kept with the new one.
    Raises Forbidden unless a coordinator acts, BadInput when the basin has no service, NotFound for an
    unknown line, Conflict for pins that break a rule.
    """
    require_coordinator(actor, config.id, "plan")
    with database.reading() as session:
        base = latest_version(session, config.id)
        known = what_is_known(session, config, wanted, at)
        agreed = swap_pins(session, config.id, _planned_slots(known, wanted), at)
        against = overrides_in_force(session, config.id, [str(month) for month in wanted.months])
    wanted = replace(wanted, pins=_with_swaps(wanted.pins, agreed))
    if wanted.fixed is None:
        wanted = replace(wanted, fixed=by_slot(against))
    if made_from is not None:
        against = (*against, *made_from.overrides)
    planned = plan_months(config, known, wanted, listener)
    zone = ZoneInfo(config.timezone)
    draft = Draft(
        id=0,
        basin=config.id,
        months=tuple(str(month) for month in wanted.months),
        slots=planned.slots,
        pools=planned.pools,
        created_at=at,
        created_by=actor.name,
        base_version=base,
        options={
            "lines": list(wanted.lines) if wanted.lines else None,
            "seed": wanted.seed,
            "time_limit": wanted.time_limit,
            "slack": {name: list(amounts) for name, amounts in (wanted.slack or {}).items()},
            "warnings": list(planned.warnings),
            "fixed": _fixed(planned),
            "from": None if made_from is None else made_from.id,
        },
        pins=_pins(wanted, planned, () if made_from is None else made_from.pins, actor.name, at),
        overrides=tuple(
            one
            for one in still_served(against, planned.slots)
            if one.service in (wanted.fixed or {}).get(one.slot, ())
        ),
    )
    if noting is not None:
        draft = replace(draft, options={**draft.options, **noting(draft, planned)})
    with database.writing() as session:
        number = save_draft(session, draft, wanted.months[0].start(zone), wanted.months[-1].end(zone))
        record_decision(
            session,
            actor,
            at,
            "plan",
            f"draft {number}",
            after={
                "months": list(draft.months),
                "lines": draft.options["lines"],
                "from": draft.options["from"],
            },
        )
    return replace(draft, id=number), planned


def wanted_again(draft: Draft, wanted: Wanted) -> Wanted:
    """The same wish, with the pins of a draft and its duties against a rule kept."""
    return replace(
        wanted,
        pins=tuple(Pin(pin.slot, pin.service, pin.on, pin.source) for pin in draft.pins),
        fixed=by_slot(draft.overrides),
    )


def _planned_slots(known: Known, wanted: Wanted) -> tuple[FilledSlot, ...]:
    """The slots in force in whose stead the wish plans."""
    months = {str(month) for month in wanted.months}
    return tuple(
        slot
        for slot in known.in_force
        if slot.month in months and (wanted.lines is None or slot.line in wanted.lines)
    )


def _with_swaps(pins: Sequence[Pin], agreed: Sequence[Pin]) -> tuple[Pin, ...]:
    """The pins with those that the swaps in force ask for today; only pins by hand go before them."""
    taken = {(pin.slot, pin.service) for pin in pins if pin.source not in GIVING_WAY}
    asked = [pin for pin in agreed if (pin.slot, pin.service) not in taken]
    replaced = {(pin.slot, pin.service) for pin in asked}
    kept = (pin for pin in pins if pin.source != SWAP and (pin.slot, pin.service) not in replaced)
    return (*kept, *asked)


def by_slot(overrides: Iterable[Override]) -> dict[str, tuple[str, ...]]:
    """The services that stand against a rule, by slot."""
    found: dict[str, tuple[str, ...]] = {}
    for one in overrides:
        found[one.slot] = (*found.get(one.slot, ()), one.service)
    return found


def _fixed(planned: Planned) -> dict[str, list[str]]:
    fixed: dict[str, list[str]] = {}
    for duty in planned.decided:
        fixed.setdefault(duty.slot, []).append(duty.service)
    return fixed


def _pins(
    wanted: Wanted, planned: Planned, former: Sequence[Pinned], by: str, at: datetime
) -> tuple[Pinned, ...]:
    """The pins that were kept, with who decided them where that is known."""
    known = {(pin.slot, pin.service, pin.on): pin for pin in former}
    held = {slot.key: slot.services for slot in planned.slots}
    return tuple(
        known.get((pin.slot, pin.service, pin.on), Pinned(pin.slot, pin.service, pin.on, pin.source, at, by))
        for pin in dict.fromkeys(wanted.pins)
        if pin.slot in held and (pin.service in held[pin.slot]) == pin.on
    )


def what_is_known(session: Session, config: BasinConfig, wanted: Wanted, at: datetime) -> Known:
    """Reads all that planning these months at that instant depends on."""
    start, end = reading_span(config, wanted.months)
    first, last = wanted.months[0], wanted.months[-1]
    services = services_of(session, config.id)
    if not services:
        raise BadInput(
            f"basin {config.id} has no service yet", remedy="import some: garde services import FILE"
        )
    in_force = slots_in_force(session, config.id, start, end)
    return Known(
        services=services,
        windows=windows_of(session, config.id, start, end),
        in_force=in_force,
        entries=entries_of(session, config.id, before=str(first)),
        begun=frozenset(slot.key for slot in in_force if slot.begun(at)),
        at=at,
        records=served_records(session, config.id),
        elsewhere=as_fixed(away_duties(session, config.id, start, end)),
        later=tuple(month for month in published_months(session, config.id) if month > str(last)),
    )


def read_slack(given: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Reads ``TIER=SLACK``: ``unfairness=5%`` is relative, ``unfairness=2`` absolute.

    Raises BadInput for anything else, and for an amount below 0.
    """
    slack: dict[str, tuple[float, float]] = {}
    for text in given:
        name, equals, amount = text.partition("=")
        percent = amount.endswith("%")
        try:
            number = float(amount.rstrip("%"))
        except ValueError:
            number = math.nan
        if not equals or not number >= 0 or math.isinf(number):
            raise BadInput(
                f"{text!r} is no slack", where="--set", remedy="write TIER=5% or TIER=2, not below 0"
            )
        slack[name.strip()] = (number / 100, 0.0) if percent else (0.0, number)
    return slack
