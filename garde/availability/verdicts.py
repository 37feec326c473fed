"""Which entries of a calendar count, by what they say of themselves and what the service's calendar means."""

from __future__ import annotations

from typing import Literal

from garde.availability.content import Component
from garde.availability.window import WindowKind
from garde.basin.service import Service
from garde.errors import BadInput

Means = Literal["busy", "available"]
"""What a service's events say: that it cannot serve then, or that it can."""

MEANS: tuple[Means, ...] = ("busy", "available")

Reason = Literal["cancelled", "declined", "tentative", "marked as free", "without length"]
"""Why an entry of a calendar gives no window."""

_KINDS: dict[Means, WindowKind] = {"busy": "unavailable", "available": "available"}


def means_named(text: str) -> Means:
    """The meaning of that name. Raises BadInput for any other."""
    for means in MEANS:
        if text == means:
            return means
    raise BadInput(f"{text!r} is no meaning of a calendar", where="--means", remedy="use busy or available")


def default_means(service: Service) -> Means:
    """An independent writes down when he or she can serve, an organisation when it cannot."""
    return "available" if service.kind == "independent" else "busy"


def window_kind_of(means: Means) -> WindowKind:
    """The kind of window that an event makes."""
    return _KINDS[means]


def left_out(event: Component, means: Means) -> Reason | None:
    """Why an event does not count, or None when it does.

    A cancelled one never does, nor an invitation that the owner declined or handed on. When events mean busy,
    one marked as free (TRANSP:TRANSPARENT, or Outlook's FREE) does not, and a tentative one does, or an
    invitation without an answer: nobody is put on duty over a perhaps. When they mean available, these and
    Outlook's out of office do not: a perhaps is no promise; and whether it is marked as free says nothing.
    """
    status, outlook = event.text("STATUS"), event.text("X-MICROSOFT-CDO-BUSYSTATUS")
    if status == "CANCELLED":
        return "cancelled"
    if event.answer in ("DECLINED", "DELEGATED"):
        return "declined"
    if means == "busy":
        free = outlook == "FREE" or (not outlook and event.text("TRANSP") == "TRANSPARENT")
        return "marked as free" if free else None
    perhaps = (
        status == "TENTATIVE"
        or outlook in ("TENTATIVE", "OOF")
        or event.answer in ("TENTATIVE", "NEEDS-ACTION")
    )
    return "tentative" if perhaps else None


def free_busy_kind(kind: str, means: Means) -> WindowKind | None:
    """The window that a period of a VFREEBUSY makes; it says itself whether it is busy.

    BUSY, BUSY-UNAVAILABLE, BUSY-TENTATIVE and unknown kinds (RFC 5545, 3.2.9) are unavailable; FREE is
    available where the calendar says when the service is, else nothing.
    """
    if kind.upper() == "FREE":
        return "available" if means == "available" else None
    return "unavailable"
