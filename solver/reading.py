"""Strict reading of JSON: every refusal names the JSON path, and nothing but a ``DocumentError`` escapes."""

import json
import math
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from solver.errors import DocumentError, NotFiniteError, RotaError
from solver.instants import microseconds

GREATEST = 10**9
VAST = 10**15
ANY = math.inf
FLOAT = sys.float_info.max
"""A whole number beyond this cannot be compared with a float."""
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


class _Object(dict[str, object]):
    """A JSON object that remembers a key written twice, which a plain dict would swallow."""

    twice: str | None = None


def _object(pairs: list[tuple[str, object]]) -> _Object:
    result = _Object(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                result.twice = key
            seen.add(key)
    return result


def parse(data: bytes, refuse: type[DocumentError]) -> "Node":
    """Return the root of the JSON document in ``data`` (UTF-8, without byte order mark).

    Raises:
        DocumentError: of the class ``refuse``, when the bytes are not such a document.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("$", f"byte {error.start} is not UTF-8", "save the document as UTF-8") from None
    try:
        value = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        what = error.msg.removesuffix(" at")
        raise refuse("$", f"not JSON: {what} at {where}", "write one valid JSON document") from None
    except RecursionError:
        raise refuse("$", "nested too deeply", "write the document as the format describes it") from None
    except ValueError:
        raise refuse("$", "an integer has thousands of digits", f"stay within {GREATEST:g}") from None
    return Node(value, "$", refuse)


def shown(value: object) -> str:
    """Return ``value`` as short JSON on one line, for an error."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = repr(value) if isinstance(value, float) else json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def key_path(path: str, key: str) -> str:
    """Return the JSON path of ``key`` in the object at ``path``."""
    return f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{path}[{shown(key)}]"


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and where it stands; its methods return what the format wants there, or refuse."""

    value: object
    path: str
    refuse: type[DocumentError]

    def fault(self, fault: str, remedy: str) -> DocumentError:
        """Return the refusal of this value."""
        return self.refuse(self.path, fault, remedy)

    def members(self) -> dict[str, "Node"]:
        """Return the members of an object whose keys are free."""
        if not isinstance(self.value, _Object):
            raise self.fault(f"{shown(self.value)} is not an object", "write an object here")
        if self.value.twice is not None:
            path = key_path(self.path, self.value.twice)
            raise self.refuse(path, "the key is written twice", "keep one of them")
        return {key: Node(value, key_path(self.path, key), self.refuse) for key, value in self.value.items()}

    def fields(self, required: Collection[str], optional: Collection[str] | None = ()) -> dict[str, "Node"]:
        """Return the members of an object with known keys; ``optional=None`` lets unknown keys pass."""
        members = self.members()
        for key in required:
            if key not in members:
                raise self.refuse(key_path(self.path, key), "is missing", "add it")
        if optional is not None:
            for key, member in members.items():
                if key not in required and key not in optional:
                    raise member.fault("unknown key", "remove it, or correct its spelling")
        return members

    def items(self) -> Iterator["Node"]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            raise self.fault(f"{shown(self.value)} is not a list", "write a list here")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{index}]", self.refuse)

    def text(self) -> str:
        """Return a string."""
        if not isinstance(self.value, str):
            raise self.fault(f"{shown(self.value)} is not a string", "write a string here")
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            raise self.fault("holds half of a surrogate pair", "write whole Unicode characters")
        return self.value

    def choice(self, options: Collection[str]) -> str:
        """Return a string that is one of ``options``."""
        if not isinstance(self.value, str) or self.value not in options:
            raise self.fault(f"{shown(self.value)} is unknown here", f"write one of: {', '.join(options)}")
        return self.value

    def boolean(self) -> bool:
        """Return ``true`` or ``false``."""
        if not isinstance(self.value, bool):
            raise self.fault(f"{shown(self.value)} is not true or false", "write true or false")
        return self.value

    def integer(self, least: float = -math.inf, greatest: float = GREATEST) -> int:
        """Return an integer between ``least`` and ``greatest``."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fault(
                f"{shown(self.value)} is not an integer", "write a whole number without a fraction"
            )
        self._refuse_beyond(self.value, least, greatest)
        return self.value

    def number(self, least: float = -math.inf, greatest: float = GREATEST) -> float:
        """Return a finite number between ``least`` and ``greatest``; integers stay integers."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.fault(f"{shown(self.value)} is not a number", "write a number here")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            kind = NotFiniteError if self.refuse is RotaError else self.refuse
            raise kind(self.path, f"{self.value} is not a finite number", "write a finite number")
        self._refuse_beyond(self.value, least, greatest)
        return self.value

    def _refuse_beyond(self, value: float, least: float, greatest: float) -> None:
        if value < least:
            raise self.fault(f"{shown(value)} is too small", f"write {least:g} or more")
        if abs(value) > greatest or abs(value) > FLOAT:
            raise self.fault(f"{shown(value)} is too large", f"stay within {min(greatest, FLOAT):g}")

    def instant(self) -> datetime:
        """Return an instant: RFC 3339 with ``T``, and an offset of its own."""
        text = self.text()
        match = _INSTANT.fullmatch(text)
        if match is None:
            raise self.fault(f"{shown(text)} is not an instant", "write it like 2026-12-31T20:00:00+01:00")
        if match.group(3) is None:
            raise self.fault(f"{shown(text)} has no offset", "add Z or an offset such as +01:00")
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise self.fault(f"{shown(text)} does not exist", "write a date and time that exist") from None
        return instant


def span(members: dict[str, Node]) -> tuple[datetime, datetime]:
    """Return the instants ``start`` and ``end`` of an object; the end must come after the start."""
    start, end = members["start"].instant(), members["end"].instant()
    if microseconds(end) <= microseconds(start):
        raise members["end"].fault("is not after the start", "let it end after it starts")
    return start, end


def unique(nodes: list[Node], values: list[str]) -> None:
    """Refuse the first of ``values`` that was there before; ``nodes`` says where each stands."""
    seen: set[str] = set()
    for node, value in zip(nodes, values, strict=True):
        if value in seen:
            raise node.fault(f"{shown(value)} is there twice", "keep one of them")
        seen.add(value)
