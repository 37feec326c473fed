"""A calendar ready to be sent."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from exports.ical import MEDIA_TYPE, render_feed
from exports.views import Feed
from garde.web.answering.file import Headers, ReadyFile, Variant
from garde.web.headers import STRICT

PUBLIC_SECONDS = 900
"""How long anybody may keep a public feed without asking again."""


def calendar_file(feed: Feed, *, private: bool) -> ReadyFile:
    """A feed, printed and ready."""
    return printed_file(render_feed(feed), feed.last_change(), private=private)


def printed_file(body: bytes, modified: datetime | None, *, private: bool) -> ReadyFile:
    """A feed that was printed already; ``modified`` is its last change, None when unknown."""
    digest = sha256(body).hexdigest()[:32]
    fixed: Headers = [
        *STRICT,
        (b"cache-control", b"private, no-cache" if private else b"public, max-age=%d" % PUBLIC_SECONDS),
        (b"vary", b"accept-encoding"),
    ]
    if private:
        fixed.append((b"x-robots-tag", b"noindex, nofollow, noarchive"))
    else:
        fixed.append((b"access-control-allow-origin", b"*"))
    if modified is not None:
        fixed.append((b"last-modified", format_datetime(modified.astimezone(UTC), usegmt=True).encode()))
    # Without a time in the packed bytes, the same calendar always has the same.
    packed = gzip.compress(body, 6, mtime=0)
    return ReadyFile(
        _variant(f'"{digest}"', body, fixed),
        _variant(f'"{digest}-gzip"', packed, fixed, (b"content-encoding", b"gzip")),
        modified,
    )


def _variant(tag: str, body: bytes, fixed: Headers, *more: tuple[bytes, bytes]) -> Variant:
    unchanged = [*fixed, (b"etag", tag.encode())]
    headers = [
        *unchanged,
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", b"%d" % len(body)),
        *more,
    ]
    return Variant(tag.encode(), body, headers, unchanged)
