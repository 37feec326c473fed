"""The browser's network and stores are watched: nothing goes anywhere but to us, and nothing stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.site import write_site
from garde.basin.config import LANGUAGES
from garde.web.app import create_app
from garde.web.folder import SiteFolder
from garde.web.site import site_files
from tests.browser.chromium import Page
from tests.browser.conftest import BOTH_WAYS, Held, served
from tests.browser.static_host import hosted
from tests.browser.test_private_pages import STATES as PRIVATE_STATES
from tests.browser.test_static_site import at_the_clock, kept
from tests.garde.lookup import example

AT_NIGHT = example.local("2027-01-02T03:00")

STORES = """
(async () => [document.cookie, localStorage.length, sessionStorage.length,
  'databases' in indexedDB ? (await indexedDB.databases()).length : 0])()
"""
NOTHING_KEPT = ["", 0, 0, 0]

NEAREST = """
[...document.querySelectorAll('section.line')].map(line =>
  [...line.querySelectorAll('.answer, .brief')].slice(0, 3).map(card => [
    card.querySelector('bdi').textContent, (card.querySelector('.distance') || {}).textContent]))
"""


def asked(page: Page) -> list[str]:
    """The addresses that went over the network: drawings inside the page begin with data: and ask nobody."""
    return [request for request in page.requests if not request.startswith("data:")]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_is_one_request_to_us_and_leaves_nothing(
    page: Page, address: str, tag: str, scripts: bool
) -> None:
    page.scripts(scripts)
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    for width, height in ((390, 800), (1200, 900)):
        page.size(width, height, mobile=width < 500)
        for query in ("", "?line=pharmacy&near=canal", "?near=9999&at=2027-03-28T02:30"):
            page.open(f"{address}/{tag}/{query}")
            assert asked(page) == [f"{address}/{tag}/{query}"]
            assert 0 < page.received < 60_000
            assert page.evaluate("document.querySelectorAll('.answer').length") > 0
            assert page.evaluate(STORES) == NOTHING_KEPT
            assert page.cookies() == []
            # What only a script can do is offered only where one runs.
            assert page.evaluate("document.querySelector('#position').hidden") is not scripts


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_for_a_frame_asks_nobody_else_either(page: Page, address: str, tag: str) -> None:
    page.open(f"{address}/embed/{tag}/")
    assert asked(page) == [f"{address}/embed/{tag}/"]
    assert page.evaluate(STORES) == NOTHING_KEPT
    assert page.cookies() == []


def test_a_services_own_pages_ask_nobody_else_either(page: Page, south: str) -> None:
    for path in PRIVATE_STATES.values():
        page.open(f"{south}{path}")
        assert asked(page) == [f"{south}{path}"]
        assert page.evaluate(STORES) == NOTHING_KEPT
        assert page.cookies() == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_basin_of_400_services_at_noon_is_one_light_request(page: Page, large: str, tag: str) -> None:
    page.open(f"{large}/{tag}/")
    assert asked(page) == [f"{large}/{tag}/"]
    assert page.evaluate("document.querySelectorAll('.answer, .brief').length") == 400
    assert page.evaluate("document.querySelectorAll('.marks a').length") > 10
    assert 10_000 < page.received < 60_000


def test_the_position_sorts_the_list_and_goes_nowhere(page: Page, address: str) -> None:
    # Beside Birch (50.86, 4.35), 1.112 km north of Alder and of the middle of Canal, where Cedar is.
    page.stands(50.86, 4.35)
    page.open(f"{address}/en/?at=2027-01-04T12:00&line=pharmacy")
    before = page.evaluate("location.href")
    page.click("#position button")
    page.wait_until("document.querySelector('#position [role=status]').textContent.startsWith('Nearest')")
    assert page.evaluate(NEAREST) == [[["Apotheek De Berk", "100 m"], ["Pharmacie du Cèdre", "1.1 km"]]]
    assert page.evaluate("document.querySelector('.order').textContent").startswith("Nearest first")
    # The visitor stands where Birch does.
    at = "[e.getAttribute('cx'), e.getAttribute('cy')].map(parseFloat)"
    here = page.evaluate(f"(e => {at})(document.querySelector('.marks ~ .me'))")
    birch = page.evaluate(
        "(e => [+e.getAttribute('x') + 14, +e.getAttribute('y') + 14])"
        "(document.querySelector('.marks [aria-label$=Berk] rect'))"
    )
    assert here == pytest.approx(birch, abs=1)
    assert page.evaluate("document.querySelector('.me-key').checkVisibility()") is True
    assert asked(page) == [before]
    assert page.evaluate("location.href") == before
    assert page.evaluate(STORES) == NOTHING_KEPT
    page.stands(50.85, 4.35)
    page.click("#position button")
    page.wait_until(f"JSON.stringify({NEAREST}).startsWith('[[[\"Pharmacie du C')")
    assert page.evaluate(NEAREST) == [[["Pharmacie du Cèdre", "100 m"], ["Apotheek De Berk", "1.1 km"]]]
    assert asked(page) == [before]


def test_the_position_brings_the_nearest_of_400_to_the_front(page: Page, large: str) -> None:
    page.stands(50.85, 4.36)
    page.open(f"{large}/ar/")
    page.click("#position button")
    page.wait_until("document.querySelectorAll('.distance').length === 400")
    per_line = page.evaluate(
        """[...document.querySelectorAll('section.line')].map(line =>
        [...line.querySelectorAll('.distance')].map(e => e.textContent).map(text =>
          parseFloat(text.replace(/[^0-9.,٫]/g, '').replace(/[,٫]/, '.')) / (/كم/.test(text) ? 1 : 1000)))"""
    )
    assert [len(line) for line in per_line] == [50] * 8
    for distances in per_line:
        assert distances == sorted(distances)
        assert distances[0] < 0.7
    assert asked(page) == [f"{large}/ar/"]


def test_sorted_by_where_one_is_the_list_no_longer_speaks_of_the_place_chosen(page: Page, signs: str) -> None:
    page.stands(50.85, 4.35)
    page.open(f"{signs}/en/?near=canal")
    rings = "[...document.querySelectorAll('.ring')].map(e => e.textContent.slice(0, 30))"
    assert page.evaluate(rings)[:2] == ["Nobody is open in the place yo"] * 2
    page.click("#position button")
    page.wait_until("document.querySelector('.order').textContent.startsWith('Nearest')")
    assert page.evaluate(rings) == ["Nobody is open for this in thi"]
    # Also the neighbour's nurse, at 50.9: 0.05 degrees are 5.6 km.
    assert "5.6 km" in page.evaluate("document.querySelector('main').textContent")


def test_whoever_does_not_tell_the_position_is_told_what_to_do(page: Page, address: str) -> None:
    page.keeps_where_it_stands()
    page.open(f"{address}/en/")
    page.click("#position button")
    page.wait_until(
        "document.querySelector('#position [role=status]').textContent.startsWith('Your browser')"
    )
    assert page.evaluate("document.querySelectorAll('.distance').length") == 0
    assert asked(page) == [f"{address}/en/"]


def test_a_services_own_page_may_not_ask_where_somebody_is(page: Page, south: str) -> None:
    page.stands(50.85, 4.35)
    page.open(south)
    answer = page.evaluate(
        "new Promise(done => navigator.geolocation.getCurrentPosition(() => done('told'), e => done(e.code)))"
    )
    assert answer == 1


@pytest.mark.parametrize("tag", BOTH_WAYS)
def test_the_browser_has_nothing_to_complain_of(
    page: Page, address: str, signs: str, tmp_path: Path, tag: str
) -> None:
    write_site(tmp_path / "site", site_files(example.timetable(), AT_NIGHT), "essai")
    at_the_clock(page, AT_NIGHT)
    for where in (address, signs):
        for path in (f"/{tag}/", f"/{tag}/?near=canal&line=nurse", f"/embed/{tag}/?line=pharmacy"):
            page.open(where + path)
            assert page.complaints == [], path
    with (
        hosted(tmp_path) as host,
        served(
            create_app(
                Held(example.timetable()), lambda: AT_NIGHT, site=SiteFolder(tmp_path / "site", "essai")
            )
        ) as lasting,
    ):
        for where in (f"{host}/site", f"{lasting}/site", lasting):
            page.open(f"{where}/{tag}/")
            kept(page)
            assert page.complaints == [], where
    page.open(f"{address}/{tag}/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'let x'}))")
    page.evaluate("new Promise(done => setTimeout(done, 100))")
    assert [said for said in page.complaints if "Content Security Policy" in said]
