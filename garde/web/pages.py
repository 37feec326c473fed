"""The one public page, a pure function of the timetable, the language, the minute and the question."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from garde.basin.config import LANGUAGES, BasinConfig
from garde.lookup import OpenNow, Timetable, find_place, who_is_open
from garde.printing.poster import poster_name
from garde.printing.weeks import current_monday
from garde.publication.feed_scopes import Form, feed_address
from garde.publication.words import WORDS
from garde.web.asking import Ask, Trouble, read_ask
from garde.web.calendars.subscribing import Subscription, subscription
from garde.web.map import Drawing, draw_map, pins_of, short_name
from garde.web.places import commune_choices, postcode_choices
from garde.web.words import Words, catalogues, own_name

_NOWHERE = UTC
HERE = Path(__file__).parent
SHORT_LIST = 3
"""Answers shown of each line while no line is chosen."""

EVENING, MORNING = 22, 9


class Page(NamedTuple):
    """What to send: markup or plain text, and its HTTP status."""

    body: str
    status: int


class Calendar(NamedTuple):
    """A feed below ``/feeds/``, and the links that subscribe to it where its whole address is known."""

    path: str
    subscription: Subscription | None


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """A time offered as a link: its words and what stands in the address for it ("" is now)."""

    text: str
    at: str
    current: bool


def render_page(
    timetable: Timetable,
    tag: str,
    now: datetime,
    parameters: Mapping[str, str],
    public_url: str | None = None,
    *,
    lasting: bool = False,
) -> Page:
    """The page in language ``tag`` at the minute of ``now``.

    With ``public_url``, where feeds are served, it has links that subscribe to the calendar in one step. A
    page that is ``lasting`` has the browser keep the static pages for when the server does not answer.

    A faulty part of the question is named on the page and left out, so that there is always an answer; the
    status then is 400 or 404, or 503 when the timetable has run out.
    """
    now = now.replace(second=0, microsecond=0)
    ask, troubles = read_ask(parameters, timetable, now)
    words = words_in(timetable, tag)
    moments = answers(timetable, ask, now)
    body = (
        environment()
        .get_template("open.html")
        .render(
            **frame(words),
            ask=ask,
            config=timetable.config,
            lines={line.id: line for line in timetable.config.lines},
            timetable=timetable,
            now=now,
            moments=moments,
            place=find_place(timetable.config, ask.near) if ask.near else None,
            communes=commune_choices(timetable.config, words),
            postcodes=postcode_choices(timetable.config, words),
            notices=[(notice(words, trouble), _choices(words, trouble)) for trouble in troubles],
            written_at=None,
            known_until=None,
            kept_since=kept_since(words, timetable.kept_from) if timetable.kept_from else None,
            times=_times(words, ask, now, timetable),
            at_value=_address(ask.at[0].astimezone(timetable.zone)) if ask.at else "",
            edges=[
                f"{edge.astimezone(timetable.zone):%Y-%m-%dT%H:%M}"
                for edge in (timetable.start, timetable.end)
            ],
            link=lambda **changes: link(ask, **changes),
            short_list=SHORT_LIST,
            calendar=_calendar(timetable.config, ask, words, public_url),
            poster=_poster(timetable, now),
            drawing=_drawing(timetable, ask, moments, words),
            short_name=short_name,
            script=Markup(browser_script()),
            register=Markup(register_script()) if lasting else "",
        )
    )
    return Page(body, status_of(troubles, moments))


def render_failure(tag: str, status: int, root: str = "/") -> str:
    """A page for an address that does not exist (404) or while nothing can be looked up (503).

    ``root`` is where the languages lie.
    """
    words = Words(tag, catalogues()[tag], _NOWHERE)
    return environment().get_template("failure.html").render(**frame(words), status=status, root=root)


def answers(timetable: Timetable, ask: Ask, now: datetime) -> list[OpenNow]:
    """The answer for each instant asked about; none for a now that the timetable does not reach."""
    return [
        who_is_open(
            timetable,
            at,
            line=ask.line,
            near=ask.near,
            language=ask.language,
            step_free=ask.step_free,
        )
        for at in ask.moments(now)
        if timetable.start <= at < timetable.end
    ]


def status_of(troubles: tuple[Trouble, ...], moments: list[OpenNow]) -> int:
    """200, or what the troubles amount to."""
    if not moments:
        return 503
    statuses = {trouble.error.http_status for trouble in troubles}
    return min(statuses, default=200)


def link(ask: Ask, **changes: str | None) -> str:
    """The relative address of the same question with some of its words changed; None takes one out."""
    changed = {**ask.parameters(), **changes}
    return "?" + urlencode({name: word for name, word in changed.items() if word})


def _calendar(config: BasinConfig, ask: Ask, words: Words, public_url: str | None) -> Calendar:
    """The feed of the line that is asked about, or of the basin; in French where feeds lack the language."""
    line = config.line(ask.line) if ask.line else None
    path = f"{config.id}/{line.id}.ics" if line else f"{config.id}.ics"
    language = words.tag if words.tag in WORDS else "fr"
    query = f"?lang={language}"
    if public_url is None:
        return Calendar(f"{path}{query}", None)
    name = words.name(line.names if line else config.names)
    return Calendar(f"{path}{query}", subscription(f"{feed_address(public_url, path, Form())}{query}", name))


def _drawing(timetable: Timetable, ask: Ask, moments: list[OpenNow], words: Words) -> Drawing:
    """The map of every instant asked about."""
    names = {quarter.id: words.name(quarter.names) for quarter in timetable.config.quarters}
    pins = pins_of(moments, None if ask.line else SHORT_LIST)
    return draw_map(timetable.config, pins, names, ask.near)


def _poster(timetable: Timetable, now: datetime) -> str | None:
    """The file of the present week's poster below ``/posters/``; None where none of its duties is known."""
    return poster_name(timetable.config, current_monday(timetable.config, now)) if timetable.version else None


