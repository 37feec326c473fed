"""A service's statement of duties and what it is owed for them, as a PDF: all texts come in its language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from exports.typesetting import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is seen first, with what it is and, in small letters, what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of texts below a heading; the columns named in ``right`` (from 0) hold numbers.

    ``total`` is the last row, set apart; ``faint`` are the rows (from 0) that count for nothing. A ``wide``
    one fills the page, its last column but one taking the room.
    """

    heading: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    faint: tuple[int, ...] = ()
    wide: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What is printed for one service. ``changed_at`` dates the document: same view, same bytes."""

    language: str
    title: str
    service: str
    basin: str
    period: str
    notices: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    remarks: tuple[str, ...]
    page: str
    changed_at: datetime


def render_statement(view: StatementView) -> bytes:
    """The statement as a tagged PDF, A4."""
    data = asdict(view)
    del data["changed_at"]
    return typeset("statement", data, view.changed_at)
