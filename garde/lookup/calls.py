"""What a call to a number costs whoever makes it, as far as the number itself tells. Pure.

Belgian law fixes what the paying ranges may cost at most (royal decree of 27 April 2007, and the numbering
plan of the regulator, BIPT); free ranges are free from every network; any other number is charged by the
caller's own contract. Of numbers of other countries nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["free", "ordinary", "by_minute", "by_call"]


@dataclass(frozen=True, slots=True)
class CallCost:
    """Free, as any other call, or more: ``most_cents`` at most for a minute, or for the whole call."""

    kind: Kind
    most_cents: int = 0


FREE, ORDINARY = CallCost("free"), CallCost("ordinary")

_PAYING = {
    "070": CallCost("by_minute", 30),
    "0900": CallCost("by_minute", 50),
    "0901": CallCost("by_call", 50),
    "0902": CallCost("by_minute", 100),
    "0903": CallCost("by_minute", 150),
    "0904": CallCost("by_minute", 200),
    "0905": CallCost("by_call", 200),
    "0906": CallCost("by_minute", 100),
    "0907": CallCost("by_minute", 200),
    "0909": CallCost("by_call", 3100),
}
_FREE = frozenset({"100", "101", "102", "103", "106", "107", "108", "112", "1813", "070245245"})
"""Emergencies, the lines that listen, and the poison centre, the one free number among the 070."""
_UNTOLD = ("077", "078")
"""Ranges without one price: paying numbers, and those whose price the contract of either side settles."""
_COUNTRY = "32"


def call_cost(number: str | None) -> CallCost | None:
    """What a call from Belgium to the number costs; None where the number does not tell."""
    national = _national(number or "")
    if national is None:
        return None
    if national in _FREE or (len(national) == 6 and national.startswith("116")):
        return FREE
    if not national.startswith("0"):
        # Other short numbers each have a price of their own; 1733, the doctor's, has the ordinary one.
        return ORDINARY if national == "1733" else None
    if not 9 <= len(national) <= 10 or national.startswith(_UNTOLD):
        return None
    if national.startswith("0800"):
        return FREE
    return next((cost for start, cost in _PAYING.items() if national.startswith(start)), ORDINARY)


def _national(number: str) -> str | None:
    """The digits as dialled within Belgium; None for another country's number, or for none."""
    text = number.replace("(0)", "").strip()
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    abroad = digits if text.startswith("+") else digits[2:] if digits.startswith("00") else None
    if abroad is None:
        return digits or None
    return f"0{abroad.removeprefix(_COUNTRY)}" if abroad.startswith(_COUNTRY) else None
