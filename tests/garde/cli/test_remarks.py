"""Words of the coordination beside a report's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Desk

DAYS = ("--from", "2027-01-04", "--to", "2027-01-10")
REPORT = ("report", "--from", "2027-01-01", "--to", "2027-01-31", "--language", "en")
WORDS = "The heating failed for a week; people waited at the neighbours'."


@pytest.fixture
def told(desk: Desk, published: Path) -> Desk:
    desk.take(published)
    desk.at("2027-02-02T09:00+01:00")
    return desk


def page(desk: Desk, *words: str) -> str:
    desk(*(words or REPORT), "-o", "page.html")
    return (desk.folder / "page.html").read_text()


def test_a_remark_is_quoted_in_its_chapter_of_reports_that_touch_its_days(told: Desk) -> None:
    told("remarks", "add", WORDS, *DAYS, "--chapter", "covering")
    text = page(told)
    covering = text[text.index('id="covering"') : text.index('id="sharing"')]
    assert "The heating failed for a week; people waited at the neighbours&#39;." in covering
    assert "the coordination, on 4 January 2027 to 10 January 2027" in covering
    other = ("report", "--from", "2027-01-11", "--to", "2027-01-31", "--language", "en")
    assert "The heating failed" not in page(told, *other)


def test_a_remark_that_is_taken_back_is_quoted_no_more_and_stays_in_the_trail(told: Desk) -> None:
    told("remarks", "add", WORDS, *DAYS)
    (kept,) = told.json("remarks", "list")
    assert (kept["id"], kept["chapter"], kept["from"], kept["words"]) == (1, "remarks", "2027-01-04", WORDS)
    told("remarks", "withdraw", 1)
    assert told.json("remarks", "list") == []
    assert "The heating failed" not in page(told)
    assert told.run("remarks", "withdraw", 1).status == 2
    actions = [entry["action"] for entry in told.json("audit", "list")]
    assert actions[-2:] == ["remark on reports", "take a remark back"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("Call 0471 12 34 56", *DAYS), "telephone"),
        (("  ", *DAYS), "1 to 600 characters"),
        (("x" * 601, *DAYS), "1 to 600 characters"),
        (("Quiet", *DAYS, "--chapter", "love"), "there is no chapter"),
        (("Quiet", "--from", "2027-01-10", "--to", "2027-01-04"), "ends before it begins"),
        (("Madame Dupont came every night", *DAYS), "--nobody-named"),
    ],
)
def test_what_leads_to_a_person_or_makes_no_sense_is_refused(
    told: Desk, words: tuple[str, ...], complaint: str
) -> None:
    said = told.run("remarks", "add", *words)
    assert (said.status, len(said.complaints)) == (2, 1)
    assert complaint in said.complaints[0]
    assert told.json("remarks", "list") == []


def test_only_coordinators_remark(told: Desk) -> None:
    told("users", "add", "ann", "--role", "coordinator")
    told("users", "add", "rita", "--role", "reader")
    assert told.run("remarks", "add", WORDS, *DAYS, "--as", "rita").status == 2
    assert told.json("remarks", "list", "--as", "rita") == []
