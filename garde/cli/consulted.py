"""How consultations, and what became of requests, are shown on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from garde.cli.output import print_table, say
from garde.cli.showing import REASONS, local
from garde.consultation.answer import Answer, Consultation
from garde.consultation.outcome import Outcome, Why
from garde.consultation.standing import Standing
from garde.consultation.status import Status

STATES = {
    "accepted": "accepts everything",
    "change-asked": "asks for a change",
    "partly": "accepts some, not yet all",
    "commented": "comments",
    "outdated": "answered, but its duties changed since",
    "none": "no answer",
    "no-duty": "no duty, no answer needed",
}


def show_status(status: Status, names: Mapping[str, str], zone: ZoneInfo, now: datetime) -> None:
    """Everybody's answer in a row, then the requests and comments in full."""
    consultation = status.consultation
    state = "open" if consultation.is_open(now) else "closed"
    print_table(
        f"Draft {status.draft.id}, {', '.join(status.draft.months)}: {state}, "
        f"until {local(consultation.until, zone)}",
        ["service", "name", "duties", "answer", "when", "how"],
        [
            [one.service, names.get(one.service), len(one.duties), STATES[one.state],
             "" if one.latest is None else local(one.latest.at, zone),
             "" if one.latest is None else _how(one.latest)]
            for one in status.standings
        ],
        right=[2],
        optional=[5, 4],
    )  # fmt: skip
    for one in status.standings:
        _show_words(one, names.get(one.service, one.service))
    waited = [names.get(one.service, one.service) for one in status.waited_for]
    say(
        f"Waiting for {len(waited)}: {', '.join(waited)}" if waited else "Everybody with duties has answered."
    )


def _show_words(standing: Standing, name: str) -> None:
    for answer in standing.declined:
        rather = f"; rather {', '.join(answer.preferred)}" if answer.preferred else ""
        say(f"CHANGE {answer.slot}: {name}: {answer.comment}{rather}")
    for answer in standing.comments:
        say(f"COMMENT {answer.slot or 'on everything'}: {name}: {answer.comment}")
    for answer in standing.outdated:
        say(f"OUTDATED {answer.kind} {answer.slot or 'of everything'}: {name}: the duties are others now")


def _how(answer: Answer) -> str:
    return f"told to {answer.by}" if answer.on_behalf else "on its page"


def show_outcomes(outcomes: Sequence[Outcome], names: Mapping[str, str]) -> None:
    """What became of each request."""
    if not outcomes:
        return
    granted = sum(outcome.granted for outcome in outcomes)
    print_table(
        f"Requests of the services: {granted} of {len(outcomes)} granted",
        ["slot", "service", "granted", "why not, or what instead"],
        [
            [outcome.request.slot, names.get(outcome.request.service, outcome.request.service),
             "yes" if outcome.granted else "no", _told(outcome)]
            for outcome in outcomes
        ],
    )  # fmt: skip


def _told(outcome: Outcome) -> str:
    if outcome.granted:
        return f"serves {', '.join(outcome.gained)}" if outcome.gained else ""
    return "" if outcome.why is None else _why(outcome.why)


def _why(why: Why) -> str:
    match why.code:
        case "pinned":
            return "pinned by hand"
        case "against_rule":
            return "decided by hand against a rule"
        case "not_planned":
            return "its slot was not planned again"
        case "nobody":
            kept = ", ".join(f"{count} {REASONS.get(rule, rule)}" for rule, count in why.rules)
            return f"nobody else may: {kept}" if kept else "nobody else takes part in the line"
        case "costs":
            return f"the cheapest exchange raises {why.tier} by {why.amount:g}"
        case _:
            return "an exchange was not found in time; try a longer --time-limit"


def outcomes_as_json(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """What became of each request, for a program."""
    return [
        {
            "service": outcome.request.service,
            "slot": outcome.request.slot,
            "preferred": list(outcome.request.preferred),
            "granted": outcome.granted,
            "gained": list(outcome.gained),
            "why": None
            if outcome.why is None
            else {
                "code": outcome.why.code,
                "tier": outcome.why.tier,
                "amount": outcome.why.amount,
                "rules": dict(outcome.why.rules),
            },
        }
        for outcome in outcomes
    ]


def consultation_as_json(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """A consultation for a program."""
    return {
        "id": consultation.id,
        "draft": consultation.draft,
        "opened_at": consultation.opened_at,
        "opened_by": consultation.opened_by,
        "until": consultation.until,
        "closed_at": consultation.closed_at,
        "closed_by": consultation.closed_by,
        "open": consultation.is_open(now),
    }


def status_as_json(status: Status, now: datetime) -> dict[str, Any]:
    """A status for a program."""
    return {
        **consultation_as_json(status.consultation, now),
        "waiting_for": [one.service for one in status.waited_for],
        "services": [
            {
                "id": one.service,
                "state": one.state,
                "waited_for": one.waited_for,
                "duties": [slot.key for slot in one.duties],
                "accepted": list(one.accepted),
                "changes": [answer_as_json(answer) for answer in one.declined],
                "comments": [answer_as_json(answer) for answer in one.comments],
                "outdated": [answer_as_json(answer) for answer in one.outdated],
            }
            for one in status.standings
        ],
        "answers": [answer_as_json(answer) for answer in status.answers],
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """An answer for a program."""
    return {
        "id": answer.id,
        "service": answer.service,
        "kind": answer.kind,
        "slot": answer.slot,
        "comment": answer.comment,
        "preferred": list(answer.preferred),
        "at": answer.at,
        "by": answer.by,
        "on_behalf": answer.on_behalf,
    }
