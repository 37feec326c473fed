"""Are these hours needed? Hints as questions, with the counts behind them, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from exports.report import Block, Heading, Number, Paragraph, Points, Table
from garde.activity.report import BAND
from garde.activity.telling import rule_told
from garde.activity.use import DAYS, LEAST_DUTIES, LEAST_PEOPLE, REPORTED, Day, Hint
from garde.basin.config import HOLIDAY
from garde.calendar.fill import FILL
from garde.report.figures.using import NO_QUARTER, DutyUse
from garde.report.telling.told import Told
from garde.report.tongue import Tongue

_ON: Mapping[Day, str] = {
    "workday": "on_workdays",
    "saturday": "on_saturdays",
    "sunday": "on_sundays",
    "holiday": "on_holidays",
}


def using_blocks(told: Told) -> Iterator[Block]:
    """The question, its caution and hints; use by kind of duty and day, by part of the day, by quarter."""
    t, came = told.tongue, told.figures.receiving
    known = came.complete or 0.0
    yield Heading(t("using_title"))
    yield Paragraph(
        t(
            "using_intro" if known >= REPORTED else "using_few",
            reported=t.amount(came.reported),
            over=t.amount(came.over),
            share=t.share(known, 0),
        )
    )
    hints = tuple((told.line(hint.line), _hint(told, hint)) for hint in joined(told.figures.using.hints))
    yield Points(hints) if hints else Paragraph(t("using_no_hint"))
    yield Paragraph(rule_told(t.tag))
    yield _kinds(told)
    yield from _days(told)
    yield from _hours(told)
    yield from _quarters(told)


def joined(hints: Iterable[Hint]) -> Iterator[Hint]:
    """Parts of the day that follow each other are one hint, of the fewest duties that are told of any."""
    last: Hint | None = None
    for hint in hints:
        follows = last is not None and (last.what, last.line, last.day) == (hint.what, hint.line, hint.day)
        if last is not None and follows and last.last == hint.first and hint.what == "drop" and not hint.kind:
            last = replace(last, last=hint.last, occasions=min(last.occasions, hint.occasions))
            continue
        if last is not None:
            yield last
        last = hint
    if last is not None:
        yield last


def _hint(told: Told, hint: Hint) -> str:
    """As a question. Of people before a door only the least is told, whatever their number."""
    t, day = told.tongue, told.tongue(_ON[hint.day])
    if hint.what == "add" or hint.what == "show":
        return t(
            "hint_add" if hint.what == "add" else "hint_show",
            day=day,
            first=hint.first,
            last=hint.last,
            people=LEAST_PEOPLE,
            days=t.amount(hint.occasions),
        )
    if hint.kind is None:
        return t(
            "hint_drop_hours", day=day, first=hint.first, last=hint.last, duties=t.amount(hint.occasions)
        )
    use = told.figures.using.days[hint.line, hint.kind, hint.day]
    return t(
        "hint_drop" if use.quiet is not None else "hint_drop_few",
        duty=duty_told(told, hint.line, hint.kind),
        day=day,
        quiet=t.amount(use.quiet or 0),
        reported=t.amount(use.reported),
        over=t.amount(use.over),
    )


def _kinds(told: Told) -> Table:
    t = told.tongue
    return Table(
        title=t("use_table"),
        sheet=t("use_sheet"),
        header=(
            *(t("line"), t("duty_kind"), t("duties_over"), t("duties_reported")),
            *(t("quiet_percent"), t("people_per_duty")),
        ),
        rows=tuple(
            (
                told.line(line),
                duty_told(told, line, kind),
                t.number(use.over),
                t.number(use.reported),
                "–" if use.quiet_share is None else t.share_number(use.quiet_share, 0),
                "–" if use.per_duty is None else t.number(use.per_duty, 1),
            )
            for (line, kind), use in told.figures.using.kinds.items()
        ),
        note=t("use_note"),
    )


def _days(told: Told) -> Iterator[Table]:
    t, using = told.tongue, told.figures.using
    found = {
        (line, kind): {day: _quiet_of(t, using.days.get((line, kind, day))) for day in DAYS}
        for line, kind in using.kinds
    }
    # Kinds and days of which nothing can be said are left out.
    kinds = [key for key, cells in found.items() if _any_number(cells.values())]
    days = [day for day in DAYS if _any_number(found[key][day] for key in kinds)]
    if kinds:
        yield Table(
            title=t("quiet_days_table"),
            sheet=t("quiet_days_sheet"),
            header=(t("line"), t("duty_kind"), *(t(_ON[day])[0].upper() + t(_ON[day])[1:] for day in days)),
            rows=tuple(
                (
                    told.line(line),
                    duty_told(told, line, kind),
                    *(found[line, kind][day] for day in days),
                )
                for line, kind in kinds
            ),
            note=t("quiet_days_note", least=LEAST_DUTIES),
        )


def _any_number(cells: Iterable[Number | str]) -> bool:
    return any(isinstance(cell, Number) for cell in cells)


def _quiet_of(t: Tongue, use: DutyUse | None) -> Number | str:
    return _quiet(t, use.quiet_share, use.reported) if use else "–"


def _quiet(t: Tongue, share: float | None, known: int) -> Number | str:
    """A part in per cent, with of how many; nothing of so few that it says nothing."""
    if share is None or known < LEAST_DUTIES:
        return "–"
    shown = t.share_number(share, 0)
    return Number(shown.value, f"{shown.text} ({t.amount(known)})")


def _hours(told: Told) -> Iterator[Table]:
    t, hours = told.tongue, told.figures.using.hours
    parts = range(0, 24, BAND)
    found = {(one.line, one.hour): one for one in hours}
    rows: Sequence[tuple[str | Number, ...]] = [
        (
            told.line(line),
            *(
                _quiet(t, one.quiet_share, one.known) if (one := found.get((line, hour))) else "–"
                for hour in parts
            ),
        )
        for line in dict.fromkeys(one.line for one in hours)
    ]
    if _any_number(cell for row in rows for cell in row):
        yield Table(
            title=t("quiet_hours_table"),
            sheet=t("quiet_hours_sheet"),
            header=(t("line"), *(t("clock_band", first=hour, last=hour + BAND) for hour in parts)),
            rows=tuple(rows),
            note=t("quiet_hours_note", least=LEAST_DUTIES),
        )


def _quarters(told: Told) -> Iterator[Table]:
    t, using = told.tongue, told.figures.using
    names = [name for name in using.quarters if name != NO_QUARTER]
    names += [name for name in using.doors.counts if name not in {*names, NO_QUARTER}]
    names += [NO_QUARTER] if NO_QUARTER in using.quarters or using.doors.at_least(NO_QUARTER) else []
    if names and names != [NO_QUARTER]:
        nothing = DutyUse(0, 0, None, None)
        yield Table(
            title=t("quarters_table"),
            sheet=t("quarters_sheet"),
            header=(
                *(t("quarter_of_city"), t("duties_over"), t("duties_reported"), t("quiet_percent")),
                *(t("people_per_duty"), t("people_without_help")),
            ),
            rows=tuple(
                (
                    told.quarter(name) if name != NO_QUARTER else t("no_quarter"),
                    t.number(use.over),
                    t.number(use.reported),
                    "–" if use.quiet_share is None else t.share_number(use.quiet_share, 0),
                    "–" if use.per_duty is None else t.number(use.per_duty, 1),
                    _people(t, using.doors[name], using.doors.at_least(name)),
                )
                for name in names
                for use in (using.quarters.get(name, nothing),)
            ),
            note=t("quarters_note"),
            figures=(5,),
        )


def _people(t: Tongue, count: int | None, least: int) -> Number | str:
    if count is not None:
        return t.number(count)
    return t("at_least", number=t.amount(least)) if least else t("not_told")


def duty_told(told: Told, line_id: str, kind: str) -> str:
    """A recurring duty by its hours, and its days where it is not for all of them."""
    t, line = told.tongue, told.config.line(line_id)
    slot = next((one for one in line.slots if one.id == kind), None) if line else None
    if kind == FILL:
        return t("slot_rest")
    if slot is None:
        clock = kind.removeprefix("fill-")
        known = len(clock) == 4 and clock.isdigit()
        return t("slot_from", clock=f"{clock[:2]}:{clock[2:]}") if known else kind
    hours = t("slot_hours", first=f"{slot.start:%H:%M}", last=f"{slot.end:%H:%M}")
    days, weekend = set(slot.days), {"sa", "su", HOLIDAY}
    if not days & weekend:
        return t("slot_on_weekdays", hours=hours)
    return t("slot_on_days_off", hours=hours) if days <= weekend else hours
