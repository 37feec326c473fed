"""``garde export site``: the lookup as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Desk


@pytest.fixture
def site(desk: Desk, published: Path) -> Path:
    desk.take(published)
    desk.at("2027-01-15T09:00+01:00")
    said = desk.run("export", "site", "-o", "site", "--url", "https://garde.example/who")
    assert said.status == 0, said.err
    assert "They tell who is open until 2027-02-01" in said.out
    return desk.folder / "site"


def test_it_has_pages_in_five_languages_the_timeline_and_the_feeds(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {f"{tag}/index.html" for tag in ("fr", "nl", "en", "es", "ar")} <= names
    assert {"index.html", "404.html", "sw.js", "timeline.json", "version.json", "icon-512.png"} <= names
    assert {"feeds/essai.ics", "feeds/nl/essai/pharmacy.ics", "feeds/en/essai.ics"} <= names
    # Of 15 January 2027, a Friday: the weeks from Monday 11 and Monday 18.
    assert {"posters/essai-2027-01-11.pdf", "posters/essai-2027-01-18.pdf"} <= names
    # Nothing of a single service: such calendars are for who has its link.
    assert not [name for name in names if "services/" in name]
    told = json.loads((site / "timeline.json").read_text())
    assert (told["format"], told["written_at"]) == ("garde-timeline/1", "2027-01-15T08:00:00Z")
    assert 'href="/who/fr/"' in (site / "404.html").read_text()


def test_every_link_between_its_pages_is_relative(site: Path) -> None:
    for page in site.glob("*/index.html"):
        text = page.read_text()
        assert 'href="/' not in text
        assert 'src="' not in text


def test_again_without_a_change_it_touches_nothing(desk: Desk, site: Path) -> None:
    number = site.stat().st_ino
    said = desk.run("export", "site", "-o", "site", "--url", "https://garde.example/who")
    assert ", 0 of them changed" in said.out
    assert site.stat().st_ino == number


def test_a_folder_of_somebody_else_is_refused(desk: Desk, site: Path) -> None:
    (desk.folder / "mine").mkdir()
    (desk.folder / "mine" / "letter.txt").write_text("dear")
    said = desk.run("export", "site", "-o", "mine")
    assert said.status == 2
    assert "no garde site; name another folder" in said.err
    assert (desk.folder / "mine" / "letter.txt").read_text() == "dear"


def test_an_address_that_is_none_is_refused(desk: Desk, site: Path) -> None:
    said = desk.run("export", "site", "-o", "site", "--url", "example.org")
    assert said.status == 2
    assert "begin it with https://" in said.err
