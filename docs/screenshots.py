"""Takes the pictures in docs/img from a running ``garde serve``: of the public page or of a service's own.

Usage: GARDE_NOW=2026-12-13T03:00+01:00 garde serve --port 8000   # a night of the demo's published month
       python docs/screenshots.py http://127.0.0.1:8000
       python docs/screenshots.py http://127.0.0.1:8000/my/TOKEN/   # while a draft is open to the services

Needs Chromium. Look at the pictures before committing them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

from chromium import Chromium, Page, chromium_path  # noqa: E402

DESKTOP, TELEPHONE = (1200, 1000), (390, 844)
NOON = "at=2026-12-14T12:00"


@dataclass(frozen=True)
class Picture:
    """The address, the window, what the visitor prefers, and where one stands who presses *Near me*.

    ``follows``: the first link that fits this selector is followed, to the form behind it. ``closer``: how
    often the map is made larger.
    """

    address: str
    size: tuple[int, int] = TELEPHONE
    prefers: Mapping[str, str] = field(default_factory=dict)
    stands: tuple[float, float] | None = None
    follows: str | None = None
    closer: int = 0


PICTURES = {
    "open-now-desktop": Picture("/fr/", DESKTOP),
    "open-now-telephone": Picture("/nl/"),
    "open-now-dark": Picture("/en/?line=pharmacy", DESKTOP, {"prefers-color-scheme": "dark"}),
    "open-now-contrast": Picture(f"/en/?{NOON}", DESKTOP, {"prefers-contrast": "more"}),
    "open-now-arabic": Picture("/ar/?line=pharmacy"),
    "open-now-choose": Picture("/es/#choose"),
    "open-now-map": Picture("/nl/#map"),
    "open-now-closer": Picture(f"/ar/?{NOON}#map", closer=2),
    "open-now-quarter": Picture(f"/fr/?{NOON}&near=matonge", DESKTOP),
    "open-now-near-me": Picture(f"/en/?{NOON}", DESKTOP, stands=(50.842, 4.36)),
}

PRIVATE_PICTURES = {
    "my-page-telephone": Picture("/consultation?lang=fr"),
    "after-a-duty": Picture("/activity?lang=fr", follows="a.act-first"),
}


def take(page: Page, where: str, picture: Picture) -> bytes:
    """The picture as PNG."""
    width, height = picture.size
    page.size(width, height, mobile=width < 500)
    page.prefers(**picture.prefers)
    if picture.stands:
        page.stands(*picture.stands)
    page.open(where.rstrip("/") + picture.address)
    if picture.follows:
        page.open(page.evaluate(f"document.querySelector('{picture.follows}').href"))
        page.evaluate("document.querySelector('.sheet').scrollIntoView()")
    if picture.stands:
        page.click("#position button")
        page.wait_until("document.querySelector('.distance')")
        page.evaluate("scrollTo(0, 0)")
    for _ in range(picture.closer):
        page.click(".zoom [data-act=in]")
    if picture.closer:
        page.evaluate("document.getElementById('map').scrollIntoView()")
    return page.screenshot()


def main(address: str) -> int:
    """Writes every picture; returns the exit status."""
    path = chromium_path()
    if path is None:
        sys.stderr.write("Chromium is not installed; on Debian: apt-get install chromium\n")
        return 2
    pictures = PRIVATE_PICTURES if "/my/" in address else PICTURES
    with Chromium(path) as browser:
        for name, picture in pictures.items():
            with browser.page() as page:
                (HERE / "img" / f"{name}.png").write_bytes(take(page, address, picture))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
