"""How long work took, in whole minutes, and what is too little or too much to be true."""

from __future__ import annotations

from datetime import timedelta

from garde.errors import BadInput

LONGEST = 24 * 60
"""Minutes: no entry is longer than a day."""

MOST_PEOPLE = 500

_MINUTE = timedelta(minutes=1)


def whole_minutes(elapsed: timedelta) -> int:
    """Rounded half up to whole minutes, with a least of 1: work that was done is never nothing."""
    return max(1, (elapsed + _MINUTE / 2) // _MINUTE)


def plausible_minutes(minutes: int, where: str = "minutes") -> int:
    """The minutes, when they are 1 to 1440. Raises BadInput otherwise."""
    if minutes < 1:
        raise BadInput(f"{minutes} minutes is no time", where=where, remedy="give 1 or more")
    if minutes > LONGEST:
        raise BadInput(
            f"{minutes} minutes is more than a day",
            where=where,
            remedy=f"give at most {LONGEST}, one entry for each day",
        )
    return minutes


def plausible_people(people: int) -> int:
    """The number of people, when it is 1 to 500. Raises BadInput otherwise."""
    if not 1 <= people <= MOST_PEOPLE:
        raise BadInput(
            f"{people} people cannot have spent this time",
            where="people",
            remedy=f"give 1 to {MOST_PEOPLE}",
        )
    return people
