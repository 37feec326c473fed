"""The live page lasts: a visitor who came once gets an answer when the server is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from exports.site import write_site
from garde.web.app import create_app
from garde.web.folder import SiteFolder
from garde.web.site import site_files
from tests.browser.chromium import Page
from tests.browser.conftest import served
from tests.browser.test_static_site import at_the_clock, kept
from tests.garde.lookup import example

NOW = example.local("2027-01-02T03:00")


class Source:
    """The example, for ever."""

    def __init__(self) -> None:
        self.timetable = example.timetable()

    def current(self) -> Any:
        return self.timetable

    def kept(self) -> Any:
        return self.timetable


def test_the_first_view_is_one_request_and_the_worker_comes_well_after_it(page: Page, tmp_path: Path) -> None:
    source = Source()
    write_site(tmp_path / "site", site_files(source.timetable, NOW), "essai")
    with served(create_app(source, lambda: NOW, site=SiteFolder(tmp_path / "site", "essai"))) as address:
        page.open(f"{address}/fr/")
        asked = [request for request in page.requests if not request.startswith("data:")]
        assert asked == [f"{address}/fr/"]
        assert 0 < page.received < 60_000
        assert page.evaluate("navigator.serviceWorker.getRegistration().then(one => one === undefined)")


def test_who_came_once_gets_an_answer_when_the_server_is_gone(page: Page, tmp_path: Path) -> None:
    source = Source()
    write_site(tmp_path / "site", site_files(source.timetable, NOW), "essai")
    at_the_clock(page, NOW)
    with served(create_app(source, lambda: NOW, site=SiteFolder(tmp_path / "site", "essai"))) as address:
        page.open(f"{address}/fr/")
        kept(page)
        # While it answers, its own page is shown.
        page.open(f"{address}/en/?line=pharmacy")
        assert page.evaluate("document.getElementById('timeline') === null")
        assert "These data are from" not in page.evaluate("document.body.innerText")
    page.open(f"{address}/nl/?line=pharmacy&near=canal")
    page.wait_until("document.querySelector('main')?.innerText.includes('Deze gegevens zijn van')")
    text = page.evaluate("document.querySelector('main').innerText")
    assert "Apotheek De Berk" in text
    assert "Deze gegevens zijn van zaterdag 2 januari 2027, 03:00." in text
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
