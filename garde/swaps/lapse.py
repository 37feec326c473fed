"""When an offer, or a swap that was agreed, means nothing any more. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from garde.rota import FilledSlot
from garde.swaps.swap import Swap

Code = Literal["gone", "begun", "others", "serves"]


@dataclass(frozen=True, slots=True)
class Lapse:
    """Why nothing can come of a swap: of the duty in ``slot``.

    ``gone``: no longer in the rota in force; ``begun``; ``others``: no longer that of ``service`` but of
    ``holders``; ``serves``: ``service``, which should take it, serves there already.
    """

    code: Code
    slot: str
    service: str | None = None
    holders: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reason, for the record."""
        match self.code:
            case "gone":
                return f"{self.slot} is no longer in the rota in force"
            case "begun":
                return f"{self.slot} has begun"
            case "others":
                holders = " and ".join(self.holders) or "nobody"
                return f"{self.service} no longer serves {self.slot}; on duty there: {holders}"
            case "serves":
                return f"{self.service} serves {self.slot} already"


def why_lapsed(swap: Swap, slots: Mapping[str, FilledSlot], at: datetime) -> Lapse | None:
    """Why nothing can come of a swap any more; None when something can, or it is over.

    ``slots`` are those in force (see ``coming_slots``), by key. A live one lapses when a duty of it has
    begun, or is no longer whose it was; one in force when a later version has not got its duty at all.
    """
    if swap.state == "approved":
        return _vanished(swap, slots)
    if not swap.live:
        return None
    sides = [(swap.slot, swap.giver)]
    if swap.return_slot is not None and swap.taker is not None:
        sides.append((swap.return_slot, swap.taker))
    for key, holder in sides:
        slot = slots.get(key)
        if slot is None:
            return Lapse("gone", key)
        if slot.begun(at):
            return Lapse("begun", key)
        if holder not in slot.services:
            return Lapse("others", key, holder, slot.services)
    if swap.taker is not None and swap.taker in slots[swap.slot].services:
        return Lapse("serves", swap.slot, swap.taker)
    return None


def _vanished(swap: Swap, slots: Mapping[str, FilledSlot]) -> Lapse | None:
    """Which duty of a swap in force a later version has not got; duties that have begun never vanish."""
    months = {slot.month for slot in slots.values()}
    for key in (swap.slot, swap.return_slot):
        if key is not None and key not in slots and _month(key) in months:
            return Lapse("gone", key)
    return None


def why_overtaken(swap: Swap, slots: Mapping[str, FilledSlot]) -> Lapse | None:
    """Which duty of a swap in force something later, a version put back or an edit, gave to another."""
    if swap.state != "approved" or swap.taker is None:
        return None
    for key, holder in ((swap.slot, swap.taker), (swap.return_slot, swap.giver)):
        slot = slots.get(key or "")
        if slot is not None and holder not in slot.services:
            return Lapse("others", slot.key, holder, slot.services)
    return None


_RECORDED: tuple[tuple[Code, re.Pattern[str]], ...] = (
    ("gone", re.compile(r"(?P<slot>\S+) is no longer in the rota in force")),
    ("begun", re.compile(r"(?P<slot>\S+) has begun")),
    (
        "others",
        re.compile(r"(?P<service>.+) no longer serves (?P<slot>\S+); on duty there: (?P<holders>.+)"),
    ),
    ("serves", re.compile(r"(?P<service>.+) serves (?P<slot>\S+) already")),
)


def read_back(text: str) -> Lapse | None:
    """What a reason on record says (``Lapse.text``), to be told in another language; None for any other."""
    for code, pattern in _RECORDED:
        found = pattern.fullmatch(text)
        if found is not None:
            said = found.groupdict()
            holders = said.get("holders") or "nobody"
            names = () if holders == "nobody" else tuple(holders.split(" and "))
            return Lapse(code, said["slot"], said.get("service"), names)
    return None


def _month(key: str) -> str:
    """The month that the key of a slot names, after its line."""
    return key.partition("/")[2][:7]
