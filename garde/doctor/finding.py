"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check, named ``id``, found: how it is, in a sentence, and what to do about it.

    ``warning``: people should look at it, what garde promises still holds; ``failed``: something it promises
    does not. ``basin`` is None for what concerns all of them.
    """

    id: str
    state: State
    what: str
    remedy: str | None = None
    basin: str | None = None


def ok(name: str, what: str, *, basin: str | None = None) -> Finding:
    """Nothing to do."""
    return Finding(name, "ok", what, None, basin)


def warning(name: str, what: str, remedy: str, *, basin: str | None = None) -> Finding:
    """To be looked at."""
    return Finding(name, "warning", what, remedy, basin)


def failed(name: str, what: str, remedy: str, *, basin: str | None = None) -> Finding:
    """To be mended."""
    return Finding(name, "failed", what, remedy, basin)
