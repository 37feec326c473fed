"""``garde-problem/1``: from bytes to a ``Problem`` and back, every fault refused with its JSON path."""

import hashlib
from typing import Literal
from zoneinfo import ZoneInfo

from solver import reading
from solver.errors import ProblemError
from solver.instants import Span, microseconds
from solver.pinned import broken_pin
from solver.problem import (
    RESERVED_QUANTITIES,
    TIER_NAMES,
    Active,
    Area,
    LineDistance,
    Numbers,
    Period,
    Pin,
    Place,
    Problem,
    Service,
    Slot,
    TierChoice,
    Wish,
)
from solver.reading import Node

PROBLEM_FORMAT = "garde-problem/1"
LEAST_SHARE = 1e-6
MOST_PLACES = MOST_BURDEN = 10**6
_REQUIRED = ("format", "name", "timezone", "horizon", "services", "slots")
_OPTIONAL = (
    *("unavailable", "available", "wishes", "pins", "served", "areas"),
    *("reach", "apart", "fairness", "tiers", "base"),
)
_SERVICE_OPTIONAL = (
    *("share", "availability", "active", "limits", "rest_hours"),
    *("languages", "lat", "lon", "group", "carried"),
)


def problem_digest(data: bytes) -> str:
    """Return the SHA-256 of a problem file's bytes in hexadecimal, as a rota quotes it."""
    return hashlib.sha256(data).hexdigest()


def load_problem(data: bytes) -> Problem:
    """Return the problem in a ``garde-problem/1`` document.

    Raises:
        ProblemError: with the JSON path of the first fault, what is wrong, and what to do about it.
    """
    root = reading.parse(data, ProblemError)
    members = root.fields(_REQUIRED, _OPTIONAL)
    members["format"].choice((PROBLEM_FORMAT,))
    horizon = Span(*reading.span(members["horizon"].fields(("start", "end"))))
    services = _services(members["services"])
    slots = _slots(members["slots"], horizon)
    known = {service.id: service for service in services}
    problem = Problem(
        name=members["name"].text(),
        timezone=_timezone(members["timezone"]),
        horizon=horizon,
        services=services,
        slots=slots,
        unavailable=tuple(_period(node, known) for node in _list(members, "unavailable")),
        available=tuple(_available(node, known) for node in _list(members, "available")),
        wishes=tuple(_wish(node, known) for node in _list(members, "wishes")),
        pins=_pins(_list(members, "pins"), known, {slot.id for slot in slots}),
        served=tuple(_period(node, known) for node in _list(members, "served")),
        areas=_areas(_list(members, "areas")),
        reach=_line_distances(_list(members, "reach")),
        apart=_line_distances(_list(members, "apart")),
        fairness=_quantities(members["fairness"], 0) if "fairness" in members else Problem.fairness,
        tiers=_tiers(members["tiers"]) if "tiers" in members else None,
        base=_base(_list(members, "base")) if "base" in members else None,
    )
    broken = broken_pin(problem)
    if broken is not None:
        index, breach = broken
        raise ProblemError(
            f"$.pins[{index}]", f"breaks a hard rule ({breach})", "remove the pin, or what it breaks"
        )
    return problem


def _list(members: dict[str, Node], key: str) -> list[Node]:
    return list(members[key].items()) if key in members else []


def _texts(members: dict[str, Node], key: str) -> tuple[str, ...]:
    return tuple(node.text() for node in _list(members, key))


def _timezone(node: Node) -> str:
    name = node.text()
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise node.fault(
            f"{reading.shown(name)} is no known time zone", "write a name like Europe/Brussels"
        ) from None
    return name


def _services(node: Node) -> tuple[Service, ...]:
    nodes = [item.fields(("id", "lines"), _SERVICE_OPTIONAL) for item in node.items()]
    services = tuple(_service(members) for members in nodes)
    reading.unique([members["id"] for members in nodes], [service.id for service in services])
    return services


def _service(members: dict[str, Node]) -> Service:
    availability: Literal["open", "declared"] = "open"
    if "availability" in members and members["availability"].choice(("open", "declared")) == "declared":
        availability = "declared"
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in members and other not in members:
            raise members[one].fault(f"stands without {other}", "write both coordinates or none")
    share = members["share"].number(LEAST_SHARE) if "share" in members else 1
    return Service(
        id=members["id"].text(),
        lines=_texts(members, "lines"),
        share=share,
        availability=availability,
        active=_active(members["active"]) if "active" in members else Active(),
        limits=_limits(members["limits"]) if "limits" in members else (),
        rest_hours=members["rest_hours"].number(0, reading.VAST) if "rest_hours" in members else 11,
        languages=_texts(members, "languages"),
        lat=members["lat"].number(greatest=90) if "lat" in members else None,
        lon=members["lon"].number(greatest=180) if "lon" in members else None,
        group=members["group"].text() if "group" in members else None,
        carried=_quantities(members["carried"], None) if "carried" in members else (),
    )


def _active(node: Node) -> Active:
    members = node.fields((), ("start", "end"))
    start = members["start"].instant() if "start" in members else None
    end = members["end"].instant() if "end" in members else None
    if start is not None and end is not None and microseconds(end) <= microseconds(start):
        raise members["end"].fault("is not after the start", "let it end after it starts")
    return Active(start, end)


