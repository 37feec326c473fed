"""Printing: tables and progress on a terminal, plain text when piped, JSON for programs."""

from __future__ import annotations

import json
import sys
import time as stopwatch
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Protocol

PLAIN_SECONDS = 5.0
"""So long a piped progress is silent about the same subject."""
FOLDED = 18
"""Characters that a column of names keeps at least; longer names go over several lines."""


def say(text: str = "") -> None:
    """One line of answer on standard output."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """One line on standard error that does not change how the command ends."""
    sys.stderr.write(f"warning: {text}\n")


def complain(text: str) -> None:
    """One line on standard error about something that is refused, while the rest goes on."""
    sys.stderr.write(f"garde: {' '.join(text.split())}\n")


def print_json(value: object) -> None:
    """The answer for a program: two-space JSON, instants in ISO 8601."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Sequence[int] = (),
    optional: Sequence[int] = (),
) -> None:
    """A table; ``right`` names the columns (from 0) that hold numbers. Tab-separated when piped.

    On a narrow terminal the ``optional`` columns are left out, in their order, until the rest fits; ids
    (column 0) and numbers are never cut.
    """
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        if title:
            say(title)
        say("\t".join(columns))
        for row in texts:
            say("\t".join(row))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    firm = {0, *right}
    widths = [_width(number, columns, texts, firm=number in firm) for number in range(len(columns))]
    kept = fitting(widths, optional, console.width)
    table = Table(title=escape(title) or None, title_justify="left", header_style="bold")
    for position in kept:
        number = position in right
        table.add_column(
            columns[position],
            justify="right" if number else "left",
            no_wrap=number or position == 0,
            min_width=widths[position],
        )
    for row in texts:
        table.add_row(*(escape(row[position]) for position in kept))
    console.print(table)
    if len(kept) < len(columns):
        left_out = ", ".join(name for position, name in enumerate(columns) if position not in kept)
        console.print(f"(not shown on so narrow a terminal: {left_out})", style="dim", markup=False)


def fitting(widths: Sequence[int], optional: Sequence[int], width: int) -> tuple[int, ...]:
    """The columns to show: all that fit in ``width`` characters, or all but the optional ones."""
    kept = list(range(len(widths)))
    for position in optional:
        # A column costs its text, a space on each side and a line; the table has one line more.
        if sum(widths[number] + 3 for number in kept) + 1 <= width:
            break
        kept.remove(position)
    return tuple(kept)


def _width(position: int, columns: Sequence[str], rows: Sequence[Sequence[str]], *, firm: bool) -> int:
    """How wide a column must be: a firm one as its longest text, another as what still reads well folded."""
    longest = max([len(columns[position]), *(len(row[position]) for row in rows)])
    return longest if firm else min(longest, FOLDED)


class Steps(Protocol):
    """Where long work tells how far it is."""

    def __call__(self, text: str, done: float | None = None) -> None:
        """``done`` is between 0 and 1, or None when it cannot be known."""


def _plain_steps(title: str) -> Steps:
    """A line for each new subject (what stands before the colon), and for the same one now and then."""
    said: dict[str, float] = {}

    def line(text: str, done: float | None = None) -> None:
        subject, now = text.partition(":")[0], stopwatch.monotonic()
        if now - said.get(subject, -PLAIN_SECONDS) >= PLAIN_SECONDS:
            said[subject] = now
            sys.stderr.write(f"{title}: {text}\n")

    return line


@contextmanager
def progress(title: str) -> Iterator[Steps]:
    """A progress bar on standard error when that is a terminal; plain lines of text otherwise."""
    if not sys.stderr.isatty():
        yield _plain_steps(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (
        SpinnerColumn(),
        TextColumn("{task.fields[title]}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, title=title)

        def step(text: str, done: float | None = None) -> None:
            if done is None:
                bar.update(task, description=text)
            else:
                bar.update(task, description=text, total=1.0, completed=done)

        yield step
