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
    """What one service carries in a month: points served, its fair part now, and by how much it is above."""

    service: str
    duties: int
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
        parts = _in_force(visit, chosen.month, slots)
    lines = [line.id for line in visit.config.lines if any(slot.line == line.id for slot in slots)]
    line = one(given, "line")
    shown = [slot for slot in slots if line not in lines or slot.line == line]
    return {
        "choices": [replace(choice, current=choice == chosen) for choice in choices],
        "chosen": chosen,
        "lines": lines,
        "line": line if line in lines else None,
        "days": _by_day(visit, shown),
        "parts": sorted(parts, key=lambda part: (-round(part.difference, 9), visit.name(part.service))),
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
        Part(load.service, load.duties, load.served, load.fair - load.carried)
        for pool in proposal.draft.pools
        if pool.month == month
        for load in loads(pool, proposal.draft.slots)
    ]


def _in_force(visit: Visit, month: str, slots: Sequence[FilledSlot]) -> list[Part]:
    """From the ledger: the fair part now is the month's due, less what earlier months left too much."""
    cap = visit.config.ledger.cap_months
    brought = carried(entries_of(visit.session, visit.config.id, before=month), month, cap)
    return [
        Part(
            entry.service,
            sum(entry.service in slot.services for slot in slots),
            entry.served,
            entry.due - brought.get(entry.service, {}).get(BURDEN, 0.0),
        )
        for entry in entries_of(visit.session, visit.config.id, months=[month])
        if entry.quantity == BURDEN
    ]


def _bars(parts: Iterable[Part]) -> object:
    """How long a part's bar is, and where it starts; the widest difference fills its side."""
    widest = max((abs(part.difference) for part in parts), default=0.0)

    def bar(part: Part) -> tuple[float, float]:
        length = HALF * abs(part.difference) / widest if widest else 0.0
        return (HALF if part.difference >= 0 else HALF - length), length

    return bar


SECTION = Section("rota", _("The whole rota"), "rota.html", show)
