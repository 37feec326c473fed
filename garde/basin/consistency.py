"""Whether the parts of a basin's file fit together: what no single key can tell on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from statistics import median
from typing import TYPE_CHECKING

from garde.basin.hours import country_is_known, opening_hours_fault
from garde.basin.needs import need_faults

if TYPE_CHECKING:
    from garde.basin.config import BasinConfig, Fill, HelpNumber, Line, Period, Quarter

TIERS = ("uncovered", "changes", "languages", "distance", "unfairness", "wishes")
"""The names that the engine knows (`problem-format.md`)."""

BASIN_RADIUS_KM = 60.0
"""A place further than this from the middle of a basin is a slip of the pen, not a quarter of it."""

_KM_PER_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: the path of the key, what is wrong there, and what to do."""

    path: str
    what: str
    remedy: str | None = None

    def one_line(self) -> str:
        """``path: what; remedy``."""
        text = f"{self.path}: {self.what}" if self.path else self.what
        return f"{text}; {self.remedy}" if self.remedy else text


class Inconsistent(ValueError):
    """The parts are each right and do not fit together."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.one_line() for fault in self.faults))


def faults_of(config: BasinConfig) -> tuple[Fault, ...]:
    """Every way in which the parts of this basin contradict each other, in the order of the file."""
    return (
        *_basin_faults(config),
        *_quarter_faults(config),
        *_commune_faults(config),
        *_planning_faults(config),
        *_holiday_and_burden_faults(config),
        *_compensation_faults(config),
        *_help_faults(config),
        *_line_faults(config),
        *(Fault(*told) for told in need_faults(config.needs, [line.id for line in config.lines])),
    )


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two near places, on a plane: within 0.5 % over the width of a region."""
    east = (lon - other_lon) * cos(radians((lat + other_lat) / 2))
    return _KM_PER_DEGREE * hypot(lat - other_lat, east)


def centre_of(quarters: Sequence[Quarter]) -> tuple[float, float]:
    """The middle (lat, lon) of the quarters; a median, so that one wrong quarter does not move it."""
    return median(quarter.lat for quarter in quarters), median(quarter.lon for quarter in quarters)


