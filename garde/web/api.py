"""The data interface, version 1: its addresses, and its OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from fastapi import FastAPI, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from exports.schema_org import JSON_LD_MEDIA_TYPE
from garde.basin.config import LANGUAGES
from garde.clock import Clock
from garde.errors import BadInput
from garde.web.asking import SHOWN
from garde.web.caching import minute_tag, unless_known
from garde.web.data import OpenAnswer, Refusal, open_answer
from garde.web.linked import render_linked
from garde.web.source import PublicSource

DATA = "/api/"
OPEN, LINKED = "/api/v1/open", "/api/v1/open.jsonld"
DESCRIPTION = (
    "Who is open in a care basin at this minute, by duty or by regular hours, and who next. "
    "No key is needed; any site may ask (CORS). Answers may be kept for 30 seconds and carry an `ETag`. "
    "Within version 1, fields may be added and none is taken away."
)

WORDS: Mapping[str, Mapping[str, Any]] = {
    "at": {
        "description": "When: an ISO 8601 date and time. Without an offset it is the basin's local time. "
        "Without this word: now.",
        "examples": {
            "local": {"summary": "by the basin's clock", "value": "2027-01-02T22:00"},
            "instant": {"summary": "with an offset", "value": "2027-01-02T21:00:00Z"},
        },
    },
    "line": {
        "description": "What for: the id of a line. Without it: every line.",
        "examples": {"pharmacy": {"value": "pharmacy"}},
    },
    "near": {
        "description": "Where: a postcode or a quarter's id. It puts the nearest first and hides nobody.",
        "examples": {"postcode": {"value": "1030"}},
    },
    "language": {
        "description": "Only services that speak it: a language tag.",
        "examples": {"arabic": {"value": "ar"}},
    },
    "step_free": {
        "description": "`1`: only services with step-free access. `0`, or without it: all.",
        "examples": {"only": {"value": "1"}},
    },
}
"""What may be asked, as the OpenAPI document tells it."""

LINKED_WORDS = {
    **WORDS,
    "lang": {
        "description": f"In which language lines are named: {', '.join(LANGUAGES)}; the basin's own.",
        "schema": {"type": "string", "enum": ["", *LANGUAGES]},
        "examples": {"dutch": {"value": "nl"}},
    },
}

_KEPT = {
    "ETag": {"description": "what to send back in `If-None-Match`", "schema": {"type": "string"}},
    "Cache-Control": {"description": "how long it may be kept, in seconds", "schema": {"type": "string"}},
}
# By its name, for FastAPI would tell it in the type of the good answer.
_REFUSED = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
_REFUSALS = {
    400: "The question is not understood, or nothing is known about that time. The message says what to do.",
    404: "The line, place or language is not known. The message names those that are.",
    429: "Too many questions from one place. Ask again after `Retry-After` seconds.",
    503: "Nothing can be looked up now.",
}


def add_data(app: FastAPI, source: PublicSource, clock: Clock) -> None:
    """Mounts the addresses of the data interface."""

    @app.get(
        OPEN,
        summary="Who is open",
        description="Who is open at an instant, line by line, and who is next.",
        operation_id="whoIsOpen",
        response_model=OpenAnswer,
        responses={**responses(), 503: {"model": Refusal, "description": _REFUSALS[503]}},
        openapi_extra={"parameters": parameters(WORDS)},
    )
    def open_now(request: Request) -> Response:
        timetable, now = source.current(), clock()
        asked = read_words(request.query_params, WORDS)
        return unless_known(
            request,
            minute_tag(timetable, now, "data", repr(asked)),
            lambda: Response(
                open_answer(timetable, now, asked).model_dump_json(), media_type="application/json"
            ),
        )

    @app.get(
        LINKED,
        summary="Who is open, as linked data",
        description="Who is open at an instant, with the hours of the present opening, as schema.org JSON-LD "
        "that can stand in a page's `script` element as it is.",
        operation_id="whoIsOpenLinked",
        response_class=LinkedData,
        responses=responses(JSON_LD_MEDIA_TYPE),
        openapi_extra={"parameters": parameters(LINKED_WORDS)},
    )
    def open_linked(request: Request) -> Response:
        timetable, now = source.current(), clock()
        asked = read_words(request.query_params, LINKED_WORDS)
        tag = asked.pop("lang", timetable.config.languages[0])
        if tag not in LANGUAGES:
            raise BadInput(
                f"{tag[:SHOWN]!r} is no language of ours", where="lang", remedy=f"use {', '.join(LANGUAGES)}"
            )
        return unless_known(
            request,
            minute_tag(timetable, now, "linked", tag, repr(asked)),
            lambda: LinkedData(render_linked(timetable, tag, now, asked), headers={"Content-Language": tag}),
        )


class LinkedData(Response):
    """An answer in JSON-LD."""

    media_type = JSON_LD_MEDIA_TYPE


def parameters(words: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """These words as OpenAPI's parameters, and the one header that matters."""
    asked: list[dict[str, Any]] = [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, **told}
        for name, told in words.items()
    ]
    known = {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "schema": {"type": "string"},
        "description": "the `ETag` of an answer that you have: 304 says that it still holds",
    }
    return [*asked, known]


def responses(media: str | None = None) -> dict[int | str, dict[str, Any]]:
    """How a question may end, as OpenAPI tells it; ``media`` is the type of an answer of no model of ours."""
    told: dict[int | str, dict[str, Any]] = {
        200: {"description": "The answer.", "headers": _KEPT},
        304: {"description": "The answer that you have still holds.", "headers": _KEPT},
        **{status: {"description": text, "content": _REFUSED} for status, text in _REFUSALS.items()},
    }
    if media:
        told[200]["content"] = {media: {"schema": {"type": "object"}}}
    told[429]["headers"] = {
        "Retry-After": {"description": "seconds", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
    }
    return told


def read_words(given: QueryParams, words: Mapping[str, object]) -> dict[str, str]:
    """What is asked, without what is left empty.

    Raises BadInput for a word that is not among ``words`` or said twice: programs are not corrected by people
    who look, and one that writes ``lang`` for ``language`` would take everybody for a speaker of Arabic.
    """
    asked: dict[str, str] = {}
    for name, text in given.multi_items():
        if name not in words:
            near = get_close_matches(name[:SHOWN], words, 1, 0.5)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadInput(
                f"{name[:SHOWN]!r} is no word of this question",
                where="address",
                remedy=f"{hint}use {', '.join(words)}",
            )
        if name in asked:
            raise BadInput("it is said twice", where=name, remedy="say it once")
        asked[name] = text
    return {name: text for name, text in asked.items() if text}
