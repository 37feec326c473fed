"""Pins: a service must, or must not, serve a slot."""

from collections.abc import Iterator

from solver.roster import Breach, Roster
from solver.variables import Row, Variables

NAME = "pins"


def post(variables: Variables) -> Iterator[Row]:
    """Yield ``x = 1`` for every pin that is on; a pin that is off has no variable."""
    problem = variables.problem
    for pin in problem.pins:
        if pin.on:
            pair = (problem.service_index[pin.service], problem.slot_index[pin.slot])
            column = variables.column_of.get(pair)
            columns = () if column is None else (column,)
            yield Row(columns, (1,) * len(columns), 1, None)


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every pin that the rota does not follow."""
    served = {(service.id, slot.id) for service, slot in roster.duties}
    for pin in roster.problem.pins:
        if ((pin.service, pin.slot) in served) != pin.on:
            yield Breach(NAME, (pin.service,), (pin.slot,), (("on", int(pin.on)),))
