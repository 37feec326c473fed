"""Filling the press's view of the directory, for open data: what everybody may know, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from babel import Locale

from exports.directory import (
    DatedHours,
    Directory,
    DirectoryEntry,
    DirectoryLine,
    DutyHours,
    WeeklyHours,
    pieces,
)
from garde.basin.config import WEEKDAYS, BasinConfig
from garde.basin.service import Service
from garde.basin.weekly import FULL_DAY, Weekly, weekly
from garde.calendar.attendance import duty_modes
from garde.calendar.intervals import Interval
from garde.calendar.regular import regular_hours
from garde.printing.reading import Printed
from garde.printing.words import DEMOS, DIRECTORY, month_words
from garde.publication.words import feed_words
from garde.rota import FilledSlot

_KINDS = {"pharmacy": "Pharmacy", "stethoscope": "MedicalClinic"}
"""schema.org's types by pictogram; any other place that is open to people is a LocalBusiness there."""
_CITIES = {"fr": "Bruxelles", "nl": "Brussel", "en": "Brussels"}
_REGIONS = {
    "fr": "Région de Bruxelles-Capitale",
    "nl": "Brussels Hoofdstedelijk Gewest",
    "en": "Brussels-Capital Region",
}
Stretch = tuple[time, time]
MOMENT = timedelta(microseconds=1)


def directory_view(printed: Printed, language: str) -> Directory:
    """The services of the basin and backups on duty, with the duties of the printed months.

    Opening hours are those in force when the months end; dates on which others hold are told one by one.
    E-mail addresses, limits and shares are the coordination's; an address that is to be asked for by
    telephone stays out. Raises BadInput for a language in which nothing is printed.
    """
    month_words((language,))
    seated = printed.seated()
    zone = ZoneInfo(printed.config.timezone)
    start, end = printed.months[0].start(zone), printed.months[-1].end(zone)
    days = [day for month in printed.months for day in month.days()]
    open_by_itself, _ = regular_hours(printed.config, printed.services.values(), start, end)
    held: dict[str, list[FilledSlot]] = {}
    for slot in seated.slots:
        for service in slot.services:
            held.setdefault(service, []).append(slot)
    homes = {guest.id for guest in printed.guests}
    return Directory(
        name=printed.config.names.get(language) or printed.config.names["fr"],
        language=language,
        changed_at=printed.changed_at,
        timezone=printed.config.timezone,
        notice=DEMOS[language] if printed.config.demo else "",
        words=DIRECTORY[language],
        entries=tuple(
            _entry(
                printed.config,
                service.as_of(end - MOMENT),
                held.get(name, []),
                open_by_itself.get(name, ()),
                days,
                language,
            )
            for name, service in sorted(seated.services.items())
            if name not in homes or name in held
        ),
    )


def _entry(
    config: BasinConfig,
    service: Service,
    duties: Sequence[FilledSlot],
    regular: Sequence[Interval],
    days: Sequence[date],
    language: str,
) -> DirectoryEntry:
    zone = ZoneInfo(config.timezone)
    root = uuid5(NAMESPACE_URL, f"garde:{config.id}:{service.external_id}")
    names = tuple(dict.fromkeys((*service.lines, *(slot.line for slot in duties))))
    known = [line for line in config.lines if line.id in names]
    lines = tuple(
        DirectoryLine(
            id=str(uuid5(root, line.id)),
            name=line.names.get(language) or line.names["fr"],
            duties=tuple(
                _duty(config, slot, str(uuid5(root, slot.key)), language)
                for slot in duties
                if slot.line == line.id
            ),
        )
        for line in known
    )
    opens_its_door = any("door" in line.modes_by_regular_hours() for line in known)
    plain = weekly(service.opening_hours) if service.opening_hours and opens_its_door else None
    by_door = [Interval(duty.start, duty.end) for line in lines for duty in line.duties if duty.door]
    own = list(regular) if opens_its_door else []
    brussels = config.country == "BE" and "1000" <= service.postcode <= "1299"
    shown = not service.hide_address
    return DirectoryEntry(
        id=str(root),
        name=service.shown_name,
        kind=next((_KINDS[line.pictogram] for line in known if line.pictogram in _KINDS), "LocalBusiness"),
        lines=lines,
        postcode=service.postcode,
        city=_CITIES[language] if brussels else service.postcode,
        region=_REGIONS[language] if brussels else config.country,
        country=config.country,
        address=service.address if shown else None,
        lat=service.lat if shown else None,
        lon=service.lon if shown else None,
        phone=service.phone,
        languages=tuple((tag, _language(tag, language)) for tag in service.languages),
        step_free=service.step_free,
        weekly=_weekly(plain) if plain else (),
        hours_text=service.opening_hours if opens_its_door else None,
        special=tuple(
            _special(days, plain, own, by_door, zone, told=bool(service.opening_hours and opens_its_door))
        ),
    )


