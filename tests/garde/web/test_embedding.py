from __future__ import annotations

import gzip
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from garde.basin.config import LANGUAGES
from garde.signs.saturation import Saturation
from garde.web.embedding import render_embedded
from tests.garde.lookup import example


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_few_kilobytes_say_who_is_open_without_script_cookie_or_reloading(
    night: TestClient, tag: str
) -> None:
    page = night.get(f"/embed/{tag}/")
    assert page.status_code == 200
    direction = "rtl" if tag == "ar" else "ltr"
    assert page.text.startswith(f'<!doctype html>\n<html lang="{tag}" dir="{direction}">')
    assert re.search(r"<title>.+ – .+</title>", page.text)
    assert "Apotheek De Berk" in page.text
    assert 'href="tel:+3225550102"' in page.text
    assert len(page.content) < 8000
    assert len(gzip.compress(page.content)) < 3000
    assert "set-cookie" not in page.headers
    for never in ("<script", "http-equiv", "<form", "<img", "<iframe", "style="):
        assert never not in page.text


def test_any_site_may_frame_it_and_no_other_page(night: TestClient) -> None:
    page = night.get("/embed/nl/")
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}' 'sha256-")
    assert policy.endswith("; form-action 'none'; base-uri 'none'; frame-ancestors *")
    assert "script-src" not in policy
    assert page.headers["permissions-policy"] == "camera=(), geolocation=(), microphone=()"
    for path in ("/nl/", "/text", "/api/v1/open", "/embed", "/nowhere"):
        assert "frame-ancestors 'none'" in night.get(path).headers["content-security-policy"]


def test_its_links_ask_the_same_again_and_open_the_full_page_beside(night: TestClient) -> None:
    page = night.get("/embed/fr/?line=pharmacy&near=1030").text
    asked = "?line=pharmacy&amp;near=1030"
    assert f'<a href="{asked}">Montrer qui est ouvert</a>' in page
    assert f'<a href="../../fr/{asked}" target="_blank" rel="noopener">' in page
    assert "s’ouvre dans une nouvelle fenêtre" in page
    assert "1,1 km" in page
    plain = night.get("/embed/fr/").text
    assert '<a href="./">' in plain
    assert 'href="../../fr/"' in plain


def test_of_a_line_that_is_asked_for_it_says_when_nobody_is_there_and_who_helps(site: Any) -> None:
    page = site("2027-01-03T03:00").get("/embed/en/?line=nurse").text
    assert "Nobody is open for this at this time." in page
    assert 'href="tel:112"' in page
    assert 'href="tel:090399000"' in page


def test_a_hidden_address_stays_hidden(night: TestClient) -> None:
    page = night.get("/embed/en/?line=reception").text
    assert "Dune" in page
    assert "Secret 1" not in page
    assert "Call first" in page


def test_a_faulty_word_is_named_and_there_is_an_answer_all_the_same(night: TestClient) -> None:
    page = night.get("/embed/en/?near=%3Cscript%3E&at=1900-01-01")
    assert page.status_code == 404 or page.status_code == 400
    assert "&lt;script&gt;" in page.text
    assert "Apotheek De Berk" in page.text
    assert night.get("/embed/xx/").status_code == 404


def test_both_hours_of_the_autumn_night_are_told(site: Any, example: Any) -> None:
    table = example.timetable((), start="2026-10-20T00:00", end="2026-11-01T00:00")
    page = site("2026-10-24T12:00", table).get("/embed/en/?line=pharmacy&at=2026-10-25T02:30").text
    assert "02:30, summer time" in page
    assert "02:30, winter time" in page


def test_it_says_how_full_somebody_is_what_a_call_costs_and_where_only_regular_hours_are_known() -> None:
    full = Saturation("full", example.local("2027-01-01T22:00"), example.local("2027-01-10T00:00"), "service")
    timetable = replace(example.timetable(), saturation={"birch": full})
    page = render_embedded(timetable, "en", example.local("2027-01-02T03:00"), {}).body
    assert "<strong>Full at the moment</strong> (said on Friday 1 January)" in page
    assert '<span class="soft">Price of an ordinary call</span>' in page
    assert "not published yet" not in page
    later = render_embedded(timetable, "en", example.local("2027-01-09T12:00"), {}).body
    assert "The duties for this time are not published yet. You see regular opening hours only." in later
