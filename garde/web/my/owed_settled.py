"""What was settled of what a service is owed for a month, and what is left, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from garde.compensation.account import Statement
from garde.compensation.balance import Correction, corrections, due_amounts, settled_amounts
from garde.compensation.hours import in_hours, whole_minutes
from garde.compensation.settled import Amounts
from garde.web.my.visit import Visit


@dataclass(frozen=True, slots=True)
class Payment:
    """One settlement: when it was paid, under which communication, how much of the month."""

    day: str
    reference: str
    amount: str


@dataclass(frozen=True, slots=True)
class Change:
    """A duty or an entry of time that changed after it had been settled."""

    day: str
    what: str
    settled: str
    owed: str
    difference: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Owed, paid and what is left; ``too_much`` in its place where the service received more than is owed."""

    owed: str
    paid: str
    due: str
    too_much: str
    payments: tuple[Payment, ...]
    changes: tuple[Change, ...]


def settled_part(visit: Visit, statement: Statement | None) -> Settled | None:
    """All of it; None where nothing was settled."""
    if statement is None or not statement.settled:
        return None
    due = due_amounts(statement)
    too_much = due.cents < 0 or due.minutes < 0
    return Settled(
        owed=amount(visit, statement.cents, whole_minutes(statement.back)),
        paid=_sum(visit, settled_amounts(statement)),
        due="" if too_much else _sum(visit, due),
        too_much=_sum(visit, Amounts() - due) if too_much else "",
        payments=tuple(
            Payment(_day(visit, one.run.paid_on), one.run.reference, _sum(visit, one.amounts))
            for one in statement.settled
        ),
        changes=tuple(_change(visit, one) for one in corrections(statement)),
    )


def amount(visit: Visit, cents: int, minutes: int) -> str:
    """Money, or hours given back in its place, or both; either may be below 0."""
    parts = [_money(visit, cents)] if cents or not minutes else []
    if minutes:
        hours = in_hours(timedelta(minutes=minutes))
        parts.append(visit.words.gettext("%(hours)s h back") % {"hours": hours})
    return " + ".join(parts)


def _change(visit: Visit, one: Correction) -> Change:
    known = one.owed
    return Change(
        day=_day(visit, known.day),
        what=visit.line(known.line) if known.kind == "duty" else visit.words.gettext("Coordination time"),
        settled=amount(visit, one.settled.net, one.settled.minutes),
        owed=amount(visit, known.net, known.minutes),
        difference=amount(visit, one.cents, one.minutes),
    )


def _sum(visit: Visit, amounts: Amounts) -> str:
    return amount(visit, amounts.cents, amounts.minutes)


def _money(visit: Visit, cents: int) -> str:
    text: str = format_currency(Decimal(cents) / 100, "EUR", locale=visit.words.locale)
    return text


def _day(visit: Visit, day: date) -> str:
    text: str = format_date(day, "d MMMM y", locale=visit.words.locale)
    return text
