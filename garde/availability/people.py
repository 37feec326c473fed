"""The addresses and answers in the lines of invitations; nothing of them is kept but the owner's answer."""

from __future__ import annotations

import re

_ANSWER = re.compile(r';PARTSTAT="?([A-Z-]+)', re.IGNORECASE)
_EMAIL = re.compile(r';EMAIL="?([^";:,]+)', re.IGNORECASE)
_LONGEST = 2000


def addresses_in(line: str) -> frozenset[str]:
    """The e-mail address of the person a line is about, in small letters: its value's, or its EMAIL's.

    Those of proxies (SENT-BY, DELEGATED-TO) are other people's.
    """
    text = line[:_LONGEST].lower()
    found = {text.rpartition(":")[2].strip(), *(one[1].strip() for one in _EMAIL.finditer(text))}
    return frozenset(address for address in found if address.count("@") == 1)


def answer_in(line: str) -> str:
    """The PARTSTAT of an ATTENDEE, in capitals (RFC 5545, 3.2.12), or nothing."""
    found = _ANSWER.search(line[:_LONGEST])
    return found[1].upper() if found else ""
