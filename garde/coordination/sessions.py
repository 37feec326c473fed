"""Work sessions: commands of one person, in one basin, less than 15 minutes apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from garde.coordination.activity import Activity
from garde.coordination.minutes import whole_minutes

APART = timedelta(minutes=15)
"""From the end of one command to the start of the next: so much idle time, or more, ends a session."""


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One run of a command, from ``start`` to ``end`` in UTC.

    The person only waited during ``solver_seconds`` of it. ``month`` is the month it was about.
    """

    command: str
    activity: Activity
    start: datetime
    end: datetime
    solver_seconds: float = 0.0
    month: str | None = None
    id: int | None = None

    @property
    def waited(self) -> timedelta:
        """Solver time, never more than the run took."""
        took = (self.end - self.start).total_seconds()
        return timedelta(seconds=min(max(0.0, self.solver_seconds), took))


@dataclass(frozen=True, slots=True)
class Span:
    """Time that is already on record, from ``start`` to ``end`` in UTC; without an end, it still goes on."""

    start: datetime
    end: datetime | None

    def touches(self, run: CommandRun) -> bool:
        """Whether the run happened, even in part, within the span (start included, end excluded)."""
        begins_in_time = self.start < run.end or self.start <= run.start
        return begins_in_time and (self.end is None or run.start < self.end)

    def lies_between(self, earlier: datetime, later: datetime) -> bool:
        """Whether some of the span lies between two instants."""
        return self.start < later and (self.end is None or self.end > earlier)


@dataclass(frozen=True, slots=True)
class WorkSession:
    """Commands that form one stretch of work; ``runs`` is not empty and in order of start, end and record."""

    runs: tuple[CommandRun, ...]

    @property
    def start(self) -> datetime:
        """The start of the first command."""
        return self.runs[0].start

    @property
    def end(self) -> datetime:
        """The end of the last command."""
        return max(run.end for run in self.runs)

    @property
    def minutes(self) -> int:
        """Elapsed time less solver time, in whole minutes (see ``whole_minutes``)."""
        waited = sum((run.waited for run in self.runs), timedelta())
        return whole_minutes(self.end - self.start - waited)

    @property
    def activity(self) -> Activity:
        """The activity with most commands; of several, the one that came up last."""
        count = Counter(run.activity for run in self.runs)
        most = max(count.values())
        return next(run.activity for run in reversed(self.runs) if count[run.activity] == most)

    @property
    def month(self) -> str | None:
        """The month that was named last."""
        return next((run.month for run in reversed(self.runs) if run.month), None)


def session_of(runs: Iterable[CommandRun]) -> WorkSession:
    """The session that these runs form, whatever their order. There must be at least one."""
    return WorkSession(tuple(sorted(runs, key=_order)))


def linked(first: WorkSession, second: WorkSession, taken: Sequence[Span] = ()) -> bool:
    """Whether two stretches of work are one: less than 15 minutes apart, with nothing on record between.

    ``taken`` are the spans on record otherwise (a timer, an entry by hand, a confirmed session): a session
    never reaches across one, so that no minute of it counts twice.
    """
    earlier, later = (first, second) if first.start <= second.start else (second, first)
    if later.start <= earlier.end:
        return True
    if later.start - earlier.end >= APART:
        return False
    return not any(span.lies_between(earlier.end, later.start) for span in taken)


def work_sessions(runs: Iterable[CommandRun], taken: Sequence[Span] = ()) -> tuple[WorkSession, ...]:
    """All sessions that runs of one person in one basin form, in order."""
    found: list[WorkSession] = []
    for run in sorted(runs, key=_order):
        alone = WorkSession((run,))
        if found and linked(found[-1], alone, taken):
            found[-1] = WorkSession((*found[-1].runs, run))
        else:
            found.append(alone)
    return tuple(found)


def _order(run: CommandRun) -> tuple[datetime, datetime, int]:
    return run.start, run.end, run.id or 0