def words_in(timetable: Timetable, tag: str) -> Words:
    """The words of a language, with times in the basin's zone."""
    return Words(tag, catalogues()[tag], timetable.zone)


def style_hash() -> str:
    """The Content-Security-Policy source expression that allows our one style sheet."""
    return source_hash(style_sheet())


def script_hash() -> str:
    """The Content-Security-Policy source expression that allows our one script."""
    return source_hash(browser_script())


def register_hash() -> str:
    """The same for the script that has the browser keep the static pages."""
    return source_hash(register_script())


def source_hash(text: str) -> str:
    """The Content-Security-Policy source expression of what stands inside an inline element."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def frame(words: Words) -> dict[str, object]:
    """What every template needs: texts, escaped, and how names and numbers are written."""

    def gettext(message: str, **values: object) -> Markup:
        text = escape(words.texts.gettext(message))
        return text % values if values else text

    return {
        "_": gettext,
        "words": words,
        "page_languages": [(tag, own_name(tag)) for tag in LANGUAGES],
        "own_name": own_name,
        "style": Markup(style_sheet()),
        "pictogram": pictogram,
        "tel": lambda number: "".join(sign for sign in number if sign.isdigit() or sign == "+"),
    }


def _times(words: Words, ask: Ask, now: datetime, timetable: Timetable) -> list[TimeChoice]:
    today = now.astimezone(timetable.zone)
    offered = [(words.gettext("Now"), "")]
    if today.hour < EVENING:
        tonight = today.replace(hour=EVENING, minute=0)
        offered.append((words.gettext("Tonight, %(clock)s", clock=f"{tonight:%H:%M}"), _address(tonight)))
    tomorrow = today.replace(hour=MORNING, minute=0) + timedelta(days=1)
    offered.append((words.gettext("Tomorrow, %(clock)s", clock=f"{tomorrow:%H:%M}"), _address(tomorrow)))
    return [TimeChoice(text, at, ask.at_text == at) for text, at in offered]


def _address(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def notice(words: Words, trouble: Trouble) -> str:
    """What a trouble is, as a sentence of the page's language."""
    said = words.gettext
    match trouble.fault:
        case "near":
            return said("We do not know the place “%(value)s”. You see the whole area.", value=trouble.value)
        case "line":
            return said("We do not know “%(value)s”. You see every kind of help.", value=trouble.value)
        case "language":
            return said("No service here speaks “%(value)s”. You see every language.", value=trouble.value)
        case "skipped_time":
            return said("This time does not exist: the clock is put forward that night. Choose another time:")
        case "beyond":
            first, last = (words.moment(edge, year=True) for edge in trouble.choices)
            return said("We know who is open from %(first)s until %(last)s.", first=first, last=last)
        case _:
            return said("We do not understand “%(value)s”.", value=trouble.value)


def kept_since(words: Words, known_at: datetime) -> str:
    """That the answer is not certain to be of now, and from when it is."""
    return words.gettext(
        "These data are from %(time)s. Something may have changed since.",
        time=words.moment(known_at, year=True),
    )


def _choices(words: Words, trouble: Trouble) -> list[tuple[str, str]]:
    """The nearest times to offer, as (words, address)."""
    if trouble.fault != "skipped_time":
        return []
    return [(words.moment(choice), _address(choice.astimezone(words.zone))) for choice in trouble.choices]


def pictogram(name: str) -> Markup:
    """The drawing of that name as an SVG symbol's content; a plain mark for a name that has none."""
    drawings = _drawings()
    return drawings.get(name, drawings["other"])


@lru_cache(maxsize=1)
def _drawings() -> Mapping[str, Markup]:
    # Our own files, not input: no escaping needed.
    return {path.stem: Markup(path.read_text().strip()) for path in (HERE / "pictograms").glob("*.svg")}


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The public pages' one style sheet."""
    return (HERE / "static" / "garde.css").read_text()


@lru_cache(maxsize=1)
def register_script() -> str:
    """What has the browser keep the static pages."""
    return (HERE / "static" / "register.js").read_text()


@lru_cache(maxsize=1)
def browser_script() -> str:
    """What puts the nearest first and shows the map larger, in the browser alone."""
    return "\n".join(bare((HERE / "static" / f"{name}.js").read_text()) for name in ("position", "zoom"))


def bare(code: str) -> str:
    """A script of ours without its comments and indentation."""
    lines = (line.strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: everything put into them is escaped, and a missing value is an error."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
