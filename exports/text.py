"""Text as every printed format can carry it."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""The text without the control characters that iCalendar and XLSX forbid.

    Tabs stay. Every kind of line break becomes ``\n``: Unicode's own (U+0085, U+2028, U+2029) too, for some
    readers cut lines at them. Half a surrogate pair, which UTF-8 cannot write, becomes U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAK.sub("\n", text)
    text = _FORBIDDEN.sub("", text)
    return _LONE_SURROGATE.sub("\ufffd", text)
