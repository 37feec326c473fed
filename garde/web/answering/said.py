"""What the application answers, gathered to be sent as often as it is asked for."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.types import Message

from garde.web.answering.file import Headers, ReadyFile, Variant

WORTH_PACKING = 600
"""Octets from which an answer is compressed."""

_OF_THE_BODY = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-language"})


@dataclass
class Said:
    """What the application answers, gathered."""

    start: Message | None = None
    chunks: list[bytes] = field(default_factory=list)

    async def take(self, message: Message) -> None:
        """As the application's ``send``."""
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.chunks.append(message.get("body", b""))

    @property
    def status(self) -> int:
        """Its HTTP status; 500 where there is none."""
        return 500 if self.start is None else int(self.start["status"])

    @property
    def headers(self) -> Headers:
        """A copy of its headers."""
        return [] if self.start is None else list(self.start["headers"])

    @property
    def for_anybody(self) -> bool:
        """Whether everybody who asks the same may be given this."""
        return (b"cache-control", b"public") in {
            (name, value.partition(b",")[0].strip()) for name, value in self.headers
        }

    def ready(self) -> ReadyFile:
        """The answer in both encodings."""
        body = b"".join(self.chunks)
        headers = MutableHeaders(raw=self.headers)
        tag = headers.get("etag", "").removeprefix("W/").encode()
        if len(body) < WORTH_PACKING:
            plain = _variant(tag, body, headers)
            return ReadyFile(plain, plain)
        if "accept-encoding" not in headers.get("vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        plain = _variant(tag, body, headers)
        # Without a time in the packed bytes, the same answer always has the same.
        body = gzip.compress(body, 6, mtime=0)
        headers["content-encoding"] = "gzip"
        return ReadyFile(plain, _variant(tag, body, headers))


def _variant(tag: bytes, body: bytes, headers: MutableHeaders) -> Variant:
    headers["content-length"] = str(len(body))
    raw = list(headers.raw)
    return Variant(tag, body, raw, [(name, value) for name, value in raw if name not in _OF_THE_BODY])
