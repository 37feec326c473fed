"""A small page for partners' sites, in a frame: who is open now, without script or refreshing by itself.

It never reloads itself, for that takes the page from under who reads it slowly (WCAG 2.2.1): it says at which
moment it was true and until when each service is open, and has a link that shows it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from garde.lookup import Timetable, find_place
from garde.web.asking import read_ask
from garde.web.pages import (
    HERE,
    Page,
    answers,
    environment,
    frame,
    kept_since,
    link,
    notice,
    source_hash,
    status_of,
    words_in,
)

OF_ALL, OF_ONE = 2, 8
"""Services shown of each line: of every line, and of one that is asked for."""


def render_embedded(timetable: Timetable, tag: str, now: datetime, parameters: Mapping[str, str]) -> Page:
    """The small page in language ``tag`` at the minute of ``now``; it understands what the full page does."""
    now = now.replace(second=0, microsecond=0)
    ask, troubles = read_ask(parameters, timetable, now)
    words = words_in(timetable, tag)
    moments = answers(timetable, ask, now)
    asked = link(ask)
    context = {
        **frame(words),
        "style": Markup(_style()),
        "ask": ask,
        "config": timetable.config,
        "lines": {line.id: line for line in timetable.config.lines},
        "now": now,
        "moments": moments,
        "place": find_place(timetable.config, ask.near) if ask.near else None,
        "notices": [
            *([kept_since(words, timetable.kept_from)] if timetable.kept_from else []),
            *(notice(words, trouble) for trouble in troubles),
        ],
        "most": OF_ONE if ask.line else OF_ALL,
        "link": asked if asked != "?" else "",
        "here": asked if asked != "?" else "./",
    }
    return Page(environment().get_template("embed.html").render(**context), status_of(troubles, moments))


def embedded_style_hash() -> str:
    """The Content-Security-Policy source expression that allows its style sheet."""
    return source_hash(_style())


@lru_cache(maxsize=1)
def _style() -> str:
    return (HERE / "static" / "embed.css").read_text()
