"""The hours of a stretch of duty by kind, and what they amount to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from garde.basin.compensation import PAID, Compensation, Paid
from garde.basin.config import BasinConfig
from garde.calendar.intervals import Interval
from garde.calendar.weight import pieces
from garde.errors import BadInput

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Hours:
    """Seconds of real time by kind, with what they are worth before rounding.

    ``cents`` at the rates of the local dates on which they fall; ``back`` seconds given back in their place.
    """

    seconds: Mapping[Paid, int]
    cents: Fraction
    back: Fraction

    @property
    def length(self) -> int:
        """All seconds."""
        return sum(self.seconds.values())


def rates_on(cards: Sequence[Compensation], day: date) -> Compensation:
    """The rates in force on a local date. Raises BadInput when none were yet."""
    valid = [card for card in cards if card.valid_from <= day]
    if not valid:
        raise BadInput(
            f"no rates are in force on {day}",
            where="compensation",
            remedy="add a [[compensation]] block that is valid by then to the basin's file",
        )
    return max(valid, key=lambda card: card.valid_from)


def rates_between(cards: Sequence[Compensation], first: date, last: date) -> tuple[Compensation, ...]:
    """The rates that were in force on any of these local dates, oldest first."""
    known = sorted(cards, key=lambda card: card.valid_from)
    return tuple(
        card
        for number, card in enumerate(known)
        if card.valid_from <= last and (number + 1 == len(known) or known[number + 1].valid_from > first)
    )


def hours_of(
    intervals: Iterable[Interval], config: BasinConfig, holidays: Collection[date], zone: ZoneInfo
) -> Hours:
    """The hours of stretches of duty: each moment counts as the best paid of the kinds that it is of.

    Of kinds that are paid alike, the first of ``PAID``. Lengths are elapsed time, to the second.
    """
    seconds = dict.fromkeys(reversed(PAID), 0)
    cents, back = Fraction(0), Fraction(0)
    for interval in intervals:
        for piece, kinds in pieces(interval, config.burden, holidays, zone):
            card = rates_on(config.compensation, piece.start.astimezone(zone).date())
            kind = best_paid(kinds, card)
            lasting = int(piece.length.total_seconds())
            seconds[kind] += lasting
            cents += Fraction(lasting * card.rate(kind), HOUR)
            back += Fraction(lasting * card.back(kind), 60)
    return Hours(seconds, cents, back)


def best_paid(kinds: Collection[str], card: Compensation) -> Paid:
    """The kind that a moment of several kinds is paid as."""
    return max(
        (kind for kind in PAID if kind in kinds), key=lambda kind: (card.rate(kind), -PAID.index(kind))
    )


def to_the_cent(amount: Fraction) -> int:
    """Rounded half up; amounts are never below 0."""
    return int(amount + Fraction(1, 2))


def to_the_minute(seconds: Fraction) -> timedelta:
    """Rounded half up to whole minutes."""
    return timedelta(minutes=int(seconds / 60 + Fraction(1, 2)))


def whole_minutes(length: timedelta) -> int:
    """A length in minutes; what is less than one is left out."""
    return int(length.total_seconds() // 60)


def in_hours(length: timedelta) -> str:
    """A length as people read it, to the minute: ``7:30``; below 0 where it is to be taken off."""
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02d}"
