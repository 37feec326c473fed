"""Eligible line: a service serves only the lines it has joined."""

from collections.abc import Iterator

from solver.roster import Breach, Roster
from solver.variables import Row, Variables

NAME = "line"


def post(variables: Variables) -> Iterator[Row]:
    """Yield nothing: a pair that breaks this rule has no variable."""
    yield from ()


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every duty on a line that its service does not serve."""
    for service, slot in roster.duties:
        if slot.line not in service.lines:
            yield Breach(NAME, (service.id,), (slot.id,), (("line", slot.line),))
