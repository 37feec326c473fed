"""Settlements as they are read at a desk: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.compensation.outstanding import Outstanding
    from garde.compensation.settled import Amounts, Run, Settlement
    from garde.compensation.settling import Due, Proposal


def euro_given(text: str, option: str) -> int:
    """An amount in euro, as cents. Raises BadInput naming the option."""
    from garde.errors import BadInput

    try:
        cents = Decimal(text.strip().replace(",", ".")) * 100
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or cents != cents.to_integral_value() or abs(cents) > 10**12:
        raise BadInput(f"{text[:20]!r} is no amount", where=option, remedy="write it as 1234.50")
    return int(cents)


def show_proposal(proposal: Proposal) -> None:
    """What would be recorded, and what would stay open."""
    told = proposal.told
    if not proposal.settle:
        say(f"Nothing is left to be paid from {told.first} to {told.last}.")
    else:
        _show_dues(proposal)
    for one in proposal.open:
        say(f"Stays open: {_sum(_opposite(one.amounts))} to be recovered from {' '.join(_who(one))}.")


def _show_dues(proposal: Proposal) -> None:
    told = proposal.told
    print_table(
        f"Still to be paid from {told.first} to {told.last}",
        ["service", "name", *_COLUMNS],
        [[*_who(one), *_cells(one.amounts)] for one in proposal.settle],
        right=range(2, 2 + len(_COLUMNS)),
        optional=[4, 3, 2, 6],
    )
    say(f"Together: {_sum(proposal.amounts)}.")


def say_recorded(run: Run, made: Sequence[Settlement]) -> None:
    """One line on what was put on record."""
    amounts = _together(made)
    if run.undoes is not None:
        say(
            f"Settlement {run.id} takes {run.undoes} back with {_services(len(made))}: "
            f"{_sum(_opposite(amounts))} owed again."
        )
    else:
        say(f"Settlement {run.id}: {_sum(amounts)}, {_services(len(made))}, {run.first} to {run.last}.")


def show_runs(found: Sequence[tuple[Run, int, Amounts]]) -> None:
    """All runs, a row each."""
    print_table(
        "Settlements",
        [
            "id",
            "from",
            "to",
            "paid on",
            "services",
            "euro",
            "hours back",
            "reference",
            "takes back",
            "by",
            "why",
        ],
        [
            [
                run.id,
                run.first,
                run.last,
                run.paid_on,
                count,
                f"{amounts.cents / 100:.2f}",
                _hours(amounts.minutes),
                run.reference,
                run.undoes,
                run.by,
                run.reason,
            ]
            for run, count, amounts in found
        ],
        right=[4, 5, 6],
        optional=[9, 6, 4],
    )


def show_run(run: Run, made: Sequence[Settlement]) -> None:
    """One run, a row for each service."""
    say(f"Settlement {run.id}: {run.first} to {run.last}, paid on {run.paid_on}, {run.reference}")
    say(f"Recorded by {run.by}, {run.at.isoformat(timespec='minutes')}")
    say(f"Rates from {', '.join(str(card['valid_from']) for card in run.rates)}")
    if run.undoes is not None:
        say(f"Takes settlement {run.undoes} back: {run.reason}")
    print_table(
        "",
        ["service", *_COLUMNS, "taken back by"],
        [[one.service, *_cells(one.amounts), one.undone_by] for one in made],
        right=range(1, 1 + len(_COLUMNS)),
        optional=[3, 2, 1, 5],
    )
    say(f"Together: {_sum(_together(made))}.")


def show_outstanding(found: tuple[date, date, Sequence[Outstanding]] | None, *, as_json: bool) -> None:
    """What is open, a row for each service and month."""
    if as_json or found is None:
        rows = [] if found is None else found[2]
        print_json([_open_as_json(number, one) for number, one in enumerate(rows, start=1)])
        return
    first, last, some = found
    print_table(
        f"Open from {first} to {last}",
        ["service", "name", "month", "owed", "settled", "still to pay", "hours back", "which is"],
        [
            [
                one.service.external_id,
                one.service.name,
                one.month,
                f"{one.owed.cents / 100:.2f}",
                f"{one.settled.cents / 100:.2f}",
                f"{one.due.cents / 100:.2f}",
                _hours(one.due.minutes),
                "to be recovered" if one.due.cents < 0 or one.due.minutes < 0 else "to be paid",
            ]
            for one in some
        ],
        right=[3, 4, 5, 6],
        optional=[6, 3, 4],
    )
    pay = sum(max(0, one.due.cents) for one in some)
    back = sum(max(0, -one.due.cents) for one in some)
    say(f"To be paid: {pay / 100:.2f} euro. To be recovered: {back / 100:.2f} euro.")


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """What would be recorded."""
    return {
        "id": None,
        "from": proposal.told.first,
        "to": proposal.told.last,
        "amount_cents": proposal.amounts.cents,
        "recovered_minutes": proposal.amounts.minutes,
        "services": [
            {"id": one.statement.service.external_id, **_amounts(one.amounts)} for one in proposal.settle
        ],
        "open": [{"id": one.statement.service.external_id, **_amounts(one.amounts)} for one in proposal.open],
    }


def run_as_json(run: Run, count: int, amounts: Amounts) -> dict[str, Any]:
    """A run for programs."""
    return {
        "id": run.id,
        "from": run.first,
        "to": run.last,
        "paid_on": run.paid_on,
        "reference": run.reference,
        "services": count,
        **_amounts(amounts),
        "undoes": run.undoes,
        "reason": run.reason,
        "at": run.at,
        "by": run.by,
    }


def run_with_services_as_json(run: Run, made: Sequence[Settlement]) -> dict[str, Any]:
    """The same, with what was settled with each service, item by item."""
    return {
        **run_as_json(run, len(made), _together(made)),
        "rates": list(run.rates),
        "services": [
            {
                "id": one.service,
                **_amounts(one.amounts),
                "undone_by": one.undone_by,
                "items": [
                    {
                        "kind": item.kind,
                        "item": item.key,
                        "line": item.line,
                        "date": item.day,
                        "cents": item.cents,
                        "ceiling_cents": item.ceiling,
                        "recovered_minutes": item.minutes,
                    }
                    for item in one.items
                ],
            }
            for one in made
        ],
    }


_COLUMNS = ("for duties", "for coordination", "ceilings", "euro", "hours back")


def _cells(amounts: Amounts) -> list[str]:
    money = (amounts.duty, amounts.coordination, amounts.ceiling, amounts.cents)
    return [*(f"{cents / 100:.2f}" for cents in money), _hours(amounts.minutes)]


def _who(due: Due) -> tuple[str, str]:
    return due.statement.service.external_id, due.statement.service.name


def _together(made: Sequence[Settlement]) -> Amounts:
    from garde.compensation.settled import Amounts

    return sum((one.amounts for one in made), start=Amounts())


def _opposite(amounts: Amounts) -> Amounts:
    from garde.compensation.settled import Amounts

    return Amounts() - amounts


def _services(count: int) -> str:
    return "1 service" if count == 1 else f"{count} services"


def _sum(amounts: Amounts) -> str:
    back = f" and {_hours(amounts.minutes)} hours back" if amounts.minutes else ""
    return f"{amounts.cents / 100:.2f} euro{back}"


def _hours(minutes: int) -> str:
    from garde.compensation.hours import in_hours

    return in_hours(timedelta(minutes=minutes))


def _amounts(amounts: Amounts) -> dict[str, int]:
    return {
        "amount_cents": amounts.cents,
        "duty_cents": amounts.duty,
        "coordination_cents": amounts.coordination,
        "ceiling_cents": amounts.ceiling,
        "recovered_minutes": amounts.minutes,
    }


def _open_as_json(number: int, one: Outstanding) -> dict[str, Any]:
    return {
        "id": number,
        "service": one.service.external_id,
        "month": one.month,
        "owed": _amounts(one.owed),
        "settled": _amounts(one.settled),
        "balance": _amounts(one.due),
    }
