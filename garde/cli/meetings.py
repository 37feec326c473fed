"""``garde meetings``: times at which services can meet."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.given import day_given
from garde.cli.output import print_json, say

if TYPE_CHECKING:
    from garde.meetings.suggesting import Busy, Invited, Suggestion

app = typer.Typer(help="Times at which services can meet.", no_args_is_help=True)

REASONS = {
    "duty": "on duty",
    "rest": "resting after a duty",
    "absent": "absent",
    "not taking part": "not in yet",
}


def suggest(
    acting: Acting,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, included.")],
    services: Annotated[
        str | None, typer.Option("--services", metavar="A,B,C", help="Whom to invite (default: all).")
    ] = None,
    line: Annotated[str | None, typer.Option("--line", help="Invite the services of this line.")] = None,
    duration: Annotated[str, typer.Option("--duration", metavar="LENGTH", help="90m, 2h or 1h30.")] = "90m",
    between: Annotated[
        str, typer.Option("--between", metavar="HH:MM-HH:MM", help="Within these hours of the local clock.")
    ] = "08:00-21:00",
    weekdays: Annotated[
        str, typer.Option("--weekdays", metavar="DAYS", help="mo-fr, or mo,we,sa.")
    ] = "mo-su",
    must: Annotated[
        list[str] | None, typer.Option("--must", metavar="ID", help="Must be able to come (repeatable).")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="At most so many times.")] = 10,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.ics", help="Write one as a calendar file.")
    ] = None,
    pick: Annotated[int, typer.Option("--pick", min=1, help="Which one to write.")] = 1,
    as_json: JsonOption = False,
) -> int:
    """Proposes times at which all, or most, can come: nobody then has a duty, an absence, or must rest.

    The most who can come go first, then the most self-employed people; then who is least disturbed: an
    organisation is met while it is open, a self-employed person while closed. Exit status 1: no such time.

    Example: garde meetings suggest --line nursing --from 2027-01-11 --to 2027-01-22 --weekdays mo-fr
    """
    from garde.meetings.reading import suggest as find
    from garde.meetings.suggesting import Wanted

    earliest, latest = _hours(between)
    wanted = Wanted(
        first=day_given(first, "--from"),
        last=day_given(last, "--to"),
        duration=_length(duration),
        earliest=earliest,
        latest=latest,
        weekdays=_weekdays(weekdays),
        must=tuple(must or ()),
        limit=limit,
    )
    names = [name.strip() for name in (services or "").split(",") if name.strip()]
    actor = acting.actor
    with acting.database.reading() as session:
        invited, found = find(
            session, acting.basin, wanted, actor=actor, at=acting.now(), services=names, line=line
        )
    if output is not None and found:
        _write(acting, output, found, pick)
    if as_json:
        print_json([_as_json(acting, number, one) for number, one in enumerate(found, start=1)])
    else:
        _show(acting, invited, found)
    return 0 if found else 1


def _show(acting: Acting, invited: tuple[Invited, ...], found: tuple[Suggestion, ...]) -> None:
    from garde.cli.showing import local

    names = {one.service.external_id: one.service.name for one in invited}
    alone = sum(one.independent for one in invited)
    if not found:
        say("There is no time at which those who must be there can come.")
    for number, one in enumerate(found, start=1):
        end = one.interval.end.astimezone(acting.zone)
        note = f", {len(one.disturbed)} of them at a time that suits them badly" if one.disturbed else ""
        say(
            f"{number}. {local(one.interval.start, acting.zone)} to {end:%H:%M}: {len(one.coming)} of "
            f"{len(invited)} can come, {one.independents} of {alone} self-employed{note}"
        )
        for name, busy in sorted(one.missing.items()):
            until = local(busy.interval.end, acting.zone)
            say(f"   {names[name]} ({name}): {REASONS[busy.why]} until {until}{_about(busy)}")


def _about(busy: Busy) -> str:
    return f", {busy.slot}" if busy.slot else ""


def _as_json(acting: Acting, number: int, one: Suggestion) -> dict[str, Any]:
    def there(instant: datetime) -> datetime:
        return instant.astimezone(acting.zone)

    return {
        "id": number,
        "start": there(one.interval.start),
        "end": there(one.interval.end),
        "coming": list(one.coming),
        "independents": one.independents,
        "disturbed": list(one.disturbed),
        "missing": [
            {"service": name, "why": busy.why, "until": there(busy.interval.end), "slot": busy.slot}
            for name, busy in sorted(one.missing.items())
        ],
    }


def _write(acting: Acting, output: Path, found: tuple[Suggestion, ...], pick: int) -> None:
    """One of the times as a calendar file that people can be sent."""
    from exports.files import write_files
    from exports.ical import render_feed
    from exports.views import Feed, FeedEvent
    from garde.errors import BadInput

    if pick > len(found):
        raise BadInput(f"there are only {len(found)} times", where="--pick", remedy="choose one of them")
    one, config = found[pick - 1].interval, acting.basin
    name = {"fr": "Réunion", "nl": "Vergadering"}.get(config.languages[0], "Meeting")
    title = f"{name} — {config.names.get(config.languages[0], config.names['fr'])}"
    event = FeedEvent(
        uid=f"meeting-{one.start:%Y%m%dT%H%M%SZ}@{config.id}.garde",
        sequence=0,
        changed_at=acting.now(),
        start=one.start,
        end=one.end,
        summary=title,
    )
    feed = Feed(
        name=title,
        language=config.languages[0],
        timezone=config.timezone,
        refresh=timedelta(hours=4),
        changed_at=acting.now(),
        events=(event,),
    )
    write_files(output.parent, {output.name: render_feed(feed)})


def _length(text: str) -> timedelta:
    from garde.errors import BadInput

    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m?)?", text.strip())
    length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else timedelta()
    if not length:
        raise BadInput(f"{text!r} is no length", where="--duration", remedy="write 90m, 2h or 1h30")
    return length


def _hours(text: str) -> tuple[time, time]:
    from garde.errors import BadInput

    found = re.fullmatch(r"\s*(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*", text)
    try:
        if found is None:
            raise ValueError(text)
        return time.fromisoformat(found[1]), time.fromisoformat(found[2])
    except ValueError:
        raise BadInput(
            f"{text!r} is no part of a day", where="--between", remedy="write it as 08:00-21:00"
        ) from None


def _weekdays(text: str) -> tuple[str, ...]:
    from garde.basin.config import WEEKDAYS
    from garde.errors import BadInput

    found: set[str] = set()
    for part in text.lower().split(","):
        first, _, last = (word.strip() for word in part.partition("-"))
        last = last or first
        if first not in WEEKDAYS or last not in WEEKDAYS or WEEKDAYS.index(last) < WEEKDAYS.index(first):
            raise BadInput(f"{part!r} is no weekday", where="--weekdays", remedy="write mo-fr, or mo,we,sa")
        found.update(WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1])
    return tuple(day for day in WEEKDAYS if day in found)


command(app, "suggest", activity="administration")(suggest)
