"""Availability: no duty in an absence; a declared service only inside the union of its windows."""

from collections import defaultdict
from collections.abc import Iterator

from solver.instants import merged
from solver.problem import Period
from solver.roster import Breach, Roster
from solver.variables import Row, Variables

NAME = "availability"


def post(variables: Variables) -> Iterator[Row]:
    """Yield nothing: a pair that breaks this rule has no variable."""
    yield from ()


def check(roster: Roster) -> Iterator[Breach]:
    """Yield every duty that overlaps an absence, or is not wholly inside the declared windows."""
    absences, windows = _by_service(roster.problem.unavailable), _by_service(roster.problem.available)
    unions = {service: merged(periods) for service, periods in windows.items()}
    for service, slot in roster.duties:
        absence = next((period for period in absences[service.id] if period.overlaps(slot)), None)
        if absence is not None:
            start = absence.start.isoformat()
            yield Breach(NAME, (service.id,), (slot.id,), (("unavailable_from", start),))
        elif service.availability == "declared" and not any(
            opens <= slot.opens and slot.closes <= closes for opens, closes in unions.get(service.id, [])
        ):
            yield Breach(NAME, (service.id,), (slot.id,), (("undeclared_from", slot.start.isoformat()),))


def _by_service(periods: tuple[Period, ...]) -> defaultdict[str, list[Period]]:
    result: defaultdict[str, list[Period]] = defaultdict(list)
    for period in periods:
        result[period.service].append(period)
    return result