def _limits(node: Node) -> Numbers:
    members = node.members()
    if "burden" in members:
        remedy = "limit duties, hours, a category or duties_per_7_days"
        raise members["burden"].fault("burden cannot be limited", remedy)
    return tuple((key, member.number(0, reading.VAST)) for key, member in members.items())


def _quantities(node: Node, least: float | None) -> Numbers:
    members = node.members()
    for key in sorted(RESERVED_QUANTITIES - {"burden"}):
        if key in members:
            raise members[key].fault(f"{key} is no balanced quantity", "write burden or a slot category")
    return tuple(
        (key, member.number() if least is None else member.number(least)) for key, member in members.items()
    )


def _slots(node: Node, horizon: Span) -> tuple[Slot, ...]:
    required, optional = ("id", "line", "start", "end"), ("required", "burden", "categories", "languages")
    nodes = [item.fields(required, optional) for item in node.items()]
    slots = tuple(_slot(members, horizon) for members in nodes)
    reading.unique([members["id"] for members in nodes], [slot.id for slot in slots])
    return slots


def _slot(members: dict[str, Node], horizon: Span) -> Slot:
    start, end = reading.span(members)
    if not horizon.opens <= microseconds(start) < horizon.closes:
        raise members["start"].fault("is outside the horizon", "move the slot, or widen the horizon")
    for node in _list(members, "categories"):
        if node.text() in RESERVED_QUANTITIES:
            raise node.fault(f"{node.text()} cannot name a category", "choose another name")
    languages = _list(members, "languages")
    reading.unique(languages, [tag.text().lower() for tag in languages])
    return Slot(
        id=members["id"].text(),
        line=members["line"].text(),
        start=start,
        end=end,
        required=members["required"].integer(1, MOST_PLACES) if "required" in members else 1,
        burden=members["burden"].integer(1, MOST_BURDEN) if "burden" in members else 1,
        categories=_texts(members, "categories"),
        languages=_texts(members, "languages"),
    )


def _known_service(node: Node, known: dict[str, Service]) -> str:
    if node.text() not in known:
        raise node.fault(
            f"no service has the id {reading.shown(node.value)}", "name a service of this problem"
        )
    return node.text()


def _period(node: Node, known: dict[str, Service]) -> Period:
    members = node.fields(("service", "start", "end"))
    return Period(_known_service(members["service"], known), *reading.span(members))


def _available(node: Node, known: dict[str, Service]) -> Period:
    period = _period(node, known)
    if known[period.service].availability != "declared":
        member = node.members()["service"]
        raise member.fault('its availability is "open"', 'declare it "declared", or remove the window')
    return period


def _wish(node: Node, known: dict[str, Service]) -> Wish:
    members = node.fields(("service", "start", "end", "points"))
    return Wish(
        _known_service(members["service"], known), *reading.span(members), points=members["points"].integer()
    )


def _pins(nodes: list[Node], known: dict[str, Service], slots: set[str]) -> tuple[Pin, ...]:
    pins: list[Pin] = []
    ons: dict[tuple[str, str], bool] = {}
    for node in nodes:
        members = node.fields(("service", "slot", "on"))
        service, slot = _known_service(members["service"], known), members["slot"].text()
        if slot not in slots:
            raise members["slot"].fault(
                f"no slot has the id {reading.shown(slot)}", "name a slot of this problem"
            )
        pins.append(Pin(service, slot, members["on"].boolean()))
        if ons.setdefault((service, slot), pins[-1].on) != pins[-1].on:
            raise node.fault("contradicts an earlier pin of the same service and slot", "keep one of the two")
    return tuple(pins)


def _areas(nodes: list[Node]) -> tuple[Area, ...]:
    fields = [node.fields(("id", "lat", "lon", "population")) for node in nodes]
    reading.unique([members["id"] for members in fields], [members["id"].text() for members in fields])
    return tuple(
        Area(
            id=members["id"].text(),
            lat=members["lat"].number(greatest=90),
            lon=members["lon"].number(greatest=180),
            population=members["population"].number(0),
        )
        for members in fields
    )


def _line_distances(nodes: list[Node]) -> tuple[LineDistance, ...]:
    fields = [node.fields(("line", "km")) for node in nodes]
    reading.unique([members["line"] for members in fields], [members["line"].text() for members in fields])
    return tuple(
        LineDistance(members["line"].text(), members["km"].number(0, reading.VAST)) for members in fields
    )


def _tiers(node: Node) -> tuple[TierChoice, ...]:
    nodes, tiers = [], []
    for item in node.items():
        name, choice = item, {}
        if isinstance(item.value, dict):
            choice = item.fields(("name",), ("relative", "absolute"))
            name = choice["name"]
        nodes.append(name)
        slack = {
            key: choice[key].number(0, reading.VAST) for key in ("relative", "absolute") if key in choice
        }
        tiers.append(TierChoice(name.choice(TIER_NAMES), **slack))
    reading.unique(nodes, [tier.name for tier in tiers])
    return tuple(tiers)


def _base(nodes: list[Node]) -> tuple[Place, ...]:
    fields = [node.fields(("service", "slot")) for node in nodes]
    places = [Place(members["service"].text(), members["slot"].text()) for members in fields]
    seen: set[Place] = set()
    for node, place in zip(nodes, places, strict=True):
        if place in seen:
            raise node.fault("the place is there twice", "keep one of them")
        seen.add(place)
    return tuple(places)
