"""One cell of a services file, from text to value; each reader raises ValueError with what is wrong."""

from __future__ import annotations

import re

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def is_language_tag(text: str) -> bool:
    """Whether it has the shape of a lower-case BCP 47 tag: ``fr``, ``nl-be``, ``zh-hant``."""
    return _LANGUAGE_TAG.fullmatch(text) is not None
