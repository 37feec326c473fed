"""The part of a statement on what was settled: paid before, changed since, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from exports.statement import Figure, Table
from garde.compensation.account import Statement
from garde.compensation.balance import Correction, corrections, due_amounts, settled_amounts
from garde.compensation.settled import Amounts
from garde.compensation.spoken import Spoken
from garde.compensation.words import ACTIVITIES

Texts = Mapping[str, str]


def money_figures(statement: Statement, texts: Texts, spoken: Spoken) -> Iterator[Figure]:
    """What is to be paid or given back; where something was settled, that and what is left as well."""
    if not statement.settled:
        if statement.cents or not statement.back:
            yield Figure(label=texts["money"], value=spoken.money(statement.cents))
        if statement.back:
            yield Figure(label=texts["back"], value=spoken.hours(statement.back.total_seconds()))
        return
    due = due_amounts(statement)
    yield Figure(label=texts["owed"], value=spoken.amount(statement.cents, statement.back))
    yield Figure(label=texts["settled"], value=_sum(settled_amounts(statement), spoken))
    if due.cents < 0 or due.minutes < 0:
        yield Figure(label=texts["recover"], value=_sum(Amounts() - due, spoken))
    else:
        yield Figure(label=texts["due"], value=_sum(due, spoken))


def settled_tables(
    statement: Statement, lines: Mapping[str, str], texts: Texts, spoken: Spoken
) -> Iterator[Table]:
    """Each settlement with what it paid of the period, and what changed since; ``lines`` are names by id."""
    if not statement.settled:
        return
    yield Table(
        heading=texts["settled"],
        header=(texts["paid_on"], texts["for_period"], texts["reference"], texts["amount"]),
        rows=tuple(
            (
                spoken.day(one.run.paid_on),
                texts["period"].format(first=spoken.day(one.run.first), last=spoken.day(one.run.last)),
                one.run.reference,
                _sum(one.amounts, spoken),
            )
            for one in statement.settled
        ),
        right=(3,),
        total=(texts["total"], "", "", _sum(settled_amounts(statement), spoken)),
    )
    changed = corrections(statement)
    if changed:
        yield Table(
            heading=texts["changed"],
            header=(texts["date"], texts["settled"], texts["owed"], texts["what"], texts["difference"]),
            rows=tuple(_changed(one, lines, texts, spoken) for one in changed),
            right=(1, 2, 4),
            total=(
                *(texts["total"], "", "", ""),
                spoken.amount(
                    sum(one.cents for one in changed), timedelta(minutes=sum(one.minutes for one in changed))
                ),
            ),
        )


def settled_remarks(statement: Statement, texts: Texts) -> tuple[str, ...]:
    """What is said below of a service that received too much."""
    due = due_amounts(statement)
    return (texts["rule_recover"],) if statement.settled and (due.cents < 0 or due.minutes < 0) else ()


def _changed(
    one: Correction, lines: Mapping[str, str], texts: Texts, spoken: Spoken
) -> tuple[str, str, str, str, str]:
    known = one.owed
    if known.kind == "duty":
        what = lines.get(known.line, known.line)
    else:
        what = f"{texts['coordination']}: {ACTIVITIES[spoken.language].get(known.line, known.line)}"
    return (
        spoken.short(known.day),
        spoken.amount(one.settled.net, timedelta(minutes=one.settled.minutes)),
        spoken.amount(known.net, timedelta(minutes=known.minutes)),
        what,
        spoken.amount(one.cents, timedelta(minutes=one.minutes)),
    )


def _sum(amounts: Amounts, spoken: Spoken) -> str:
    return spoken.amount(amounts.cents, timedelta(minutes=amounts.minutes))
