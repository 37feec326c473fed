"""The fields of the form about a duty: from what was reported, or given, and back to counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from garde.activity.checking import Unfit, places_to_send
from garde.activity.duties import bands_of, hours_by_clock
from garde.activity.privacy import hints_at_a_person
from garde.activity.report import BAND, INCIDENTS, OTHER, BandCount, Contacts, Counts, IncidentCount, Outcome
from garde.activity.reporting import OwnDuty
from garde.web.my.section import Given, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

MORE_ROWS = 5
"""Rows for a second language or outcome of the same need."""

OUTCOME_NAMES: dict[Outcome, str] = {
    "helped": _("Helped here"),
    "accompanied": _("We went along"),
    "not_helped": _("Could not be helped"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of contact; ``outcome`` is as in the select: ``helped`` or ``sent_on:112``.

    ``need`` is "" where it is still to be chosen, and ``fixed`` where the row is of that need.
    """

    need: str
    people: str
    language: str
    outcome: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day that the duty touches: from and until these hours of the clock, and how many came."""

    hour: int
    first: int
    last: int
    people: str


@dataclass(frozen=True)
class Form:
    """All that the form shows; texts are as they were given."""

    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    needs: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    sent_to: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    quiet_hours: str
    most_quiet: int
    incidents: dict[str, str]
    remark: str
    ask: bool

    @property
    def told_hours(self) -> bool:
        """Whether anything was said of when people came."""
        return any(part.people for part in self.parts)


def form_of(visit: Visit, duty: OwnDuty, given: Given) -> Form:
    """The form with what was just given, else with what was reported, else empty."""
    fresh = "people" not in given
    counts = duty.report.counts if duty.report else Counts()
    rows = _reported_rows(visit, duty, counts) if fresh else _given_rows(given)
    language = _first_language(visit)
    remark = (counts.remark or "") if fresh else one(given, "remark")
    incidents = {one.kind: str(one.count) for one in counts.incidents}
    blank = Row("", "", language, "helped", fixed=False)
    return Form(
        rows=tuple(row for row in rows if row.fixed),
        more=(*(row for row in rows if not row.fixed), *[blank] * MORE_ROWS) if fresh else
        tuple(row for row in rows if not row.fixed),
        needs=tuple((need.id, visit.words.name(need.names)) for need in visit.config.needs),
        languages=_languages(visit),
        outcomes=tuple((name, visit.words.gettext(text)) for name, text in OUTCOME_NAMES.items()),
        sent_to=_places(visit),
        parts=_parts(visit, duty, counts, given, fresh=fresh),
        quiet_hours=_text(counts.quiet_hours) if fresh else one(given, "quiet"),
        most_quiet=int(duty.slot.hours),
        incidents={
            kind: incidents.get(kind, "") if fresh else one(given, f"incident-{kind}") for kind in INCIDENTS
        },
        remark=remark,
        ask=bool(remark) and bool(hints_at_a_person(remark)),
    )  # fmt: skip


def counts_of(given: Given) -> Counts:
    """What a form says; a quiet duty says nothing at all. Raises Unfit for a number that is none."""
    if one(given, "act") == "quiet":
        return Counts()
    found: dict[tuple[str, str, str], int] = {}
    for row in _given_rows(given):
        people = number("contact", row.people)
        if people:
            if not row.need:
                raise Unfit("need", "no need")
            # The same kind in two rows is meant to be added.
            key = row.need, row.language, row.outcome
            found[key] = found.get(key, 0) + people
    bands = [
        BandCount(int(name[4:]), number("hour", one(given, name)))
        for name in given
        if name.startswith("band") and name[4:].isascii() and name[4:].isdigit() and len(name) < 8
    ]
    quiet = one(given, "quiet")
    return Counts(
        contacts=tuple(_contacts(*key, people) for key, people in found.items()),
        quiet_hours=number("quiet-hours", quiet) if quiet else None,
        bands=tuple(band for band in bands if band.people),
        incidents=tuple(
            IncidentCount(kind, count)
            for kind in INCIDENTS
            if (count := number("incident", one(given, f"incident-{kind}")))
        ),
        remark=one(given, "remark") or None,
    )


def number(code: str, text: str) -> int:
    """A whole number of a field; 0 when it is empty. Raises Unfit."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Unfit(code, "no whole number")
    return int(text)


def _contacts(need: str, language: str, outcome: str, people: int) -> Contacts:
    how, _colon, to = outcome.partition(":")
    known: dict[str, Outcome] = {
        "helped": "helped", "accompanied": "accompanied", "sent_on": "sent_on", "not_helped": "not_helped"
    }  # fmt: skip
    if how not in known:
        raise Unfit("contact", "no outcome")
    return Contacts(need, language, known[how], people, to or None)


def _given_rows(given: Given) -> list[Row]:
    columns = [given.get(name, []) for name in ("need", "people", "language", "outcome", "fixed")]
    return [
        Row(need, people.strip(), language, outcome, fixed == "1")
        for need, people, language, outcome, fixed in zip(*columns, strict=False)
    ]


def _reported_rows(visit: Visit, duty: OwnDuty, counts: Counts) -> list[Row]:
    """A row for each need of the line, with the first contact of that need; the other contacts besides."""
    waiting = list(counts.contacts)
    rows = []
    for need in visit.config.needs:
        told = next((part for part in waiting if part.need == need.id), None)
        if told is not None:
            waiting.remove(told)
            rows.append(_row(told, fixed=True))
        elif need.concerns(duty.slot.line):
            rows.append(Row(need.id, "", _first_language(visit), "helped", fixed=True))
    return [*rows, *(_row(part, fixed=False) for part in waiting)]


def _row(part: Contacts, *, fixed: bool) -> Row:
    outcome = f"sent_on:{part.sent_to}" if part.outcome == "sent_on" else part.outcome
    return Row(part.need, str(part.people), part.language, outcome, fixed)


def _first_language(visit: Visit) -> str:
    """The service's own first language: most of those who come speak it."""
    return next(iter(visit.service.languages), visit.config.languages[0])


def _languages(visit: Visit) -> tuple[tuple[str, str], ...]:
    """The basin's languages, then those that any of its services speaks, then another one."""
    spoken = {tag for one in visit.services for tag in one.languages}
    rest = sorted(spoken - set(visit.config.languages), key=visit.words.language)
    tags: Sequence[str] = (*visit.config.languages, *rest)
    return (
        *((tag, visit.words.language(tag)) for tag in tags),
        (OTHER, visit.words.gettext("Another language")),
    )


def _places(visit: Visit) -> tuple[tuple[str, str], ...]:
    numbers = {
        one.number: f"{one.number} – {visit.words.name(one.names)}" for one in visit.config.help_numbers
    }
    elsewhere = visit.words.gettext("Elsewhere")
    return tuple(
        (place, elsewhere if place == OTHER else numbers.get(place) or visit.line(place))
        for place in places_to_send(visit.config)
    )


def _parts(visit: Visit, duty: OwnDuty, counts: Counts, given: Given, *, fresh: bool) -> tuple[Part, ...]:
    told = {band.hour: str(band.people) for band in counts.bands}
    hours = [hour for _, hour in hours_by_clock(duty.duty.times, visit.zone)]
    found = []
    for band in bands_of(duty.slot, visit.zone):
        own = [hour for hour in hours if band <= hour < band + BAND] or [band, band + BAND - 1]
        people = told.get(band, "") if fresh else one(given, f"band{band}")
        found.append(Part(band, min(own), max(own) + 1, people))
    return tuple(found)


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
