"""What holds today of all that services answered about a draft. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from garde.consultation.answer import Answer
from garde.planning.decisions import Pinned
from garde.planning.draft import Draft
from garde.rota import FilledSlot
from solver import load_problem

SOURCE = "consultation"
"""The source of pins that stem from answers."""

State = Literal["accepted", "change-asked", "partly", "commented", "outdated", "none", "no-duty"]
WAITED_FOR: frozenset[State] = frozenset({"partly", "outdated", "none"})


@dataclass(frozen=True)
class Standing:
    """Where one service stands towards the draft as it is now.

    ``held`` is the answer that holds for each of its duties that has one; ``confirmed`` are duties that it
    accepted in an earlier draft and that were kept for it. ``outdated`` are answers about duties that it no
    longer has, ``comments`` its latest words about each subject.
    """

    service: str
    duties: tuple[FilledSlot, ...]
    held: Mapping[str, Answer]
    confirmed: frozenset[str]
    comments: tuple[Answer, ...]
    outdated: tuple[Answer, ...]

    @property
    def accepted(self) -> tuple[str, ...]:
        """The duties that it accepts."""
        return tuple(
            slot.key
            for slot in self.duties
            if slot.key in self.confirmed or (slot.key in self.held and self.held[slot.key].kind == "accept")
        )

    @property
    def declined(self) -> tuple[Answer, ...]:
        """Its requests for a change, in the order of the duties."""
        asked = (self.held.get(slot.key) for slot in self.duties)
        return tuple(answer for answer in asked if answer is not None and answer.kind == "decline")

    @property
    def open(self) -> tuple[str, ...]:
        """The duties about which it has not said yes or no."""
        return tuple(
            slot.key for slot in self.duties if slot.key not in self.held and slot.key not in self.confirmed
        )

    @property
    def state(self) -> State:
        """In a word."""
        if self.declined:
            return "change-asked"
        if self.duties and not self.open:
            return "accepted"
        if self.accepted:
            return "partly"
        if self.comments:
            return "commented"
        if not self.duties:
            return "no-duty"
        return "outdated" if self.outdated else "none"

    @property
    def waited_for(self) -> bool:
        """Whether it has duties and an answer is still missing."""
        return self.state in WAITED_FOR and bool(self.duties)

    @property
    def latest(self) -> Answer | None:
        """What it said last, of all that is still of interest."""
        said = [*self.held.values(), *self.comments, *self.outdated]
        return max(said, key=lambda answer: answer.id, default=None)


def standings(
    draft: Draft, services: Iterable[str], answers: Sequence[Answer], since: datetime
) -> tuple[Standing, ...]:
    """Where each of the services stands, in their order.

    ``answers`` are all about this draft, oldest first; duties that began by ``since`` are not up for them.
    """
    duties: dict[str, list[FilledSlot]] = {}
    for slot in (one for one in draft.slots if one.start > since):
        for service in slot.services:
            duties.setdefault(service, []).append(slot)
    said: dict[str, list[Answer]] = {}
    for answer in answers:
        said.setdefault(answer.service, []).append(answer)
    return tuple(
        _standing(service, duties.get(service, []), said.get(service, []), draft.pins) for service in services
    )


def planned_services(draft: Draft) -> tuple[str, ...]:
    """The services that the draft was planned with, or that serve in it, by id."""
    planned = {service.id for pool in draft.pools for service in load_problem(pool.problem).services}
    return tuple(sorted(planned.union(service for slot in draft.slots for service in slot.services)))


def _standing(
    service: str, duties: Sequence[FilledSlot], said: Sequence[Answer], pins: Iterable[Pinned]
) -> Standing:
    confirmed = {pin.slot for pin in pins if pin.service == service and pin.on and pin.source == SOURCE}
    held: dict[str, Answer] = {}
    comments: dict[str | None, Answer] = {}
    for answer in said:
        if answer.kind == "comment":
            comments[answer.slot] = answer
        elif answer.kind == "withdraw":
            subjects = {*held, *comments, *confirmed} if answer.slot is None else {answer.slot}
            confirmed -= {subject for subject in subjects if subject is not None}
            for subject in subjects:
                comments.pop(subject, None)
                if subject is not None:
                    held.pop(subject, None)
        else:
            for subject in answer.seen if answer.slot is None else (answer.slot,):
                held[subject] = answer
                confirmed.discard(subject)
    now = {slot.key for slot in duties}
    gone = {answer.id: answer for subject, answer in held.items() if subject not in now}
    return Standing(
        service=service,
        duties=tuple(duties),
        held={subject: answer for subject, answer in held.items() if subject in now},
        confirmed=frozenset(confirmed & now),
        comments=tuple(sorted(comments.values(), key=lambda answer: answer.id)),
        outdated=tuple(gone[number] for number in sorted(gone)),
    )
