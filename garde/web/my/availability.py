"""When a service can and cannot serve: what it said, and a form to say more."""

from __future__ import annotations

from datetime import datetime

from garde.availability.by_hand import add_by_hand, kept_by, remove_by_hand
from garde.availability.updating import HAND
from garde.availability.window import Window
from garde.calendar.localtime import parse_instant
from garde.errors import BadInput
from garde.web.asking import around_skipped
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

WISH = 10
"""Points of a wish given here; it only chooses among equally fair rotas."""
LONGEST_NOTE = 200

NOTICES = {
    "added": _(
        "Noted. It counts for rotas that are planned from now on; nothing published changes by itself."
    ),
    "removed": _("Removed. The form below still has it: send it to put it back."),
}


def show(visit: Visit, given: Given) -> dict[str, object]:
    """The windows from now on, and the form with what was given."""
    kept = kept_by(visit.session, visit.config, visit.service.external_id, actor=visit.actor, at=visit.now)
    kind = one(given, "kind")
    return {
        "windows": kept.windows,
        "collisions": kept.collisions,
        "declares": visit.service.availability == "declared",
        "by_hand": HAND,
        "kind": kind if kind in _kinds(visit) else _kinds(visit)[0],
        "kinds": _kinds(visit),
        "start": one(given, "start"),
        "end": one(given, "end"),
        "note": one(given, "note"),
        "longest": LONGEST_NOTE,
        "local": lambda instant: f"{instant.astimezone(visit.zone):%Y-%m-%dT%H:%M}",
    }


def post(visit: Visit, given: Given) -> Done:
    """Adds the window of the form, or removes the one whose number is given."""
    service = visit.service.external_id
    number = one(given, "remove")
    if number:
        gone = None
        if number.isascii() and number.isdigit():
            gone = remove_by_hand(
                visit.session, visit.config, service, int(number), actor=visit.actor, at=visit.now
            )
        return Done("removed", query={} if gone is None else _fields(visit, gone))
    window = _window(visit, given)
    try:
        add_by_hand(visit.session, visit.config, service, window, actor=visit.actor, at=visit.now)
    except BadInput as error:
        said = visit.words.gettext
        if error.where is None:
            raise Refused(said("There are too many already: remove some first.")) from None
        raise Refused(said("The end must lie ahead, and not more than a year after the start.")) from None
    return Done("added")


def _kinds(visit: Visit) -> list[str]:
    """What can be said: only who declares when it can serve has use for "can"."""
    others = ["unavailable", "rather", "rather-not"]
    return ["available", *others] if visit.service.availability == "declared" else others


def _window(visit: Visit, given: Given) -> Window:
    said = visit.words.gettext
    kind, note = one(given, "kind"), one(given, "note")
    if kind not in _kinds(visit):
        raise Refused(said("Choose what you want to say."))
    if len(note) > LONGEST_NOTE:
        raise Refused(said("Write a few words, not more than %(most)s characters.", most=LONGEST_NOTE))
    # Of an hour that exists twice, a start takes the first and an end the last: all of it is meant.
    start, end = (_instant(visit, one(given, name))[which] for name, which in (("start", 0), ("end", -1)))
    if end <= start:
        raise Refused(said("The end must come after the start."))
    points = {"rather": WISH, "rather-not": -WISH}.get(kind, 0)
    if points:
        return Window("wish", start, end, points, HAND, note or None)
    return Window("available" if kind == "available" else "unavailable", start, end, 0, HAND, note or None)


def _instant(visit: Visit, text: str) -> tuple[datetime, ...]:
    said = visit.words.gettext
    try:
        return parse_instant(text, visit.zone)
    except BadInput:
        around = around_skipped(text, visit.zone)
    if around:
        before, after = (visit.words.moment(instant) for instant in around)
        raise Refused(
            said(
                "This time does not exist: the clock is put forward that night. Use %(before)s or %(after)s.",
                before=before,
                after=after,
            )
        )
    raise Refused(said("Give the day and the time of both the start and the end."))


def _fields(visit: Visit, window: Window) -> dict[str, str]:
    """A window as the form has it, without its note: words do not belong in an address."""
    kind = window.kind if not window.points else ("rather" if window.points > 0 else "rather-not")
    start, end = (f"{one.astimezone(visit.zone):%Y-%m-%dT%H:%M}" for one in (window.start, window.end))
    return {"kind": kind, "start": start, "end": end}


SECTION = Section("availability", _("When you can"), "availability.html", show, post, NOTICES)
