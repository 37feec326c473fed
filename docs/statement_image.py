"""Writes docs/img/statement.png: what a service of the demo was owed for a month, as its statement says it.

Usage: python docs/statement_image.py nurse-01 2026-10

It reads the only basin of the database that ``garde`` would; ``garde demo --no-serve`` makes one.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from exports.typesetting import pictures  # noqa: E402
from garde.accounts.actor import Actor  # noqa: E402
from garde.bootstrap import current_database, load_settings  # noqa: E402
from garde.calendar.month import Month  # noqa: E402
from garde.clock import clock_from  # noqa: E402
from garde.compensation.reading import read_owed  # noqa: E402
from garde.compensation.statements import statement_view  # noqa: E402
from garde.storage.repositories.basins import chosen_basin  # noqa: E402

DOTS_PER_INCH = 70


def main(service: str, month: str) -> int:
    """Writes the picture of the first page, in English; returns the exit status."""
    wanted, at = Month.parse(month), clock_from(os.environ.get("GARDE_NOW"))()
    last = wanted.next().first_day - timedelta(days=1)
    database = current_database(load_settings())
    with database.reading() as session:
        config = chosen_basin(session, None)
        reader = Actor("pictures", "reader", config.id)
        told = read_owed(session, config, wanted.first_day, last, actor=reader, at=at)
    database.close()
    (one,) = [found for found in told.statements if found.service.external_id == service]
    data = asdict(statement_view(config, told, one, "en", at, at.date()))
    del data["changed_at"]
    (HERE / "img" / "statement.png").write_bytes(pictures("statement", data, DOTS_PER_INCH)[0])
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
