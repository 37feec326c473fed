"""Whether counts fit their duty and the basin, and whether a remark may be kept. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import replace
from math import ceil
from unicodedata import normalize
from zoneinfo import ZoneInfo

from garde.activity.duties import bands_of
from garde.activity.privacy import Danger, Hint, dangers, hints_at_a_person
from garde.activity.report import INCIDENTS, OTHER, OUTCOMES, Contacts, Counts
from garde.basin.cells import is_language_tag
from garde.basin.config import BasinConfig
from garde.errors import BadInput
from garde.rota import FilledSlot

LONGEST_REMARK = 280
MOST_PEOPLE = 500
"""So many people of one kind on one duty; more is a slip of the finger."""
MOST_PARTS = 60
"""So many kinds of contacts can be told of one duty."""

TAKE_OUT: dict[Danger, str] = {
    "telephone": "Take the telephone number out of the remark.",
    "national-number": "Take the national register number out of the remark.",
    "account": "Take the account number out of the remark.",
    "e-mail": "Take the e-mail address or account name out of the remark.",
    "date": "Take the full date out of the remark: it may be a date of birth. The duty has its date already.",
    "document": "Take the number of the document or the number plate out of the remark.",
    "number": "Take the long number out of the remark: it may lead to a person.",
}
ASK: dict[Hint, str] = {
    "name": "There may be a name of a person in the remark.",
    "age": "There may be the age of a person in the remark.",
}


class Unfit(BadInput):
    """Something that was told does not fit; ``code`` says which part of it."""

    def __init__(self, code: str, what: str, *, remedy: str | None = None, where: str | None = None) -> None:
        self.code = code
        super().__init__(what, where=where or f"--{code}", remedy=remedy)


class RemarkRefused(Unfit):
    """A remark holds something that leads to a person. The remark itself is nowhere in this error."""

    def __init__(self, found: tuple[Danger, ...]) -> None:
        self.dangers = found
        super().__init__("remark", " ".join(TAKE_OUT[kind] for kind in found), remedy="Nothing was kept")


class MayBeAboutSomebody(Unfit):
    """A remark may hold a person's name or age; whoever wrote it can say that it does not."""

    def __init__(self, found: tuple[Hint, ...]) -> None:
        self.hints = found
        super().__init__(
            "remark",
            " ".join(ASK[kind] for kind in found),
            remedy="take it out, or add --nobody-named if there is none",
        )


def checked(counts: Counts, slot: FilledSlot, config: BasinConfig) -> Counts:
    """The counts in one order, without zeros. Raises Unfit for what does not fit the duty or the basin."""
    contacts = _contacts(counts.contacts, config)
    people = sum(one.people for one in contacts)
    incidents = tuple(one for one in counts.incidents if one.count)
    for incident in incidents:
        if incident.kind not in INCIDENTS:
            raise Unfit("incident", f"{incident.kind!r} is no kind of incident", remedy=_known(INCIDENTS))
        _count("incident", incident.count)
    _once("incident", (one.kind for one in incidents))
    hours = slot.hours
    quiet = int(hours) if not people else counts.quiet_hours
    if quiet is not None and not 0 <= quiet < (ceil(hours) if people else hours + 1):
        told = f"{quiet} quiet hours with {people} people" if people else f"{quiet} quiet hours"
        raise Unfit("quiet-hours", f"{told} do not fit in {hours:g} hours", remedy="correct one of them")
    bands = tuple(sorted((one for one in counts.bands if one.people), key=lambda one: one.hour))
    allowed = bands_of(slot, ZoneInfo(config.timezone))
    for band in bands:
        if band.hour not in allowed:
            raise Unfit(
                "hour", f"{slot.key} has no hours from {band.hour}:00 on", remedy=_known(map(str, allowed))
            )
        _count("hour", band.people)
    _once("hour", (one.hour for one in bands))
    if sum(one.people for one in bands) > people:
        raise Unfit("hour", f"more people by the hour than the {people} in all", remedy="correct one of them")
    return replace(counts, contacts=contacts, incidents=incidents, quiet_hours=quiet, bands=bands)


def kept_remark(
    remark: str | None, config: BasinConfig, names: Iterable[str], *, confirmed: bool
) -> str | None:
    """The remark as it is kept; None without one. ``names`` are those of services, which are no people.

    ``confirmed``: whoever wrote it says that nobody is named. Raises RemarkRefused, MayBeAboutSomebody, and
    Unfit when it is too long.
    """
    text = " ".join(normalize("NFC", remark or "").split())
    if not text:
        return None
    if not text.isprintable() or len(text) > LONGEST_REMARK:
        raise Unfit("remark", f"is longer than {LONGEST_REMARK} characters", remedy="say it shorter")
    found = dangers(text)
    if found:
        raise RemarkRefused(found)
    hints = () if confirmed else hints_at_a_person(text, known=[*names, *_own_names(config)])
    if hints:
        raise MayBeAboutSomebody(hints)
    return text


def places_to_send(config: BasinConfig) -> tuple[str, ...]:
    """Where people can be sent on to: the basin's lines, its help numbers, elsewhere."""
    return (*(line.id for line in config.lines), *(one.number for one in config.help_numbers), OTHER)


def _contacts(contacts: Iterable[Contacts], config: BasinConfig) -> tuple[Contacts, ...]:
    kept = tuple(one for one in contacts if one.people)
    if len(kept) > MOST_PARTS:
        raise Unfit("contact", f"more than {MOST_PARTS} kinds of contacts", remedy="join the rarest")
    needs = [need.id for need in config.needs]
    for one in kept:
        if one.need not in needs:
            raise Unfit("contact", f"{one.need!r} is no kind of need here", remedy=_known(needs))
        if one.language != OTHER and not is_language_tag(one.language):
            raise Unfit("contact", f"{one.language!r} is no language tag", remedy="use fr, nl, ar … or other")
        if one.outcome not in OUTCOMES:
            raise Unfit("contact", f"{one.outcome!r} is no outcome", remedy=_known(OUTCOMES))
        if (one.sent_to is not None) != (one.outcome == "sent_on"):
            raise Unfit(
                "contact",
                "sent_on says to whom, and nothing else does",
                remedy=_known(places_to_send(config)),
            )
        if one.sent_to is not None and one.sent_to not in places_to_send(config):
            raise Unfit(
                "contact", f"nobody is sent on to {one.sent_to!r}", remedy=_known(places_to_send(config))
            )
        _count("contact", one.people)
    _once("contact", ((one.need, one.language, one.outcome, one.sent_to) for one in kept))
    return kept


def _count(code: str, people: int) -> None:
    if not 0 < people <= MOST_PEOPLE:
        raise Unfit(code, f"{people} is no count", remedy=f"a whole number from 0 to {MOST_PEOPLE}")


def _once(code: str, keys: Iterable[Hashable]) -> None:
    if any(count > 1 for count in Counter(keys).values()):
        raise Unfit(code, "the same stands twice", remedy="give it once, with the sum")


def _known(names: Iterable[str]) -> str:
    return f"use one of: {', '.join(names)}"


def _own_names(config: BasinConfig) -> Collection[str]:
    """Names of the basin's places and lines."""
    named = (
        config.names,
        *(one.names for one in config.quarters),
        *(one.names for one in config.lines),
        *(one.names for one in config.needs),
        *(one.names for one in config.help_numbers),
    )
    return [name for names in named for name in names.values()]
