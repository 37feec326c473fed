"""The time that coordination takes: timers, entries by hand, work sessions noticed by themselves.

Others use ``record_command`` (every command that counts as work), ``garde.coordination.activity`` (what
the work was), ``garde.coordination.entry`` (what is on record) and ``garde.coordination.log`` (timers,
entries by hand, confirmations).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["record_command"]


def record_command(
    session: Session,
    *,
    person: str,
    command: str,
    activity: str,
    start: datetime,
    end: datetime,
    solver_seconds: float,
    basin: str,
    month: str | None,
) -> None:
    """Puts one run of a command on record, as work of ``person`` in ``basin`` from ``start`` to ``end``.

    It joins the person's provisional work session, begins one, or counts to a timer that was running; see
    ``garde.coordination.record``. ``solver_seconds`` of the run are not counted as work. ``month``
    (``2027-01``) is the month that the command was about. Raises BadInput for an unknown activity.
    """
    from garde.coordination.activity import activity_named
    from garde.coordination.record import record
    from garde.coordination.sessions import CommandRun

    run = CommandRun(
        command=command,
        activity=activity_named(activity),
        start=start,
        end=max(start, end),
        solver_seconds=solver_seconds,
        month=month,
    )
    record(session, run, person=person, basin=basin)
