"""What happened on the duties: who came with which need, in which language, how it ended; closed doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pandas

from garde.activity.report import BAND, DOORS, INCIDENTS, OUTCOMES
from garde.calendar.beside import OPENING
from garde.report.figures.small import Guarded, guarded, guarded_whole
from garde.report.gathering import Gathered
from garde.report.period import Period
from garde.report.tables import local_month, records


@dataclass(frozen=True)
class KindFigures:
    """Duties of a line and kind (``night``): ``over`` of them, ``reported`` of those, ``quiet`` of these.

    In a quiet duty nobody came. ``people`` came to the others; None: too few to be told, or given away by it.
    """

    line: str
    kind: str
    over: int
    reported: int
    quiet: int
    people: int | None

    @property
    def per_duty(self) -> float | None:
        """People for each reported duty; None when that is not told."""
        return self.people / self.reported if self.reported and self.people is not None else None


@dataclass(frozen=True)
class Receiving:
    """Of the duties that begin in the period and are ``over``: those ``reported``, and the ``quiet`` ones.

    Counts of people are told only where they are not small, ``incidents`` as they are. ``hours`` are those of
    people whose hour is known. ``doors`` are people before a closed door or turned away, of each kind and by
    line and hour of the clock.
    """

    over: int
    reported: int
    quiet: int
    people: int
    kinds: tuple[KindFigures, ...]
    lines: Guarded
    needs: Guarded
    languages: Guarded
    outcomes: Guarded
    sent_to: Guarded
    hours: Guarded
    months: Guarded
    incidents: Mapping[str, int]
    doors: Guarded
    door_lines: Guarded
    door_hours: Guarded

    @property
    def complete(self) -> float | None:
        """The reported part (0 to 1) of the duties that are over."""
        return self.reported / self.over if self.over else None


def receiving(gathered: Gathered) -> Receiving:
    """What is known of the duties of the period."""
    known = gathered.received
    reports = known.reports
    contacts = known.contacts.merge(reports[["report", "key", "line", "start"]], on="report")
    contacts = contacts.assign(month=local_month(contacts["start"], gathered.zone))
    bands = known.bands.merge(reports[["report", "start"]], on="report")
    doors = known.doors.assign(band=known.doors["hour"] // BAND * BAND)
    over = _over(gathered)
    months = [str(month) for month in gathered.period.months()]
    hours = [str(hour) for hour in range(0, 24, BAND)]
    lines = [line.id for line in gathered.config.lines]
    quarters = gathered.period.quarters()

    def told(frame: pandas.DataFrame, by: str, order: Iterable[str] = ()) -> Guarded:
        return _sums(frame, by, quarters, gathered.zone, order)

    by_line = told(contacts, "line", lines)
    return Receiving(
        over=len(over),
        reported=len(reports),
        quiet=len(reports) - int(contacts["report"].nunique()),
        people=int(contacts["people"].sum()),
        kinds=_kinds(over, reports, contacts, by_line),
        lines=by_line,
        needs=told(contacts, "need", [need.id for need in gathered.config.needs]),
        languages=told(contacts, "language"),
        outcomes=told(contacts, "outcome", OUTCOMES),
        sent_to=told(contacts.dropna(subset=["sent_to"]), "sent_to"),
        hours=told(bands, "hour", hours),
        months=told(contacts, "month", months),
        incidents=dict.fromkeys(INCIDENTS, 0) | _counts(known.incidents, "incident"),
        doors=told(doors, "door", DOORS),
        door_lines=told(doors, "line", lines),
        door_hours=told(doors, "band", hours),
    )


def _over(gathered: Gathered) -> pandas.DataFrame:
    """One row for each service's duty that begins in the period and is over."""
    slots = gathered.slots
    ended = slots.loc[slots["begins"] & (slots["end"] <= gathered.at), "key"]
    stints = gathered.stints
    held = stints.loc[stints["key"].isin(ended) & ~stints["guest"], ["key", "line", "service"]]
    return held.drop_duplicates(["key", "service"])


def _kinds(
    over: pandas.DataFrame, reports: pandas.DataFrame, contacts: pandas.DataFrame, lines: Guarded
) -> tuple[KindFigures, ...]:
    people = contacts.groupby("report")["people"].sum()
    told = reports.assign(people=reports["report"].map(people).fillna(0).astype("int64"))
    told = told.assign(quiet=told["people"] == 0)
    held = over.assign(kind=_kind(over)).groupby(["line", "kind"]).size()
    sums = told.assign(kind=_kind(told)).groupby(["line", "kind"])
    known = pandas.DataFrame(
        {"reported": sums.size(), "quiet": sums["quiet"].sum(), "people": sums["people"].sum(), "over": held}
    )
    known = known.fillna(0).astype("int64").sort_index().reset_index()
    found = [*records(known)]
    told_of = {line: _guarded_kinds(line, found, lines) for line in known["line"].unique()}
    return tuple(KindFigures(**{**row, "people": told_of[row["line"]][row["kind"]]}) for row in found)


def _guarded_kinds(line: str, rows: Sequence[Mapping[str, Any]], lines: Guarded) -> Mapping[str, int | None]:
    """People of each kind of a line's duties; none at all where the line's own sum is not told."""
    counts = {row["kind"]: row["people"] for row in rows if row["line"] == line}
    if lines.counts.get(line) is None:
        return dict.fromkeys(counts)
    return guarded(counts).counts


def _kind(frame: pandas.DataFrame) -> pandas.Series[str]:
    """Which recurring duty of its line each was: the end of the slot's key; a rest is of its kind."""
    return frame["key"].astype(str).str.rsplit("/", n=1).str[-1].str.removeprefix(OPENING)


def _sums(
    frame: pandas.DataFrame, by: str, quarters: Sequence[Period], zone: ZoneInfo, known: Iterable[str] = ()
) -> Guarded:
    """People by a column; ``known`` values stand first and are told even if nobody came."""
    everybody = _counts(frame, by)
    counts = {key: everybody.pop(key, 0) for key in known}
    counts.update(sorted(everybody.items(), key=lambda one: (-one[1], one[0])))
    if not quarters:
        return guarded(counts)
    parts = [
        dict.fromkeys(counts, 0) | _counts(frame[_within(frame["start"], one, zone)], by) for one in quarters
    ]
    return guarded_whole(parts)


def _within(starts: pandas.Series[pandas.Timestamp], period: Period, zone: ZoneInfo) -> pandas.Series[bool]:
    return (starts >= period.start(zone)) & (starts < period.end(zone))


def _counts(frame: pandas.DataFrame, by: str) -> dict[str, int]:
    return {str(key): int(count) for key, count in frame.groupby(by)["people"].sum().items()}
