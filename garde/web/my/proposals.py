"""The drafts that a service is asked about, and where it stands towards each."""

from __future__ import annotations

from dataclasses import dataclass

from garde.consultation.answer import Consultation
from garde.consultation.outcome import Outcome, outcomes
from garde.consultation.standing import Standing, standings
from garde.errors import NotFound
from garde.planning.draft import Draft
from garde.storage.repositories.consultations import answers_of, discussed_consultations
from garde.storage.repositories.rotas import load_draft, versions_of
from garde.web.my.visit import Visit


@dataclass(frozen=True)
class Proposal:
    """A draft under discussion. ``asked`` is what became of the requests that the service made before."""

    draft: Draft
    consultation: Consultation
    standing: Standing
    open: bool
    asked: tuple[Outcome, ...]

    @property
    def number(self) -> str:
        """As it stands in an address."""
        return str(self.draft.id)


def proposals(visit: Visit) -> tuple[Proposal, ...]:
    """The drafts that are open to the services, and those last closed of months that none is open of.

    One that was closed is past once anything is published of its months.
    """
    known = discussed_consultations(visit.session, visit.config.id, visit.now)
    versions = versions_of(visit.session, visit.config.id) if known else ()
    found: list[Proposal] = []
    taken: set[str] = set()
    for consultation in sorted(known, key=lambda one: (not one.is_open(visit.now), -one.id)):
        draft = load_draft(visit.session, visit.config.id, consultation.draft)
        decided = {
            month
            for version in versions
            if version.published_at > consultation.opened_at
            for month in version.months
        }
        if consultation.is_open(visit.now) or not (taken | decided).intersection(draft.months):
            taken.update(draft.months)
            found.append(_proposal(visit, draft, consultation))
    return tuple(sorted(found, key=lambda one: (one.draft.months, one.draft.id)))


def proposal_of(visit: Visit, number: str) -> Proposal:
    """The proposal of that draft. Raises NotFound when it is not under discussion."""
    for one in proposals(visit):
        if one.number == number:
            return one
    raise NotFound(f"draft {number[:12]} is not under discussion")


def _proposal(visit: Visit, draft: Draft, consultation: Consultation) -> Proposal:
    service = visit.service.external_id
    answers = answers_of(visit.session, visit.config.id, draft.id, service=service)
    (standing,) = standings(draft, [service], answers, consultation.opened_at)
    asked = tuple(one for one in outcomes(draft) if one.request.service == service)
    return Proposal(draft, consultation, standing, consultation.is_open(visit.now), asked)
