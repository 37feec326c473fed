"""Leaving Python while HiGHS still works in a thread: it cannot be interrupted, and must not take us down.

A thread that comes back from C++ after the interpreter has ended is unwound by CPython before 3.14, which
C++ answers by aborting the process: a finished command would end with status 134. From the end of the
interpreter on such a thread is put to sleep instead, as CPython 3.14 does itself.
"""

import atexit
import ctypes
from collections.abc import Callable

_still_at_work: list[Callable[[], bool]] = []


def leave_alone(working: Callable[[], bool]) -> None:
    """Remember a thread that may outlive the interpreter; ``working`` tells whether it is at work."""
    if not _still_at_work:
        atexit.register(_park)
    _still_at_work[:] = [one for one in _still_at_work if one()] + [working]


def _park() -> None:
    if not any(working() for working in _still_at_work):
        return
    try:
        standard, system = ctypes.CDLL("libstdc++.so.6"), ctypes.CDLL(None)
        standard._ZSt13set_terminatePFvvE(system.pause)  # std::set_terminate(pause)
    except (AttributeError, OSError):  # Elsewhere than on Linux with GNU's C++ library.
        return
