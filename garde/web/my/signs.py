"""What a service hangs at its door for citizens to read: how full it is, and how to get in by night."""

from __future__ import annotations

from datetime import date, timedelta

from garde.basin.config import LANGUAGES
from garde.errors import BadInput
from garde.signs.entrance import LONGEST, NEEDED
from garde.signs.hanging import hang_entrance, mark_saturation
from garde.signs.saturation import DEFAULT_DAYS, LEVELS, MOST_DAYS, NONE, last_day
from garde.storage.repositories.signs import entrances_of, marks_of
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _
from garde.web.words import own_name

NOTICES = {
    "marked": _("Noted. The public page says so from now on; you stay listed."),
    "unmarked": _("Taken off. The public page says nothing of it any more."),
    "hung": _("Noted. The public page says so while you are on duty in the evening and at night."),
    "taken-down": _("Taken down. The public page says nothing of how to get in any more."),
}


def show(visit: Visit, given: Given) -> dict[str, object]:
    """What hangs there now, and both forms with what was given."""
    service = visit.service.external_id
    mark = marks_of(visit.session, visit.config.id).get(service)
    if mark is not None and not mark.public.holds(visit.now):
        mark = None
    texts = entrances_of(visit.session, visit.config.id).get(service, {})
    today = visit.now.astimezone(visit.zone).date()
    asked = one(given, "act") == "entrance"
    return {
        "mark": mark.public if mark else None,
        "last": None if mark is None else visit.words.day(mark.until - timedelta(seconds=1), year=True),
        "levels": LEVELS,
        "chosen": one(given, "level") or (mark.level if mark else ""),
        "until": one(given, "until")
        or ("" if mark is None else last_day(mark.until, visit.zone).isoformat()),
        "first_day": today.isoformat(),
        "furthest": (today + timedelta(days=MOST_DAYS)).isoformat(),
        "days": DEFAULT_DAYS,
        "hung": bool(texts),
        "texts": [
            (tag, own_name(tag), one(given, tag) if asked else texts.get(tag, ""), tag in NEEDED)
            for tag in LANGUAGES
        ],
        "longest": LONGEST,
    }


def post(visit: Visit, given: Given) -> Done:
    """Carries out one of the forms: ``act`` is saturation, entrance, or what takes either away."""
    match one(given, "act"):
        case "saturation":
            return _mark(visit, one(given, "level"), one(given, "until"))
        case "unmark":
            return _mark(visit, NONE, "")
        case "entrance":
            return _hang(visit, {tag: one(given, tag) for tag in LANGUAGES})
        case "take-down":
            return _hang(visit, {})
        case _:
            raise Refused(visit.words.gettext("This could not be understood. Try once more."))


def _mark(visit: Visit, level: str, until: str) -> Done:
    said = visit.words.gettext
    if level not in (*LEVELS, NONE):
        raise Refused(said("Choose what you want to say."))
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise Refused(said("Give the last day as a date, as 2027-01-31, or leave it empty.")) from None
    try:
        mark_saturation(
            visit.session,
            visit.config,
            visit.service.external_id,
            level,
            until=last,
            actor=visit.actor,
            at=visit.now,
        )
    except BadInput:
        raise Refused(
            said("The last day must be today or later, and at most %(days)s days ahead.", days=MOST_DAYS)
        ) from None
    return Done("unmarked" if level == NONE else "marked")


def _hang(visit: Visit, texts: dict[str, str]) -> Done:
    said = visit.words.gettext
    try:
        hung = hang_entrance(
            visit.session, visit.config, visit.service.external_id, texts, actor=visit.actor, at=visit.now
        )
    except BadInput as error:
        if any(len(" ".join(text.split())) > LONGEST for text in texts.values()):
            raise Refused(
                said("Write a few words, not more than %(most)s characters.", most=LONGEST)
            ) from None
        if error.where in {f"--{tag}" for tag in NEEDED if not texts.get(tag)}:
            raise Refused(
                said("Write it in French and in Dutch; the other languages may stay empty.")
            ) from None
        raise Refused(said("This could not be understood. Try once more.")) from None
    return Done("hung" if hung else "taken-down")


SECTION = Section("door", _("At my door"), "door.html", show, post, NOTICES)
