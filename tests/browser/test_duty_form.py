"""After a duty, on a telephone: the half-minute form in a real browser, scripts off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from garde.access.links import give_to_service
from garde.clock import clock_from
from garde.storage.database import Database, open_database
from garde.storage.repositories.activity import activity_reports
from garde.web.app import create_app
from garde.web.my.source import PrivateSource
from garde.web.published import PublishedSource
from tests.browser.chromium import Page
from tests.browser.conftest import served
from tests.browser.test_private_pages import NAMELESS, click
from tests.browser.test_public_page import OVERFLOW, TARGETS, weak
from tests.garde.activity.conftest import ANN, CONFIG, MONDAY
from tests.garde.activity.conftest import filled as filled

NOW = "2027-01-07T11:00+01:00"
STATES = {"overview": "activity?", "form": f"activity?slot={MONDAY}&"}
OPEN_ALL = "document.querySelectorAll('details').forEach(e => e.open = true)"


@pytest.fixture
def stored(tmp_path: Path, filled: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{copy(filled, tmp_path / 'garde.db')}")
    yield database
    database.close()


@pytest.fixture
def north(stored: Database) -> Iterator[str]:
    """The address of north's page, with two duties that wait for their report."""
    clock = clock_from(NOW)
    with stored.writing() as session:
        given = give_to_service(session, CONFIG, "north", actor=ANN, at=clock())
    app = create_app(PublishedSource(stored, "essai", clock), clock, PrivateSource(stored))
    with served(app) as address:
        yield f"{address}/my/{given.token}/"


@pytest.mark.parametrize("tag", ["fr", "nl", "en"])
def test_the_form_fits_a_small_telephone_and_can_be_touched(page: Page, north: str, tag: str) -> None:
    for width in (320, 390, 1200):
        page.size(width, 800, mobile=width < 500)
        for state, path in STATES.items():
            page.open(f"{north}{path}lang={tag}")
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (state, width)
            assert page.evaluate(OVERFLOW.replace("WIDTH", str(width))) == [], (state, width)
            assert page.evaluate(TARGETS) == 0, (state, width)
            assert page.evaluate(NAMELESS) == 0, state


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_of_the_form_stands_out(page: Page, north: str, dark: bool) -> None:
    page.size(390, 800, mobile=True)
    page.dark(dark)
    for state, path in STATES.items():
        page.open(f"{north}{path}lang=nl")
        page.evaluate(OPEN_ALL)
        assert weak(page) == [], state


def test_a_duty_is_reported_without_scripts(page: Page, north: str, stored: Database) -> None:
    page.size(390, 900, mobile=True)
    page.scripts(False)
    page.open(f"{north}{STATES['form']}lang=fr")
    page.evaluate("document.querySelector('#people-1').value = '3'")
    page.evaluate("document.querySelector('#outcome-1').value = 'sent_on:1733'")
    page.evaluate("document.querySelector('#remark').value = 'Beaucoup de monde.'")
    click(page, ".sheet button")
    assert "Merci" in page.evaluate("document.querySelector('[role=status]').textContent")
    with stored.reading() as session:
        (one,) = activity_reports(session, "essai")
    assert (one.counts.people, one.counts.contacts[0].sent_to) == (3, "1733")
    assert one.counts.remark == "Beaucoup de monde."


def test_a_quiet_duty_takes_one_touch(page: Page, north: str, stored: Database) -> None:
    page.size(390, 900, mobile=True)
    page.scripts(False)
    page.open(f"{north}activity?lang=nl")
    click(page, "button.quiet")
    with stored.reading() as session:
        (one,) = activity_reports(session, "essai")
    assert one.counts.quiet