def _duty(config: BasinConfig, slot: FilledSlot, identifier: str, language: str) -> DutyHours:
    line = config.line(slot.line)
    modes = duty_modes(line, slot.key) if line else ()
    words = feed_words(language)
    return DutyHours(
        id=identifier,
        start=slot.start,
        end=slot.end,
        door="door" in modes,
        telephone="telephone" in modes or "visit" in modes,
        how=", ".join(words.modes[mode] for mode in modes),
    )


def _weekly(plain: Weekly) -> tuple[WeeklyHours, ...]:
    """The same stretches of several weekdays together, in the order of the week."""
    found: dict[Stretch, list[int]] = {}
    for number, day in enumerate(WEEKDAYS):
        for stretch in _stretches(plain, day):
            found.setdefault(stretch, []).append(number)
    return tuple(
        WeeklyHours(weekdays=tuple(days), opens=opens, closes=closes)
        for (opens, closes), days in sorted(found.items(), key=lambda one: (one[1][0], one[0]))
    )


def _stretches(plain: Weekly, day: str) -> tuple[Stretch, ...]:
    return tuple((_time(start), _time(end)) for start, end in plain.days[day])


def _time(minutes: int) -> time:
    return time(*divmod(minutes % FULL_DAY, 60))


def _special(
    days: Iterable[date],
    plain: Weekly | None,
    regular: Iterable[Interval],
    duties: Iterable[Interval],
    zone: ZoneInfo,
    *,
    told: bool,
) -> Iterator[DatedHours]:
    """The dates on which a door is open otherwise than its plain week says.

    Hours that are ``told`` but not plain are given date by date. Where none are told, only duties are.
    """
    by_day: dict[date, list[Stretch]] = {}
    for start, end in _merged([*regular, *duties], zone):
        for first, last in pieces(start, end, zone):
            by_day.setdefault(first.date(), []).append(
                (first.time().replace(second=0), last.time().replace(second=0))
            )
    for day in days:
        now = tuple(by_day.get(day, ()))
        usual = _stretches(plain, WEEKDAYS[day.weekday()]) if plain else ()
        if now != usual or (told and not plain):
            yield DatedHours(day=day, stretches=now)


def _merged(intervals: Iterable[Interval], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Overlapping stretches of one date as one; those that only touch stay two.

    One that runs into hours of the next date ends where they begin, so that each date keeps its own.
    """
    found: list[tuple[datetime, datetime]] = []
    for one in sorted(intervals, key=lambda interval: (interval.start, interval.end)):
        if not found or one.start >= found[-1][1]:
            found.append((one.start, one.end))
            continue
        start, end = found.pop()
        if one.start.astimezone(zone).date() == start.astimezone(zone).date():
            found.append((start, max(end, one.end)))
        else:
            found += [(start, one.start), (one.start, max(end, one.end))]
    return found


def _language(tag: str, language: str) -> str:
    """The tongue's name in a language; its tag where none is known."""
    name: str = Locale.parse(language).languages.get(tag.partition("-")[0].lower(), tag)
    return name
