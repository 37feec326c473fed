"""Which calendar an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl

from garde.publication.feed_scopes import Form, feed_address

FEEDS = "/feeds/"
PRIVATE_FEEDS = "/feeds/private/"

Part = Literal["service", "group", "proposed"]
PARTS: dict[str, Part] = {"": "service", "group": "group", "proposed": "proposed"}
"""What a link's calendars show, by what follows its token in the address."""

_ON = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A calendar that somebody asks for: one of the public ones by ``path``, or one of a link's.

    ``token`` is never shown. Without ``language``, a calendar is in that of its service or basin.
    """

    path: str
    token: str = ""
    part: Part = "service"
    language: str | None = None
    gaps: bool = False

    @property
    def private(self) -> bool:
        """Whether it needs a link."""
        return bool(self.token)

    def __repr__(self) -> str:
        """Without the token, which must not get into a log."""
        return f"Ask({'private' if self.token else self.path!r})"


# Bounded: addresses that lead nowhere must not fill the memory.
@lru_cache(maxsize=2048)
def read_ask(path: str, query: bytes) -> Ask | None:
    """What an address below ``/feeds/`` asks for; None when no calendar can be there."""
    if not path.endswith(".ics"):
        return None
    asked = dict(parse_qsl(query.decode("latin-1"))) if query else {}
    language = asked.get("lang") or None
    if path.startswith(PRIVATE_FEEDS):
        token, _, part = path.removeprefix(PRIVATE_FEEDS).removesuffix(".ics").partition("/")
        return Ask("", token, PARTS[part], language) if token and part in PARTS else None
    return Ask(path.removeprefix(FEEDS), language=language, gaps=asked.get("gaps", "").lower() in _ON)


def private_address(public_url: str, token: str, part: Part, language: str) -> str:
    """The address of a link's calendar; ``token`` is that of its calendars."""
    rest = "" if part == "service" else f"/{part}"
    return f"{feed_address(public_url, f'private/{token}{rest}.ics', Form())}?lang={language}"
