"""Writes a report in three languages and pictures of its pages, to be looked at before it is handed on.

Usage: python docs/report_images.py 2026-01-01 2026-12-31 pages/
       python docs/report_images.py 2026-01-01 2026-12-31 --docs   # the two pictures in docs/img

It reads the only basin of the database that ``garde`` would; ``garde demo --no-serve`` makes one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from exports.report import Report  # noqa: E402
from exports.report_pages import report_pictures  # noqa: E402
from garde.accounts.actor import Actor  # noqa: E402
from garde.bootstrap import current_database, load_settings  # noqa: E402
from garde.clock import clock_from  # noqa: E402
from garde.report.making import make_report  # noqa: E402
from garde.report.period import Period  # noqa: E402
from garde.report.printing import KINDS, report_files  # noqa: E402
from garde.report.tongue import LANGUAGES  # noqa: E402
from garde.storage.repositories.basins import chosen_basin  # noqa: E402

TO_LOOK_AT, IN_DOCS = 80, 55
"""Dots an inch."""
PICTURES = {"report-cover": ("en", 0), "report-sharing": ("fr", 2)}
"""Name of a picture in docs/img: language and page, from 0."""


def main(first: str, last: str, where: str) -> int:
    """Writes everything; returns the exit status."""
    reports = {tag: report(Period.parse(first, last), tag) for tag in LANGUAGES}
    if where == "--docs":
        for name, (tag, page) in PICTURES.items():
            (HERE / "img" / f"{name}.png").write_bytes(report_pictures(reports[tag], IN_DOCS)[page])
        return 0
    folder = Path(where)
    folder.mkdir(parents=True, exist_ok=True)
    for tag, made in reports.items():
        for suffix in KINDS:
            for name, data in report_files(made, f"report-{tag}{suffix}").items():
                (folder / name).write_bytes(data)
        for number, picture in enumerate(report_pictures(made, TO_LOOK_AT), start=1):
            (folder / f"report-{tag}-{number:02}.png").write_bytes(picture)
    return 0


def report(period: Period, language: str) -> Report:
    """The report of the stored basin."""
    database = current_database(load_settings())
    at = clock_from(os.environ.get("GARDE_NOW"))()
    with database.reading() as session:
        config = chosen_basin(session, None)
        reader = Actor("pictures", "reader", config.id)
        made = make_report(session, [config], period, language, actors=[reader], at=at)
    database.close()
    return made


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
