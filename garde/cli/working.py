"""``garde worker``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Annotated, Any

import typer

from garde.cli.frame import Acting, command


def add_to(app: typer.Typer) -> None:
    """Mounts the command."""
    command(app, "worker", uses_basin=False)(worker)


def worker(
    acting: Acting,
    once: Annotated[
        bool, typer.Option("--once", help="Run every job once and end; status 1 when one failed.")
    ] = False,
) -> int:
    """Sends messages, reminds of duties, closes consultations, reads calendars: for all basins, until Ctrl-C.

    What it does is told on standard error. Several may run at once; each may be killed and started again.

    Example: garde worker --once
    """
    from garde.availability.download import outside
    from garde.bootstrap import couriers
    from garde.jobs.job import Work
    from garde.jobs.worker import run_once, run_until

    def tell(text: str) -> None:
        sys.stderr.write(f"{acting.now():%Y-%m-%dT%H:%M:%SZ} {text}\n")
        sys.stderr.flush()

    with _stopping() as stop:
        work = Work(
            acting.database,
            acting.clock,
            couriers(acting.settings),
            outside(),
            stop.is_set,
            acting.settings.known_public_url,
        )
        if once:
            return 0 if run_once(work, tell) else 1
        tell("working (Ctrl-C stops)")
        run_until(stop, work, tell)
        tell("stopped")
    return 0


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that is set by Ctrl-C or SIGTERM; a second one ends the process at once."""
    stop = Event()
    former: dict[int, Any] = {}

    def hear(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, former[number])

    for number in (signal.SIGINT, signal.SIGTERM):
        former[number] = signal.signal(number, hear)
    try:
        yield stop
    finally:
        for heard, handler in former.items():
            signal.signal(heard, handler)
