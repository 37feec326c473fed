"""What a change in an earlier month of a draft leaves to its later months."""

from __future__ import annotations

from collections.abc import Iterable

from garde.planning.decisions import BURDEN
from solver import Assignment, Problem
from solver.fairness import active_part


def carried_over(
    balance: dict[str, dict[str, float]],
    problem: Problem,
    before: Iterable[Assignment],
    after: Iterable[Assignment],
) -> None:
    """Adds to ``balance`` by how much the month's balances differ between two rotas of it.

    A balance is served minus due, the due being all that was served times the service's share of shares, as
    in ``garde.ledger.account``.
    """
    old, new = set(before), set(after)
    if old == new:
        return
    slots = {slot.id: slot for slot in problem.slots}
    shares = {one.id: float(one.share * active_part(problem, one)) for one in problem.services}
    everybody = sum(shares.values())
    for duties, sign in ((new - old, 1.0), (old - new, -1.0)):
        for duty in sorted(duties):
            slot = slots[duty.slot]
            for quantity, amount in [
                (BURDEN, float(slot.burden)),
                *((name, 1.0) for name in slot.categories),
            ]:
                for service, share in shares.items():
                    served = amount if service == duty.service else 0.0
                    due = amount * share / everybody if everybody else served
                    load = balance.setdefault(service, {})
                    load[quantity] = load.get(quantity, 0.0) + sign * (served - due)
