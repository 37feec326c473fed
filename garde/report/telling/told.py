"""What every chapter is told from: the basins with their figures, and how they are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from exports.report import Bar, Block, Chapter, Chart, ColumnChart, Heading, Mark, Quote
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.report.figures import BasinFigures
from garde.report.period import Period
from garde.report.tongue import Tongue

MOST_COLUMNS = 18
"""So many months stand side by side in a chart; a longer period is told by quarter, then by year."""


@dataclass(frozen=True)
class Told:
    """One basin of a report: its file, its services and its figures."""

    config: BasinConfig
    services: tuple[Service, ...]
    figures: BasinFigures
    period: Period
    tongue: Tongue

    @property
    def title(self) -> str:
        """The basin's name."""
        return self.tongue.name(self.config.names)

    def line(self, line: str) -> str:
        """The name of a line, or its id where the basin no longer has it."""
        found = self.config.line(line)
        return self.tongue.name(found.names) if found else line

    def quarter(self, quarter: str) -> str:
        """The name of a quarter, or its id where the basin no longer has it."""
        found = self.config.quarter(quarter)
        return self.tongue.name(found.names) if found else quarter

    def pool(self, pool: str) -> str:
        """The names of a pool's lines."""
        return " + ".join(self.line(line) for line in pool.split("+"))

    def service(self, service: str) -> str:
        """The public name of an organisation; an independent is told by a number only."""
        return self._names.get(service, service)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        independents = [one.external_id for one in self.services if one.kind == "independent"]
        # An order that says nothing: neither names nor ids can be told from the numbers.
        hidden = sorted(independents, key=lambda one: sha256(f"{self.config.id}/{one}".encode()).digest())
        names = {one: self.tongue("independent", number=n) for n, one in enumerate(hidden, start=1)}
        return {one.external_id: names.get(one.external_id, one.shown_name) for one in self.services}

    def by_month(self, title: str, months: Mapping[str, float], mark: Mark | None = None) -> Chart:
        """A chart of months, or of quarters or years where there are too many months."""
        sums: dict[str, float] = {}
        for month, value in months.items():
            step = self._step(month, len(months))
            sums[step] = sums.get(step, 0.0) + value
        columns = tuple(
            Bar(label=label, value=value, text=self.tongue.amount(value)) for label, value in sums.items()
        )
        return Chart(
            title=title,
            alternative=in_words(self.tongue, columns) + (f" {mark.text}." if mark else ""),
            # A month's measure says nothing of quarters and years.
            drawing=ColumnChart(columns=columns, mark=mark if len(months) <= MOST_COLUMNS else None),
        )

    def _step(self, month: str, months: int) -> str:
        if months <= MOST_COLUMNS:
            return self.tongue.short_month(month)
        if months <= MOST_COLUMNS * 3:
            return self.tongue("quarter", number=(int(month[5:]) + 2) // 3, year=month[:4])
        return month[:4]


def in_words(tongue: Tongue, bars: Iterable[Bar]) -> str:
    """What bars or columns show, in words."""
    return tongue("by_column", columns="; ".join(f"{bar.label}: {bar.text}" for bar in bars))


def _said(told: Told, name: str) -> Iterable[Block]:
    """What the coordination says beside the figures of a chapter."""
    for one in told.figures.remarking.said:
        if one.chapter == name:
            source = told.tongue("remark_of_coordination", period=told.tongue.period(one.period))
            yield Quote(one.words, source)


def chapter(
    name: str, tongue: Tongue, basins: Sequence[Told], blocks: Callable[[Told], Iterable[Block]]
) -> Chapter:
    """A chapter with the blocks of each basin, below its name where there are several."""
    found: list[Block] = []
    for told in basins:
        if len(basins) > 1:
            found.append(Heading(told.title))
        found += blocks(told)
        found += _said(told, name)
    return Chapter(id=name, title=tongue(f"{name}_title"), blocks=tuple(found))
