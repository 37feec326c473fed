"""Who serves what: assignments matched to the problem's services and slots, for check faces and values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from solver.problem import Problem, Service, Slot
from solver.rota import Assignment

Fact = float | str


@dataclass(frozen=True)
class Breach:
    """A hard rule that a rota breaks.

    Attributes:
        rule: the rule's name in ``RULES``.
        services: ids of the services concerned.
        slots: ids of the slots concerned; the last one is the duty to take away.
        facts: the numbers behind it, by name, for whoever phrases the breach.
    """

    rule: str
    services: tuple[str, ...]
    slots: tuple[str, ...]
    facts: tuple[tuple[str, Fact], ...] = field(default=())

    def __str__(self) -> str:
        """Return one English line."""
        facts = "".join(f", {name} {fact}" for name, fact in self.facts)
        return f"{self.rule}: {' and '.join(self.services)} on {' and '.join(self.slots)}{facts}"


@dataclass(frozen=True)
class Roster:
    """The duties of a rota as objects of its problem; assignments of unknown ids are left out.

    Attributes:
        of_service: slots by service id, in the order of the assignments.
        of_slot: services by slot id, in the order of the assignments.
    """

    problem: Problem
    assignments: tuple[Assignment, ...]

    @classmethod
    def of(cls, problem: Problem, assignments: Iterable[Assignment]) -> "Roster":
        """Return the roster of ``assignments``."""
        return cls(problem, tuple(assignments))

    @cached_property
    def duties(self) -> tuple[tuple[Service, Slot], ...]:
        """Every duty, in the order of the assignments."""
        services, slots = self.problem.service_index, self.problem.slot_index
        return tuple(
            (self.problem.services[services[item.service]], self.problem.slots[slots[item.slot]])
            for item in self.assignments
            if item.service in services and item.slot in slots
        )

    @cached_property
    def of_service(self) -> Mapping[str, list[Slot]]:
        """Slots by service id."""
        result: dict[str, list[Slot]] = defaultdict(list)
        for service, slot in self.duties:
            result[service.id].append(slot)
        return result

    @cached_property
    def of_slot(self) -> Mapping[str, list[Service]]:
        """Services by slot id."""
        result: dict[str, list[Service]] = defaultdict(list)
        for service, slot in self.duties:
            result[slot.id].append(service)
        return result
