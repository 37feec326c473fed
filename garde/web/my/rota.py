"""The whole rota of a month and its fairness: in force, or proposed and under discussion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from garde.calendar.month import Month
from garde.errors import BadInput
from garde.ledger.account import BURDEN
from garde.ledger.carrying import carried
from garde.planning.fairness import loads
from garde.rota import FilledSlot, in_order
from garde.storage.repositories.ledger import entries_of
from garde.storage.repositories.rotas import slots_in_force
from garde.web.my.proposals import Proposal, proposals
from garde.web.my.section import Given, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

HALF = 50
"""Width of one side of a bar's picture."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one service carries in a month: points served, its fair part now, and by how much it is above.

    ``lines`` are those of its pool: services are compared only among those who can relieve each other.
    """

    service: str
    lines: tuple[str, ...]
    points: float
    fair: float

    @property
    def difference(self) -> float:
        """Above 0: more than its part, what earlier months left included."""
        return self.points - self.fair


@dataclass(frozen=True, slots=True)
class Choice:
    """A rota that can be looked at, its words, and what stands in the address for it."""

    month: str
    draft: str | None
    text: str
    current: bool = False


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The rota of ``month``, as ``draft`` proposes it where that is given; else the present month's."""
    found = proposals(visit)
    choices = _choices(visit, found)
    asked = (_month(one(given, "month")), one(given, "draft") or None)
    chosen = next((choice for choice in choices if (choice.month, choice.draft) == asked), None)
    if chosen is None:
        now = str(Month.of(visit.now, visit.zone))
        chosen = next((choice for choice in choices if choice.month == now), choices[0] if choices else None)
    proposal = next((one for one in found if chosen is not None and one.number == chosen.draft), None)
    slots: Sequence[FilledSlot] = ()
    parts: list[Part] = []
    if chosen is not None and proposal is not None:
        slots = [slot for slot in proposal.draft.slots if slot.month == chosen.month]
        parts = _proposed(proposal, chosen.month)
    elif chosen is not None:
        start = Month.parse(chosen.month).start(visit.zone)
        slots = [
            slot
            for slot in slots_in_force(visit.session, visit.config.id, start)
            if slot.month == chosen.month
        ]
        parts = _in_force(visit, chosen.month)
    lines = [line.id for line in visit.config.lines if any(slot.line == line.id for slot in slots)]
    line = one(given, "line")
    shown = [slot for slot in slots if line not in lines or slot.line == line]
    return {
        "choices": [replace(choice, current=choice == chosen) for choice in choices],
        "chosen": chosen,
        "lines": lines,
        "line": line if line in lines else None,
        "days": _by_day(visit, shown),
        "groups": _groups(visit, parts),
        "bar": _bars(parts),
        "half": HALF,
        "number": visit.number,
    }


def _choices(visit: Visit, found: Iterable[Proposal]) -> list[Choice]:
    present = Month.of(visit.now, visit.zone)
    since = present.previous().start(visit.zone)
    published = {slot.month for slot in slots_in_force(visit.session, visit.config.id, since)}
    choices = [
        Choice(month, None, _name(visit, month)) for month in sorted(published) if month >= str(present)
    ]
    said = visit.words.gettext
    for proposal in found:
        choices += [
            Choice(
                month,
                proposal.number,
                said("%(month)s, proposal %(number)s", month=_name(visit, month), number=proposal.number),
            )
            for month in proposal.draft.months
        ]
    return choices


def _name(visit: Visit, month: str) -> str:
    return str(format_date(Month.parse(month).first_day, "LLLL y", locale=visit.words.locale))


def _month(text: str) -> str | None:
    try:
        return str(Month.parse(text))
    except BadInput:
        return None


def _by_day(visit: Visit, slots: Iterable[FilledSlot]) -> list[tuple[FilledSlot, list[FilledSlot]]]:
    """The slots of each local day, with the first of them."""
    days: dict[date, list[FilledSlot]] = {}
    for slot in in_order(slots):
        days.setdefault(slot.start.astimezone(visit.zone).date(), []).append(slot)
    return [(held[0], held) for held in days.values()]


def _proposed(proposal: Proposal, month: str) -> list[Part]:
    return [
        Part(load.service, pool.lines, load.served, load.fair - load.carried)
        for pool in proposal.draft.pools
        if pool.month == month
        for load in loads(pool, proposal.draft.slots)
    ]


def _in_force(visit: Visit, month: str) -> list[Part]:
    """From the ledger: the fair part now is the month's due, less what earlier months left too much."""
    entries = entries_of(visit.session, visit.config.id)
    now = [entry for entry in entries if entry.month == month and entry.quantity == BURDEN]
    parts = []
    for pool in sorted({entry.pool for entry in now}):
        lines = tuple(pool.split("+"))
        brought = carried(entries, month, visit.config.ledger.cap_months, lines)
        for service in sorted({entry.service for entry in now if entry.pool == pool}):
            own = [entry for entry in now if (entry.pool, entry.service) == (pool, service)]
            parts.append(
                Part(
                    service,
                    lines,
                    sum(entry.served for entry in own),
                    sum(entry.due for entry in own) - brought.get(service, {}).get(BURDEN, 0.0),
                )
            )
    return parts


def _groups(visit: Visit, parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """The parts of each pool, the reader's own pool first, those who carry most first."""
    found: dict[tuple[str, ...], list[Part]] = {}
    for part in sorted(parts, key=lambda one: (-round(one.difference, 9), visit.name(one.service))):
        found.setdefault(part.lines, []).append(part)
    own = {
        lines for lines, held in found.items() if any(p.service == visit.service.external_id for p in held)
    }
    order = sorted(found, key=lambda lines: (lines not in own, lines))
    return [(", ".join(visit.line(line) for line in lines), found[lines]) for lines in order]


def _bars(parts: Iterable[Part]) -> object:
    """How long a part's bar is, and where it starts; the widest difference fills its side."""
    widest = max((abs(part.difference) for part in parts), default=0.0)

    def bar(part: Part) -> tuple[float, float]:
        length = HALF * abs(part.difference) / widest if widest else 0.0
        return (HALF if part.difference >= 0 else HALF - length), length

    return bar


SECTION = Section("rota", _("The whole rota"), "rota.html", show)
