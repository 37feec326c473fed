"""A nurse's telephone: the private pages in a real browser, scripts off, forms sent by hand."""

from __future__ import annotations

import pytest

from tests.browser.chromium import Page
from tests.browser.test_public_page import OVERFLOW, TARGETS, weak
from tests.garde.conftest import SOUTH_DUTY, Room

STATES = {
    "duties": "",
    "consultation": "consultation",
    "change": f"consultation?draft=1&change={SOUTH_DUTY}",
    "availability": "availability",
    "owed": "owed",
    "time": "time",
    "rota": "rota?month=2027-01&draft=1",
}
NAMELESS = """
[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(e => !e.labels || e.labels.length === 0 || !e.labels[0].textContent.trim()).length
"""


def click(page: Page, selector: str) -> None:
    """Clicks on an element and waits for the page that comes."""
    page.browser.loaded.discard(page.session)
    page.click(selector)
    page.wait_for_load()


@pytest.mark.parametrize("tag", ["fr", "nl", "en"])
def test_every_part_fits_a_small_telephone_and_can_be_read_and_touched(
    page: Page, south: str, tag: str
) -> None:
    for width in (320, 390, 1200):
        page.size(width, 800, mobile=width < 500)
        for state, path in STATES.items():
            page.open(f"{south}{path}{'&' if '?' in path else '?'}lang={tag}")
            assert page.evaluate("document.documentElement.lang") == tag
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (state, width)
            assert page.evaluate(OVERFLOW.replace("WIDTH", str(width))) == [], (state, width)
            assert page.evaluate(TARGETS) == 0, (state, width)
            assert page.evaluate(NAMELESS) == 0, state


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_by_day_and_by_night(page: Page, south: str, dark: bool) -> None:
    page.size(390, 800, mobile=True)
    page.dark(dark)
    for state, path in STATES.items():
        page.open(f"{south}{path}")
        assert weak(page) == [], state


def test_a_nurse_accepts_with_the_keyboard_alone_and_without_scripts(page: Page, south: str) -> None:
    page.size(390, 800, mobile=True)
    page.scripts(False)
    page.open(f"{south}consultation?lang=en")
    asked = [request for request in page.requests if not request.startswith("data:")]
    assert asked == [f"{south}consultation?lang=en"]
    for _ in range(40):
        page.press("Tab", 9)
        if page.evaluate("document.activeElement.textContent.startsWith('Accept all')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.browser.loaded.discard(page.session)
    page.press("Enter", 13)
    page.wait_for_load()
    assert page.evaluate("location.search") == "?lang=en&said=accept"
    assert "Thank you: you accept." in page.evaluate("document.querySelector('[role=status]').textContent")
    assert "You accept all of them." in page.evaluate("document.body.textContent")
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


def test_a_browser_sends_our_own_forms_past_the_check_of_where_they_stood(
    page: Page, south: str, consulted: Room
) -> None:
    from garde.storage.repositories.windows import all_windows_of

    page.size(390, 900, mobile=True)
    page.open(f"{south}availability?lang=en")
    page.evaluate("document.querySelector('#start').value = '2027-02-01T08:00'")
    page.evaluate("document.querySelector('#end').value = '2027-02-02T08:00'")
    click(page, ".sheet button")
    assert "Monday 1 February 2027, 08:00" in page.evaluate("document.body.textContent")
    with consulted.database.reading() as session:
        (window,) = all_windows_of(session, "essai", "south")
    assert (window.kind, f"{window.start:%d %H:%M}") == ("unavailable", "01 07:00")
    click(page, ".card button")
    assert page.evaluate("document.querySelector('#start').value") == "2027-02-01T08:00"
    with consulted.database.reading() as session:
        assert all_windows_of(session, "essai", "south") == ()


def test_the_address_is_not_told_to_the_public_page_that_one_goes_to(page: Page, south: str) -> None:
    page.open(f"{south.rpartition('/my/')[0]}/my/gone/")
    assert page.evaluate("document.querySelectorAll('section').length") == 3
    page.browser.loaded.discard(page.session)
    page.evaluate("document.querySelector('a').click()")
    page.wait_for_load()
    assert page.evaluate("location.pathname") == "/fr/"
    assert page.evaluate("document.referrer") == ""


def test_a_picture_of_fairness_has_its_numbers_beside_it(page: Page, south: str) -> None:
    page.size(1200, 900)
    page.open(f"{south}{STATES['rota']}")
    assert page.evaluate("document.querySelectorAll('.parts tbody tr').length") == 6
    assert page.evaluate("document.querySelectorAll('.parts svg[aria-hidden=true]').length") == 6
    widths = page.evaluate(
        "[...document.querySelectorAll('.parts rect')].map(e => e.getBoundingClientRect().width)"
    )
    assert max(widths) > 50
    assert page.evaluate("getComputedStyle(document.querySelector('.parts .more')).fill") != "rgb(0, 0, 0)"
