"""Filling the press's view of a week: the poster of a basin, the sheet for one service's door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from exports.month import DayKind
from exports.week import REACHED, HelpLine, Texts, Week, WeekDay, WeekDuty, WeekLine
from garde.basin.config import LANGUAGES, WEEKDAYS, BasinConfig, Line
from garde.basin.service import Service
from garde.calendar.attendance import duty_modes
from garde.calendar.localtime import clock_changes
from garde.calendar.public_holidays import holidays_of
from garde.calendar.regular import regular_hours
from garde.errors import NotFound
from garde.lookup.places import great_circle_km, service_point
from garde.printing import public_words as words
from garde.printing.weeks import PublishedWeek
from garde.rota import FilledSlot
from garde.signs.entrance import by_night

LONGEST = timedelta(days=32)
"""Opening hours are looked at so far beyond the week, for duties that run out of it."""
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Drawing = Callable[[str], str]
"""The inside of a pictogram's SVG by its name, on a field of 24 by 24."""


def poster_view(
    found: PublishedWeek, drawing: Drawing, public_url: str | None, lines: tuple[str, ...] = ()
) -> Week:
    """The week of the basin, or of the named lines alone.

    Raises NotFound for a line that the basin does not have, or of which nothing is published that week.
    """
    config = found.config
    for name in lines:
        if config.line(name) is None:
            raise NotFound(
                f"basin {config.id} has no line {name!r}",
                where="line",
                remedy=f"use one of {', '.join(line.id for line in config.lines)}",
            )
    told = tuple(_told_lines(found))
    for name in lines:
        if name not in told:
            raise NotFound(
                f"nothing of {name} is published in the week of {found.monday.isoformat()}",
                where="line",
                remedy=f"use one of {', '.join(told)}, or another week",
            )
    shown = [line for line in config.lines if line.id in (lines or told)]
    address = _address(public_url, {"line": lines[0]} if len(lines) == 1 else {})
    return _week(found, drawing, address, [_line(found, line, drawing) for line in shown])


def door_views(
    found: PublishedWeek, service_id: str, drawing: Drawing, public_url: str | None
) -> tuple[Week, ...]:
    """What the service's closed door tells, for each of its lines: who else is on duty, nearest first.

    Duties during which the service is open by its own hours all along are left out. Raises NotFound for a
    service that is not in the directory, or none of whose lines is published that week.
    """
    service = found.services.get(service_id)
    if service is None or service_id in found.origins:
        raise NotFound(
            f"basin {found.config.id} has no service {service_id!r}",
            where="service",
            remedy="garde services list shows them",
        )
    told = tuple(_told_lines(found))
    lines = [line for line in found.config.lines if line.id in service.lines and line.id in told]
    if not lines:
        raise NotFound(
            f"no duty of the lines of {service_id} is published in the week of {found.monday.isoformat()}",
            where="service",
            remedy="choose another week, or publish their months first",
        )
    return tuple(
        _week(
            found,
            drawing,
            _address(public_url, {"line": line.id, "near": _near(found.config, service)}),
            [_line(found, line, drawing, service)],
            door=service.shown_name,
        )
        for line in lines
    )


def _told_lines(found: PublishedWeek) -> Iterator[str]:
    """The lines of which something is published in the months that the week touches."""
    for line in found.config.lines:
        if line.id in found.known:
            yield line.id


def _week(
    found: PublishedWeek, drawing: Drawing, address: str | None, lines: list[WeekLine], door: str = ""
) -> Week:
    config, version = found.config, found.version
    published = words.written(version.published_at.astimezone(found.zone).date(), year=True)
    return Week(
        languages=LANGUAGES,
        main=words.MAIN,
        basin=words.names(config.names),
        dates=words.week_dates(found.days[0], found.days[-1]),
        edition={
            tag: words.WORDS[tag].edition.format(number=version.number, day=day)
            for tag, day in published.items()
            if tag in words.MAIN
        },
        changed_at=version.published_at,
        days=tuple(_days(found)),
        lines=tuple(lines),
        help=tuple(
            HelpLine(
                number=one.number,
                names=words.names(one.names),
                cost=words.cost(one),
                hours={} if one.hours == "24/7" else words.texts("not_always"),
            )
            for one in config.help_numbers
        ),
        words=words.week_words(),
        pictograms={way: drawing(way) for way in REACHED},
        address=address,
        notices=words.texts("demo") if config.demo else {},
        timezone=config.timezone,
        door=door,
    )


