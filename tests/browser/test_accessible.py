"""axe-core finds nothing on any page, in any language and state, by day, by night and in forced colours."""

from __future__ import annotations

import pytest

from garde.accounts.people import LANGUAGES as OF_SERVICES
from garde.basin.config import LANGUAGES
from garde.web.my.sections import SECTIONS
from tests.browser.axe import faults
from tests.browser.chromium import Page
from tests.browser.test_private_pages import STATES as PRIVATE_STATES
from tests.browser.test_public_page import OVERFLOW, TARGETS, weak

STATES = {
    "now": "",
    "line": "?line=pharmacy",
    "place and people by day": "?near=canal&at=2027-01-04T12:00",
    "nobody": "?line=nurse",
    "skipped hour": "?at=2027-03-28T02:30",
    "doubled hour": "?at=2027-10-31T02:30",
    "unknown words": "?near=9999&line=x&language=xx&step_free=perhaps&at=never",
}
SETTINGS = {
    "dark": {"prefers_color_scheme": "dark"},
    "more contrast": {"prefers_contrast": "more"},
    "forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_found_on_the_public_page(page: Page, address: str, tag: str) -> None:
    for number, (state, query) in enumerate(STATES.items()):
        width, height = [(320, 700), (1200, 900)][number % 2]
        page.size(width, height, mobile=width < 500)
        page.open(f"{address}/{tag}/{query}")
        assert faults(page) == [], state


@pytest.mark.parametrize("setting", SETTINGS)
def test_nothing_is_found_whatever_the_visitor_has_set(page: Page, address: str, setting: str) -> None:
    page.size(390, 800, mobile=True)
    page.prefers(**SETTINGS[setting])
    for query in (STATES["place and people by day"], STATES["unknown words"]):
        page.open(f"{address}/en/{query}")
        assert faults(page) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_found_where_services_are_full_or_the_search_widens(
    page: Page, signs: str, tag: str
) -> None:
    page.size(320, 700, mobile=True)
    for query in ("", "?near=canal"):
        page.open(f"{signs}/{tag}/{query}")
        assert page.evaluate("document.querySelectorAll('.full-full, .full-busy, .way-in').length") == 3
        assert page.evaluate("document.querySelectorAll('.ring').length") > 0
        assert faults(page) == []
        assert page.evaluate(OVERFLOW.replace("WIDTH", "320")) == []
        assert page.evaluate(TARGETS) == 0
    for dark in (True, False):
        page.dark(dark)
        assert weak(page) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_found_on_the_page_for_a_frame(page: Page, signs: str, tag: str) -> None:
    page.size(320, 500)
    for query in ("", "?line=pharmacy&near=canal", "?near=9999", "?line=nurse"):
        page.dark(query == "")
        page.open(f"{signs}/embed/{tag}/{query}")
        assert faults(page) == []
        assert page.evaluate(OVERFLOW.replace("WIDTH", "320")) == []
        assert weak(page) == []


def test_nothing_is_found_in_the_largest_basin_with_everything_unfolded(page: Page, large: str) -> None:
    page.size(320, 700, mobile=True)
    page.open(f"{large}/fr/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.querySelectorAll('.brief').length") == 376
    assert faults(page) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_found_where_there_is_nothing(page: Page, address: str, nothing: str, tag: str) -> None:
    page.open(f"{address}/{tag}/nothing")
    assert faults(page) == []
    page.open(f"{nothing}/{tag}/")
    assert faults(page) == []


def test_nothing_is_found_on_a_services_own_pages(page: Page, south: str) -> None:
    page.size(390, 800, mobile=True)
    for tag in OF_SERVICES:
        for state, path in PRIVATE_STATES.items():
            page.open(f"{south}{path}{'&' if '?' in path else '?'}lang={tag}")
            assert faults(page) == [], (tag, state)
    for section in SECTIONS:
        page.open(f"{south}{section.path}")
        assert faults(page) == [], section.path
    page.open(f"{south.rpartition('/my/')[0]}/my/gone/")
    assert faults(page) == []


def test_the_checker_notices_what_is_wrong(page: Page, address: str) -> None:
    page.open(f"{address}/en/")
    page.evaluate("document.querySelector('label[for=near]').remove()")
    page.evaluate(
        "document.querySelectorAll('.tongues a')"
        ".forEach(link => { link.style.cssText = 'min-height:0;padding:0;font-size:6px' })"
    )
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {fault.partition(":")[0] for fault in faults(page)} >= {
        "select-name",
        "target-size",
        "html-has-lang",
    }
