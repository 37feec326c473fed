"""Takes the pictures in docs/img from a running ``garde serve``: of the public page or of a service's own.

Usage: GARDE_NOW=2027-01-02T03:00+01:00 garde serve --port 8000
       python docs/screenshots.py http://127.0.0.1:8000
       python docs/screenshots.py http://127.0.0.1:8000/my/TOKEN/   # while a draft is open to the services

Needs Chromium. Look at the pictures before committing them.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

from chromium import Chromium, chromium_path  # noqa: E402

DESKTOP, TELEPHONE = (1200, 1000), (390, 844)

PICTURES = {
    "open-now-desktop": ("/fr/", DESKTOP, False),
    "open-now-telephone": ("/nl/", TELEPHONE, False),
    "open-now-dark": ("/en/?line=pharmacy", DESKTOP, True),
    "open-now-arabic": ("/ar/?line=pharmacy", TELEPHONE, False),
    "open-now-choose": ("/es/#choose", TELEPHONE, False),
}
"""Name of the picture: address, size of the window, dark."""

PRIVATE_PICTURES = {
    "my-page-telephone": ("/consultation?lang=fr", TELEPHONE, False),
}


def main(address: str) -> int:
    """Writes every picture; returns the exit status."""
    path = chromium_path()
    if path is None:
        sys.stderr.write("Chromium is not installed; on Debian: apt-get install chromium\n")
        return 2
    pictures = PRIVATE_PICTURES if "/my/" in address else PICTURES
    with Chromium(path) as browser:
        for name, (where, (width, height), dark) in pictures.items():
            with browser.page() as page:
                page.size(width, height, mobile=width < 500)
                page.dark(dark)
                page.open(address.rstrip("/") + where)
                (HERE / "img" / f"{name}.png").write_bytes(page.screenshot())
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
