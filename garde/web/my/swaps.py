"""Duties that services give away or exchange: offers open to this one, its own, and who could take a duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from garde.errors import BadInput, Conflict, Forbidden, NotFound
from garde.planning.explaining.sentences import loads_told
from garde.planning.explaining.wording import Wording
from garde.rota import FilledSlot
from garde.swaps.agreeing import accept
from garde.swaps.candidates import Candidate, candidates_for
from garde.swaps.force import Refused as AgainstARule
from garde.swaps.judgement import Judgement
from garde.swaps.lapse import read_back
from garde.swaps.lapsing import coming_slots
from garde.swaps.listing import list_swaps
from garde.swaps.offering import Terms, offer, refuse, withdraw
from garde.swaps.openly import open_offers
from garde.swaps.phrasing import broken_rules, wording_of
from garde.swaps.swap import OVERTAKEN, Kind, Swap
from garde.swaps.words import WORDS
from garde.web.my.section import Done, Given, Refused, Section, one
from garde.web.my.visit import Visit
from garde.web.my.words import noted as _

LONGEST_NOTE = 200
SHOWN = 8
"""So many services that could take a duty are shown."""
WAYS = 4
"""So many ways of an exchange are shown of each."""
FAR = 7 * 24.0
"""Rest of so many hours or more is not told."""
RECENT = timedelta(days=30)
SAME = 0.005
"""Less of a difference in unfairness is not told."""

NOTICES = {
    "offered": _("Offered. You keep the duty until somebody takes it and the swap is in force."),
    "accepted": _("You accept. Nothing has changed yet: the coordinators have to approve it."),
    "approved": _("The swap is in force. Your calendar shows it soon."),
    "refused": _("Turned down. The duty stays with whoever offered it."),
    "withdrawn": _("Taken back. The duty stays yours."),
}
STATES = {
    "offered": _("open"),
    "accepted": _("accepted, not yet approved"),
    "approved": _("in force"),
    "refused": _("turned down"),
    "withdrawn": _("taken back"),
    "lapsed": _("lapsed"),
    "undone": _("undone"),
    "overtaken": _("overtaken: the rota has changed since"),
}


@dataclass(frozen=True)
class Way:
    """One way in which a duty could be taken, with what it means in words; ``back`` is given in return."""

    back: FilledSlot | None
    told: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """An offer that the service may take: in these ways, or why not."""

    swap: Swap
    slot: FilledSlot
    back: FilledSlot | None
    ways: tuple[Way, ...]
    hindered: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """A swap of the service, with its duties as far as the rota in force still has them."""

    swap: Swap
    slot: FilledSlot | None
    back: FilledSlot | None
    state: str
    why: str | None


@dataclass(frozen=True)
class Able:
    """A service that could take the duty, and the best ways in which it could."""

    service: str
    ways: tuple[Way, ...]


def show(visit: Visit, given: Given) -> dict[str, object]:
    """Offers, own swaps and own duties; or the form that offers one duty (``slot``)."""
    slots = coming_slots(visit.session, visit.config, visit.now)
    own = [
        slot
        for slot in slots.values()
        if visit.service.external_id in slot.services and slot.start > visit.now
    ]
    swaps = list_swaps(visit.session, visit.config, actor=visit.actor, at=visit.now)
    offered = {swap.slot for swap in swaps if swap.live and swap.giver == visit.service.external_id}
    chosen = next((slot for slot in own if slot.key == one(given, "slot")), None)
    common = {"longest": LONGEST_NOTE, "chosen": chosen}
    if chosen is not None and chosen.key not in offered:
        return common | _form(visit, given, chosen, slots)
    return common | {
        "chosen": None,
        "open": _open(visit),
        "own": [_own(visit, swap, slots) for swap in swaps if _is_own(visit, swap)],
        "duties": [slot for slot in own if slot.key not in offered],
        "me": visit.service.external_id,
    }


def post(visit: Visit, given: Given) -> Done:
    """Offers, accepts, turns down or takes back."""
    said = visit.words.gettext
    try:
        return _post(visit, given)
    except AgainstARule as refusal:
        told = " ".join(broken_rules(_wording(visit, refusal.judgement), refusal.judgement))
        raise Refused(
            said("A rule forbids it: %(rule)s Your coordinator can tell more.", rule=told), 409
        ) from None
    except (Conflict, NotFound, Forbidden):
        raise Refused(said("This has changed meanwhile. Look at it again."), 409) from None
    except BadInput:
        raise Refused(said("This could not be understood. Try once more.")) from None


def _post(visit: Visit, given: Given) -> Done:
    session, config, me = visit.session, visit.config, visit.service.external_id
    act = one(given, "act")
    if act == "offer":
        offer(session, config, _terms(visit, given), actor=visit.actor, at=visit.now)
        return Done("offered")
    number = _number(given)
    if act == "accept":
        back = one(given, "back") or None
        agreed = accept(session, config, number, me, actor=visit.actor, at=visit.now, return_slot=back)
        return Done("accepted" if agreed.published is None else "approved")
    if act == "refuse":
        refuse(session, config, number, actor=visit.actor, at=visit.now)
        return Done("refused")
    if act == "withdraw":
        withdraw(session, config, number, actor=visit.actor, at=visit.now)
        return Done("withdrawn")
    raise BadInput(f"{act!r} is nothing that can be done here")


def _terms(visit: Visit, given: Given) -> Terms:
    note, back = one(given, "note"), one(given, "back") or None
    if len(note) > LONGEST_NOTE:
        raise BadInput("the note is too long")
    kind: Kind = "exchange" if one(given, "kind") == "exchange" else "gift"
    to = one(given, "to") or None
    return Terms(one(given, "slot"), visit.service.external_id, kind, to, back, note)


def _number(given: Given) -> int:
    text = one(given, "swap")
    if not (text.isascii() and text.isdigit()):
        raise BadInput("no number of a swap")
    return int(text)


def _open(visit: Visit) -> list[Open]:
    found = open_offers(
        visit.session, visit.config, visit.service.external_id, actor=visit.actor, at=visit.now
    )
    return [
        Open(
            swap=offered.swap,
            slot=_without(offered.slot, offered.swap.giver),
            back=offered.back,
            ways=_ways(visit, offered.candidate.ways, visit.service.external_id),
            hindered=_hindered(visit, offered.candidate),
        )
        for offered in found
    ]


def _without(slot: FilledSlot, giver: str) -> FilledSlot:
    """The slot as whoever takes the giver's place will have it."""
    return replace(slot, places=tuple(None if one == giver else one for one in slot.places))


