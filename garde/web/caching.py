"""How long answers may be kept, and how a visitor who still has one is told so without work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from garde.lookup import Timetable

SECONDS = 30
"""How long anybody may keep an answer about now."""

FRESH = f"public, max-age={SECONDS}"


def minute_tag(timetable: Timetable, now: datetime, *question: str) -> str:
    """The entity tag of an answer that depends on the data, the minute, our own files and the question."""
    minute = now.replace(second=0, microsecond=0).isoformat()
    return etag_of(repr((timetable.stamp, minute, _our_files(), question)).encode(errors="replace"))


def etag_of(body: bytes) -> str:
    """An entity tag; weak, since the same answer may travel compressed."""
    return f'W/"{sha256(body).hexdigest()[:24]}"'


def unless_known(
    request: Request, tag: str, make: Callable[[], Response], *, keep: int = SECONDS, vary: str | None = None
) -> Response:
    """304 when the visitor's ``If-None-Match`` has the tag, else what ``make`` answers, tagged.

    ``keep`` is in seconds. Only a good answer may be kept: refusals are never stored.
    """
    # Weak comparison: W/ is left aside on both sides (RFC 9110, 13.1.2).
    sought = tag.removeprefix("W/")
    sent = request.headers.get("if-none-match", "")
    known = any(part.strip().removeprefix("W/") in (sought, "*") for part in sent.split(","))
    answer = Response(status_code=304) if known else make()
    if known or answer.status_code == 200:
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = f"public, max-age={keep}"
    else:
        answer.headers["Cache-Control"] = "no-store"
    if vary:
        answer.headers.add_vary_header(vary)
    return answer


@lru_cache(maxsize=1)
def _our_files() -> str:
    """Changes with every template, text, drawing, style and line of this package."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
