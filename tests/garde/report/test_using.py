"""What the report says of whether the hours are needed."""

from __future__ import annotations

from collections.abc import Callable

from exports.report import Heading, Number, Paragraph, Points, Report, Table
from garde.activity.use import Hint
from garde.report.telling.using import joined


def test_the_question_stands_in_the_chapter_of_who_came_with_its_hints_and_their_rule(
    report: Callable[[str], Report],
) -> None:
    chapter = next(one for one in report("en").chapters if one.id == "receiving")
    headings = [one.text for one in chapter.blocks if isinstance(one, Heading)]
    assert headings == ["Are these hours needed?"]
    (hints,) = (one for one in chapter.blocks if isinstance(one, Points))
    # On 14 working days somebody stood before a closed door of that line at seven; how many is not told.
    early = "Should hours be added on working days, 7–8 h? 5 people or more stood before a closed door then, "
    assert ("former", f"{early}on 14 different days.") in hints.items
    assert any("mostly while another service was on duty" in text for _, text in hints.items)
    rules = [one.text for one in chapter.blocks if isinstance(one, Paragraph)]
    assert any("These are questions, not answers" in text for text in rules)


def test_a_share_stands_with_the_number_of_duties_that_it_is_of(report: Callable[[str], Report]) -> None:
    chapter = next(one for one in report("fr").chapters if one.id == "receiving")
    table = next(one for one in chapter.blocks if isinstance(one, Table) and one.sheet == "Calme par heure")
    cells = [cell for row in table.rows for cell in row[1:] if isinstance(cell, Number)]
    assert cells
    assert all(cell.text.startswith(f"{cell.value:g} (") for cell in cells)


def test_parts_of_the_day_that_follow_each_other_are_one_hint() -> None:
    night = Hint("drop", "pharmacy", "sunday", 0, 20, first=0, last=3)
    morning = Hint("drop", "pharmacy", "sunday", 0, 14, first=3, last=6)
    evening = Hint("drop", "pharmacy", "sunday", 0, 15, first=18, last=21)
    both = Hint("drop", "pharmacy", "sunday", 0, 14, first=0, last=6)
    assert [*joined([night, morning, evening])] == [both, evening]
