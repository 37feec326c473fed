"""Ctrl-C during long work: the first asks for the best so far, the second stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from garde.cli.output import warn


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Yields a question, "has somebody pressed Ctrl-C?", to hand to the engine."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def pressed(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        warn("stopping with the best rota so far; press Ctrl-C again to stop at once")

    signal.signal(signal.SIGINT, pressed)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
