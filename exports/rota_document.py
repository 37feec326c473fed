"""The rota of whole months as JSON, ``garde-rota-month/1``: read again by any garde, nothing lost.

``docs/exports.md`` has the format. ``parse_rota(render_rota(document)) == document`` for every document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exports.errors import ExportError
from exports.views import in_utc, require_time_zone

FORMAT = "garde-rota-month/1"
JSON_MEDIA_TYPE = "application/json"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_MOST_PLACES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotEntry:
    """A slot and who serves in each of its places (None: nobody).

    ``key`` names it for good, ``month`` is the one that it belongs to, instants are kept in UTC, ``burden``
    is in points. Raises ExportError for what could not be a slot.
    """

    key: str
    line: str
    month: str
    start: datetime
    end: datetime
    burden: int
    places: tuple[str | None, ...]
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no rota could have."""
        where = f"slot {self.key}"
        object.__setattr__(self, "start", in_utc(self.start, f"{where}, start"))
        object.__setattr__(self, "end", in_utc(self.end, f"{where}, end"))
        if self.end <= self.start:
            raise ExportError(f"ends at {self.end.isoformat()}, not after its start", where=where)
        if not 1 <= len(self.places) <= _MOST_PLACES:
            raise ExportError(f"has {len(self.places)} places", where=where, remedy="give it at least one")
        held = [place for place in self.places if place is not None]
        if len(set(held)) < len(held):
            raise ExportError("gives two places to one service", where=where)
        if not self.key.startswith(f"{self.line}/"):
            raise ExportError(f"is no slot of line {self.line}", where=where)
        if self.burden < 0:
            raise ExportError(f"weighs {self.burden} points", where=where)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstEntry:
    """A duty that stands against ``rules`` because somebody decided so, when and why."""

    slot: str
    service: str
    rules: tuple[str, ...]
    reason: str
    at: datetime
    by: str

    def __post_init__(self) -> None:
        """Keep the instant in UTC."""
        object.__setattr__(self, "at", in_utc(self.at, f"decision about {self.slot}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaDocument:
    """The rota of whole months of a basin, as it was in force.

    ``version`` and ``published_at`` say which publication it was. Raises ExportError when two slots share a
    key, a slot is of another month, or a decision is about a duty that nobody has.
    """

    basin: str
    timezone: str
    months: tuple[str, ...]
    slots: tuple[SlotEntry, ...]
    against: tuple[AgainstEntry, ...] = ()
    version: int | None = None
    published_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what does not hang together."""
        require_time_zone(self.timezone, "timezone")
        if self.published_at is not None:
            object.__setattr__(self, "published_at", in_utc(self.published_at, "published_at"))
        if not self.months or sorted(set(self.months)) != list(self.months):
            raise ExportError("are not different months in time", where="months")
        for month in self.months:
            if not _MONTH.fullmatch(month):
                raise ExportError(f"{month!r} is no month", where="months", remedy="write it as 2027-01")
        held: set[tuple[str, str]] = set()
        seen: set[str] = set()
        for slot in self.slots:
            if slot.key in seen:
                raise ExportError("stands in the document twice", where=f"slot {slot.key}")
            if slot.month not in self.months:
                raise ExportError(f"is of {slot.month}, not of these months", where=f"slot {slot.key}")
            seen.add(slot.key)
            held.update((slot.key, place) for place in slot.places if place is not None)
        for one in self.against:
            if (one.slot, one.service) not in held:
                raise ExportError(
                    f"{one.service} does not have that duty", where=f"against_rules, slot {one.slot}"
                )


def render_rota(document: RotaDocument) -> bytes:
    """UTF-8 JSON, two spaces, keys in the order of the documentation; the same bytes for the same rota."""
    told = {
        "format": FORMAT,
        "basin": document.basin,
        "timezone": document.timezone,
        "months": list(document.months),
        "version": document.version,
        "published_at": None if document.published_at is None else document.published_at.isoformat(),
        "slots": [
            {
                "key": slot.key,
                "line": slot.line,
                "month": slot.month,
                "start": slot.start.isoformat(),
                "end": slot.end.isoformat(),
                "burden": slot.burden,
                "places": list(slot.places),
                "categories": list(slot.categories),
                "languages": list(slot.languages),
            }
            for slot in document.slots
        ],
        "against_rules": [
            {
                "slot": one.slot,
                "service": one.service,
                "rules": list(one.rules),
                "reason": one.reason,
                "at": one.at.isoformat(),
                "by": one.by,
            }
            for one in document.against
        ],
    }
    # Escapes, so that half a surrogate pair in a text survives as well.
    text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)
    return (text if _encodable(text) else json.dumps(told, indent=2, allow_nan=False)).encode() + b"\n"


def parse_rota(data: bytes) -> RotaDocument:
    """Reads such a document. Raises ExportError, with the JSON path, for anything else."""
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ExportError(
            f"this is no JSON: {error}", remedy="give a file that garde export json wrote"
        ) from None
    top = _Reader(found, "$")
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ExportError(
            f"is no {FORMAT} document", where="$.format", remedy="give a file that garde export json wrote"
        )
    top.only("format", "basin", "timezone", "months", "version", "published_at", "slots", "against_rules")
    return RotaDocument(
        basin=top.text("basin"),
        timezone=top.text("timezone"),
        months=top.texts("months"),
        version=None if found.get("version") is None else top.whole("version"),
        published_at=None if found.get("published_at") is None else top.instant("published_at"),
        slots=tuple(_slot(item) for item in top.items("slots")),
        against=tuple(_against(item) for item in top.items("against_rules")),
    )


def _slot(item: _Reader) -> SlotEntry:
    item.only("key", "line", "month", "start", "end", "burden", "places", "categories", "languages")
    return SlotEntry(
        key=item.text("key"),
        line=item.text("line"),
        month=item.text("month"),
        start=item.instant("start"),
        end=item.instant("end"),
        burden=item.whole("burden"),
        places=tuple(item.holders("places")),
        categories=item.texts("categories"),
        languages=item.texts("languages"),
    )


def _against(item: _Reader) -> AgainstEntry:
    item.only("slot", "service", "rules", "reason", "at", "by")
    return AgainstEntry(
        slot=item.text("slot"),
        service=item.text("service"),
        rules=item.texts("rules"),
        reason=item.text("reason"),
        at=item.instant("at"),
        by=item.text("by"),
    )


class _Reader:
    """An object of the document, with the path that refusals name."""

    def __init__(self, found: Any, path: str) -> None:
        self.path = path
        if not isinstance(found, dict):
            raise ExportError("is no object", where=path)
        self.found: dict[str, Any] = found

    def only(self, *keys: str) -> None:
        for key in self.found:
            if key not in keys:
                raise ExportError(f"has an unknown key {key!r}", where=self.path, remedy="take it out")

    def text(self, key: str) -> str:
        value = self._get(key)
        if not isinstance(value, str):
            raise ExportError("is no text", where=f"{self.path}.{key}")
        return value

    def whole(self, key: str) -> int:
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise ExportError("is no whole number from 0 to 2147483647", where=f"{self.path}.{key}")
        return value

    def instant(self, key: str) -> datetime:
        text = self.text(key)
        try:
            return in_utc(datetime.fromisoformat(text), f"{self.path}.{key}")
        except (ValueError, OverflowError) as error:
            if isinstance(error, ExportError):
                raise
            raise ExportError(
                f"{text!r} is no instant",
                where=f"{self.path}.{key}",
                remedy="write it as 2027-01-05T21:00:00+00:00",
            ) from None

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._text_of(item, f"{self.path}.{key}[{n}]") for n, item in enumerate(self._list(key)))

    def holders(self, key: str) -> Iterator[str | None]:
        for number, item in enumerate(self._list(key)):
            yield None if item is None else self._text_of(item, f"{self.path}.{key}[{number}]")

    def items(self, key: str) -> Iterator[_Reader]:
        for number, item in enumerate(self._list(key)):
            yield _Reader(item, f"{self.path}.{key}[{number}]")

    def _list(self, key: str) -> list[Any]:
        value = self._get(key)
        if not isinstance(value, list):
            raise ExportError("is no list", where=f"{self.path}.{key}")
        return value

    def _get(self, key: str) -> Any:
        if key not in self.found:
            raise ExportError(f"has no {key}", where=self.path)
        return self.found[key]

    @staticmethod
    def _text_of(item: Any, path: str) -> str:
        if not isinstance(item, str):
            raise ExportError("is no text", where=path)
        return item


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ExportError("an object has the same key twice", remedy="keep one of them")
    return found


def _no_number(text: str) -> float:
    raise ExportError(f"{text} is no number of JSON")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
