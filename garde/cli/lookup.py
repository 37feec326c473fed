"""``garde open``: who is open."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import instants_given
from garde.cli.output import print_json, say

if TYPE_CHECKING:
    from garde.basin.config import HelpNumber
    from garde.lookup import Answer, CallCost, OpenNow
    from garde.signs.saturation import Saturation


RINGS = {
    "quarter": "in the place asked about",
    "basin": "in the rest of the basin",
    "neighbours": "in the neighbour basins",
    "region": "further away in the region",
}


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "open")(open_now)


def open_now(
    acting: Acting,
    at: Annotated[
        str | None, typer.Option("--at", metavar="INSTANT", help="Local time (default: now).")
    ] = None,
    line: Annotated[str | None, typer.Option("--line", help="Only this line.")] = None,
    near: Annotated[
        str | None,
        typer.Option("--near", metavar="POSTCODE", help="That postcode, commune or quarter first."),
    ] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="TAG", help="Spoken there.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Short sentences, to be read out.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Says who is open, by duty or by its own opening hours. Exit status 1: nobody.

    Example: garde open --at 2027-01-02T03:00
    """
    from garde.lookup import who_is_open
    from garde.lookup.reading import read_with_around

    instants = instants_given(at, acting.zone, "--at") if at else (acting.now(),)
    with acting.database.reading() as session:
        timetable = read_with_around(session, acting.basin, instants[0])
        found = [
            who_is_open(timetable, instant, line=line, near=near, language=language) for instant in instants
        ]
    if as_json:
        print_json([_as_json(answer) for answer in found] if len(found) > 1 else _as_json(found[0]))
    else:
        for answer in found:
            _show(acting, answer, short=text, twice=len(found) > 1)
    return 0 if any(answer.anybody for answer in found) else 1


def _show(acting: Acting, found: OpenNow, *, short: bool, twice: bool) -> None:
    when = found.at.astimezone(acting.zone)
    say(f"{when:%A %Y-%m-%d %H:%M}" + (f" ({when:%z})" if twice else "") + f", basin {found.basin}")
    if acting.basin.demo:
        say("DEMONSTRATION: every service here is invented.")
    if not found.duties_known:
        until = found.published_until
        reach = "" if until is None else f" (published until {until.astimezone(acting.zone):%Y-%m-%d %H:%M})"
        say(f"No rota is published for this time{reach}: only the services' own opening hours are known.")
    for line_now in found.lines:
        line = acting.basin.line(line_now.line)
        say(line.names.get("en", line.names["fr"]) if line else line_now.line)
        if not line_now.open:
            say("  nobody is open" if found.duties_known else "  nobody is known to be open")
        for ring, answers in line_now.rings:
            if ring != "basin" or found.place is not None:
                say(f"  {RINGS[ring]}:")
            for answer in answers:
                say(f"  {_sentence(acting, answer, found.at, short=short)}")
        if not short:
            for answer in line_now.next_up:
                say(f"  next, from {_local(acting, answer.opens, found.at)}: {answer.name}")
    if not found.anybody:
        for number in found.help_numbers:
            say(f"Call {number.number}: {number.names.get('en', number.names['fr'])} ({_cost(number)})")


def _cost(number: HelpNumber) -> str:
    cents = number.cents_per_minute
    if cents:
        return f"{cents // 100}.{cents % 100:02d} € a minute"
    return "charged as any other call" if number.ordinary_rate else "free"


def _sentence(acting: Acting, answer: Answer, at: datetime, *, short: bool) -> str:
    until = "" if answer.open_until is None else f", until {_local(acting, answer.open_until, at)}"
    distance = "" if answer.distance_km is None else f", {answer.distance_km:.1f} km"
    where = (
        f", {answer.address}, {answer.postcode}"
        if answer.address
        else ", call first"
        if answer.call_first
        else ""
    )
    phone = f", {answer.phone}" if answer.phone else ""
    names = answer.backup_from
    home = "" if names is None else f", from the neighbouring basin {names.get('en', names['fr'])}"
    area = answer.basin_names
    home += "" if area is None else f", in {area.get('en', area['fr'])}"
    full = "" if answer.saturation is None else f", {_level(acting, answer.saturation)}"
    texts = answer.entrance
    way_in = "" if texts is None else f"; to get in: {texts.get('en', texts['fr'])}"
    if short:
        return f"{answer.name}{where}{phone}{until}{home}{full}{way_in}".removesuffix(".") + "."
    cost = _price(answer.call_cost)
    basis = "on duty" if answer.on_duty else "open"
    return (
        f"{answer.name} ({answer.service}){distance}{where}{phone}{cost}, {basis}{until}{home}{full}{way_in}"
    )


def _level(acting: Acting, mark: Saturation) -> str:
    level = {"open": "has room", "busy": "busy", "full": "full"}[mark.level]
    return f"{level} (said on {mark.said_at.astimezone(acting.zone):%Y-%m-%d})"


def _price(cost: CallCost | None) -> str:
    """What a call costs beside its number, where that is not what calls cost."""
    if cost is None or cost.kind == "ordinary":
        return ""
    if cost.kind == "free":
        return " (free)"
    most = f"{cost.most_cents // 100}.{cost.most_cents % 100:02d} €"
    return f" (at most {most} a {'minute' if cost.kind == 'by_minute' else 'call'})"


def _local(acting: Acting, instant: datetime, at: datetime) -> str:
    there, here = instant.astimezone(acting.zone), at.astimezone(acting.zone)
    return there.strftime("%H:%M" if there.date() == here.date() else "%a %H:%M")


def _as_json(found: OpenNow) -> dict[str, Any]:
    def answer(one: Answer) -> dict[str, Any]:
        return {
            "id": one.service,
            "name": one.name,
            "line": one.line,
            "modes": list(one.modes),
            "on_duty": one.on_duty,
            "opens": one.opens,
            "open_until": one.open_until,
            "postcode": one.postcode,
            "address": one.address,
            "call_first": one.call_first,
            "phone": one.phone,
            "languages": list(one.languages),
            "step_free": one.step_free,
            "distance_km": one.distance_km,
            "backup_from": None if one.backup_from is None else dict(one.backup_from),
            "call_cost": None if one.call_cost is None else asdict(one.call_cost),
            "saturation": None if one.saturation is None else asdict(one.saturation),
            "entrance": None if one.entrance is None else dict(one.entrance),
            "ring": one.ring,
            "basin_names": None if one.basin_names is None else dict(one.basin_names),
        }

    return {
        "at": found.at,
        "basin": found.basin,
        "order": found.order,
        "version": found.version,
        "published_until": found.published_until,
        "duties_known": found.duties_known,
        "lines": [
            {
                "line": line.line,
                "open": [answer(one) for one in line.open],
                "next": [answer(one) for one in line.next_up],
                "elsewhere": [answer(one) for one in line.elsewhere],
                "widened_to": line.widened_to,
            }
            for line in found.lines
        ],
        "help_numbers": [
            {
                "number": n.number,
                "names": n.names,
                "cents_per_minute": n.cents_per_minute,
                "ordinary_rate": n.ordinary_rate,
            }
            for n in found.help_numbers
        ],
    }