def _doubles(path: str, names: Iterable[object]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(path, f"{name} stands {count} times", "keep it once")


def _basin_faults(config: BasinConfig) -> Iterator[Fault]:
    from garde.basin.config import LANGUAGES

    if not _known_zone(config.timezone):
        yield Fault(
            "timezone", f"{config.timezone!r} is no known time zone", "use for example Europe/Brussels"
        )
    if not country_is_known(config.country):
        yield Fault("country", f"no holidays are known for {config.country!r}", "use for example BE")
    unknown = [tag for tag in config.languages if tag not in LANGUAGES]
    if unknown or not config.languages:
        named = ", ".join(unknown) or "nothing"
        yield Fault("languages", f"{named} is no language of the pages", f"use {', '.join(LANGUAGES)}")
    yield from _doubles("languages", config.languages)
    yield from _doubles("postcodes", config.postcodes)
    yield from _doubles("neighbours", config.neighbours)
    if config.id in config.neighbours:
        yield Fault("neighbours", f"{config.id} is its own neighbour", "take it out")


def _known_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _quarter_faults(config: BasinConfig) -> Iterator[Fault]:
    yield from _doubles("quarters", (quarter.id for quarter in config.quarters))
    lat, lon = centre_of(config.quarters)
    for index, quarter in enumerate(config.quarters):
        path = f"quarters[{index}]"
        if quarter.postcode not in config.postcodes:
            yield Fault(
                f"{path}.postcode",
                f"{quarter.postcode} is not in postcodes",
                "add it there or correct it here",
            )
        away = distance_km(quarter.lat, quarter.lon, lat, lon)
        if away > BASIN_RADIUS_KM:
            swapped = distance_km(quarter.lon, quarter.lat, lat, lon) <= BASIN_RADIUS_KM
            remedy = "lat and lon are swapped" if swapped else "correct lat and lon"
            yield Fault(f"{path}.lat", f"{quarter.id} lies {away:.0f} km from the other quarters", remedy)
    if not any(quarter.population for quarter in config.quarters):
        yield Fault("quarters", "nobody lives in any of them", "give each its population")


def _commune_faults(config: BasinConfig) -> Iterator[Fault]:
    yield from _doubles("communes", (commune.id for commune in config.communes))
    quarters = {quarter.id for quarter in config.quarters}
    for index, commune in enumerate(config.communes):
        path = f"communes[{index}]"
        if commune.id in quarters:
            yield Fault(f"{path}.id", f"{commune.id} is a quarter as well", "give one of them another id")
        yield from _doubles(f"{path}.postcodes", commune.postcodes)
        lost = [postcode for postcode in commune.postcodes if postcode not in config.postcodes]
        if lost:
            yield Fault(
                f"{path}.postcodes",
                f"{', '.join(lost)} is not in postcodes",
                "add it there or correct it here",
            )


def _planning_faults(config: BasinConfig) -> Iterator[Fault]:
    from garde.basin.config import CATEGORIES

    planning = config.planning
    unknown = [tier for tier in planning.tiers if tier not in TIERS]
    if unknown:
        yield Fault("planning.tiers", f"unknown tier {', '.join(unknown)}", f"use {', '.join(TIERS)}")
    yield from _doubles("planning.tiers", planning.tiers)
    if "uncovered" not in planning.tiers:
        yield Fault(
            "planning.tiers", "uncovered is missing", "name it first, so that duties are filled at all"
        )
    quantities = ("burden", *CATEGORIES)
    for name, weight in planning.fairness.items():
        path = f"planning.fairness.{name}"
        if name not in quantities:
            yield Fault(path, "is no balanced quantity", f"use {', '.join(quantities)}")
        elif weight < 0:
            yield Fault(path, f"{weight} is negative", "use 0 or more")
        elif name == "eve" and config.burden.eve is None:
            yield Fault(path, "no duty is of that kind", "give the points of an hour in burden.eve")
    if not any(weight > 0 for weight in planning.fairness.values()):
        yield Fault("planning.fairness", "nothing is balanced", "write for example { burden = 1 }")


def _holiday_and_burden_faults(config: BasinConfig) -> Iterator[Fault]:
    added = [extra.date for extra in config.holidays.add]
    yield from _doubles("holidays.add", added)
    yield from _doubles("holidays.skip", config.holidays.skip)
    for day in sorted(set(added) & set(config.holidays.skip)):
        yield Fault("holidays.skip", f"{day} is added and skipped", "keep one of the two")
    yield from _period_faults(config.holidays.periods)
    burden = config.burden
    if burden.night_from == burden.night_until:
        yield Fault("burden.night_until", "the night has no end", "write another hour than night_from")
    elif burden.night_until < burden.night_from < burden.evening_from:
        yield Fault("burden.evening_from", "the evening begins after the night", "write an earlier hour")
    if max(burden.day, burden.evening, burden.night, burden.weekend, burden.holiday) == 0:
        yield Fault("burden", "no hour weighs anything", "give at least one kind of hour its points")


def _period_faults(periods: Sequence[Period]) -> Iterator[Fault]:
    for index, period in enumerate(periods):
        path = f"holidays.periods[{index}]"
        if period.last < period.first:
            yield Fault(f"{path}.last", f"{period.last} is before {period.first}", "correct one of them")
        for other in periods[:index]:
            if period.kind == other.kind and period.first <= other.last and other.first <= period.last:
                yield Fault(
                    f"{path}.first",
                    f"overlaps the {other.kind} from {other.first} to {other.last}",
                    "give each day once",
                )


def _compensation_faults(config: BasinConfig) -> Iterator[Fault]:
    for index in range(1, len(config.compensation)):
        before, here = (config.compensation[i].valid_from for i in (index - 1, index))
        if here <= before:
            path = f"compensation[{index}].valid_from"
            yield Fault(path, f"{here} is not after {before}", "put the rates in the order of their dates")


def _help_faults(config: BasinConfig) -> Iterator[Fault]:
    yield from _doubles("help_numbers", (_digits(entry) for entry in config.help_numbers))
    for index, entry in enumerate(config.help_numbers):
        path = f"help_numbers[{index}]"
        fault = opening_hours_fault(entry.hours)
        if fault:
            yield Fault(f"{path}.hours", *fault)
        yield from _languages(f"{path}.languages", entry.languages)
        yield from _number_faults(path, entry)


def _digits(entry: HelpNumber) -> str:
    return entry.number.replace(" ", "")


def _number_faults(path: str, entry: HelpNumber) -> Iterator[Fault]:
    digits = _digits(entry)
    short = 3 <= len(digits) <= 4 and not digits.startswith("0")
    if not short and not (9 <= len(digits) <= 10 and digits.startswith("0")):
        yield Fault(
            f"{path}.number", f"{entry.number} is no telephone number", "write it as 112 or 0903 99 000"
        )
    cost = f"{path}.cents_per_minute"
    free = entry.cents_per_minute == 0
    if entry.emergency and not (free and not entry.ordinary_rate):
        yield Fault(cost, f"the emergency number {entry.number} costs something", "emergency calls are free")
    elif digits.startswith("0800") and not (free and not entry.ordinary_rate):
        yield Fault(cost, f"{entry.number} is a free number", "write 0")
    elif digits.startswith("090") and free:
        yield Fault(cost, f"{entry.number} is a paying number", "write what a minute costs, in cents")
    elif entry.ordinary_rate and not free:
        yield Fault(f"{path}.ordinary_rate", "is true beside an extra cost", "keep one of the two")


def _languages(path: str, tags: Sequence[str]) -> Iterator[Fault]:
    from garde.basin.cells import is_language_tag

    yield from _doubles(path, tags)
    for tag in tags:
        if not is_language_tag(tag):
            yield Fault(path, f"{tag!r} is no language tag", "use tags such as fr, nl, ar or pt-br")


def _line_faults(config: BasinConfig) -> Iterator[Fault]:
    yield from _doubles("lines", (line.id for line in config.lines))
    known = {quarter.id for quarter in config.quarters}
    kinds = {period.kind for period in config.holidays.periods}
    for index, line in enumerate(config.lines):
        path = f"lines[{index}]"
        lost = [name for name in line.quarters if name not in known]
        if lost:
            yield Fault(
                f"{path}.quarters",
                f"unknown quarter {', '.join(lost)}",
                "use the id of one of the basin's quarters",
            )
        yield from _doubles(f"{path}.quarters", line.quarters)
        yield from _doubles(f"{path}.modes", line.modes)
        yield from _strange_modes(f"{path}.regular_modes", line.regular_modes, line)
        yield from _languages(f"{path}.languages", line.languages)
        fault = opening_hours_fault(line.target_hours)
        if fault:
            yield Fault(f"{path}.target_hours", *fault)
        yield from _slot_faults(path, line)
        yield from _unknown_days(path, line, kinds)


def _unknown_days(path: str, line: Line, kinds: Collection[str]) -> Iterator[Fault]:
    """A duty of days of which the file gives none would never take place, without a word."""
    from garde.basin.config import BRIDGE, SCHOOL_HOLIDAY

    named = [(f"{path}.slots[{index}].days", slot.days) for index, slot in enumerate(line.slots)]
    if line.fill is not None:
        named.append((f"{path}.fill.days", line.fill.days))
    for where, days in named:
        for kind in (BRIDGE, SCHOOL_HOLIDAY):
            if kind in days and kind not in kinds:
                yield Fault(where, f"no {kind} is given", f'add [[holidays.periods]] of kind = "{kind}"')


def _strange_modes(path: str, modes: Sequence[str], line: Line) -> Iterator[Fault]:
    strangers = [mode for mode in modes if mode not in line.modes]
    if strangers:
        yield Fault(path, f"{', '.join(strangers)} is no mode of line {line.id}", "add it to the line")


def _slot_faults(path: str, line: Line) -> Iterator[Fault]:
    if line.fill is not None and line.slots:
        yield Fault(f"{path}.fill", "stands beside slots", "keep one of the two: fixed duties, or fill")
    elif line.fill is not None:
        yield from _fill_faults(f"{path}.fill", line, line.fill)
    elif not line.slots:
        yield Fault(f"{path}.slots", "is missing", "add the line's duties, or fill")
    yield from _doubles(f"{path}.slots", (slot.id for slot in line.slots))
    for index, slot in enumerate(line.slots):
        here = f"{path}.slots[{index}]"
        yield from _strange_modes(f"{here}.modes", slot.modes, line)
        for other in line.slots[:index]:
            shared = [day for day in slot.days if day in other.days]
            if shared and slot.start == other.start:
                yield Fault(
                    f"{here}.start",
                    f"starts with slot {other.id} on {', '.join(shared)} at {slot.start:%H:%M}",
                    "raise required, or change the days or the hour",
                )


def _fill_faults(path: str, line: Line, fill: Fill) -> Iterator[Fault]:
    yield from _strange_modes(f"{path}.modes", fill.modes, line)
    yield from _doubles(f"{path}.handovers", (at.strftime("%H:%M") for at in fill.handovers))
    shortest, longest = fill.minimum_minutes, fill.maximum_minutes
    if shortest > longest:
        yield Fault(f"{path}.minimum_minutes", f"{shortest} is more than {longest}", "lower it")
    minutes = sorted({at.hour * 60 + at.minute for at in fill.handovers})
    between = [later - earlier for earlier, later in pairwise((*minutes, minutes[0] + 24 * 60))]
    if max(between) > longest:
        yield Fault(
            f"{path}.handovers",
            f"lie {max(between)} minutes apart, and a duty lasts at most {longest}",
            "add a hand-over, or raise maximum_minutes",
        )
    if min(between) < shortest:
        yield Fault(
            f"{path}.handovers",
            f"lie {min(between)} minutes apart, and a duty lasts at least {shortest}",
            "take one out, or lower minimum_minutes",
        )
