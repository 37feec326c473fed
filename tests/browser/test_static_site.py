"""The static site in a real browser answers as the server does: the same words, in the same order."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from exports.site import write_site
from garde.basin.config import LANGUAGES
from garde.lookup import Timetable, who_is_open
from garde.web.pages import render_page
from garde.web.site import site_files
from tests.browser import large_town
from tests.browser.chromium import Page
from tests.browser.static_host import hosted
from tests.conftest import LONG
from tests.garde.lookup import example

MADE = example.local("2027-01-02T03:00")
WHOLE = "document.documentElement.dataset.answer === 'whole'"
AGED = "document.querySelector('.notice[role=status]') !== null"
PATIENCE = 200
"""Looks, a twentieth of a second apart, until the page has what it fetches."""

# What the server and the browser say, sign by sign, but for blanks and the ends of numbers.
SAME = """
(server => {
  const plain = element => element
    && element.innerHTML.replace(/\\s+/g, ' ').replace(/(\\d)\\.0(?=[^\\d])/g, '$1').trim();
  const other = new DOMParser().parseFromString(server, 'text/html');
  // Shown by a script on both.
  for (const page of [document, other])
    for (const one of page.querySelectorAll('#position, .zoom')) one.removeAttribute('hidden');
  const differs = [];
  for (const part of ['header', 'main', 'aside .choose', '#map', 'title']) {
    const [ours, theirs] = [document, other].map(page => plain(page.querySelector(part)));
    if (ours === theirs) continue;
    let at = 0;
    while (ours && theirs && ours[at] === theirs[at]) at++;
    differs.push([part, ...[ours, theirs].map(text => text && text.slice(Math.max(0, at - 80), at + 120))]);
  }
  return differs;
})
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Any]:
    """Writes the site of a timetable as known at an instant and serves it from a folder of its host."""
    with hosted(tmp_path) as address:

        def make(timetable: Timetable, at: datetime = MADE) -> str:
            write_site(tmp_path / "who", site_files(timetable, at))
            return f"{address}/who"

        yield make


def at_the_clock(page: Page, now: datetime) -> None:
    """Sets the clock of the pages that are opened from now on."""
    milliseconds = int(now.timestamp() * 1000)
    page.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source=f"window.clockAt = {milliseconds}; Date.now = () => window.clockAt;"
        "addEventListener('error', said => { window.failed = said.error?.stack; });",
    )


def go_to(page: Page, now: datetime, query: str) -> None:
    """As if the page had stood open until then, with that question."""
    milliseconds = int(now.timestamp() * 1000)
    page.evaluate(
        f"""(async () => {{
            const whole = () => document.documentElement.dataset.answer === 'whole';
            window.clockAt = {milliseconds - 60_000};
            document.dispatchEvent(new Event('visibilitychange'));
            history.replaceState(null, '', location.pathname + {json.dumps(query)});
            window.clockAt = {milliseconds};
            document.dispatchEvent(new Event('visibilitychange'));
            for (let look = 0; look < {PATIENCE} && !whole(); look++)
                await new Promise(done => setTimeout(done, 50));
        }})()"""
    )


def differences(
    page: Page, timetable: Timetable, tag: str, now: datetime, query: str, made: datetime = MADE
) -> list[list[str]]:
    """Where the page in the browser is not what the server would send; one that is old says so."""
    if now - made > timedelta(days=2):
        timetable = replace(timetable, kept_from=made)
    failed = page.evaluate("window.failed")
    assert failed is None, failed
    server = render_page(timetable, tag, now, dict(parse_qsl(query.removeprefix("?")))).body
    found: list[list[str]] = page.evaluate(f"{SAME}({json.dumps(server)})")
    return found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_it_says_what_the_server_says_in_every_language(page: Page, site: Any, tag: str) -> None:
    timetable = example.timetable()
    at_the_clock(page, MADE)
    page.open(f"{site(timetable)}/{tag}/")
    for query in (
        "",
        "?line=pharmacy&near=canal",
        "?line=nurse&language=ar",
        "?near=9999&at=2027-03-28T02:30&step_free=maybe",
        "?at=2027-01-04T12:00&step_free=1&near=1140",
        "?at=1900-01-01T00:00&language=xx&line=yoga",
        "?at=2031-01-01T00:00",
        "?near=HEUVEL&language=fr",
    ):
        go_to(page, MADE, query)
        assert differences(page, timetable, tag, MADE, query) == [], query


def cuts(timetable: Timetable) -> list[datetime]:
    """Where any answer changes, and a minute on both sides."""
    found = {cut for line in timetable.lines.values() for cut in line.cuts}
    around = {cut + timedelta(minutes=step) for cut in found for step in (-1, 0, 1)}
    return sorted(at for at in around if timetable.start <= at < timetable.end)


