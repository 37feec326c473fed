"""A solver at work in a thread, while this one hears Ctrl-C and the caller."""

from collections.abc import Callable
from threading import Event, Thread

POLL_SECONDS = 0.05


def watched(work: Callable[[], object], stop: Callable[[], None], cancelled: Callable[[], bool]) -> bool:
    """Do ``work``, and ``stop`` it as soon as ``cancelled`` says so; return whether it did.

    The solver blocks its thread; only another one can hear meanwhile. An exception of ``work`` is its own to
    catch.
    """
    # An event, since Thread.join takes a running thread for dead once Ctrl-C interrupts it (CPython 3.11).
    done, stopped = Event(), False

    def finish() -> None:
        try:
            work()
        finally:
            done.set()

    Thread(target=finish, daemon=True).start()
    while not done.is_set():
        try:
            done.wait(POLL_SECONDS)
            stopped = stopped or cancelled()
            if stopped:
                stop()
        except KeyboardInterrupt:
            stopped = True
    return stopped
