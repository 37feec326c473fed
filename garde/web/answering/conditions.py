"""Whether a visitor has an answer already, and in which encoding to send it (RFC 9110, 12.5.3 and 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Literal

from garde.web.answering.file import ReadyFile, Variant

Outcome = Literal["send", "unchanged", "refused"]

_TAG = re.compile(rb'(W/)?("[^"]*")')
_OF_INTEREST = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since"}
)
_OF_TAGS = frozenset({b"if-none-match", b"if-match"})
_LONGEST = 200
"""Octets of a date or of a list of encodings; a longer one is as if it were not there."""


def decide(file: ReadyFile, headers: Iterable[tuple[bytes, bytes]]) -> tuple[Outcome, Variant]:
    """What becomes of a GET or HEAD with these headers, in the order of precedence of RFC 9110, 13.2.2.

    A tag of either encoding stands for the same answer: whoever has one of them is told that it is
    unchanged, with the tag that it named.
    """
    said: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _OF_INTEREST and (len(value) <= _LONGEST or name in _OF_TAGS):
            said[name] = said[name] + b", " + value if name in said else value
    chosen = file.packed if takes_gzip(said.get(b"accept-encoding", b"")) else file.plain
    if b"if-match" in said:
        if _named(said[b"if-match"], file, chosen, strong=True) is None:
            return "refused", chosen
    elif b"if-unmodified-since" in said:
        moment = read_date(said[b"if-unmodified-since"])
        if moment is not None and file.modified is not None and file.modified > moment:
            return "refused", chosen
    if b"if-none-match" in said:
        known = _named(said[b"if-none-match"], file, chosen, strong=False)
        return ("send", chosen) if known is None else ("unchanged", known)
    if b"if-modified-since" in said:
        moment = read_date(said[b"if-modified-since"])
        if moment is not None and file.modified is not None and file.modified <= moment:
            return "unchanged", chosen
    return "send", chosen


def _named(field: bytes, file: ReadyFile, chosen: Variant, *, strong: bool) -> Variant | None:
    """Which variant a field's tags name, the chosen one first; a strong comparison leaves out weak tags."""
    if field == chosen.tag or field.strip() == b"*":
        return chosen
    tags = {tag for weak, tag in _TAG.findall(field) if not (weak and strong)}
    return next((one for one in (chosen, file.plain, file.packed) if one.tag in tags), None)


@lru_cache(maxsize=256)
def takes_gzip(accepted: bytes) -> bool:
    """Whether an ``Accept-Encoding`` allows gzip and does not like the plain form better."""
    weights: dict[str, float] = {}
    for part in accepted.decode("latin-1").lower().split(","):
        coding, _, rest = part.partition(";")
        name, _, value = rest.strip().partition("=")
        try:
            weights[coding.strip()] = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    packed = max(
        (weights[name] for name in ("gzip", "x-gzip") if name in weights), default=weights.get("*", 0.0)
    )
    return packed > 0 and packed >= weights.get("identity", 0.0)


@lru_cache(maxsize=1024)
def read_date(text: bytes) -> datetime | None:
    """An HTTP date in any of its three forms; None for what is none, which then counts as not said."""
    try:
        moment = parsedate_to_datetime(text.decode("latin-1"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
