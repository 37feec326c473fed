"""A service's calendars: their addresses, and how they get into its own calendar program."""

from __future__ import annotations

from dataclasses import dataclass

from garde.publication.feed_scopes import shares_group
from garde.web.calendars.asking import Part, private_address
from garde.web.calendars.subscribing import Subscription, subscription
from garde.web.my.section import Given, Section
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

TITLES: dict[Part, str] = {
    "service": _("My duties"),
    "group": _("All duties of my organisation"),
    "proposed": _("Proposed duties, while a proposal is discussed"),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """One of the link's calendars, and the links that subscribe to it."""

    title: str
    subscription: Subscription


def calendars(visit: Visit) -> list[Calendar]:
    """The calendars that the service may subscribe to."""
    parts: list[Part] = ["service", "proposed"]
    if shares_group(visit.service, visit.services):
        parts.insert(1, "group")
    return [
        Calendar(
            visit.words.gettext(TITLES[part]),
            subscription(
                private_address(visit.public_url, visit.calendars, part, visit.words.tag),
                f"{visit.words.gettext(TITLES[part])} – {visit.service.shown_name}",
            ),
        )
        for part in parts
    ]


def show(visit: Visit, given: Given) -> dict[str, object]:
    """All calendars, the service's own first."""
    return {"calendars": calendars(visit)}


SECTION = Section("calendar", _("My calendar"), "calendar.html", show)
