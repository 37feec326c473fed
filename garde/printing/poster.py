"""Posters and door sheets of a basin as files, for whoever serves, hangs or gives them out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from exports.poster import render_door, render_poster
from exports.typesetting import Paper
from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.errors import NotFound
from garde.printing.week import Drawing, door_views, poster_view
from garde.printing.weeks import current_monday, read_week

WEEKS = 2
"""This week and the next have a poster for everybody."""


def poster_name(config: BasinConfig, monday: date) -> str:
    """The file's name: ``demo-2027-01-04.pdf``."""
    return f"{config.id}-{monday.isoformat()}.pdf"


def public_weeks(config: BasinConfig, at: datetime) -> tuple[date, ...]:
    """The Mondays of the weeks of which everybody may have a poster."""
    first = current_monday(config, at)
    return tuple(first + timedelta(days=7 * number) for number in range(WEEKS))


def public_poster(
    session: Session, config: BasinConfig, monday: date, drawing: Drawing, public_url: str | None
) -> bytes:
    """The basin's poster of a week, A4, for everybody: it tells what the public page tells.

    Raises NotFound when no duty of that week is published.
    """
    everybody = Actor("public page", "system", config.id)
    return render_poster(
        poster_view(read_week(session, config, monday, actor=everybody), drawing, public_url)
    )


def posters(
    session: Session, config: BasinConfig, at: datetime, drawing: Drawing, public_url: str | None
) -> Mapping[str, bytes]:
    """The posters of this week and the next by file name, as far as their duties are published."""
    found = {}
    for monday in public_weeks(config, at):
        try:
            found[poster_name(config, monday)] = public_poster(session, config, monday, drawing, public_url)
        except NotFound:
            continue
    return found


def printed_poster(
    session: Session,
    config: BasinConfig,
    monday: date,
    drawing: Drawing,
    public_url: str | None,
    *,
    actor: Actor,
    paper: Paper = "a4",
    lines: tuple[str, ...] = (),
) -> bytes:
    """A poster of the week, of all its lines or those named. Raises what ``read_week`` and the view do."""
    found = read_week(session, config, monday, actor=actor)
    return render_poster(poster_view(found, drawing, public_url, lines), paper)


def door_sheets(
    session: Session,
    config: BasinConfig,
    monday: date,
    drawing: Drawing,
    public_url: str | None,
    *,
    actor: Actor,
    paper: Paper = "a4",
    services: tuple[str, ...] = (),
) -> Mapping[str, bytes]:
    """The sheets for the doors of the named services, by file name; of all that have a line that week.

    Raises what ``read_week`` does, and NotFound for a named service that is not in the directory or has
    nothing to tell.
    """
    found = read_week(session, config, monday, actor=actor)
    sheets = {}
    for name in services or found.taking_part():
        views = door_views(found, name, drawing, public_url)
        sheets[f"{name}.pdf"] = render_door(views, paper)
    return sheets
