"""The month's duties: slot templates of the local clock turned into slots between instants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from garde.basin.config import WEEKDAYS, BasinConfig, Line, SlotTemplate
from garde.basin.service import Service
from garde.calendar.beside import OPENING, Beside, beside
from garde.calendar.days import kind_of
from garde.calendar.fill import FILL, fill_duties
from garde.calendar.intervals import Interval
from garde.calendar.localtime import resolve_handover, zone_named
from garde.calendar.month import Month
from garde.calendar.public_holidays import holidays_of
from garde.calendar.weight import weigh
from garde.errors import BadInput
from garde.rota import FilledSlot


@dataclass(frozen=True, slots=True)
class Slot:
    """One duty to fill: ``required`` services of a line from ``start`` up to ``end``, instants in UTC.

    ``key`` names its place and stays the same over re-planning: ``{line}/{local start date}/{template}``,
    or ``{line}/{first day}/opening-{template}`` for the rest of a duty that was running when the line began.
    On a line of ``fill`` that is its template, and keys say ``fill-HHMM`` after the local time of the start.
    ``burden`` is in points; ``languages`` should each be spoken by somebody on duty.
    """

    key: str
    line: str
    template: str
    start: datetime
    end: datetime
    required: int
    burden: int
    categories: tuple[str, ...]
    languages: tuple[str, ...]


def month_slots(
    config: BasinConfig,
    month: Month,
    *,
    services: Sequence[Service] = (),
    standing: Sequence[FilledSlot] | None = None,
    at: datetime | None = None,
) -> tuple[Slot, ...]:
    """Every slot whose local start date lies in the month, by start, then line.

    The last ones run into the next month, which does not repeat them. ``services`` are all of the basin:
    their opening hours decide where a line of ``fill`` needs duties; without any, it needs them in all its
    target hours.

    ``standing`` are the duties that stay as they are: of the months beside it, and of this one those that
    have begun at ``at``. What would be running at the first midnight and none of them holds is added from
    there on, and what would run into a next month that was opened so ends where that opens. Without
    ``standing`` all months are taken to be made alike, and nothing opens.

    Raises BadInput when two slots would have the same key, or for a time zone or country that is not known.
    """
    zone = zone_named(config.timezone)
    holidays = holidays_of(config, range(month.year - 1, month.year + 2))
    found: list[Slot] = []
    for line in config.lines:
        around = beside(line.id, month, zone, standing, at)
        for key, template, required, interval in _places(config, line, month, services, holidays, around):
            weight = weigh(interval, config.burden, holidays, zone)
            found.append(
                Slot(
                    key=key,
                    line=line.id,
                    template=template,
                    start=interval.start,
                    end=interval.end,
                    required=required,
                    burden=weight.points,
                    categories=weight.categories,
                    languages=line.languages,
                )
            )
    _refuse_equal_keys(found)
    return tuple(sorted(found, key=lambda slot: (slot.start, slot.line, slot.key)))


def _places(
    config: BasinConfig,
    line: Line,
    month: Month,
    services: Sequence[Service],
    holidays: Mapping[date, str],
    around: Beside,
) -> Iterator[tuple[str, str, int, Interval]]:
    """Key, template, services required and hours of each duty of a line."""
    zone = zone_named(config.timezone)
    if line.fill is not None:
        for key, interval in fill_duties(config, line, line.fill, month, services, holidays, around):
            yield key, FILL, line.fill.places, interval
    fixed = [*_regular(config, line, month, zone, holidays)]
    if around.opens:
        fixed.extend(_opening(config, line, month, zone, holidays, around.until))
    end = month.end(zone)
    for key, template, interval in fixed:
        if around.gone_by(key, interval.start):
            continue
        if around.opened is not None and interval.start < end <= around.opened < interval.end:
            # The next month was published first, and its opening duty holds the rest.
            interval = Interval(interval.start, around.opened)
        yield key, template.id, template.required, interval


_Fixed = tuple[str, SlotTemplate, Interval]


def _regular(
    config: BasinConfig, line: Line, month: Month, zone: ZoneInfo, holidays: Mapping[date, str]
) -> Iterator[_Fixed]:
    for day in month.days():
        for template in line.slots:
            if _starts_on(day, template, kind_of(day, line, config, holidays)):
                start, handover = _hours(template, day, zone)
                # Both clock times may lie in the hour that March skips: such a duty does not take place.
                if start < handover:
                    yield f"{line.id}/{day}/{template.id}", template, _lengthened(template, start, handover)


def _opening(
    config: BasinConfig,
    line: Line,
    month: Month,
    zone: ZoneInfo,
    holidays: Mapping[date, str],
    until: datetime,
) -> Iterator[_Fixed]:
    """What is left at the first midnight of duties that would have started before.

    Duties of earlier months hold the line ``until`` then. A duty that only lingers to hand over is not among
    them: there is nobody to hand over to.
    """
    midnight = month.start(zone)
    for template in line.slots:
        running = 0
        for back in range(1, template.days_until_end() + 1):
            day = month.first_day - timedelta(days=back)
            if not _starts_on(day, template, kind_of(day, line, config, holidays)):
                continue
            start, handover = _hours(template, day, zone)
            if start < midnight < handover:
                running += 1
                number = f"-{running}" if running > 1 else ""
                key = f"{line.id}/{month.first_day}/{OPENING}{template.id}{number}"
                if until < handover:
                    yield key, template, _lengthened(template, until, handover)


def _starts_on(day: date, template: SlotTemplate, kind: str) -> bool:
    """Whether a duty starts on a day of that kind; one of two days or more also by the weekday alone.

    A week's duty that starts on Mondays must not be lost for Easter Monday, which is a holiday.
    """
    weekday = WEEKDAYS[day.weekday()]
    return kind in template.days or (template.days_until_end() > 1 and weekday in template.days)


def _hours(template: SlotTemplate, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two hand-overs of a duty that starts on a local date, without its overlap."""
    last = day + timedelta(days=template.days_until_end())
    return resolve_handover(day, template.start, zone), resolve_handover(last, template.end, zone)


def _lengthened(template: SlotTemplate, start: datetime, handover: datetime) -> Interval:
    return Interval(start, handover + timedelta(minutes=template.overlap_minutes))


def _refuse_equal_keys(slots: list[Slot]) -> None:
    doubles = [key for key, count in Counter(slot.key for slot in slots).items() if count > 1]
    if doubles:
        raise BadInput(
            f"two slots would be called {doubles[0]}",
            remedy="give the slot another id that says no 'opening'",
        )
