"""Many problems on any ``concurrent.futures.Executor``: local processes, threads, or a cluster's.

Documents travel as bytes and rotas come back as bytes. A document that is refused, or a process that dies,
spoils its own problem alone.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from solver import solve
from solver.document import load_problem, problem_digest
from solver.errors import SolverError
from solver.writing import dump_rota


@dataclass(frozen=True)
class Settings:
    """How every problem of a fleet is solved; ``solver.solve`` says what they mean."""

    time_limit: float | None = None
    seed: int = 0
    workers: int | None = 1


@dataclass(frozen=True)
class Solved:
    """A problem's rota.

    Attributes:
        name: of the problem, as it was given.
        document: the ``garde-rota/1`` document.
        status: as in the document.
        missing: services that open places lack.
        seconds: wall time of the search.
    """

    name: str
    document: bytes
    status: Literal["optimal", "feasible"]
    missing: int
    seconds: float


@dataclass(frozen=True)
class Unsolved:
    """A problem without rota.

    Attributes:
        name: of the problem, as it was given.
        status: ``refused`` as bad input; ``lost`` with what was solving it; ``called off`` before it began.
        fault: one line: what is wrong, where, and what to do.
    """

    name: str
    status: Literal["refused", "lost", "called off"]
    fault: str


Answer = Solved | Unsolved


def solve_document(name: str, data: bytes, settings: Settings) -> Answer:
    """Return the rota of one ``garde-problem/1`` document, or why it was refused."""
    try:
        problem = load_problem(data)
        with _interruptible():
            rota = solve(
                problem,
                digest=problem_digest(data),
                time_limit=settings.time_limit,
                seed=settings.seed,
                workers=settings.workers,
            )
    except SolverError as error:
        return Unsolved(name, "refused", str(error))
    missing = sum(gap.missing for gap in rota.gaps)
    return Solved(name, dump_rota(rota), rota.status, missing, rota.seconds)


def solve_all(
    names: Sequence[str],
    read: Callable[[str], bytes],
    executor: Executor,
    settings: Settings,
    *,
    at_once: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Answer]:
    """Yield one answer for each name, as soon as it is there.

    Args:
        names: of the problems.
        read: returns a problem's document; an ``OSError`` refuses that problem alone.
        executor: where they are solved; its processes must be able to import ``solver``.
        settings: how.
        at_once: so many are handed to the executor and not answered yet, at most.
        stopped: once it says yes nothing new is begun, and what has not begun is called off.
    """
    ahead, running = list(reversed(names)), dict[Future[Answer], str]()
    broken = False
    while ahead or running:
        while ahead and len(running) < at_once and not broken and not stopped():
            name = ahead.pop()
            try:
                running[executor.submit(solve_document, name, read(name), settings)] = name
            except OSError as error:
                yield Unsolved(name, "refused", f"cannot be read: {error.strerror or error}; check the file")
            except BrokenExecutor:
                # A process that died takes its executor with it; who sent it may try again with a new one.
                ahead.append(name)
                broken = True
        if not running:
            break
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield _answer(running.pop(future), future)
    for name in reversed(ahead):
        yield Unsolved(name, "called off", "was not begun; solve it again")


def _answer(name: str, future: Future[Answer]) -> Answer:
    try:
        return future.result()
    except BrokenExecutor as error:
        return Unsolved(
            name, "lost", f"the process that solved it died ({_told(error)}); give it more memory"
        )
    except Exception as error:
        # Whatever a cluster says when a machine is gone, or lacks the engine.
        fault = f"what solved it failed ({_told(error)}); check that garde is installed there"
        return Unsolved(name, "lost", fault)


def _told(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")


def heed_nothing() -> None:
    """Let Ctrl-C pass by a process that waits for work: the initializer of a pool of processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C reach the search of a process that lets it pass by otherwise."""
    deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if not deaf or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        heed_nothing()
