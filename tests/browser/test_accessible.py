"""axe-core finds nothing on any page, in any language and state, by day, by night and in forced colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exports.site import write_site
from garde.accounts.people import LANGUAGES as OF_SERVICES
from garde.basin.config import LANGUAGES
from garde.web.my.sections import SECTIONS
from garde.web.site import site_files
from tests.browser.axe import faults
from tests.browser.chromium import Page
from tests.browser.conftest import BOTH_WAYS
from tests.browser.static_host import hosted
from tests.browser.test_private_pages import STATES as PRIVATE_STATES
from tests.browser.test_public_page import OVERFLOW, TARGETS, weak
from tests.browser.test_static_site import at_the_clock, go_to
from tests.conftest import LONG
from tests.garde.lookup import example

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
        if tag not in ("fr", "ar") and state not in ("now", "nobody", "unknown words") and not LONG:
            continue
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
            if tag != "fr" and state not in ("duties", "change") and not LONG:
                continue
            page.open(f"{south}{path}{'&' if '?' in path else '?'}lang={tag}")
            assert faults(page) == [], (tag, state)
    for section in SECTIONS:
        page.open(f"{south}{section.path}")
        assert faults(page) == [], section.path
    page.open(f"{south.rpartition('/my/')[0]}/my/gone/")
    assert faults(page) == []


AT_NIGHT = example.local("2027-01-02T03:00")
OUT_OF_DATA = example.local("2027-01-12T10:00")


@pytest.mark.parametrize("tag", BOTH_WAYS)
def test_nothing_is_found_on_the_static_pages(page: Page, tmp_path: Path, tag: str) -> None:
    write_site(tmp_path / "who", site_files(example.timetable(), AT_NIGHT))
    page.size(320, 700, mobile=True)
    with hosted(tmp_path) as address:
        at_the_clock(page, AT_NIGHT)
        page.open(f"{address}/who/{tag}/?near=canal")
        for query in (STATES["now"], STATES["nobody"], STATES["unknown words"]):
            go_to(page, AT_NIGHT, query or "?")
            assert faults(page) == [], query
            assert page.evaluate(OVERFLOW.replace("WIDTH", "320")) == []
        # Old, then past their end: the note and the help numbers.
        go_to(page, OUT_OF_DATA, "?")
        assert page.evaluate("document.querySelectorAll('.notice').length") == 2
        assert faults(page) == []
        page.open(f"{address}/who/")
        page.wait_until("document.querySelector('h1')")
        assert faults(page) == []


@pytest.mark.parametrize("tag", BOTH_WAYS)
def test_nothing_is_found_on_the_static_pages_without_their_script(
    page: Page, tmp_path: Path, tag: str
) -> None:
    files = site_files(example.timetable(), AT_NIGHT)
    # As a browser has them in which scripts are off; axe-core, which is one, must run.
    bare = {name: re.sub(rb"<script>.*?</script>", b"", files[name], flags=re.S) for name in files}
    write_site(tmp_path / "who", bare)
    with hosted(tmp_path) as address:
        for width in (320, 1200):
            page.size(width, 800, mobile=width < 500)
            for name in (f"{tag}/", "", "404.html"):
                page.open(f"{address}/who/{name}")
                assert faults(page) == [], (name, width)
                assert page.evaluate(OVERFLOW.replace("WIDTH", str(width))) == []
        page.open(f"{address}/who/{tag}/")
        assert page.evaluate("document.querySelectorAll('.duties tbody tr').length") == 3
        for dark in (True, False):
            page.dark(dark)
            assert weak(page) == []


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