def compare(
    page: Page, timetable: Timetable, tag: str, asked: list[tuple[datetime, str]], made: datetime = MADE
) -> None:
    for now, query in asked:
        go_to(page, now, query)
        assert differences(page, timetable, tag, now, query, made) == [], (now, query)


def test_it_says_what_the_server_says_at_every_change_and_a_minute_around_it(page: Page, site: Any) -> None:
    timetable = example.timetable()
    at_the_clock(page, MADE)
    page.open(f"{site(timetable)}/en/")
    asked = [(at, "") for at in cuts(timetable)]
    assert len(asked) > 50
    # The data of the days before it was made are in the whole document only.
    compare(page, timetable, "en", asked)


NIGHTS = {"spring": ("2027-03-26T00:00", "2027-03-28"), "autumn": ("2027-10-29T00:00", "2027-10-31")}


@pytest.mark.parametrize("night", NIGHTS)
def test_the_nights_on_which_the_clock_changes_are_told_to_the_minute(
    page: Page, site: Any, night: str
) -> None:
    start, day = NIGHTS[night]
    timetable = large_town.timetable(start, 6)
    made = example.local(start) + timedelta(hours=9)
    change = example.local(f"{day}T01:00")
    at_the_clock(page, made)
    page.open(f"{site(timetable, made)}/fr/")
    asked = [(change + timedelta(minutes=step), "?near=canal") for step in range(-30, 200, 10)]
    asked += [
        (made, f"?at={day}T0{hour}:{minute}{offset}")
        for hour in (1, 2, 3)
        for minute in ("00", "30", "59")
        for offset in ("", "%2B01:00")
    ]
    asked += [(at, "") for at in cuts(timetable)[:: 9 if LONG else 40]]
    compare(page, timetable, "fr", asked, made)


