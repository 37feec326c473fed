"""What a service is owed for its duties and coordination, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_percent

from garde.basin.compensation import Paid
from garde.calendar.month import Month
from garde.compensation.account import DutyLine, Statement
from garde.compensation.hours import in_hours
from garde.compensation.reading import read_own
from garde.errors import BadInput
from garde.web.my.owed_settled import settled_part
from garde.web.my.section import Given, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

MONTHS = 12
"""How far back one can look, the present month included."""

KINDS: dict[Paid, str] = {
    "day": _("day"),
    "evening": _("evening"),
    "night": _("night"),
    "weekend": _("weekend"),
    "holiday": _("holiday"),
    "eve": _("eve of a holiday"),
}
ACTIVITIES = {
    "preparation": _("Preparation"),
    "planning": _("Planning"),
    "consultation": _("Consultation"),
    "publication": _("Publication"),
    "repair": _("Replacements"),
    "swaps": _("Swaps"),
    "meeting": _("Meeting"),
    "call": _("Telephone call"),
    "administration": _("Administration"),
    "other": _("Other"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A month that can be looked at."""

    month: str
    text: str
    current: bool


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The statement of ``month``; else of the last month that is over."""
    present = Month.of(visit.now, visit.zone)
    months = [present.plus(-back) for back in range(MONTHS)]
    asked = one(given, "month")
    chosen = next((month for month in months if str(month) == asked), present.previous())
    first, last = chosen.first_day, chosen.next().first_day - timedelta(days=1)
    try:
        told = read_own(
            visit.session,
            visit.config,
            first,
            last,
            actor=visit.actor,
            service=visit.service.external_id,
            at=visit.now,
        )
    except BadInput:
        # No rates at all, or none yet in that month: it is not for the service to mend.
        told = None
    statement = told.statements[0] if told and told.statements else None
    return {
        "choices": [Choice(str(month), _month(visit, month.first_day), month == chosen) for month in months],
        "heading": _month(visit, first),
        "told": told,
        "statement": statement,
        "money": lambda cents: _money(visit, cents),
        "hours": in_hours,
        "kinds": lambda line: _kinds(visit, line),
        "percent": lambda part: str(format_percent(float(part), "0.#%", locale=visit.words.locale)),
        "activity": lambda name: visit.words.gettext(ACTIVITIES[name]),
        "sums": _sums(statement),
        "settled": settled_part(visit, statement),
    }


def _month(visit: Visit, day: date) -> str:
    text: str = format_date(day, "LLLL y", locale=visit.words.locale)
    return text[:1].upper() + text[1:]


def _money(visit: Visit, cents: int) -> str:
    text: str = format_currency(Decimal(cents) / 100, "EUR", locale=visit.words.locale)
    return text


def _kinds(visit: Visit, line: DutyLine) -> str:
    told = [
        f"{visit.words.gettext(KINDS[kind])} {in_hours(timedelta(seconds=seconds))}"
        for kind, seconds in line.seconds.items()
        if seconds
    ]
    return ", ".join(told)


def _sums(statement: Statement | None) -> dict[str, timedelta]:
    if statement is None:
        return {}
    return {
        "duty": timedelta(seconds=sum(statement.seconds.values())),
        "coordination": timedelta(minutes=statement.coordination),
    }


SECTION = Section("owed", _("What I am owed"), "owed.html", show)
