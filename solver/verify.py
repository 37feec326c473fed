"""Checking a rota from the two documents alone: rules, values and every claim, without model or solver."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from solver.disproof import disproofs
from solver.document import load_problem, problem_digest
from solver.errors import NotFiniteError
from solver.problem import Problem, TierChoice
from solver.reasons import NEEDED_ELSEWHERE, Obstacles
from solver.roster import Breach, Roster
from solver.rota import Gap, Reason, Rota, TierResult, limit_of, meets
from solver.rota_document import load_rota
from solver.rules import RULES, breaches
from solver.tiers import TIERS

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Finding:
    """Something wrong with a rota.

    Attributes:
        code: a rule's name, or the claim that is wrong, such as ``value`` or ``order``.
        path: JSON path in the rota, such as ``$.tiers[1].bound``.
        message: one English line.
    """

    code: str
    path: str
    message: str

    def __str__(self) -> str:
        """Return ``path: message`` on one line."""
        return " ".join(f"{self.path}: {self.message}".splitlines())


def verify(problem_data: bytes, rota_data: bytes) -> tuple[Finding, ...]:
    """Return all that is wrong with a rota for a problem; nothing means that every rule and claim holds.

    Raises:
        ProblemError: the first document is no ``garde-problem/1``.
        RotaError: the second is no ``garde-rota/1``; a number that is not finite is a finding instead.
    """
    problem = load_problem(problem_data)
    try:
        rota = load_rota(rota_data)
    except NotFiniteError as error:
        return (Finding("number", error.path, error.fault),)
    return (*_digest(problem_digest(problem_data), rota), *findings(problem, rota))


def findings(problem: Problem, rota: Rota) -> Iterator[Finding]:
    """Yield all that is wrong with ``rota`` apart from the digest it quotes."""
    roster = Roster(problem, rota.assignments)
    yield from _assignments(problem, rota)
    for breach in breaches(roster):
        yield Finding(breach.rule, _path(rota, breach), str(breach))
    names, wanted = [tier.name for tier in rota.tiers], [choice.name for choice in problem.order]
    if names == wanted:
        for index, (tier, choice) in enumerate(zip(rota.tiers, problem.order, strict=True)):
            for code, message in _tier(tier, choice, TIERS[tier.name].value(roster)):
                yield Finding(code, f"$.tiers[{index}].{code}", message)
        for index, message in disproofs(roster, rota.tiers):
            yield Finding(
                "bound", f"$.tiers[{index}].bound", f"{rota.tiers[index].bound!r} is too high: {message}"
            )
    else:
        yield Finding("tiers", "$.tiers", f"the tiers are {names}, the problem's {wanted}")
    status = "optimal" if all(tier.proven for tier in rota.tiers) else "feasible"
    if rota.status != status:
        yield Finding("status", "$.status", f"is {rota.status}, the tiers say {status}")
    yield from _gaps(roster, rota)


def _digest(digest: str, rota: Rota) -> Iterator[Finding]:
    if rota.problem != digest:
        yield Finding("problem", "$.problem", f"made for another problem: this one's SHA-256 is {digest}")


def _assignments(problem: Problem, rota: Rota) -> Iterator[Finding]:
    known = True
    for index, item in enumerate(rota.assignments):
        if item.slot not in problem.slot_index:
            yield Finding("slot", f"$.assignments[{index}].slot", f"no slot has the id {item.slot!r}")
            known = False
        if item.service not in problem.service_index:
            message = f"no service has the id {item.service!r}"
            yield Finding("service", f"$.assignments[{index}].service", message)
            known = False
    if known:
        keys = [(problem.slot_index[item.slot], item.service) for item in rota.assignments]
        for index, (before, after) in enumerate(pairwise(keys), start=1):
            if before > after:
                message = "out of order: slots as in the problem, then service id"
                yield Finding("order", f"$.assignments[{index}]", message)


def _path(rota: Rota, breach: Breach) -> str:
    for slot in reversed(breach.slots):
        for index, item in enumerate(rota.assignments):
            if item.slot == slot and item.service in breach.services:
                return f"$.assignments[{index}]"
    return "$.assignments"


def _tier(tier: TierResult, choice: TierChoice, value: float) -> Iterator[tuple[str, str]]:
    if not _close(tier.value, value):
        yield "value", f"{tier.name} is {value!r}, not {tier.value!r}"
    limit = limit_of(tier.best, choice.relative, choice.absolute)
    if not _close(tier.limit, limit):
        yield "limit", f"a best of {tier.best!r} gives a limit of {limit!r}, not {tier.limit!r}"
    if _above(value, limit):
        yield "value", f"{tier.name} is {value!r}, above its limit {limit!r}"
    if _above(tier.bound, tier.best):
        yield "bound", f"{tier.bound!r} is above the best {tier.best!r}"
    if _above(tier.bound, value):
        yield "bound", f"{tier.bound!r} is above the value {value!r} of this very rota"
    if tier.proven != meets(tier.best, tier.bound):
        word = "meet" if meets(tier.best, tier.bound) else "do not meet"
        yield (
            "proven",
            f"is {str(tier.proven).lower()}, but best {tier.best!r} and bound {tier.bound!r} {word}",
        )


def _gaps(roster: Roster, rota: Rota) -> Iterator[Finding]:
    missing = {
        slot.id: slot.required - len(roster.of_slot.get(slot.id, ()))
        for slot in roster.problem.slots
        if len(roster.of_slot.get(slot.id, ())) < slot.required
    }
    seen: set[str] = set()
    for index, gap in enumerate(rota.gaps):
        path = f"$.gaps[{index}]"
        if gap.slot in seen:
            yield Finding("gap", f"{path}.slot", f"{gap.slot!r} is there twice")
        elif missing.get(gap.slot) != gap.missing:
            message = f"{gap.slot!r} lacks {missing.get(gap.slot, 0)} services, not {gap.missing}"
            yield Finding("gap", f"{path}.missing", message)
        seen.add(gap.slot)
    for slot in missing.keys() - seen:
        yield Finding("gap", "$.gaps", f"{slot!r} lacks {missing[slot]} services and is not there")
    yield from _reasons(roster, rota)


def _reasons(roster: Roster, rota: Rota) -> Iterator[Finding]:
    obstacles = Obstacles(roster)
    names = {rule.NAME for rule in RULES} | {NEEDED_ELSEWHERE}
    for index, gap in enumerate(rota.gaps):
        path = f"$.gaps[{index}].reasons"
        for position, reason in enumerate(gap.reasons):
            if reason.rule not in names:
                yield Finding("reason", f"{path}[{position}].rule", f"no rule is called {reason.rule!r}")
            else:
                for message in _wrong(roster, obstacles, gap.slot, reason):
                    yield Finding("reason", f"{path}[{position}].services", message)
        unnamed = _unnamed(roster, gap)
        if not gap.reasons and roster.problem.services:
            yield Finding("reason", path, f"no reason is given for {gap.slot!r}")
        elif unnamed:
            message = f"nothing is said of {', '.join(map(repr, unnamed))}, who could be thought of"
            yield Finding("reason", path, message)


def _wrong(roster: Roster, obstacles: Obstacles, slot: str, reason: Reason) -> Iterator[str]:
    problem = roster.problem
    if not reason.services:
        yield f"{reason.rule} is said to keep nobody out"
    for service, times in Counter(reason.services).items():
        if times > 1:
            yield f"{service!r} is there {times} times"
        if service not in problem.service_index:
            yield f"no service has the id {service!r}"
        elif slot in problem.slot_index:
            broken = obstacles.broken(
                problem.services[problem.service_index[service]], problem.slots[problem.slot_index[slot]]
            )
            if not _keeps_out(reason.rule, broken):
                yield f"{reason.rule} does not keep {service!r} from {slot!r}"


def _unnamed(roster: Roster, gap: Gap) -> list[str]:
    """Return the services on the slot's line that are neither on duty in it nor in a reason."""
    problem = roster.problem
    if gap.slot not in problem.slot_index:
        return []
    line = problem.slots[problem.slot_index[gap.slot]].line
    told = {service for reason in gap.reasons for service in reason.services}
    told |= {service.id for service in roster.of_slot.get(gap.slot, ())}
    return [service.id for service in problem.services if line in service.lines and service.id not in told]


def _keeps_out(rule: str, broken: Iterator[str]) -> bool:
    return next(broken, None) is None if rule == NEEDED_ELSEWHERE else rule in broken


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(1.0, abs(other))


def _above(one: float, other: float) -> bool:
    return one > other + TOLERANCE * max(1.0, abs(other))
