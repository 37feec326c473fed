"""The map made larger: by buttons, keys, fingers and a mouse, and without taking the page from anybody."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from exports.site import write_site
from garde.basin.config import LANGUAGES
from garde.web.site import site_files
from tests.browser.axe import faults
from tests.browser.chromium import Page
from tests.browser.static_host import hosted
from tests.browser.test_public_page import TARGETS, weak
from tests.browser.test_static_site import at_the_clock, go_to
from tests.garde.lookup import example

NOON = "?at=2027-01-04T12:00"
MAP = "document.querySelector('[data-corners]')"
NAMES = {
    "fr": "Agrandir la carte, Réduire la carte, Toute la carte, Vers la gauche, Vers le haut, Vers le bas, "
    "Vers la droite",
    "nl": "Kaart groter, Kaart kleiner, De hele kaart, Naar links, Naar boven, Naar beneden, Naar rechts",
    "en": "Larger map, Smaller map, The whole map, To the left, Up, Down, To the right",
    "es": "Ampliar el mapa, Reducir el mapa, Todo el mapa, A la izquierda, Hacia arriba, Hacia abajo, "
    "A la derecha",
    "ar": "تكبير الخريطة, تصغير الخريطة, الخريطة كلها, إلى اليسار, إلى الأعلى, إلى الأسفل, إلى اليمين",
}

# Of each mark and name: its text, and its middle and size on the screen.
SHOWN = """
[...document.querySelectorAll('SELECTOR')].map(e => {
  const r = (e.querySelector('circle, rect') || e).getBoundingClientRect();
  return [e.textContent, r.x + r.width / 2, r.y + r.height / 2, r.width, r.height] })
"""
STATE = f"""
(() => {{
  const moved = {MAP}.querySelector('.me').getAttribute('transform');
  const [x, y, zoom] = (moved || '0 0 1').match(/-?[\\d.]+(e-\\d+)?/g).map(Number);
  return [zoom, -x / zoom, -y / zoom];
}})()
"""


# A point of the map that is nothing but a quarter.
A_QUARTER = f"""
(() => {{
  const box = {MAP}.getBoundingClientRect();
  for (let x = box.left + 2; x < box.right; x += 5)
    for (let y = box.top + 2; y < box.bottom; y += 5)
      if (document.elementFromPoint(x, y)?.closest('.areas a')) return [x, y];
}})()
"""


# Links that reach beyond the map, and would lie over what is beside it for whoever looks at where they are.
BESIDE = f"""
(map => [...document.querySelectorAll('[data-corners] a')].map(e => e.getBoundingClientRect())
  .filter(r => r.width && (r.left < map.left - 1 || r.right > map.right + 1 || r.top < map.top - 1
    || r.bottom > map.bottom + 1)).length)({MAP}.getBoundingClientRect())
"""

REST = """
(async () => {
  for (let still = 0, last = -1; still < 4; still = scrollY === last ? still + 1 : 0) {
    last = scrollY;
    await new Promise(done => setTimeout(done, 50));
  }
})()
"""


def shown(page: Page, selector: str) -> list[tuple[str, float, float, float, float]]:
    return [tuple(one) for one in page.evaluate(SHOWN.replace("SELECTOR", selector))]


def view(page: Page) -> list[float]:
    """How much larger it is, and the drawing's point in its upper left corner."""
    found: list[float] = page.evaluate(STATE)
    return found


def press(page: Page, *acts: str) -> None:
    for act in acts:
        page.click(f".zoom [data-act={act}]")


def middle(page: Page) -> tuple[float, float]:
    """The middle of the map in the window, once it is in sight."""
    page.evaluate(f"{MAP}.scrollIntoView({{block: 'center'}})")
    x, y = page.evaluate(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({MAP}.getBoundingClientRect())")
    return x, y


def fingers(page: Page, kind: str, *points: tuple[float, float]) -> None:
    page.call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y} for x, y in points])


def swipe(page: Page, start: tuple[float, float], by: tuple[float, float]) -> None:
    """One finger, in ten steps; until the page has come to rest."""
    fingers(page, "touchStart", start)
    for step in range(1, 11):
        fingers(page, "touchMove", (start[0] + by[0] * step / 10, start[1] + by[1] * step / 10))
    fingers(page, "touchEnd")
    page.evaluate(REST)


