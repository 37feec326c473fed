"""The static site's pages: rendered by the server's templates, then filled in by the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from garde.basin.config import LANGUAGES
from garde.lookup import Timetable
from garde.lookup.document import timeline_document
from garde.publication.words import WORDS
from garde.web.pages import environment, frame, source_hash, style_sheet, words_in
from garde.web.site.duties import coming_duties
from garde.web.site.script import page_script, place_table, source, words_table
from garde.web.words import own_name

INSIDE = timedelta(days=3)
"""How much of the timeline a page carries inside it; the rest is fetched when it is needed."""


def static_page(timetable: Timetable, tag: str, now: datetime) -> str:
    """The page of a language, complete in one file but for what lies further ahead than `INSIDE`."""
    words = words_in(timetable, tag)
    document = timeline_document(timetable, now, until=now + INSIDE)
    feeds = "" if tag not in WORDS or tag == "fr" else f"{tag}/"
    return (
        environment()
        .get_template("site.html")
        .render(
            **frame(words),
            config=timetable.config,
            policy=page_policy(),
            written_at=now,
            known_until=timetable.end,
            days=coming_duties(timetable, words, now),
            timeline=_inside(document),
            table=_inside(words_table(words, timetable)),
            here=_inside(place_table(timetable, feeds)),
            script=Markup(page_script()),
        )
    )


def language_page(timetable: Timetable) -> str:
    """The page at the site's root: it goes on to the browser's language, or offers all as links."""
    said = {tag: words_in(timetable, tag) for tag in LANGUAGES}
    return (
        environment()
        .get_template("languages.html")
        .render(
            policy=policy(source("choose")),
            title=said["fr"].name(timetable.config.names),
            style=Markup(style_sheet()),
            choices=[(tag, words.gettext("Who is open now?"), own_name(tag)) for tag, words in said.items()],
            script=Markup(source("choose")),
        )
    )


def manifest(timetable: Timetable, tag: str) -> dict[str, Any]:
    """By which a browser installs the page as a program (W3C Web Application Manifest)."""
    words = words_in(timetable, tag)
    name = f"{words.gettext('Who is open now?')} – {words.name(timetable.config.names)}"
    sizes = [("icon.svg", "any", "image/svg+xml")]
    sizes += [(f"icon-{size}.png", f"{size}x{size}", "image/png") for size in (192, 512)]
    return {
        "name": name,
        "short_name": words.gettext("Who is open now?"),
        "lang": tag,
        "dir": "rtl" if words.right_to_left else "ltr",
        "start_url": "./",
        "scope": "../",
        "display": "standalone",
        "background_color": "#f4f1ea",
        "theme_color": "#0b5a66",
        "icons": [{"src": f"../{file}", "sizes": size, "type": kind} for file, size, kind in sizes],
    }


def page_policy() -> str:
    """The Content-Security-Policy of a static page."""
    return policy(page_script())


def policy(script: str) -> str:
    """A Content-Security-Policy that allows this one inline script, and our own files."""
    return (
        f"default-src 'none'; script-src '{source_hash(script)}'; style-src '{source_hash(style_sheet())}'; "
        "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'"
    )


def _inside(value: Mapping[str, Any]) -> Markup:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))