def _days(found: PublishedWeek) -> Iterator[WeekDay]:
    years = sorted({day.year for day in found.days})
    holidays = {tag: holidays_of(found.config, years, tag) for tag in LANGUAGES}
    changing = {at.astimezone(found.zone).date() for at in clock_changes(found.start, found.end, found.zone)}
    for day in found.days:
        notes: list[Texts] = []
        kind: DayKind = (
            "weekend" if WEEKDAYS[day.weekday()] in found.config.burden.weekend_days else "weekday"
        )
        if day in holidays["fr"]:
            kind = "holiday"
            notes.append({tag: named[day] for tag, named in holidays.items()})
        if day in changing:
            notes.append(words.texts("clock_changes"))
        yield WeekDay(
            day=day,
            names=words.weekday(day),
            kind=kind,
            note={tag: ", ".join(note[tag] for note in notes) for tag in LANGUAGES} if notes else {},
        )


def _line(found: PublishedWeek, line: Line, drawing: Drawing, door: Service | None = None) -> WeekLine:
    slots = [slot for slot in found.slots if slot.line == line.id]
    if door is not None:
        kept = regular_hours(found.config, [door], found.start, found.end + LONGEST)[0]
        own = kept.get(door.external_id, ()) if line.id in door.lines else ()
        slots = [
            slot for slot in slots if not any(one.start <= slot.start and slot.end <= one.end for one in own)
        ]
    return WeekLine(
        names=words.names(line.names),
        pictogram=drawing(line.pictogram),
        duties=tuple(duty for slot in slots for duty in _duties(found, line, slot, door)),
        silence={day: _silence(found, line, day) for day in found.days},
        note=words.texts("by_day") if line.fill else {},
    )


def _duties(found: PublishedWeek, line: Line, slot: FilledSlot, door: Service | None) -> Iterator[WeekDuty]:
    """One for each place of the slot, the nearest to the door first; last those that nobody fills."""
    start, end = slot.start, slot.end
    modes = duty_modes(line, slot.key)
    held = [found.services[name] for name in slot.services if name in found.services]
    far = {one.external_id: _kilometres(found.config, door, one) for one in held}
    for service in sorted(held, key=lambda one: far[one.external_id] or 0.0):
        kilometres = far[service.external_id]
        here = door is not None and service.external_id == door.external_id
        origin = found.origins.get(service.external_id)
        yield WeekDuty(
            start=start,
            end=end,
            name=service.shown_name,
            place=service.postcode,
            address=f"{service.address}, {service.postcode}"
            if service.address and not service.hide_address
            else "",
            phone=service.phone or "",
            call_first=service.hide_address,
            reached=modes,
            origin=words.names(origin) if origin else {},
            distance="" if kilometres is None or here else words.distance(kilometres),
            here=here,
            entrance=found.entrances.get(service.external_id, {})
            if door is not None and "door" in modes and touches_night(start, end, found)
            else {},
        )
    for _ in range(len(slot.places) - len(held)):
        yield WeekDuty(start=start, end=end, name=None)


def touches_night(start: datetime, end: datetime, found: PublishedWeek) -> bool:
    """Whether an evening or night hour of the basin lies between the instants."""
    hours = int((end - start) / HOUR) + 1
    moments = (min(start + HOUR * number, end - MINUTE) for number in range(hours))
    return any(by_night(moment, found.config.burden, found.zone) for moment in moments)


def _kilometres(config: BasinConfig, door: Service | None, other: Service) -> float | None:
    """From door to door; None where either is not told, or not on the map."""
    if door is None or door.hide_address or other.hide_address:
        return None
    here, there = service_point(config, door), service_point(config, other)
    return great_circle_km(here, there) if here and there else None


def _silence(found: PublishedWeek, line: Line, day: date) -> Texts:
    if f"{day:%Y-%m}" not in found.known.get(line.id, frozenset()):
        return words.texts("not_published")
    return words.texts("own_hours" if line.fill else "no_duty")


def _near(config: BasinConfig, service: Service) -> str:
    """What the lookup takes for the service's place; nothing for one that it does not know."""
    if service.quarter and config.quarter(service.quarter):
        return service.quarter
    return service.postcode if service.postcode in config.postcodes else ""


def _address(public_url: str | None, asked: Mapping[str, str]) -> str | None:
    """The page that chooses the reader's language, with the question already asked."""
    if public_url is None:
        return None
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{public_url.rstrip('/')}/{'?' if query else ''}{query}"
