"""What a service is asked about: accept, comment, ask for a change, take an answer back."""

from __future__ import annotations

from garde.consultation.answer import KINDS
from garde.consultation.answering import LONGEST_COMMENT, NoLongerYours, Over, answer
from garde.consultation.outcome import Why
from garde.errors import BadInput, NotFound
from garde.rota import FilledSlot
from garde.web.my.proposals import Proposal, proposal_of, proposals
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

RATHER = 3
"""So many other slots can be named with a request."""

NOTICES = {
    "accept": _("Thank you: you accept. You can change your answer until the deadline."),
    "decline": _(
        "Your request is noted. The coordinators see it; until they decide, the duty stays proposed."
    ),
    "comment": _("Your comment is noted."),
    "withdraw": _("Taken back."),
}


def show(visit: Visit, given: Given) -> dict[str, object]:
    """All proposals, or the form that asks for a change of one duty (``draft`` and ``change``)."""
    found = proposals(visit)
    asked = one(given, "change")
    for proposal in found:
        if proposal.open and proposal.number == one(given, "draft"):
            for slot in proposal.standing.duties:
                if slot.key == asked:
                    return {
                        "proposals": [proposal],
                        "change": slot,
                        "others": _others(visit, proposal, slot),
                        "rather": RATHER,
                        "chosen": [*(key for key in given.get("prefer", []) if key), *[""] * RATHER],
                        "comment": one(given, "comment"),
                        "longest": LONGEST_COMMENT,
                    }
    return {"proposals": found, "change": None, "longest": LONGEST_COMMENT, "because": _because(visit)}


def post(visit: Visit, given: Given) -> Done:
    """Records an answer."""
    said = visit.words.gettext
    kind = one(given, "kind")
    try:
        if kind not in KINDS:
            raise BadInput("no kind of answer")
        number = proposal_of(visit, one(given, "draft")).draft.id
        answer(
            visit.session,
            visit.config,
            number,
            visit.service.external_id,
            kind,
            slot=one(given, "slot") or None,
            comment=one(given, "comment") or None,
            preferred=[key for key in given.get("prefer", []) if key],
            actor=visit.actor,
            at=visit.now,
        )
    except (Over, NotFound):
        raise Refused(
            said("The deadline has passed. Telephone your coordinator, who can still note your answer."), 409
        ) from None
    except NoLongerYours:
        raise Refused(said("This proposal has changed meanwhile. Look at it again."), 409) from None
    except BadInput as error:
        if error.where == "--comment":
            raise Refused(
                said("Write a few words, not more than %(most)s characters.", most=LONGEST_COMMENT)
            ) from None
        raise Refused(said("This could not be understood. Try once more.")) from None
    return Done(kind)


def _others(visit: Visit, proposal: Proposal, declined: FilledSlot) -> list[tuple[str, list[FilledSlot]]]:
    """The slots that the service could have instead, by line."""
    own = {slot.key for slot in proposal.standing.duties}
    return [
        (
            visit.line(line),
            [
                slot
                for slot in proposal.draft.slots
                if slot.line == line
                and slot.key not in own
                and slot.key != declined.key
                and visit.service.external_id not in slot.services
                and slot.start > visit.now
            ],
        )
        for line in visit.service.lines
        if line in proposal.draft.lines
    ]


def _because(visit: Visit) -> object:
    """Why a request was not met, as a sentence."""
    said = visit.words.gettext

    def sentence(why: Why | None) -> str:
        match why.code if why else None:
            case "pinned" | "against_rule":
                return said("The coordinators decided that this duty stays with you; ask them why.")
            case "nobody":
                return said("Nobody else could serve then, because of rest, limits or availability.")
            case "costs":
                return said(
                    "Somebody else would have carried more than their part, or a place would be empty."
                )
            case "not_found":
                return said("No exchange was found in the time there was; ask the coordinators.")
            case _:
                return said("Ask the coordinators why.")

    return sentence


SECTION = Section("consultation", _("What you are asked"), "consultation.html", show, post, NOTICES)
