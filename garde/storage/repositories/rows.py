"""Numbers that the database gives to rows."""

from __future__ import annotations

from typing import Protocol

from sqlmodel import Session


class Numbered(Protocol):
    """A row that has a number once it is stored."""

    id: int | None


def added(session: Session, row: Numbered) -> int:
    """Stores a new row; the number that the database gave it."""
    session.add(row)
    session.flush()
    return given(row.id)


def given(number: int | None) -> int:
    """The number that the database gave to a stored row."""
    if number is None:
        raise AssertionError("a stored row has its number")
    return number
