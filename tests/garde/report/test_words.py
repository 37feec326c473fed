"""The report's texts exist in each language, with the same values to fill in."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.report import Report
from garde.coordination.activity import Activity
from garde.errors import BadInput
from garde.report.open_data import MEASURES
from garde.report.remark import CHAPTERS
from garde.report.tongue import LANGUAGES, Tongue, honest

GARDE = Path(__file__).parents[3] / "garde"
SPEAKERS = (GARDE / "report", GARDE / "web" / "my")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_exists_in_each_language_with_the_same_values() -> None:
    texts = {tag: Tongue(tag).texts for tag in LANGUAGES}
    for key, text in texts["en"].items():
        for tag in LANGUAGES:
            assert texts[tag][key].strip(), (tag, key)
            assert fields(texts[tag][key]) == fields(text), (tag, key)
    assert texts["fr"].keys() == texts["nl"].keys() == texts["en"].keys()


def test_what_is_named_by_an_id_has_a_text() -> None:
    texts = Tongue("fr").texts
    assert {f"activity_{activity}" for activity in Activity} <= texts.keys()
    assert {f"measure_{name}" for name in MEASURES} <= texts.keys()
    assert {f"source_{source}" for _, source in MEASURES.values()} <= texts.keys()


def test_no_text_is_left_that_nothing_says() -> None:
    code = "".join(path.read_text() for folder in SPEAKERS for path in sorted(folder.rglob("*.py")))
    built = (
        "measure_",
        "source_",
        "activity_",
        "swap_",
        "outcome_",
        "incident_",
        "paid_",
        "kind_",
        "method_",
    )
    chapters = {f"{name}_title" for name in CHAPTERS} | {"annex_title"}
    charts = {f"{name}_chart" for name in ("needs", "outcomes", "languages", "sent_to", "door_lines")}
    unsaid = {
        key
        for key in Tongue("en").texts
        if f'"{key.removesuffix("_one")}"' not in code and not key.startswith(built)
    }
    assert unsaid - chapters - charts == set()


def test_no_french_sentence_is_left_in_another_language() -> None:
    texts = {tag: Tongue(tag).texts for tag in LANGUAGES}
    sentences = [key for key, text in texts["en"].items() if len(re.findall(r"\w+", text)) > 3]
    assert len(sentences) > 80
    assert [key for key in sentences if len({texts[tag][key] for tag in LANGUAGES}) < 3] == []


def test_a_language_in_which_no_report_is_written_is_refused() -> None:
    with pytest.raises(BadInput, match="use one of fr, nl, en"):
        Tongue("es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_has_no_hole_in_any_language(report: Callable[[str], Report], language: str) -> None:
    made = report(language)
    assert made.language == language
    assert [chapter.id for chapter in made.chapters] == [
        *("covering", "sharing", "receiving", "working", "costing", "steadiness"),
        *("remarks", "method", "annex"),
    ]
    assert "{" not in repr(made).replace("{'", "")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (100.0, 1, 100.0),
        (99.96, 1, 99.9),  # not all, so never 100
        (99.999999, 2, 99.99),
        (0.004, 1, 0.1),  # something, so never 0
        (0.0, 1, 0.0),
        (12.25, 1, 12.3),  # half up
    ],
)
def test_a_percentage_is_never_rounded_to_all_or_nothing(value: float, digits: int, shown: float) -> None:
    assert honest(value, digits) == shown


def test_numbers_are_written_as_each_language_does() -> None:
    assert [Tongue(tag).amount(1234.55, 1) for tag in LANGUAGES] == ["1\u202f234,6", "1.234,6", "1,234.6"]
    assert Tongue("en").signed(-2.04).text == "−2"
    assert Tongue("en").signed(0.04).text == "0"
    assert Tongue("fr").hours(90) == "1,5 h"
    assert Tongue("nl").hours(45) == "45 min"
