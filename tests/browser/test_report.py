"""The report in a real browser: for everybody, on every screen, and at a funder's address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from garde.report.tongue import LANGUAGES
from tests.browser.axe import faults
from tests.browser.chromium import Page
from tests.browser.conftest import served
from tests.browser.test_public_page import TARGETS, weak
from tests.garde.conftest import ANN, Room


@pytest.fixture
def funder(consulted: Room) -> Iterator[str]:
    """A funder's address."""
    from garde.access.links import give_to_funder
    from garde.clock import clock_from
    from garde.web.app import create_app
    from garde.web.my.source import PrivateSource
    from garde.web.published import PublishedSource

    clock = clock_from("2026-12-10T12:00+01:00")
    with consulted.database.writing() as session:
        given = give_to_funder(session, consulted.config, "Région", actor=ANN, at=clock())
    public, private = PublishedSource(consulted.database, "essai", clock), PrivateSource(consulted.database)
    with served(create_app(public, clock, private)) as where:
        yield f"{where}/my/{given.token}/"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_found_in_the_report_at_a_funders_address(page: Page, funder: str, tag: str) -> None:
    for width in (320, 1200):
        page.size(width, 800, mobile=width < 500)
        page.open(f"{funder}?lang={tag}")
        assert page.evaluate("document.documentElement.lang") == tag
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The style sheet is let in by the page's policy.
        assert page.evaluate("getComputedStyle(document.querySelector('main h2')).borderTopStyle") == "solid"
        assert faults(page) == []
        assert page.evaluate(TARGETS) == 0
        assert weak(page) == []
