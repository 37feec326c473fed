"""A judgement in plain sentences: what it breaks, what it costs, how much rest is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from garde.basin.config import BasinConfig
from garde.planning.explaining.reasons import reason
from garde.planning.explaining.sentences import loads_told, steps_told
from garde.planning.explaining.wording import Wording
from garde.swaps.judgement import Judgement, Part
from solver.instants import Span

FAR = 7 * 24.0
"""Rest of so many hours or more is not told."""

_REST = {
    "en": ("{service} then rests {sides}.", "{hours} before the duty {of}", "{hours} after it"),
    "fr": ("{service} se repose alors {sides}.", "{hours} avant la garde {of}", "{hours} après"),
    "nl": ("{service} rust dan {sides}.", "{hours} voor de wacht {of}", "{hours} erna"),
}


def wording_of(judgement: Judgement, config: BasinConfig, language: str, names: Mapping[str, str]) -> Wording:
    """The words of a language for a judgement, services by their names where they are known."""
    zone = ZoneInfo(config.timezone)
    return Wording(language, zone, names, judgement.parts[0].slot.start.astimezone(zone).year)


def broken_rules(wording: Wording, judgement: Judgement) -> Iterator[str]:
    """Each rule that it breaks, in a sentence with the numbers."""
    for part in judgement.broken:
        for obstacle in part.obstacles:
            yield reason(wording, part.duty.service, obstacle, {})


def costs(wording: Wording, judgement: Judgement) -> Iterator[str]:
    """How much rest is left, and what becomes of both loads and of the tiers."""
    for part in judgement.parts:
        yield from rest_told(wording, part)
    for month in judgement.effects:
        yield from loads_told(wording, "load.after", month.effect.loads, every=True)
        yield steps_told(wording, "effect", [(tier.name, tier.now, tier.then) for tier in month.effect.tiers])


def rest_told(wording: Wording, part: Part) -> Iterator[str]:
    """How long a service rests before and after the duty that it gains, where that is less than a week."""
    sentence, before, after = _REST[wording.language]
    of = wording.span(Span(part.slot.start, part.slot.end), "of")
    sides = [
        text.format(hours=wording.hours(hours), of=of)
        for text, hours in ((before, part.rest.before), (after, part.rest.after))
        if hours is not None and hours < FAR
    ]
    if sides:
        yield sentence.format(service=wording.name(part.duty.service), sides=wording.listed(sides))
