"""A report's charts as SVG: dark, light and hatched, so that they read without colour.

Every value is written beside what shows it. There is no style sheet and no script in a drawing: any page,
whatever its security policy, and typst show it the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from exports.report import (
    Bar,
    BarChart,
    Chart,
    ColumnChart,
    PartsChart,
    PartsRow,
    SpreadChart,
    SpreadRow,
)
from exports.text import printable

WIDTH = 680
INK, GREY, FAINT, STRONG, SOFT, ALARM = "#1a1a1a", "#595959", "#e8e8e8", "#124e78", "#b9d6ea", "#a3341c"
FONTS = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"
_SIZE, _SMALL = 13.0, 11.5
_SLIM, _THIN, _BROAD = (
    frozenset("ijlI.,:;'’!| \u00a0\u202f\u2009"),
    frozenset("frt()[]-/"),
    frozenset("mwMWŒœÆæ%@—…"),
)
"""Letters that are a good deal narrower, or broader, than the others."""


def svg(chart: Chart, name: str) -> str:
    """The drawing of a chart; ``name`` tells its inner ids from those of other drawings on the page."""
    match chart.drawing:
        case BarChart():
            body, height = _bars(chart.drawing)
        case ColumnChart():
            body, height = _columns(chart.drawing)
        case PartsChart():
            body, height = _parts(chart.drawing, name)
        case SpreadChart():
            body, height = _spread(chart.drawing)
    alternative = quoteattr(printable(chart.alternative))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" '
        f'width="{WIDTH}" height="{_n(height)}" role="img" aria-label={alternative} '
        f'font-family="{FONTS}" font-size="{_SIZE}" fill="{INK}">{"".join(body)}</svg>'
    )


def _bars(chart: BarChart) -> tuple[list[str], float]:
    labels = [_wrapped(bar.label, 200) for bar in chart.bars]
    left = _widest(labels) + 12
    right = max((_width(bar.text) for bar in chart.bars), default=0) + 10
    most = max((bar.value for bar in chart.bars), default=0) or 1
    body: list[str] = []
    top = 4.0
    for bar, lines in zip(chart.bars, labels, strict=True):
        height = max(26, 16 * len(lines) + 8)
        length = max(1.0, (WIDTH - left - right) * bar.value / most)
        body += _label(lines, left - 10, top + height / 2)
        body.append(_rect(left, top + height / 2 - 8, length, 16, STRONG))
        body.append(_text(left + length + 6, top + height / 2 + 4.5, bar.text))
        top += height
    return body, top + 4


def _columns(chart: ColumnChart) -> tuple[list[str], float]:
    top, plot = 24.0, 150.0
    values = [bar.value for bar in chart.columns]
    most = max([*values, chart.mark.value if chart.mark else 0]) or 1
    wide = WIDTH / max(1, len(chart.columns))
    size = min(_SMALL, min((wide - 2) / max(1.0, _width(bar.text, 1)) for bar in chart.columns))
    body = list(_column_bars(chart.columns, wide, top, plot / most, top + plot, size))
    body.append(_line(0, top + plot, WIDTH, top + plot, GREY))
    if chart.mark is not None:
        y = top + plot - plot * chart.mark.value / most
        body.append(_line(0, y, WIDTH, y, ALARM, dashed=True))
        width = _width(chart.mark.text, _SMALL)
        body.append(_rect(WIDTH - width - 8, y - 17, width + 8, 15, "#ffffff"))
        body.append(_text(WIDTH - 4, y - 5, chart.mark.text, anchor="end", size=_SMALL, weight="bold"))
    return body, top + plot + 24


def _column_bars(
    bars: Sequence[Bar], wide: float, top: float, scale: float, floor: float, size: float
) -> Iterator[str]:
    foot = min(_SMALL, min((wide - 1) / max(1.0, _width(bar.label, 1)) for bar in bars))
    for number, bar in enumerate(bars):
        middle, height = wide * (number + 0.5), max(0.0, bar.value * scale)
        thick = min(wide * 0.66, 56)
        if height:
            yield _rect(middle - thick / 2, floor - height, thick, height, STRONG)
        yield _text(middle, floor - height - 5, bar.text, anchor="middle", size=size)
        yield _text(middle, floor + 16, bar.label, anchor="middle", size=foot, fill=GREY)


def _parts(chart: PartsChart, name: str) -> tuple[list[str], float]:
    labels = [_wrapped(row.label, 170) for row in chart.rows]
    left = _widest(labels) + 12
    right = max((_width(row.end, _SMALL) for row in chart.rows), default=0) + 14
    length = WIDTH - left - right
    body = [
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
        f'<rect width="2.2" height="5" fill="{ALARM}"/></pattern></defs>'
    ]
    body += _heads(chart, left, length)
    top = 26.0
    for row, lines in zip(chart.rows, labels, strict=True):
        height = max(30, 16 * len(lines) + 8)
        body += _label(lines, left - 10, top + height / 2)
        body += _segments(row, left, length, top + height / 2, name)
        weight = "bold" if row.parts[-1] else "normal"
        body.append(_text(left + length + 8, top + height / 2 + 4.5, row.end, size=_SMALL, weight=weight))
        top += height
    return body, top + 4


def _segments(row: PartsRow, left: float, length: float, middle: float, name: str) -> Iterator[str]:
    fills = (SOFT, STRONG, f"url(#{name}-hatch)")
    start = left
    for part, text, fill in zip(row.parts, row.texts, fills, strict=True):
        wide = length * part
        if part:
            yield _rect(
                start, middle - 10, max(wide, 1.5), 20, fill, stroke=ALARM if "url" in fill else STRONG
            )
        if text and wide > _width(text, _SMALL) + 8:
            ink = "#ffffff" if fill == STRONG else INK
            yield _text(start + wide / 2, middle + 4.5, text, anchor="middle", size=_SMALL, fill=ink)
        start += wide


def _heads(chart: PartsChart, left: float, length: float) -> Iterator[str]:
    """The names of the first two parts above those of the first row; the last one is told beside each row."""
    if not chart.rows:
        return
    first, second = chart.rows[0].parts[0], chart.rows[0].parts[1]
    if first:
        yield _text(left, 14, chart.heads[0], size=_SMALL, fill=GREY)
        yield _line(left + 4, 17, left + 4, 30, GREY)
    if second:
        end = left + length * (first + second)
        yield _text(end, 14, chart.heads[1], anchor="end", size=_SMALL, fill=GREY)
        yield _line(end - 4, 17, end - 4, 30, GREY)


def _spread(chart: SpreadChart) -> tuple[list[str], float]:
    labels = [_wrapped(row.label, 170) for row in chart.rows]
    ends = [_wrapped(row.end, 150, _SMALL) for row in chart.rows]
    left = _widest(labels) + 20
    right = _widest(ends, _SMALL) + 20
    half = (WIDTH - left - right) / 2
    zero = left + half
    scale = half / chart.limit
    body = [
        _text(zero, 13, chart.zero, anchor="middle", size=_SMALL, weight="bold"),
        _text(left, 30, chart.less, size=_SMALL, fill=GREY),
        _text(left + 2 * half, 30, chart.more, anchor="end", size=_SMALL, fill=GREY),
    ]
    top = 40.0
    for row, lines, end in zip(chart.rows, labels, ends, strict=True):
        stacks = _stacked(row, scale, chart.limit)
        height = max(34, 16 * len(lines) + 10, 9 * max((level for _, level in stacks), default=0) + 22)
        middle = top + height / 2
        near = min(row.near, chart.limit) * scale
        body.append(_rect(zero - near, top + 2, 2 * near, height - 4, FAINT))
        body.append(_line(left, middle, left + 2 * half, middle, GREY))
        body += _label(lines, left - 18, middle)
        for place, level in stacks:
            y = middle + (level // 2 + level % 2) * 8.5 * (1 if level % 2 else -1) if level else middle
            body.append(
                f'<circle cx="{_n(zero + place)}" cy="{_n(y)}" r="4.2" fill="{STRONG}" stroke="#ffffff"/>'
            )
        body += _label(end, WIDTH, middle, size=_SMALL)
        top += height
    ticks = range(-int(chart.limit), int(chart.limit) + 1, max(1, int(chart.limit) // 3))
    body.append(_line(zero, 18, zero, top, INK))
    for tick in ticks:
        x = zero + tick * scale
        sign = "+" if tick > 0 else "−" if tick < 0 else ""
        body.append(_line(x, top, x, top + 4, GREY))
        body.append(_text(x, top + 16, f"{sign}{abs(tick)}", anchor="middle", size=_SMALL, fill=GREY))
    return body, top + 22


def _stacked(row: SpreadRow, scale: float, limit: float) -> list[tuple[float, int]]:
    """Where the points of a row go: along the axis, and how many lie on each other there already."""
    taken: dict[int, int] = {}
    found = []
    for value in sorted(row.values):
        place = max(-limit, min(limit, value)) * scale
        step = round(place / 9)
        found.append((step * 9.0, taken.get(step, 0)))
        taken[step] = taken.get(step, 0) + 1
    return found


def _label(lines: Sequence[str], right: float, middle: float, *, size: float = _SIZE) -> Iterator[str]:
    """Lines that end at ``right``, around the height ``middle``."""
    first = middle + size * 0.36 - (len(lines) - 1) * 8
    for number, line in enumerate(lines):
        yield _text(right, first + 16 * number, line, anchor="end", size=size)


def _wrapped(text: str, width: float, size: float = _SIZE) -> list[str]:
    """The text on as many lines as it needs to be no wider than that, where it has blanks to be cut at."""
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _widest(labels: Sequence[Sequence[str]], size: float = _SIZE) -> float:
    return max((_width(line, size) for lines in labels for line in lines), default=0)


def _width(text: str, size: float = _SIZE) -> float:
    """How wide a text is at most in any of the fonts that a page may be shown with."""
    return size * sum(map(_part_of_size, text))


def _part_of_size(letter: str) -> float:
    """The width of a letter as a part of the font's size: that of the widest common fonts."""
    if letter in _SLIM:
        return 0.34
    if letter in _THIN:
        return 0.42
    if letter in _BROAD:
        return 1.0
    return 0.76 if letter.isupper() else 0.64


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: float = _SIZE,
    fill: str = INK,
    weight: str = "normal",
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" fill="{fill}" '
        f'font-weight="{weight}">{escape(printable(text))}</text>'
    )


def _rect(x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "none") -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}" '
        f'stroke="{stroke}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="6 4" stroke-width="1.6"' if dashed else ""
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}"{dashes}/>'


def _n(number: float) -> str:
    """Tenths are fine enough, and keep drawings small."""
    return f"{number:.1f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))
