"""A report's charts: every value beside what shows it, readable without colour, and as words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from exports.charts import WIDTH, svg
from exports.errors import ExportError
from exports.report import (
    Bar,
    BarChart,
    Chart,
    ColumnChart,
    Drawing,
    Mark,
    PartsChart,
    PartsRow,
    SpreadChart,
    SpreadRow,
)

SVG = "{http://www.w3.org/2000/svg}"
BARS = BarChart(
    bars=(Bar(label="meetings & calls", value=120, text="120 h"), Bar(label="other", value=30, text="30 h"))
)
COLUMNS = ColumnChart(
    columns=tuple(Bar(label=f"M{n}", value=n * 10, text=f"{n * 10}") for n in range(1, 13)),
    mark=Mark(value=60, text="before: 60 h"),
)
PARTS = PartsChart(
    heads=("open", "on duty", "nobody"),
    rows=(
        PartsRow(label="Pharmacy", parts=(0.5, 0.375, 0.125), texts=("50%", "38%", ""), end="nobody: 9 h"),
    ),
)
SPREAD = SpreadChart(
    rows=(SpreadRow(label="Pharmacy", values=(-0.5, 0.0, 0.0, 9.0), near=1.0, end="3 of 4"),),
    zero="its part",
    less="less",
    more="more",
    limit=2.0,
)
ALL = [BARS, COLUMNS, PARTS, SPREAD]


def drawn(drawing: Drawing) -> ElementTree.Element:
    chart = Chart(title="A title", alternative='In words: 120 h & "30 h"', drawing=drawing)
    return ElementTree.fromstring(svg(chart, "chapter-1"))


def rects(root: ElementTree.Element, fill: str) -> list[float]:
    return [float(one.get("width", "0")) for one in root.iter(f"{SVG}rect") if one.get("fill") == fill]


def texts(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("drawing", ALL, ids=lambda one: type(one).__name__)
def test_a_drawing_has_its_words_and_stays_on_its_page(drawing: Drawing) -> None:
    root = drawn(drawing)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'In words: 120 h & "30 h"')
    _, _, width, height = (float(number) for number in root.get("viewBox", "").split())
    assert width == WIDTH
    for one in root.iter(f"{SVG}text"):
        assert 0 <= float(one.get("x", "")) <= width
        assert 0 < float(one.get("y", "")) <= height
    for one in root.iter(f"{SVG}rect"):
        if one.get("x"):
            assert -0.1 <= float(one.get("x", "")) <= width


@pytest.mark.parametrize("drawing", ALL, ids=lambda one: type(one).__name__)
def test_no_security_policy_stands_in_the_way_of_a_drawing(drawing: Drawing) -> None:
    text = svg(Chart(title="t", alternative="a", drawing=drawing), "n")
    assert not re.search(r"style=|<style|<script|href|\son\w+=", text)


def test_lengths_are_in_proportion_and_bear_their_values() -> None:
    root = drawn(BARS)
    long, short = rects(root, "#124e78")
    assert long / short == pytest.approx(4, rel=0.01)
    assert texts(root) == ["meetings & calls", "120 h", "other", "30 h"]


def test_no_words_are_cut_off_at_an_edge_however_broad_their_letters() -> None:
    # In DejaVu Sans, which stands in where no other font is, an m is 0.974 as wide as the font's size, 13.
    root = drawn(
        BarChart(bars=(Bar(label="mm" * 5, value=9, text="m" * 10), Bar(label="a", value=1, text="1")))
    )
    label, end, *_ = root.iter(f"{SVG}text")
    assert float(label.get("x", "")) - 10 * 0.974 * 13 >= 0
    assert float(end.get("x", "")) + 10 * 0.974 * 13 <= WIDTH


def test_what_it_was_before_is_a_line_with_its_words() -> None:
    root = drawn(COLUMNS)
    dashed = [one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray")]
    # The highest column is 120, 150 units high from 174 up; 60 is half of it.
    assert [one.get("y1") for one in dashed] == ["99"]
    assert "before: 60 h" in texts(root)


def test_parts_differ_by_lightness_and_what_is_wrong_is_hatched() -> None:
    root = drawn(PARTS)
    (open_,), (duty,), (nobody,) = (
        rects(root, fill) for fill in ("#b9d6ea", "#124e78", "url(#chapter-1-hatch)")
    )
    assert duty / nobody == pytest.approx(3, rel=0.01)
    assert open_ / nobody == pytest.approx(4, rel=0.01)
    assert texts(root) == ["open", "on duty", "Pharmacy", "50%", "38%", "nobody: 9 h"]


def test_points_beside_each_other_do_not_hide_one_another_and_far_ones_stand_at_the_edge() -> None:
    root = drawn(SPREAD)
    places = [(one.get("cx"), one.get("cy")) for one in root.iter(f"{SVG}circle")]
    assert len(places) == len(set(places)) == 4


def test_an_empty_chart_is_a_drawing_too() -> None:
    for drawing in (
        BarChart(bars=()),
        PartsChart(heads=("a", "b", "c"), rows=()),
        ColumnChart(columns=(Bar(label="M", value=0, text="0"),)),
    ):
        assert drawn(drawing).tag == f"{SVG}svg"


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ExportError, match="is no figure"):
        Bar(label="x", value=float("nan"), text="?")
