"""A service's own time for coordination: a form of half a minute, and what it put on record.

Nothing is measured here: nobody is watched while answering or swapping. Links may fill the form in beforehand
(``activity``, ``minutes``, ``month``), as a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from garde.calendar.month import Month
from garde.coordination.activity import Activity
from garde.coordination.correcting import Correction
from garde.coordination.entry import LONGEST_NOTE, TimeEntry
from garde.coordination.log import confirm_entry, put_on_record, withdraw_entry
from garde.coordination.minutes import LONGEST, MOST_PEOPLE
from garde.coordination.stated import stated_on_day
from garde.errors import BadInput, Conflict, Forbidden, NotFound
from garde.storage.repositories.time import entries_of
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

BACK = timedelta(days=366)
"""Time that is longer ago is put on record by a coordinator."""
SHOWN = 12
"""Months of which entries are shown, the present one included."""
USUAL = (5, 10, 15, 20, 30, 45, 60, 90, 120)

ACTIVITIES = {
    Activity.MEETING: _("Meeting"),
    Activity.CALL: _("Telephone call"),
    Activity.PREPARATION: _("Preparation"),
    Activity.CONSULTATION: _("Answering a proposal"),
    Activity.SWAPS: _("Arranging a swap"),
    Activity.ADMINISTRATION: _("Administration"),
    Activity.PLANNING: _("Planning"),
    Activity.PUBLICATION: _("Telling others about the rota"),
    Activity.REPAIR: _("Finding somebody for a duty"),
    Activity.OTHER: _("Something else"),
}
"""What a service may choose, the most usual first."""

NOTICES = {
    "added": _("Noted. It counts; your coordinators sign it off at the end of the month."),
    "corrected": _("Corrected."),
    "withdrawn": _("Taken back. The form below still has it: send it to put it back."),
}
TAKEN_BACK = "taken back on the service's own page"


@dataclass(frozen=True)
class MonthShown:
    """The entries of a local month, newest first, and their minutes times people."""

    title: str
    minutes: int
    entries: tuple[TimeEntry, ...]


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The form, with what was given or with the entry to correct, and the entries of the last months."""
    months = _months(visit)
    entry = _entry(visit, months, one(given, "entry"))
    filled = _fields(visit, entry) if entry and "act" not in given else {}
    today = visit.now.astimezone(visit.zone).date()
    value = {name: filled.get(name) or one(given, name) for name in ("activity", "day", "minutes", "month")}
    return {
        "months": months,
        "entry": entry,
        "activities": {kind.value: visit.words.gettext(name) for kind, name in ACTIVITIES.items()},
        "activity": value["activity"] or Activity.MEETING.value,
        "day": value["day"] or today.isoformat(),
        "first": (today - BACK).isoformat(),
        "today": today.isoformat(),
        "minutes": value["minutes"],
        "people": filled.get("people") or one(given, "people") or "1",
        "month": value["month"],
        "concerned": _concerned(visit, value["month"]),
        "note": filled.get("note") or one(given, "note"),
        "usual": USUAL,
        "longest": LONGEST_NOTE,
        "most_minutes": LONGEST,
        "most_people": MOST_PEOPLE,
        "dated": lambda instant: visit.words.day(instant, year=True),
        "spent": lambda minutes: _spent(visit, minutes),
        "named": lambda month: _name(visit, month),
    }


def post(visit: Visit, given: Given) -> Done:
    """Puts the form's time on record, corrects an entry with it, or takes one back."""
    said = visit.words.gettext
    try:
        match one(given, "act"):
            case "add":
                put_on_record(
                    visit.session, visit.config, _stated(visit, given), actor=visit.actor, at=visit.now
                )
                return Done("added")
            case "correct":
                confirm_entry(
                    visit.session,
                    visit.config,
                    _number(given),
                    actor=visit.actor,
                    now=visit.now,
                    correction=_correction(visit, given),
                )
                return Done("corrected")
            case "withdraw":
                before = _entry(visit, _months(visit), one(given, "entry"))
                withdraw_entry(
                    visit.session,
                    visit.config,
                    _number(given),
                    actor=visit.actor,
                    now=visit.now,
                    reason=TAKEN_BACK,
                )
                # Without its note: words do not belong in an address.
                fields = _fields(visit, before) if before else {}
                return Done(
                    "withdrawn", query={name: text for name, text in fields.items() if name != "note"}
                )
            case _:
                raise BadInput("no act")
    except (Forbidden, NotFound, Conflict):
        raise Refused(
            said("This cannot be changed any more: it was signed off or taken back. Ask your coordinator."),
            409,
        ) from None
    except BadInput as error:
        raise Refused(_sentence(visit, error)) from None