# From the north-western corner to the south-eastern one in rows, there and back: what marks each stop has.
WALK = """
(() => {
  const press = act => document.querySelector(`.zoom [data-act=${act}]`).click();
  const stops = [];
  for (let step = 0; step < 24; step++) { press('up'); press('left'); }
  for (let row = 0; row < 24; row++) {
    for (let step = 0; step < 24; step++) {
      stops.push([...document.querySelectorAll('.marks a')].map(mark => {
        const at = mark.querySelector('text');
        return [mark.getAttribute('href'), mark.getAttribute('aria-label'), +at.getAttribute('x'),
          at.getAttribute('y') - 4];
      }));
      press(row % 2 ? 'left' : 'right');
    }
    press('down');
  }
  return stops;
})()
"""


def test_larger_it_parts_what_stood_together_and_the_whole_is_as_it_was(page: Page, large: str) -> None:
    page.size(1200, 1000)
    page.open(f"{large}/fr/")
    before = page.evaluate(f"{MAP}.innerHTML")
    together = [text for text, *_ in shown(page, ".marks a") if text.endswith("+")]
    # The eight lines list three each, and some of these stand so near to each other that they share a mark.
    numbers = page.evaluate("[...document.querySelectorAll('.mark-number')].map(e => e.textContent)")
    assert (len(numbers), len(together) > 3) == (24, True)
    press(page, "in", "in", "in")
    assert view(page)[0] == 8
    assert page.evaluate("document.querySelector('.zoom [data-act=in]').ariaDisabled") == "true"
    apart = set()
    for stop in page.evaluate(WALK):
        for one, other in combinations(stop, 2):
            assert (one[2] - other[2]) ** 2 + (one[3] - other[3]) ** 2 > 30.9**2
        apart |= {(address, name) for address, name, _, _ in stop}
    # All are met, and who stood with others has a mark of its own.
    assert {address for address, _ in apart} == {f"#card-{number}" for number in numbers}
    assert {name for _, name in apart if "+" not in name} > {text for text in together if "+" not in text}
    press(page, "whole")
    assert page.evaluate(f"{MAP}.innerHTML") == before
    assert view(page) == [1, 0, 0]


def test_marks_stand_where_their_services_are_at_every_size(page: Page, address: str) -> None:
    page.size(1200, 1000)
    page.open(f"{address}/en/{NOON}&line=pharmacy")
    (north, west), (south, east) = (
        [float(part) for part in corner.split(",")]
        for corner in page.evaluate(f"{MAP}.dataset.corners").split(" ")
    )
    width, height = page.evaluate(f"(box => [box.width, box.height])({MAP}.viewBox.baseVal)")
    for act in ("in", "in", "in", "left", "up"):
        press(page, act)
        zoom, x, y = view(page)
        marks = page.evaluate(
            "[...document.querySelectorAll('.marks a')].map(e => [e.getAttribute('href'),"
            " +e.querySelector('text').getAttribute('x'), e.querySelector('text').getAttribute('y') - 4])"
        )
        for card, across, down in marks:
            lat, lon = map(float, page.evaluate(f"document.querySelector('{card}').dataset.at").split(","))
            assert across == pytest.approx(((lon - west) / (east - west) * width - x) * zoom, abs=0.1)
            assert down == pytest.approx(((north - lat) / (north - south) * height - y) * zoom, abs=0.1)
        # Whoever was nearest to the middle has not been lost.
        assert act != "in" or marks


