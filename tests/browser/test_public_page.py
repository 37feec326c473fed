from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from garde.basin.config import LANGUAGES
from tests.browser.chromium import Page

STATES = {
    "now": "",
    "one line": "?line=pharmacy&near=canal",
    "nobody": "?line=nurse&language=ar",
    "trouble": "?near=9999&at=2027-03-28T02:30",
    "another time": "?at=2027-01-04T12:00&step_free=1",
}
SIZES = {"small telephone": (320, 700), "telephone": (390, 800), "desktop": (1200, 900)}

# A telephone widens its window to what hangs over, so the width asked for is put in.
OVERFLOW = """
[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.unseen, .skip, .over, .sprite') && e.getClientRects().length)
  .filter(e => { const r = e.getBoundingClientRect(); return r.left < -0.5 || r.right > WIDTH + 0.5 })
  .map(e => e.tagName + '.' + e.className)
"""

# Contrast of every visible piece of text with the nearest opaque background behind it (WCAG 1.4.3).
CONTRAST = """
(() => {
  const shine = c => {
    const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(c)) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  // Drawn text has a fill, and something drawn behind it.
  const fill = e => getComputedStyle(e).fill;
  const ink = e => e.ownerSVGElement ? fill(e) : getComputedStyle(e).color;
  const ground = e => e.closest('.marks') ? fill(e.previousElementSibling)
    : e.closest('.labels') ? fill(document.querySelector('.areas path')) : behind(e);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || e.closest('.unseen, option, script, style')) continue;
    const [a, b] = [shine(ink(e)), shine(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < LEAST) weak.push(n.data.trim() + ' ' + ratio.toFixed(2));
  }
  return weak;
})()
"""


def weak(page: Page, least: float = 4.5) -> list[str]:
    """The texts that do not stand out enough (WCAG 1.4.3; 1.4.6 asks for 7)."""
    found: list[str] = page.evaluate(CONTRAST.replace("LEAST", str(least)))
    return found


TARGETS = """
[...document.querySelectorAll('a, button, select, input, summary')]
  .filter(e => e.getClientRects().length && !e.closest('.skip, .over, p:not(.danger, .jump, .more), .facts'))
  .map(e => (e.closest('label') || e).getBoundingClientRect())
  .filter(r => r.width < 24 || r.height < 24).length
"""


# The class of what has the keyboard, and whether its middle is in the window with nothing above it.
FOCUS = """
(() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
  const shown = top && (e.contains(top) || top.closest('label, svg'));
  return [e.getAttribute('class') || '', Boolean(shown)];
})()
"""


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_hangs_over_the_edge(page: Page, address: str, tag: str, size: str) -> None:
    width, height = SIZES[size]
    page.size(width, height, mobile=width < 500)
    for state, query in STATES.items():
        page.open(f"{address}/{tag}/{query}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        assert page.evaluate(OVERFLOW.replace("WIDTH", str(width))) == [], state


def test_the_measures_notice_what_is_wrong(page: Page, address: str) -> None:
    page.size(320, 700, mobile=True)
    page.open(f"{address}/fr/")
    page.evaluate("document.querySelector('h1').style.cssText = 'width:400px;color:#bbb'")
    page.evaluate("document.querySelector('.danger a').style.cssText = 'padding:0;font-size:12px'")
    assert page.evaluate(OVERFLOW.replace("WIDTH", "320")) == ["H1."]
    assert len(weak(page)) == 1
    assert page.evaluate(TARGETS) == 1


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("width", [320, 640])
def test_text_twice_as_large_still_fits(page: Page, address: str, tag: str, width: int) -> None:
    page.size(width, 900, mobile=width < 500)
    for query in ("?line=pharmacy&near=canal", "?at=2027-01-04T12:00"):
        page.open(f"{address}/{tag}/{query}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OVERFLOW.replace("WIDTH", str(width))) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_every_text_stands_out_from_what_is_behind_it(
    page: Page, address: str, state: str, dark: bool
) -> None:
    page.size(1200, 900)
    page.dark(dark)
    page.open(f"{address}/en/{STATES[state]}")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert weak(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_whoever_asks_for_more_contrast_gets_it(page: Page, address: str, dark: bool) -> None:
    page.size(1200, 900)
    page.prefers(prefers_contrast="more", prefers_color_scheme="dark" if dark else "light")
    for query in STATES.values():
        page.open(f"{address}/en/{query}")
        assert weak(page, 7) == []


def test_what_can_be_touched_is_large_enough(page: Page, address: str) -> None:
    page.size(390, 800, mobile=True)
    page.open(f"{address}/en/")
    assert page.evaluate(TARGETS) == 0


def test_the_style_is_allowed_by_our_own_policy(page: Page, address: str) -> None:
    page.open(f"{address}/fr/")
    assert page.evaluate("getComputedStyle(document.querySelector('.answer')).borderTopStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


def test_the_answer_is_reached_and_the_question_asked_by_keyboard_alone(page: Page, address: str) -> None:
    page.open(f"{address}/en/")
    page.press("Tab", 9)
    assert page.evaluate("document.activeElement.className") == "skip"
    page.press("Enter", 13)
    assert page.evaluate("location.hash") == "#answer"
    page.evaluate("document.querySelector('input[name=line]').focus()")
    page.press("ArrowDown", 40)
    assert page.evaluate("document.querySelector('input[name=line]:checked').value") == "pharmacy"
    page.press("Enter", 13)
    page.wait_for_load()
    parts = urlsplit(page.evaluate("location.href"))
    assert (parts.path, parts.query.split("&")[0]) == ("/en/", "line=pharmacy")
    assert page.evaluate("document.querySelectorAll('section.line').length") == 1


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_answer_is_in_sight_before_anything_is_touched(page: Page, address: str, tag: str) -> None:
    page.size(360, 640, mobile=True)
    page.open(f"{address}/{tag}/")
    assert page.evaluate("document.querySelector('.answer .until').getBoundingClientRect().bottom") <= 640


def test_what_has_the_keyboard_is_never_covered(page: Page, address: str) -> None:
    page.size(320, 500, mobile=True)
    page.open(f"{address}/fr/?near=canal&at=2027-01-04T12:00")
    seen = []
    for _ in range(60):
        page.press("Tab", 9)
        if page.evaluate("document.activeElement === document.body"):
            break
        name, shown = page.evaluate(FOCUS)
        seen.append(name)
        assert shown, name
    assert {"skip", "way jump", "call", "over"} <= set(seen)
    assert seen.count("") > 5


def test_what_has_the_keyboard_is_outlined(page: Page, address: str) -> None:
    page.open(f"{address}/en/")
    outlines = set()
    for _ in range(8):
        page.press("Tab", 9)
        outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert outlines == {"solid"}
