"""Active: no duty that is not wholly inside the time in which the service takes part."""

from collections.abc import Iterator

from solver.instants import microseconds
from solver.roster import Breach, Roster
from solver.variables import Row, Variables

NAME = "active"


def post(variables: Variables) -> Iterator[Row]:
    """Yield nothing: a pair that breaks this rule has no variable."""
    yield from ()


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every duty that starts before its service joins, or ends after it leaves."""
    for service, slot in roster.duties:
        start, end = service.active.start, service.active.end
        if start is not None and slot.opens < microseconds(start):
            yield Breach(NAME, (service.id,), (slot.id,), (("joins", start.isoformat()),))
        elif end is not None and slot.closes > microseconds(end):
            yield Breach(NAME, (service.id,), (slot.id,), (("leaves", end.isoformat()),))