def test_a_town_of_many_services_is_sorted_filtered_and_widened_as_on_the_server(
    page: Page, site: Any
) -> None:
    timetable = large_town.timetable("2026-12-28T00:00", 9, demo=False)
    made = example.local("2026-12-29T17:05")
    at_the_clock(page, made)
    page.open(f"{site(timetable, made)}/nl/")
    moments = cuts(timetable)[:: len(cuts(timetable)) // 60]
    words = (
        "",
        "?line=nurse",
        "?line=pharmacy&near=1140",
        "?near=colline&language=nl",
        "?step_free=1&language=ar",
        "?line=reception&near=1210&step_free=1&language=tr",
        "?language=sfb&near=canal",
    )
    compare(page, timetable, "nl", [(at, words[turn % len(words)]) for turn, at in enumerate(moments)], made)
    elsewhere = [at for at in moments if any(one.elsewhere for one in who_is_open(timetable, at).lines)]
    assert elsewhere, "the search never widened"


def test_it_shows_both_moments_of_the_hour_that_autumn_repeats_as_the_server_does(
    page: Page, site: Any
) -> None:
    slots = (
        example.duty("nurse", "2027-10-30T19:00", "2027-10-31T02:30", "cedar"),
        example.duty("nurse", "2027-10-31T02:30", "2027-10-31T09:00", "alder"),
        example.duty("pharmacy", "2027-10-30T19:00", "2027-10-31T09:00", "birch"),
    )
    timetable = example.timetable(slots, start="2027-10-20T00:00", end="2027-11-01T00:00")
    made = example.local("2027-10-30T12:00")
    at_the_clock(page, made)
    page.open(f"{site(timetable, made)}/en/")
    asked = ("?at=2027-10-31T02:15", "?at=2027-10-31T02:15&line=nurse&near=canal", "?at=2027-10-31T02:45")
    compare(page, timetable, "en", [(made, query) for query in asked], made)
    assert page.evaluate("document.querySelectorAll('.twice').length") == 2


def test_the_first_view_of_four_hundred_services_weighs_little(page: Page, site: Any) -> None:
    timetable = large_town.timetable("2026-12-28T00:00", 35, 400)
    made = example.local("2026-12-29T17:05")
    files = site_files(timetable, made)
    weights = {tag: len(gzip.compress(files[f"{tag}/index.html"], 6)) for tag in LANGUAGES}
    assert max(weights.values()) < 60_000, weights


def test_nothing_is_asked_of_others_and_nothing_is_kept_of_the_visitor(page: Page, site: Any) -> None:
    at_the_clock(page, MADE)
    where = site(example.timetable())
    page.open(f"{where}/fr/?near=canal")
    page.evaluate("new Promise(done => setTimeout(done, 500))")
    asked = {request for request in page.requests if not request.startswith("data:")}
    assert f"{where}/fr/?near=canal" in asked
    assert {request.removeprefix(where) for request in asked} <= {
        "/fr/?near=canal",
        "/fr/manifest.webmanifest",
        "/timeline.json",
        "/version.json",
        "/icon.svg",
    }
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


def test_without_scripts_the_duties_of_the_coming_days_stand_there_with_their_numbers(
    page: Page, site: Any
) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(f"{site(example.timetable())}/en/")
    text = page.evaluate("document.body.innerText")
    assert "These data are from Saturday 2 January 2027, 03:00 and reach until" in text
    assert "Regular opening hours are not in this list." in text
    rows = page.evaluate("[...document.querySelectorAll('tbody tr')].map(row => row.innerText)")
    assert rows == [
        "until 09:00\tApotheek De Berk\t+32 2 555 01 02",
        "19:00 – tomorrow 09:00\tPharmacie de l’Aulne\t+32 2 555 01 01",
        "until 09:00\tDune\t+32 2 555 02 01",
    ]
    assert page.evaluate("document.querySelector('#help a').href") == "tel:112"
    page.size(320, 700, mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_after_its_data_have_run_out_it_says_so_and_shows_the_help_numbers(page: Page, site: Any) -> None:
    late = example.local("2027-01-12T10:00")
    at_the_clock(page, late)
    page.open(f"{site(example.timetable())}/en/")
    text = page.evaluate("document.querySelector('main').innerText")
    assert (
        "We know who is open from Wednesday 30 December 2026, 00:00 until Sunday 10 January 2027, 00:00."
        in text
    )
    assert "These data are from Saturday 2 January 2027, 03:00. Something may have changed since." in text
    assert "0903 99 000" in text
    assert page.evaluate("document.querySelectorAll('.answer').length") == 0


def kept(page: Page) -> None:
    """Waits until the worker has kept the site and answers for the page."""
    page.evaluate(
        """(async () => {
            await navigator.serviceWorker.ready;
            for (let look = 0; look < 200 && !navigator.serviceWorker.controller; look++)
                await new Promise(done => setTimeout(done, 50));
        })()"""
    )
    assert page.evaluate("navigator.serviceWorker.controller !== null")


def test_once_visited_it_answers_without_a_host_and_says_from_when_its_data_are(
    page: Page, tmp_path: Path
) -> None:
    write_site(tmp_path / "who", site_files(example.timetable(), MADE))
    at_the_clock(page, MADE)
    with hosted(tmp_path) as address:
        page.open(f"{address}/who/fr/")
        kept(page)
        assert (
            page.evaluate("document.querySelectorAll('[role=status].notice, .notice[role=status]').length")
            == 0
        )
    # The host is gone. Another language, a question, and days that are not inside the page.
    page.call(
        "Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0
    )
    page.open(f"{address}/who/en/?line=pharmacy&at=2027-01-08T12:00")
    page.wait_until(f"{WHOLE} && {AGED}")
    text = page.evaluate("document.querySelector('main').innerText")
    assert "Pharmacie du Cèdre" in text
    assert "These data are from Saturday 2 January 2027, 03:00. Something may have changed since." in text
    page.open(f"{address}/who/")
    page.wait_until("document.body.innerText.includes('Apotheek De Berk')")


def test_a_newer_site_replaces_the_one_that_was_kept_whole(page: Page, tmp_path: Path) -> None:
    write_site(tmp_path / "who", site_files(example.timetable(), MADE))
    at_the_clock(page, MADE)
    with hosted(tmp_path) as address:
        page.open(f"{address}/who/en/")
        kept(page)
        (before,) = page.evaluate("caches.keys()")
        later = example.timetable(
            (*example.SLOTS[:1], example.duty("pharmacy", "2027-01-01T19:00", "2027-01-02T09:00", "cedar"))
        )
        write_site(tmp_path / "who", site_files(later, MADE + timedelta(minutes=1)))
        page.open(f"{address}/who/en/")
        page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
        page.evaluate(
            f"""(async () => {{
                for (let look = 0; look < 400; look++) {{
                    const names = await caches.keys();
                    if (names.length === 1 && names[0] !== {before!r}) return;
                    await new Promise(done => setTimeout(done, 50));
                }}
            }})()"""
        )
        (after,) = page.evaluate("caches.keys()")
        assert after != before
    page.open(f"{address}/who/en/")
    text = page.evaluate("document.querySelector('main').innerText")
    assert "Pharmacie du Cèdre" in text
    assert "Apotheek De Berk" not in text
