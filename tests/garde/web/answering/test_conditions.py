"""RFC 9110 to the letter, on one calendar that changed on 1 January 2027 at 09:30."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.views import Feed
from garde.web.answering.conditions import decide, read_date, takes_gzip
from garde.web.calendars.file import calendar_file

CHANGED = datetime(2027, 1, 1, 9, 30, tzinfo=UTC)
FILE = calendar_file(Feed(name="Garde", language="fr", events=(), changed_at=CHANGED), private=False)
PLAIN, PACKED = FILE.plain.tag, FILE.packed.tag
BEFORE, SAME, AFTER = (f"Fri, 01 Jan 2027 09:{minute}:00 GMT".encode() for minute in ("29", "30", "31"))
OTHER = b'"other"'


@pytest.mark.parametrize(
    ("headers", "outcome", "tag"),
    [
        ([], "send", PLAIN),
        ([(b"if-none-match", PLAIN)], "unchanged", PLAIN),
        ([(b"if-none-match", b"W/" + PLAIN)], "unchanged", PLAIN),
        ([(b"if-none-match", OTHER + b", " + PLAIN)], "unchanged", PLAIN),
        ([(b"if-none-match", OTHER), (b"if-none-match", PLAIN)], "unchanged", PLAIN),
        ([(b"if-none-match", b"*")], "unchanged", PLAIN),
        ([(b"if-none-match", OTHER)], "send", PLAIN),
        ([(b"if-none-match", b"")], "send", PLAIN),
        # The same calendar in the other encoding is no other calendar.
        ([(b"if-none-match", PACKED)], "unchanged", PACKED),
        ([(b"if-none-match", PLAIN), (b"accept-encoding", b"gzip")], "unchanged", PLAIN),
        ([(b"if-modified-since", BEFORE)], "send", PLAIN),
        ([(b"if-modified-since", SAME)], "unchanged", PLAIN),
        ([(b"if-modified-since", AFTER), (b"accept-encoding", b"gzip")], "unchanged", PACKED),
        ([(b"if-modified-since", b"yesterday")], "send", PLAIN),
        # A tag that does not match outweighs a date that does, and the other way round (13.2.2).
        ([(b"if-none-match", OTHER), (b"if-modified-since", AFTER)], "send", PLAIN),
        ([(b"if-none-match", PLAIN), (b"if-modified-since", BEFORE)], "unchanged", PLAIN),
        # Nobody writes a date or a list of encodings that long.
        ([(b"accept-encoding", b"gzip, " * 40)], "send", PLAIN),
        ([(b"if-modified-since", AFTER + b" " * 200)], "send", PLAIN),
        ([(b"if-match", PLAIN)], "send", PLAIN),
        ([(b"if-match", OTHER)], "refused", PLAIN),
        # If-Match compares strongly.
        ([(b"if-match", b"W/" + PLAIN)], "refused", PLAIN),
        ([(b"if-unmodified-since", BEFORE)], "refused", PLAIN),
        ([(b"if-unmodified-since", SAME)], "send", PLAIN),
        ([(b"if-match", PLAIN), (b"if-unmodified-since", BEFORE)], "send", PLAIN),
    ],
)
def test_who_is_sent_what(headers: list[tuple[bytes, bytes]], outcome: str, tag: bytes) -> None:
    decided, variant = decide(FILE, headers)
    assert (decided, variant.tag) == (outcome, tag)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        (b"", False),
        (b"gzip", True),
        (b"GZIP, deflate, br", True),
        (b"br, *", True),
        (b"deflate", False),
        (b"gzip;q=0", False),
        (b"gzip; q=0.0, *", False),
        (b"identity;q=1, gzip;q=0.5", False),
        (b"identity;q=0.5, gzip", True),
        (b"gzip;q=much", False),
    ],
)
def test_who_takes_it_packed(accepted: bytes, packed: bool) -> None:
    assert takes_gzip(accepted) is packed


@pytest.mark.parametrize(
    "text", [b"Fri, 01 Jan 2027 09:30:00 GMT", b"Friday, 01-Jan-27 09:30:00 GMT", b"Fri Jan  1 09:30:00 2027"]
)
def test_dates_are_read_in_all_three_forms(text: bytes) -> None:
    assert read_date(text) == CHANGED


NAMES = st.sampled_from(
    [b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since", b"accept-encoding"]
)
VALUES = st.one_of(
    st.binary(max_size=60), st.sampled_from([PLAIN, PACKED, SAME, b"gzip", b'"' * 5, b'W/"', b"q=;;,"])
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_no_header_is_an_error(headers: list[tuple[bytes, bytes]]) -> None:
    assert decide(FILE, headers)[0] in ("send", "unchanged", "refused")
