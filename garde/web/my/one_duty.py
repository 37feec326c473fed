"""The form of one duty, at the address in the message that asks about it: that form and nothing else."""

from __future__ import annotations

from garde.activity.question import Question, asked_duty
from garde.errors import NotFound
from garde.web.my import activity
from garde.web.my.section import Done, Given, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

NOTICES = {"reported": _("Thank you, your duty is reported. You can still correct it here.")}


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The form of the duty asked about, whichever the address or a form names."""
    question = _question(visit)
    return {**activity.show(visit, _of_this(visit, given, "report")), "until": question.until}


def post(visit: Visit, given: Given) -> Done:
    """Reports this duty, a quiet one in one go, and can do nothing else that the whole section does."""
    act = "quiet" if one(given, "act") == "quiet" else "report"
    return activity.post(visit, _of_this(visit, given, act))


def _of_this(visit: Visit, given: Given, act: str) -> Given:
    duty = asked_duty(visit.session, visit.config, _question(visit), visit.now)
    if duty is None:
        raise NotFound("the duty is no longer this service's")
    return {**given, "act": [act], "slot": [duty.slot.key]}


def _question(visit: Visit) -> Question:
    assert visit.only is not None
    return visit.only


SECTION = Section("duty", _("After a duty"), "duty.html", show, post, NOTICES)
