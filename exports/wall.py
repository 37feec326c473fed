"""The printable month: days down, lines across, who is on duty in each cell; to hang on a wall, A4 or A3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from exports.month import Month, MonthDay, MonthLine, short_hours
from exports.typesetting import Paper, typeset

_LINES_ACROSS: dict[Paper, int] = {"a4": 3, "a3": 6}
"""So many columns are wide enough for names: A4 stands upright, A3 lies."""


def render_month(month: Month, paper: Paper = "a4") -> bytes:
    """A PDF: pages of the month with as many lines beside each other as can be read, then the services.

    Letters are as large as lets a whole month stand on each page. Same month, same bytes.
    """
    return typeset("month", month_data(month, paper), month.changed_at)


def month_data(month: Month, paper: Paper) -> dict[str, Any]:
    """What the template is given."""
    words = month.words
    return {
        "paper": paper,
        "flipped": paper == "a3",
        "language": month.language,
        "titles": list(month.titles),
        "edition": month.edition,
        "notice-lines": list(month.notices),
        "missing": f"{words.gaps}: {month.missing}" if month.missing else "",
        "words": {
            "day": words.day,
            "nobody": words.nobody,
            "service": words.service,
            "line": words.line,
            "telephone": words.telephone,
            "duties": words.duties,
            "hours": words.hours,
            "legend": words.legend,
            "services": words.services,
            "local_time": words.local_time,
            "gaps": words.gaps,
            "page": words.page,
        },
        "kinds": [{"kind": kind, "label": label} for kind, label in words.kinds],
        "pages": [_page(month, lines) for lines in _pages(month.lines, _LINES_ACROSS[paper])],
        "services": list(_services(month)),
    }


def _pages(lines: Sequence[MonthLine], most: int) -> Iterator[Sequence[MonthLine]]:
    """The lines on as few pages as can be, as even as can be."""
    if not lines:
        return
    pages = ceil(len(lines) / most)
    for number in range(pages):
        yield lines[ceil(len(lines) * number / pages) : ceil(len(lines) * (number + 1) / pages)]


def _page(month: Month, lines: Sequence[MonthLine]) -> dict[str, Any]:
    cells = [[list(_entries(month, day, line)) for line in lines] for day in month.days]
    hours = [entry["hours"] for row in cells for cell in row for entry in cell]
    return {
        "lines": [line.name for line in lines],
        "hours-width": max(map(len, hours), default=0),
        "days": [
            {
                "number": day.day.day,
                "names": list(day.names),
                "kind": day.kind,
                "note": day.note,
                "cells": row,
            }
            for day, row in zip(month.days, cells, strict=True)
        ],
    }


def _entries(month: Month, day: MonthDay, line: MonthLine) -> Iterator[dict[str, Any]]:
    names = {service.id: service.name for service in month.services}
    for duty in month.on(day.day, line.id):
        hours = short_hours(duty, day.day, month.zone)
        for place in duty.places:
            yield {
                "hours": hours,
                "who": month.words.nobody if place is None else names[place],
                "kind": duty.kind,
                "gap": place is None,
                "goes_on": hours.startswith("…"),
            }


def _services(month: Month) -> Iterator[dict[str, Any]]:
    lines = {line.id: line.name for line in month.lines}
    for service in month.services:
        own = [duty for duty in month.duties if service.id in duty.places and not duty.running]
        if not own and not any(service.id in duty.places for duty in month.duties):
            continue
        yield {
            "name": service.name,
            "phone": service.phone,
            "lines": ", ".join(lines[line] for line in service.lines if line in lines),
            "duties": len(own),
            "hours": f"{sum(duty.hours for duty in own):g}",
        }
