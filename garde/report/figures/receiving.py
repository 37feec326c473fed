"""What happened on the duties: who came with which need, in which language, how it ended; closed doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas

from garde.activity.report import BAND, DOORS, INCIDENTS, OUTCOMES
from garde.report.figures.counted import by_month, counted, everybody, total
from garde.report.figures.small import Guarded
from garde.report.gathering import Gathered
from garde.report.period import Period
from garde.report.tables import local_month


@dataclass(frozen=True)
class Receiving:
    """Of the duties that begin in the period and are ``over``: those ``reported``, and the ``quiet`` ones.

    Counts of people are told only where they are not small and give no small one away (``everybody``: of all
    of them), ``quiet`` only where people are, ``incidents`` as they are. ``hours`` are those of people whose
    hour is known. ``doors`` are people before a closed door or turned away (``waited`` in all), of each kind
    and by line and hour of the clock.
    """

    over: int
    reported: int
    quiet: int | None
    people: int
    everybody: Guarded
    lines: Guarded
    needs: Guarded
    languages: Guarded
    outcomes: Guarded
    sent_to: Guarded
    hours: Guarded
    months: Mapping[str, int | None]
    incidents: Mapping[str, int]
    waited: Guarded
    doors: Guarded
    door_lines: Guarded
    door_hours: Guarded

    @property
    def complete(self) -> float | None:
        """The reported part (0 to 1) of the duties that are over."""
        return self.reported / self.over if self.over else None


def receiving(gathered: Gathered) -> Receiving:
    """What is known of the duties of the period."""
    known, period = gathered.received, gathered.period
    reports = known.reports.assign(month=local_month(known.reports["start"], gathered.zone))
    contacts = known.contacts.merge(reports[["report", "key", "line", "month"]], on="report")
    bands = known.bands.merge(reports[["report", "month"]], on="report")
    doors = known.doors.assign(
        band=known.doors["hour"] // BAND * BAND, month=local_month(known.doors["start"], gathered.zone)
    )
    over = _over(gathered)
    hours = [str(hour) for hour in range(0, 24, BAND)]
    lines = [line.id for line in gathered.config.lines]
    came, waited = everybody(contacts, period), everybody(doors, period)
    by_line = counted(contacts, "line", period, within=came, known=lines)
    outcomes = counted(contacts, "outcome", period, within=came, known=OUTCOMES)
    sent = contacts.dropna(subset=["sent_to"])
    needs = [need.id for need in gathered.config.needs]
    quiet = len(reports) - int(contacts["report"].nunique())
    return Receiving(
        over=len(over),
        reported=len(reports),
        quiet=quiet if total(came) is not None else None,
        people=int(contacts["people"].sum()),
        everybody=came,
        lines=by_line,
        needs=counted(contacts, "need", period, within=came, known=needs),
        languages=counted(contacts, "language", period, within=came),
        outcomes=outcomes,
        sent_to=counted(sent, "sent_to", period, within=outcomes, key="sent_on"),
        hours=counted(bands, "hour", period, within=everybody(bands, period, within=came), known=hours),
        months=_months(came, contacts, period),
        incidents=dict.fromkeys(INCIDENTS, 0) | _sums(known.incidents, "incident"),
        waited=waited,
        doors=counted(doors, "door", period, within=waited, known=DOORS),
        door_lines=counted(doors, "line", period, within=waited, known=lines),
        door_hours=counted(doors, "band", period, within=waited, known=hours),
    )


def _over(gathered: Gathered) -> pandas.DataFrame:
    """One row for each service's duty that begins in the period and is over."""
    slots = gathered.slots
    ended = slots.loc[slots["begins"] & (slots["end"] <= gathered.at), "key"]
    stints = gathered.stints
    held = stints.loc[stints["key"].isin(ended) & ~stints["guest"], ["key", "line", "service"]]
    return held.drop_duplicates(["key", "service"])


def _months(came: Guarded, contacts: pandas.DataFrame, period: Period) -> Mapping[str, int | None]:
    """People by month; of freely chosen dates, which tell nothing beside it, as of any other table."""
    if period.whole_months:
        return by_month(came, period)
    months = [str(month) for month in period.months()]
    return counted(contacts, "month", period, within=came, known=months).counts


def _sums(frame: pandas.DataFrame, by: str) -> dict[str, int]:
    return {str(key): int(count) for key, count in frame.groupby(by)["people"].sum().items()}
