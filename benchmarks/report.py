"""How long the report of a generated year takes: 10,000 duties, 30,000 entries of time, 6,000 reports.

It makes the year straight in the tables, then the report from the database to the files, in time of the
processor: gathering and adding up once, and each kind of file in each language. Run it with
``python benchmarks/report.py``; it ends with status 1 where the whole takes longer than ``BOUND``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from exports.report import Report
from garde.accounts.actor import Actor
from garde.report.making import report_of
from garde.report.period import Period
from garde.report.printing import KINDS
from garde.report.study import study
from garde.report.tongue import LANGUAGES, Tongue
from garde.storage.database import open_database
from tests.garde.report.generated_year import DUTIES, ENTRIES, WHOLE_YEAR, write_year

BOUND = 10.0
"""Seconds in which a report must be made, from the database to the file."""
RUNS = 3
AFTER = datetime(2028, 1, 10, 9, tzinfo=UTC)


def seconds(run: Callable[[], object]) -> float:
    """Of one run, in time of the processor: others may use the machine too."""
    began = process_time()
    run()
    return process_time() - began


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "garde.db"
        config = write_year(path)
        database = open_database(f"sqlite:///{path}")
        reader, period = Actor("bench", "coordinator", config.id), Period(*WHOLE_YEAR)

        def figures() -> None:
            with database.reading() as session:
                found.append(study(session, config, period, actor=reader, at=AFTER))

        found: list[object] = []
        studying = min(seconds(figures) for _ in range(RUNS))
        database.close()
    made = found[-1]
    print(f"{DUTIES} duties, {ENTRIES} entries of time")
    print(f"read and added up      {studying:6.2f} s")
    slowest = 0.0
    for language in LANGUAGES:
        report: Report = report_of([made], Tongue(language))  # type: ignore[list-item]
        for suffix, files in KINDS.items():
            took = seconds(lambda files=files, report=report, suffix=suffix: files(report, f"report{suffix}"))
            slowest = max(slowest, took)
            print(f"written as {language} {suffix:6}   {took:6.2f} s")
    whole = studying + slowest
    print(f"the slowest report     {whole:6.2f} s, {whole / BOUND:.2f} of the bound of {BOUND:.0f} s")
    return 0 if whole <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
