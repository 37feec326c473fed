"""Ctrl-C while the engine works: the first asks for the best rota so far, a second is as rude as ever."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def heeding_interrupts() -> Iterator[Callable[[], bool]]:
    """Yield a question: has Ctrl-C been pressed since?

    Only in the main thread, and only while Ctrl-C means what Python makes of it by default; else the answer
    is no.
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not usual or threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    heard: list[int] = []

    def listen(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        heard.append(number)

    signal.signal(signal.SIGINT, listen)
    try:
        yield lambda: bool(heard)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