def _stated(visit: Visit, given: Given) -> TimeEntry:
    return stated_on_day(
        basin=visit.config.id,
        person=visit.actor.name,
        service=visit.service.external_id,
        activity=_activity(given),
        day=_day(visit, given),
        minutes=_whole(given, "minutes"),
        people=_whole(given, "people"),
        month=_month(given),
        note=one(given, "note"),
        zone=visit.zone,
        now=visit.now,
    )


def _correction(visit: Visit, given: Given) -> Correction:
    entry = _entry(visit, _months(visit), one(given, "entry"))
    return Correction(
        activity=_activity(given),
        # An entry whose hours are known keeps its day.
        day=_day(visit, given) if entry is None or entry.span is None else None,
        minutes=_whole(given, "minutes"),
        people=_whole(given, "people"),
        month=_month(given) or "",
        note=one(given, "note"),
    )


def _activity(given: Given) -> Activity:
    try:
        return Activity(one(given, "activity"))
    except ValueError:
        raise BadInput("no activity", where="activity") from None


def _day(visit: Visit, given: Given) -> date:
    try:
        day = date.fromisoformat(one(given, "day"))
    except ValueError:
        raise BadInput("no day", where="date") from None
    today = visit.now.astimezone(visit.zone).date()
    if not today - BACK <= day <= today:
        raise BadInput("a day too far away", where="date")
    return day


def _whole(given: Given, name: str) -> int:
    text = one(given, name)
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadInput("no whole number", where=name)
    return int(text)


def _month(given: Given) -> str | None:
    text = one(given, "month")
    return str(Month.parse(text)) if text else None


def _number(given: Given) -> int:
    text = one(given, "entry")
    return int(text) if text.isascii() and text.isdigit() else 0


def _sentence(visit: Visit, error: BadInput) -> str:
    """Why it cannot be kept, in the reader's words."""
    said = visit.words.gettext
    match error.where:
        case "minutes":
            return said("Give the minutes as a whole number, from 1 to %(most)s.", most=LONGEST)
        case "people":
            return said("Give how many you were, from 1 to %(most)s.", most=MOST_PEOPLE)
        case "date":
            return said("Give a day of the last twelve months, and time that is over.")
        case "note":
            return said(
                "Leave out telephone and national numbers, addresses, whatever leads to a person; "
                "write %(most)s characters at most.",
                most=LONGEST_NOTE,
            )
        case _:
            return said("This could not be understood. Try once more.")


def _months(visit: Visit) -> list[MonthShown]:
    """The service's entries of the last months, newest month first."""
    first = Month.of(visit.now, visit.zone).plus(1 - SHOWN)
    found = entries_of(
        visit.session,
        visit.config.id,
        service=visit.service.external_id,
        since=first.start(visit.zone),
    )
    by_month: dict[Month, list[TimeEntry]] = {}
    for entry in reversed(found):
        if entry.status != "withdrawn":
            by_month.setdefault(Month.of(entry.start, visit.zone), []).append(entry)
    return [
        MonthShown(_name(visit, str(month)), sum(entry.spent for entry in entries), tuple(entries))
        for month, entries in by_month.items()
    ]


def _entry(visit: Visit, months: list[MonthShown], number: str) -> TimeEntry | None:
    """The entry of that number, when it is the service's and may still be corrected."""
    for month in months:
        for entry in month.entries:
            if str(entry.id) == number and entry.status != "signed":
                return entry
    return None


def _fields(visit: Visit, entry: TimeEntry) -> dict[str, str]:
    """An entry as the form has it."""
    return {
        "activity": entry.activity.value,
        "day": entry.start.astimezone(visit.zone).date().isoformat(),
        "minutes": str(entry.minutes or ""),
        "people": str(entry.people),
        "month": entry.month or "",
        "note": entry.note or "",
    }


def _concerned(visit: Visit, chosen: str) -> dict[str, str]:
    """The months that time may have been for: two before the present one to two after it."""
    present = Month.of(visit.now, visit.zone)
    months = {str(present.plus(more)): _name(visit, str(present.plus(more))) for more in range(-2, 3)}
    if chosen and chosen not in months:
        try:
            months[str(Month.parse(chosen))] = _name(visit, chosen)
        except BadInput:
            return months
    return dict(sorted(months.items()))


def _name(visit: Visit, month: str) -> str:
    return str(format_date(Month.parse(month).first_day, "LLLL yyyy", locale=visit.words.locale))


def _spent(visit: Visit, minutes: int) -> str:
    """Minutes as people say them."""
    said = visit.words.gettext
    hours, rest = divmod(minutes, 60)
    if not hours:
        return said("%(minutes)s min", minutes=rest)
    return (
        said("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
        if rest
        else said("%(hours)s h", hours=hours)
    )


SECTION = Section("time", _("Your time"), "time.html", show, post, NOTICES)
