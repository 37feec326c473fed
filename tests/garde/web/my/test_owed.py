"""What a service reads of what it is owed."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from starlette.testclient import TestClient

from garde.basin.load import to_json
from garde.storage.database import Database
from tests.conftest import Desk, as_toml
from tests.garde.town import town
from tests.garde.web.my.conftest import Opened, browser_at

CARD = {
    "valid_from": "2027-01-01", "day": 2800, "evening": 3400, "night": 4200, "weekend": 4200,
    "holiday": 5600, "coordination": 3200,
}  # fmt: skip
AFTER = "2027-02-03T10:00+01:00"


@pytest.fixture
def paid(desk: Desk, stored: Database) -> Database:
    """The published town, with rates; January is over."""
    fields = json.loads(to_json(town("pharmacy", "nursing", compensation=[CARD])))
    desk.folder.joinpath("essai.toml").write_text(as_toml(fields))
    desk("init", "essai.toml")
    desk.at(AFTER)
    return stored


def page(browser: TestClient, token: str, query: str = "") -> str:
    answer = browser.get(f"/my/{token}/owed{query}")
    assert answer.status_code == 200
    return answer.text


def figure(text: str, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", text)
    assert found is not None, name
    return found[1].replace("\xa0", " ")


def test_the_page_says_what_the_coordination_reckons(paid: Database, opened: Opened, desk: Desk) -> None:
    token = opened("north")
    said = desk.json("compensation", "owed.csv", "--from", "2027-01-01", "--to", "2027-01-31")
    own = next(one for one in said["services"] if one["id"] == "north")
    text = page(browser_at(paid, AFTER), token, "?lang=en")
    assert "<h2>January 2027</h2>" in text
    assert figure(text, "To be paid") == f"€{own['amount_cents'] / 100:,.2f}"
    hours = sum(own["minutes"].values())
    assert figure(text, "Hours of duty") == f"{hours // 60}:{hours % 60:02d}"
    assert text.count('<th scope="row">') == own["duties"]
    assert "is not over" not in text


def test_what_was_settled_and_what_is_left_stand_on_the_page(
    paid: Database, opened: Opened, desk: Desk
) -> None:
    token, january = opened("north"), ("--from", "2027-01-01", "--to", "2027-01-31")
    before = page(browser_at(paid, AFTER), token, "?lang=en")
    assert "Already settled" not in before
    desk("settlements", "record", *january, "--reference", "Gardes 01/2027", "--yes")
    text = page(browser_at(paid, AFTER), token, "?lang=en")
    assert figure(text, "Owed to you") == figure(text, "Already settled") == figure(before, "To be paid")
    assert figure(text, "Still due to you") == "€0.00"
    assert '<th scope="row">3 February 2027</th><td>Gardes 01/2027</td>' in text
    assert "Changed since it was settled" not in text
    desk("compensation", "owed.csv", *january, "--items", "items.csv")
    lines = csv.DictReader(io.StringIO(desk.folder.joinpath("items.csv").read_text()))
    gone = next(row for row in lines if row["service"] == "north")
    desk("served", "record", "--slot", gone["slot"], "--service", "north", "--absent")
    text = page(browser_at(paid, AFTER), token, "?lang=en")
    euro = f"€{int(gone['amount_cents']) / 100:,.2f}"
    assert figure(text, "Received too much") == euro
    assert (
        f'<td class="number">{euro}</td><td class="number">€0.00</td><td class="number">-{euro}</td>' in text
    )
    assert "Trop perçu" in page(browser_at(paid, AFTER), token, "?lang=fr")


def test_a_month_that_goes_on_counts_what_has_ended(paid: Database, opened: Opened) -> None:
    token = opened("north")
    text = page(browser_at(paid, "2027-01-15T10:00+01:00"), token, "?lang=en&month=2027-01")
    assert "This month is not over" in text


def test_without_rates_it_says_so_and_words_are_french_dutch_and_english(
    paid: Database, opened: Opened
) -> None:
    token = opened("north")
    browser = browser_at(paid, AFTER)
    assert "has no rates for this month" not in page(browser, token, "?lang=en&month=2027-01")
    assert "Ce qui m’est dû" in page(browser, token, "?lang=fr&month=2027-01")
    assert "Wat ik te goed heb" in page(browser, token, "?lang=nl&month=nonsense")


def test_a_basin_without_rates_is_no_error(stored: Database, opened: Opened) -> None:
    assert "has no rates for this month" in page(browser_at(stored, AFTER), opened("north"), "?lang=en")


def test_nobody_reads_what_another_is_owed(paid: Database, opened: Opened, desk: Desk) -> None:
    text = page(browser_at(paid, AFTER), opened("south"), "?lang=en")
    assert "Officine inventée du Nord" not in text


def test_opening_the_page_changes_nothing(paid: Database, opened: Opened, desk: Desk) -> None:
    token = opened("north")
    before = desk.rows()
    page(browser_at(paid, AFTER), token)
    assert desk.rows() == before
