"""The web address of a calendar: what it may be, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from garde.errors import BadInput

LONGEST_ADDRESS = 2000
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_REMEDY = "give the calendar's address as https://…/….ics"
_UNCHANGED = "%/:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address over http or https, without credentials; ``target`` is its path and query."""

    scheme: str
    host: str
    port: int | None
    target: str

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self._place}{self.target}"

    @property
    def shown(self) -> str:
        """What may be shown: the path of a calendar's address is often its only protection."""
        return f"{self.scheme}://{self._place}/…"

    @property
    def host_header(self) -> bytes:
        """The host, and the port where it is not the usual one."""
        return self._place.encode("ascii")

    @property
    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def web_address(text: str) -> WebAddress:
    """Reads an address; webcal is https. Raises BadInput, which never repeats it, for what is none."""
    text = text.strip()
    if not text or len(text) > LONGEST_ADDRESS or not text.isprintable() or any(map(str.isspace, text)):
        raise BadInput("this is no address of a calendar", remedy=_REMEDY)
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise BadInput("this is no address of a calendar", remedy=_REMEDY) from None
    scheme = _SCHEMES.get(parts.scheme.lower())
    if scheme is None or not host or "%" in host or port == 0:
        raise BadInput("this is no address of a calendar", remedy=_REMEDY)
    if parts.username is not None or parts.password is not None:
        raise BadInput(
            "the address holds a name or a password",
            where=f"{scheme}://{host}/…",
            remedy="give one that needs none, such as a calendar's private address",
        )
    return WebAddress(scheme, host, port, _target(parts))


def redirected(place: WebAddress, location: str) -> WebAddress:
    """Where a redirect leads. Raises BadInput for what is no address, or gives up encryption."""
    target = web_address(urljoin(place.url, location.strip()))
    if place.scheme == "https" and target.scheme == "http":
        raise BadInput(
            "redirects to an address that is not encrypted",
            where=place.shown,
            remedy="give another address",
        )
    return target


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_UNCHANGED)
    return f"{path}?{quote(parts.query, safe=_UNCHANGED)}" if parts.query else path
