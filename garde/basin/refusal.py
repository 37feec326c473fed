"""What is said when a services file cannot be used: every bad cell, by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from garde.errors import BadInput


@dataclass(frozen=True, slots=True)
class CellFault:
    """One bad cell.

    ``row`` is the number that a spreadsheet shows (the header is row 1), or None when the value was given
    for every row with ``--set``; ``column`` is the name in the file's header.
    """

    row: int | None
    column: str
    value: str
    what: str

    def one_line(self) -> str:
        """``row 14, column lat: '590.8' is …``."""
        place = f"row {self.row}, column {self.column}" if self.row is not None else f"--set {self.column}"
        value = self.value if len(self.value) <= 60 else f"{self.value[:57]}…"
        shown = f"{value!r} " if value else ""
        return " ".join(f"{place}: {shown}{self.what}".split())


class ImportRefused(BadInput):
    """Nothing of the file is taken. ``faults`` are its bad cells; none when the file itself is unfit."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        remedy: str | None = None,
        faults: Sequence[CellFault] = (),
    ) -> None:
        self.faults = tuple(faults)
        super().__init__(what, where=where, remedy=remedy)


def refused_cells(path: Path, faults: Sequence[CellFault]) -> ImportRefused:
    """The refusal that shows the first fault and counts the others."""
    others = len(faults) - 1
    more = f" (and {others} more fault{'s' if others > 1 else ''})" if others else ""
    return ImportRefused(
        f"{faults[0].one_line()}{more}",
        where=str(path),
        remedy="nothing was imported: correct the file and import it again",
        faults=faults,
    )
