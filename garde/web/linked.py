"""Who is open now as schema.org JSON-LD, for partners' pages and search engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from exports.directory import (
    DatedHours,
    Directory,
    DirectoryEntry,
    DirectoryLine,
    DirectoryWords,
    DutyHours,
    Known,
    WeeklyHours,
    pieces,
)
from exports.schema_org import render_schema_org
from garde.basin.config import Mode
from garde.lookup import Answer, Timetable
from garde.web.data import asked_of
from garde.web.pages import answers, kept_since, words_in
from garde.web.words import Words

KINDS = {"pharmacy": "Pharmacy", "stethoscope": "MedicalClinic"}
"""schema.org's types by pictogram; any other place that is open to people is a LocalBusiness there."""

DAY_AND_NIGHT = WeeklyHours(weekdays=tuple(range(7)), opens=time(), closes=time())


def render_linked(timetable: Timetable, tag: str, now: datetime, parameters: Mapping[str, str]) -> bytes:
    """The services that are open, each with the opening that it is in.

    Raises the GardeError of the question's first faulty part. Hours are
    told for a door that is open, as contact hours for a telephone that is answered. A data set about them
    says from when they are: of this minute, or of an earlier one where it cannot be read now.
    """
    now = now.replace(second=0, microsecond=0)
    ask = asked_of(timetable, now, parameters)
    words = words_in(timetable, tag)
    entries: dict[str, DirectoryEntry] = {}
    for moment in answers(timetable, ask, now):
        for line in moment.lines:
            for answer in line.open:
                entry = _entry(timetable, words, answer, moment.at)
                known = entries.get(entry.id)
                entries[entry.id] = entry if known is None else _both(known, entry)
    directory = Directory(
        name=words.name(timetable.config.names),
        language=tag,
        changed_at=timetable.published_at or now,
        timezone=timetable.config.timezone,
        notice=words.gettext("This is a demonstration.") if timetable.config.demo else "",
        words=DirectoryWords(step_free=words.gettext("Step-free access")),
        entries=tuple(entries.values()),
        known=_known(timetable, words, now),
    )
    return render_schema_org(directory)


def _known(timetable: Timetable, words: Words, now: datetime) -> Known:
    since = timetable.kept_from
    return Known(
        at=now if since is None else since,
        until=timetable.end,
        told="" if since is None else kept_since(words, since),
    )


def _entry(timetable: Timetable, words: Words, answer: Answer, at: datetime) -> DirectoryEntry:
    config, line = timetable.config, timetable.lines[answer.line].line
    # The same as in the directory's own export.
    root = uuid5(NAMESPACE_URL, f"garde:{config.id}:{answer.service}")
    service = timetable.services[answer.service]
    shown = answer.address is not None
    door = _stretch(timetable, answer, "door", at)
    telephone = _stretch(timetable, answer, "telephone", at) or _stretch(timetable, answer, "visit", at)
    return DirectoryEntry(
        id=str(root),
        name=answer.name,
        kind=KINDS.get(line.pictogram, "LocalBusiness"),
        postcode=answer.postcode,
        city=answer.postcode,
        region=config.country,
        country=config.country,
        address=answer.address,
        lat=service.lat if shown else None,
        lon=service.lon if shown else None,
        phone=answer.phone,
        languages=tuple((tag, words.language(tag)) for tag in answer.languages),
        step_free=answer.step_free,
        weekly=(DAY_AND_NIGHT,) if door and answer.open_until is None else (),
        special=tuple(_dates(timetable, door)) if door and answer.open_until is not None else (),
        lines=(
            DirectoryLine(
                id=str(uuid5(root, line.id)),
                name=words.name(line.names),
                duties=tuple(_duty(stretch) for stretch in (telephone,) if stretch),
            ),
        ),
    )


def _stretch(
    timetable: Timetable, answer: Answer, mode: Mode, at: datetime
) -> tuple[datetime, datetime] | None:
    """From when until when somebody is there in this way, within the opening that holds at ``at``.

    It begins on the local day of ``at`` at the earliest; without an end in sight it lasts a day.
    """
    end = answer.open_until or at + timedelta(days=1)
    midnight = datetime.combine(at.astimezone(timetable.zone).date(), time(), timetable.zone)
    start = max(answer.opens, midnight)
    if answer.modes_until is None:
        return (start, end) if mode in answer.modes else None
    if mode in answer.modes:
        return start, end if mode in answer.then_modes else answer.modes_until
    return (answer.modes_until, end) if mode in answer.then_modes else None


def _dates(timetable: Timetable, stretch: tuple[datetime, datetime]) -> Iterator[DatedHours]:
    for start, end in pieces(*stretch, timetable.zone):
        hours = (start.time().replace(second=0), end.time().replace(second=0))
        yield DatedHours(day=start.date(), stretches=(hours,))


def _duty(stretch: tuple[datetime, datetime]) -> DutyHours:
    start, end = stretch
    identifier = str(uuid5(NAMESPACE_URL, start.isoformat()))
    return DutyHours(id=identifier, start=start, end=end, door=False, telephone=True, how="")


def _both(known: DirectoryEntry, more: DirectoryEntry) -> DirectoryEntry:
    """A service that is open on several lines, told once."""
    special = {hours.day: hours for hours in (*known.special, *more.special)}
    return replace(
        known,
        kind=min(known.kind, more.kind, key=lambda kind: kind == "LocalBusiness"),
        lines=(*known.lines, *(line for line in more.lines if line not in known.lines)),
        weekly=known.weekly or more.weekly,
        special=tuple(special[day] for day in sorted(special)),
    )
