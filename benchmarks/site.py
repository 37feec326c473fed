"""What the static site of 400 services weighs, alone and with four such neighbours around.

No two services are alike in name, street and hours, for what is alike weighs nothing once it is compressed.
The first page is what a visitor waits for; ``timeline.json`` is fetched once somebody asks beyond the first
days or the basin, and kept for when there is no network. Run it with ``python benchmarks/site.py``; it ends
with status 1 where either is heavier than its bound.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.town import BASIN, MIDDAY, SERVICES, services, stored
from garde.basin.service import Service
from garde.web.published import PublishedSource
from garde.web.site.files import site_files

AROUND = ("nord", "sud", "est", "ouest")
BOUNDS = {"fr/index.html": 100_000, "timeline.json": 500_000}
"""Bytes that each may have, compressed."""
LETTERS = "eeeaaiinnrrsstoulldcmpvhgbfé"


def unlike(basin: str) -> list[Service]:
    """The services with words and hours of their own, the same at each run."""
    random = Random(basin)

    def word() -> str:
        return "".join(random.choices(LETTERS, k=random.randint(4, 9)))

    def clock(first: int, last: int) -> str:
        return f"{random.randint(first, last):02}:{random.choice((0, 15, 30, 45)):02}"

    return [
        replace(
            one,
            name=f"{word()} {word()} {word()}".title(),
            address=f"Rue {word()} {word()} {random.randint(1, 300)}",
            phone=f"+32 2 {random.randint(2_000_000, 7_999_999)}",
            lat=round(50.8 + random.random() / 10, 6),
            lon=round(4.3 + random.random() / 10, 6),
            opening_hours=one.opening_hours
            if one.opening_hours == "24/7"
            else f"Mo-Th {clock(7, 9)}-{clock(12, 13)},{clock(14, 15)}-{clock(17, 20)}; "
            f"Fr {clock(7, 9)}-{clock(16, 18)}; Sa {clock(9, 10)}-{clock(12, 17)}; PH off",
        )
        for one in services(basin)
    ]


def weights(folder: Path, neighbours: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Bytes of each file as it is, and compressed as most hosts do."""
    database = stored(folder, 1, neighbours, unlike)
    timetable = PublishedSource(database, BASIN, lambda: MIDDAY).current()
    files = site_files(timetable, MIDDAY, {}, "https://garde.example")
    database.close()
    around = json.loads(files["timeline.json"])["around"]["neighbours"]
    assert len(around) == len(neighbours)
    return {name: (len(files[name]), len(gzip.compress(files[name], 6))) for name in BOUNDS}


def main() -> int:
    kept = True
    with tempfile.TemporaryDirectory() as name:
        for neighbours in ((), AROUND):
            print(f"{SERVICES} services, {len(neighbours)} neighbours of as many")
            for file, (raw, packed) in weights(Path(name) / str(len(neighbours)), neighbours).items():
                print(f"  {file:20} {raw / 1000:8.0f} kB {packed / 1000:8.0f} kB compressed")
                kept &= packed <= BOUNDS[file]
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
