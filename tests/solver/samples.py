"""Small problems in October 2026, the month whose last Sunday is an hour longer."""

from datetime import datetime

from solver.instants import Span
from solver.problem import Period, Problem, Service, Slot
from solver.rota import Assignment


def at(text):
    """Return an instant of October 2026 in Brussels: "05 20:00"; summer time ends on the 25th at 03:00."""
    day, clock = text.split()
    winter = (int(day), clock) > (25, "03:00") if int(day) <= 31 else True
    return datetime.fromisoformat(f"2026-10-{day}T{clock}:00+0{1 if winter else 2}:00")


HORIZON = Span(
    datetime.fromisoformat("2026-10-01T00:00:00+02:00"), datetime.fromisoformat("2026-11-01T00:00:00+01:00")
)


def service(identity, **fields):
    return Service(identity, **({"lines": ("night",)} | fields))


def slot(identity, start, end, line="night", **fields):
    return Slot(identity, line, at(start), at(end), **fields)


def night(day, identity=None, **fields):
    """Return the slot from 20:00 to 08:00 that starts on ``day``."""
    return slot(identity or f"night {day}", f"{day:02} 20:00", f"{day + 1:02} 08:00", **fields)


def period(service_id, start, end):
    return Period(service_id, at(start), at(end))


def problem(services, slots, **fields):
    return Problem("a small basin", "Europe/Brussels", HORIZON, tuple(services), tuple(slots), **fields)


def duties(**slots_of):
    """Return assignments from ``a=["night 5"]``, in the order given."""
    return tuple(Assignment(slot_id, service_id) for service_id, ids in slots_of.items() for slot_id in ids)