def _hindered(visit: Visit, one: Candidate) -> tuple[str, ...]:
    """Why a service may not take a duty; nothing when it may."""
    if one.may:
        return ()
    if one.best is None:
        return (visit.words.gettext("A duty is wanted in return, and you have none that could be given."),)
    return tuple(broken_rules(_wording(visit, one.best), one.best))


def _ways(visit: Visit, judged: Iterable[Judgement], service: str) -> tuple[Way, ...]:
    sound = [way for way in judged if way.sound][:WAYS]
    return tuple(Way(_back(way), tuple(_told(visit, way, service))) for way in sound)


def _back(way: Judgement) -> FilledSlot | None:
    return way.parts[1].slot if len(way.parts) > 1 else None


def _told(visit: Visit, way: Judgement, service: str) -> Iterable[str]:
    """What a way means for a service: its rest, its load, and the fairness of all."""
    wording, said = _wording(visit, way), visit.words.gettext
    for part in way.parts:
        if part.duty.service == service:
            if part.rest.before is not None and part.rest.before < FAR:
                yield said("Rest before: %(hours)s", hours=wording.hours(part.rest.before))
            if part.rest.after is not None and part.rest.after < FAR:
                yield said("Rest after: %(hours)s", hours=wording.hours(part.rest.after))
    loads = [load for load in way.effects[-1].effect.loads if load.service == service]
    yield from loads_told(wording, "load.after", loads, every=False)
    if way.unfairness < -SAME:
        yield said("The rota becomes fairer.")
    elif way.unfairness > SAME:
        yield said("The rota becomes less fair.")
    else:
        yield said("The rota stays as fair as it is.")


def _wording(visit: Visit, way: Judgement) -> Wording:
    names = {service.external_id: service.shown_name for service in visit.services}
    return wording_of(way, visit.config, visit.words.tag, names)


def _is_own(visit: Visit, swap: Swap) -> bool:
    """Whether the service gives in it, or took it; not one that ended long ago."""
    me = visit.service.external_id
    mine = swap.giver == me or (swap.taker == me and swap.state != "offered")
    last = swap.undone or swap.decided or swap.accepted or swap.offered
    return mine and (swap.live or visit.now - last.at < RECENT)


def _own(visit: Visit, swap: Swap, slots: dict[str, FilledSlot]) -> Own:
    slot = slots.get(swap.slot)
    taking = swap.live and swap.taker == visit.service.external_id
    return Own(
        swap=swap,
        slot=_without(slot, swap.giver) if slot is not None and taking else slot,
        back=slots.get(swap.return_slot or ""),
        state=visit.words.gettext(STATES[swap.state]),
        why=_why(visit, swap),
    )


def _why(visit: Visit, swap: Swap) -> str | None:
    """Why a swap did not come about, or is overtaken, as the mail says it; None where nothing is known."""
    words = WORDS[visit.words.tag]
    if swap.state == "refused" and swap.reason:
        return words.reason.format(reason=swap.reason)
    lapse = read_back(swap.reason or "") if swap.state in ("lapsed", OVERTAKEN) else None
    if lapse is None:
        return None
    holders = ", ".join(map(visit.name, lapse.holders)) or words.nobody
    text: str = getattr(words, lapse.code)
    return text.format(service=visit.name(lapse.service or swap.giver), holders=holders)


def _form(visit: Visit, given: Given, chosen: FilledSlot, slots: dict[str, FilledSlot]) -> dict[str, object]:
    """What the form of one duty needs, with those who could take it."""
    kind: Kind = "exchange" if one(given, "kind") == "exchange" else "gift"
    terms = Terms(chosen.key, visit.service.external_id, kind)
    found = candidates_for(visit.session, visit.config, terms, actor=visit.actor, at=visit.now)
    able = [candidate for candidate in found if candidate.may]
    return {
        "kind": kind,
        "to": one(given, "to"),
        "note": one(given, "note"),
        "others": sorted((candidate.service for candidate in found), key=visit.name),
        "able": [Able(each.service, _ways(visit, each.ways, each.service)) for each in able[:SHOWN]],
        "count": len(able),
    }


SECTION = Section("swaps", _("Swaps"), "swaps.html", show, post, NOTICES)