@pytest.mark.parametrize("tag", LANGUAGES)
def test_larger_it_is_for_everybody_too(page: Page, large: str, tag: str) -> None:
    page.size(320, 700, mobile=True)
    page.open(f"{large}/{tag}/")
    labels = page.evaluate("[...document.querySelectorAll('.zoom button')].map(e => e.ariaLabel)")
    assert ", ".join(labels) == NAMES[tag]
    tops = "[...document.querySelectorAll('.zoom button')].map(e => e.getBoundingClientRect().top)"
    buttons = "document.querySelector('.zoom [data-act=in]').getBoundingClientRect().x"
    at = page.evaluate(buttons)
    press(page, "in")
    # One row, in which nothing moves from under the finger; arrows point to where they lead.
    assert len(set(page.evaluate(tops))) == 1
    assert page.evaluate(buttons) == at
    assert page.evaluate(
        "document.querySelector('[data-act=left]').getBoundingClientRect().x"
        " < document.querySelector('[data-act=right]').getBoundingClientRect().x"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(TARGETS) == 0
    assert faults(page) == []
    for dark in (False, True):
        page.dark(dark)
        assert weak(page) == []
    said = "document.querySelector('.zoom [role=status]').textContent.replace(/[^0-9]/g, '')"
    assert page.evaluate(said) == "200"


def test_marks_and_names_keep_their_size(page: Page, large: str) -> None:
    page.size(320, 700, mobile=True)
    page.open(f"{large}/nl/")

    def sizes() -> list[float]:
        names = page.evaluate(
            f"parseFloat(getComputedStyle({MAP}.querySelector('.labels')).fontSize)"
            f" * {MAP}.getBoundingClientRect().width / 340"
        )
        return [names, *(size for _, _, _, *sides in shown(page, ".marks a") for size in sides)]

    small, *_ = sizes()
    for _ in range(3):
        press(page, "in")
        names, *marks = sizes()
        assert small < names < 1.3 * small
        assert marks
        assert 24 <= min(marks) <= max(marks) < 28
        # A line is as thick as before, though what it bounds is larger; nothing of it lies beside the map.
        thick = "parseFloat(getComputedStyle(document.querySelector('.areas path')).strokeWidth)"
        assert page.evaluate(thick) == 2.5
        assert page.evaluate(BESIDE) == 0


def test_a_keyboard_makes_it_larger_and_moves_it(page: Page, large: str) -> None:
    page.size(1200, 1000)
    page.open(f"{large}/en/")
    page.evaluate("document.querySelector('.over').focus()")
    assert not page.evaluate(f"{MAP}.hasAttribute('tabindex')")
    page.press("Tab", 9)
    page.press("Enter", 13)
    page.press(" ", 32)
    assert view(page)[0] == 4
    # Past the other buttons: two of size, four that move it.
    for _ in range(7):
        page.press("Tab", 9)
    assert page.evaluate(f"document.activeElement === {MAP}")
    assert page.evaluate(f"getComputedStyle({MAP}).outlineStyle") == "solid"
    height = page.evaluate(f"{MAP}.viewBox.baseVal.height")
    _, x, y = view(page)
    before = page.evaluate("scrollY")
    for key, code, to in (
        ("ArrowLeft", 37, (x - 340 / 12, y)),
        ("ArrowRight", 39, (x, y)),
        ("ArrowUp", 38, (x, y - height / 12)),
        ("ArrowDown", 40, (x, y)),
    ):
        page.press(key, code)
        assert view(page)[1:] == pytest.approx(to, abs=0.01)
    assert page.evaluate("scrollY") == before
    # What has the keyboard next is in the window that the map is: no quarter beside it is met.
    outside = f"""
        (() => {{ const r = document.activeElement.getBoundingClientRect(), m = {MAP}.getBoundingClientRect();
        return r.right < m.left || r.left > m.right || r.bottom < m.top || r.top > m.bottom }})()"""
    met = 0
    while page.evaluate(f"{MAP}.contains(document.activeElement)"):
        assert not page.evaluate(outside)
        met += 1
        page.press("Tab", 9)
    assert 2 < met < page.evaluate("document.querySelectorAll('.areas a').length")


def test_a_finger_moves_what_is_larger_and_the_page_elsewhere(page: Page, large: str) -> None:
    page.size(390, 800, mobile=True)
    page.call("Emulation.setTouchEmulationEnabled", enabled=True)
    page.open(f"{large}/en/")
    x, y = middle(page)
    here = page.evaluate("scrollY")
    # While all is shown, the page scrolls.
    swipe(page, (x, y), (0, -100))
    assert page.evaluate("scrollY") > here + 50
    x, y = middle(page)
    here = page.evaluate("scrollY")
    # Two fingers that part by half make it half as large again, about the point between them.
    fingers(page, "touchStart", (x - 60, y), (x + 60, y))
    for step in (70, 80, 90):
        fingers(page, "touchMove", (x - step, y), (x + step, y))
    fingers(page, "touchEnd")
    zoom, left, top = view(page)
    assert zoom == pytest.approx(1.5, abs=0.02)
    height = page.evaluate(f"{MAP}.viewBox.baseVal.height")
    assert (left, top) == pytest.approx((340 / 6, height / 6), abs=1)
    assert page.evaluate("[scrollY, visualViewport.scale]") == [here, 1]
    # One finger moves it with itself, and follows no link.
    unit = 340 / page.evaluate(f"{MAP}.getBoundingClientRect().width")
    swipe(page, (x, y), (30, 20))
    assert view(page)[1:] == pytest.approx([left - 30 * unit / zoom, top - 20 * unit / zoom], abs=1)
    assert page.evaluate("[scrollY, location.search]") == [here, ""]
    # At its edge, the page scrolls on.
    press(page, "up", "up")
    x, y = middle(page)
    here = page.evaluate("scrollY")
    swipe(page, (x, y), (0, 100))
    assert view(page)[2] == 0
    assert page.evaluate("scrollY") < here - 50


def test_a_wheel_scrolls_the_page_and_with_a_key_held_turns_the_map(page: Page, large: str) -> None:
    page.size(1200, 800)
    page.open(f"{large}/en/")
    x, y = middle(page)

    def wheel(by: float, modifiers: int = 0) -> None:
        page.call(
            "Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by, modifiers=modifiers
        )
        page.evaluate(REST)

    here = page.evaluate("scrollY")
    wheel(60)
    assert page.evaluate("scrollY") > here
    assert view(page)[0] == 1
    x, y = middle(page)
    here = page.evaluate("scrollY")
    wheel(-60, modifiers=2)
    # exp(0.6)
    assert view(page)[0] == pytest.approx(1.822, abs=0.001)
    wheel(60)
    assert page.evaluate("scrollY") > here


def test_a_mouse_drags_it_without_following_what_it_was_let_go_of(page: Page, large: str) -> None:
    page.size(1200, 1000)
    page.open(f"{large}/en/")
    press(page, "in")
    x, y = middle(page)
    zoom, left, top = view(page)

    def mouse(kind: str, x: float, y: float) -> None:
        page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    mouse("mousePressed", x, y)
    for step in (10, 20, 30):
        mouse("mouseMoved", x + step, y + step)
    mouse("mouseReleased", x + 30, y + 30)
    unit = 340 / page.evaluate(f"{MAP}.getBoundingClientRect().width")
    assert view(page) == pytest.approx([zoom, left - 30 * unit / zoom, top - 30 * unit / zoom], abs=0.5)
    assert page.evaluate("location.search") == ""
    # A click that moved nothing still chooses the quarter.
    x, y = page.evaluate(A_QUARTER)
    mouse("mousePressed", x, y)
    mouse("mouseReleased", x, y)
    page.wait_for_load()
    assert "near=" in page.evaluate("location.search")


def test_it_turns_to_where_one_is(page: Page, address: str) -> None:
    page.stands(50.86, 4.352)
    page.open(f"{address}/en/{NOON}")
    page.click("#position button")
    page.wait_until(f"{MAP}.querySelector('.me').hasAttribute('cx')")
    press(page, "in")
    at = page.evaluate(
        "(e => [+e.getAttribute('cx'), +e.getAttribute('cy')])(document.querySelector('[data-corners] .me'))"
    )
    zoom, x, y = view(page)
    assert (zoom, x) == (2, pytest.approx(at[0] - 340 / 4, abs=0.01))
    # As far to the north as there is map.
    assert y == pytest.approx(max(0, at[1] - page.evaluate(f"{MAP}.viewBox.baseVal.height") / 4), abs=0.01)
    (dot,) = page.evaluate(f"[{MAP}.querySelector('.me').getBoundingClientRect().width]")
    assert dot == pytest.approx(12 * page.evaluate(f"{MAP}.getBoundingClientRect().width") / 340, abs=1)


def test_without_scripts_a_quarter_is_chosen_instead(page: Page, address: str) -> None:
    page.scripts(False)
    page.open(f"{address}/en/")
    assert page.evaluate("document.querySelector('.zoom').checkVisibility()") is False
    page.click(".areas a")
    page.wait_for_load()
    assert re.fullmatch(r"\?near=(canal|colline)", page.evaluate("location.search"))
    assert page.evaluate("document.querySelectorAll('.wider').length") == 1


def test_the_static_page_has_it_too_and_lets_who_looks_look(page: Page, tmp_path: Path) -> None:
    night = example.local("2027-01-02T03:00")
    write_site(tmp_path / "who", site_files(example.timetable(), night))
    with hosted(tmp_path) as host:
        at_the_clock(page, night)
        page.open(f"{host}/who/ar/")
        press(page, "in")
        assert view(page)[0] == 2
        # Nothing is drawn anew while the map is larger; then the next minute is.
        go_to(page, example.local("2027-01-02T09:30"), "?")
        assert view(page)[0] == 2
        press(page, "whole")
        go_to(page, example.local("2027-01-02T09:31"), "?line=pharmacy")
        assert page.evaluate("document.querySelectorAll('section.line').length") == 1
        press(page, "in")
        assert view(page)[0] == 2
        assert faults(page) == []
        assert page.complaints == []
