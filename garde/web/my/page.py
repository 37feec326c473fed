"""Rendering a private page: templates, style, and the page for an address that opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from garde.accounts.people import LANGUAGES
from garde.web.my.section import Section
from garde.web.my.visit import Visit
from garde.web.my.words import own_catalogues
from garde.web.pages import HERE as PUBLIC
from garde.web.pages import source_hash
from garde.web.words import own_name

HERE = Path(__file__).parent


def render_section(
    visit: Visit,
    section: Section,
    menu: Mapping[str, str],
    shown: Mapping[str, object],
    *,
    notice: str | None = None,
    trouble: str | None = None,
) -> str:
    """The page of a section. ``menu`` has the title of each section's path."""
    return (
        environment()
        .get_template(section.template)
        .render(
            _=_translator(visit),
            words=visit.words,
            visit=visit,
            section=section,
            menu=menu,
            page_languages=[(tag, own_name(tag)) for tag in LANGUAGES],
            style=Markup(style()),
            notice=notice,
            trouble=trouble,
            **shown,
        )
    )


def render_shut(status: int) -> str:
    """What stands at an address that opens nothing (404) or cannot be answered now, in all languages."""
    texts = own_catalogues()
    return (
        environment()
        .get_template("shut.html")
        .render(
            languages=[(tag, texts[tag].gettext) for tag in LANGUAGES],
            status=status,
            style=Markup(style()),
        )
    )


def style_hash() -> str:
    """The Content-Security-Policy source expression that allows the private pages' style sheet."""
    return source_hash(style())


@lru_cache(maxsize=1)
def style() -> str:
    """The public style sheet and what the private pages add to it."""
    return (PUBLIC / "static" / "garde.css").read_text() + (HERE / "my.css").read_text()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: everything put into them is escaped, and a missing value is an error."""
    return Environment(
        loader=FileSystemLoader([HERE / "templates", PUBLIC / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _translator(visit: Visit) -> object:
    def gettext(message: str, **values: object) -> Markup:
        text = escape(visit.words.texts.gettext(message))
        return text % values if values else text

    return gettext
