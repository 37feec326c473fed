"""After a duty: the half-minute form, and people who stood before a closed door. Counts only."""

from __future__ import annotations

from datetime import date
from typing import cast

from garde.activity.checking import (
    LONGEST_REMARK,
    MOST_PEOPLE,
    MayBeAboutSomebody,
    RemarkRefused,
    Unfit,
)
from garde.activity.closed_doors import Hour, report_closed_door
from garde.activity.privacy import Danger
from garde.activity.report import ClosedDoor, Door
from garde.activity.reporting import OWN_DAYS, OwnDuty, own_duties, report_duty
from garde.calendar.localtime import FIRST_YEAR, LAST_YEAR
from garde.errors import Conflict, Forbidden, NotFound
from garde.storage.repositories.activity import closed_doors
from garde.web.my.activity_form import Form, counts_of, form_of, number
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

NOTICES = {
    "reported": _("Thank you, your duty is reported. You can correct it below for three months."),
    "door": _("Noted."),
}
TAKE_OUT: dict[Danger, str] = {
    "telephone": _("There is a telephone number in your remark: take it out."),
    "national-number": _("There is a national register number in your remark: take it out."),
    "account": _("There is an account number in your remark: take it out."),
    "e-mail": _("There is an e-mail address or an account name in your remark: take it out."),
    "date": _("There is a full date in your remark, perhaps of a birth: take it out."),
    "document": _("There is the number of a document or a number plate in your remark: take it out."),
    "number": _("There is a long number in your remark that may lead to a person: take it out."),
}
INCIDENT_NAMES = {
    "violence": _("Violence or threats"),
    "technical": _("Something broken (door, telephone, computer)"),
    "medical": _("Medical emergency"),
    "other": _("Another incident"),
}


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The duties that wait for a report and those that have one; or the form of one duty (``slot``)."""
    mine = _own(visit)
    chosen = next((duty for duty in mine if duty.slot.key == one(given, "slot")), None)
    form: Form | None = None
    if chosen is not None and one(given, "act") != "quiet":
        form = form_of(visit, chosen, given)
    return {
        "chosen": chosen if form else None,
        "form": form,
        "waiting": [duty for duty in reversed(mine) if duty.report is None],
        "reported": [duty for duty in reversed(mine) if duty.report is not None],
        "doors": _doors(visit),
        "incidents": INCIDENT_NAMES,
        "longest": LONGEST_REMARK,
        "most": MOST_PEOPLE,
        "today": f"{visit.now.astimezone(visit.zone).date()}",
        "earliest": f"{(visit.now - OWN_DAYS).astimezone(visit.zone).date()}",
        "day": one(given, "day"),
        "hour": one(given, "hour") or "8",
        "line": one(given, "line"),
        "kind": one(given, "kind") or "closed",
        "many": one(given, "many"),
    }


def unreported(visit: Visit) -> int:
    """How many duties of the service are over and not reported yet."""
    return sum(duty.report is None for duty in _own(visit))


def post(visit: Visit, given: Given) -> Done:
    """Reports a duty, a quiet one in one go, or people before a closed door."""
    said = visit.words.gettext
    try:
        if one(given, "act") == "door":
            _door(visit, given)
            return Done("door")
        _report(visit, given)
        return Done("reported")
    except RemarkRefused as refused:
        told = " ".join(said(TAKE_OUT[kind]) for kind in refused.dangers)
        raise Refused(f"{told} {said('Nothing was kept.')}") from None
    except MayBeAboutSomebody:
        raise Refused(
            said("Is there a person in your remark? Take out names and ages, or tick that nobody is named.")
        ) from None
    except Unfit as unfit:
        raise Refused(_sentence(visit, unfit)) from None
    except (Conflict, NotFound, Forbidden):
        raise Refused(said("This has changed meanwhile. Look at it again."), 409) from None


def _own(visit: Visit) -> tuple[OwnDuty, ...]:
    return own_duties(visit.session, visit.config, visit.service.external_id, actor=visit.actor, at=visit.now)


def _report(visit: Visit, given: Given) -> None:
    report_duty(
        visit.session,
        visit.config,
        one(given, "slot"),
        visit.service.external_id,
        counts_of(given),
        nobody_named=one(given, "nobody") == "yes",
        actor=visit.actor,
        at=visit.now,
    )


def _doors(visit: Visit) -> tuple[ClosedDoor, ...]:
    """What was told of the last months, the latest first."""
    found = closed_doors(
        visit.session, visit.config.id, visit.now - OWN_DAYS, service=visit.service.external_id
    )
    return tuple(reversed(found))


def _door(visit: Visit, given: Given) -> None:
    try:
        day = date.fromisoformat(one(given, "day"))
    except ValueError:
        raise Unfit("day", "no day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unfit("day", "no day of our times")
    report_closed_door(
        visit.session,
        visit.config,
        visit.service.external_id,
        one(given, "line") or visit.service.lines[0],
        Hour(day, number("hour", one(given, "hour"))),
        cast(Door, one(given, "kind") or "closed"),
        number("people", one(given, "many")),
        actor=visit.actor,
        at=visit.now,
    )


def _sentence(visit: Visit, unfit: Unfit) -> str:
    said = visit.words.gettext
    match unfit.code:
        case "contact" | "people" | "incident":
            return said("Check the numbers: whole numbers up to %(most)s, each kind once.", most=MOST_PEOPLE)
        case "quiet-hours":
            return said("There are more quiet hours than fit in this duty.")
        case "hour":
            return said(
                "Check the hours: they lie behind us, and no more people came by the hour than in all."
            )
        case "need":
            return said("Choose the kind of need beside the number.")
        case "day":
            return said("Give the day.")
        case "remark":
            return said("Write a few words, not more than %(most)s characters.", most=LONGEST_REMARK)
        case _:
            return said("This could not be understood. Try once more.")


SECTION = Section("activity", _("After a duty"), "activity.html", show, post, NOTICES)
