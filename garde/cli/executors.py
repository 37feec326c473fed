"""Where the problems of a fleet are solved: on processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.fleet import Answer, Settings

PATIENCE = "10s"
"""So long a scheduler is given to answer."""


def on_processes(
    sources: Mapping[str, Path], settings: Settings, jobs: int | None, stop: Callable[[], bool]
) -> Iterator[Answer]:
    """Solves ``jobs`` problems at once; what was lost with a process is tried once more, alone."""
    from solver.fleet import solve_all

    def run(names: Sequence[str], at_once: int) -> Iterator[Answer]:
        with _processes(min(at_once, len(names))) as executor:
            yield from solve_all(names, _reader(sources), executor, settings, at_once=at_once, stopped=stop)

    again: list[str] = []
    for answer in run(list(sources), jobs or max(1, (os.cpu_count() or 1) // (settings.workers or 1))):
        if answer.status in {"lost", "called off"} and not stop():
            again.append(answer.name)
        else:
            yield answer
    while again:
        names, again = again, []
        for answer in run(names, 1):
            # Alone, the one that is lost again is the one that breaks what solves it; the others come next.
            if answer.status == "called off" and not stop():
                again.append(answer.name)
            else:
                yield answer


def on_cluster(
    address: str, sources: Mapping[str, Path], settings: Settings, jobs: int | None, stop: Callable[[], bool]
) -> Iterator[Answer]:
    """Solves on the workers of the Dask scheduler at ``address``, as many at once as they have threads.

    Raises BadInput when Dask is not installed, nothing answers there, or nobody works there.
    """
    from garde.errors import BadInput
    from solver.fleet import solve_all

    with _client(address) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise BadInput("the cluster has no workers", where=address, remedy="start a Dask worker first")
        executor = client.get_executor(pure=False, retries=0)
        yield from solve_all(
            list(sources), _reader(sources), executor, settings, at_once=jobs or threads, stopped=stop
        )


def _reader(sources: Mapping[str, Path]) -> Callable[[str], bytes]:
    return lambda name: sources[name].read_bytes()


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from solver.fleet import heed_nothing

    # Forking a process in which OR-Tools has started threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=heed_nothing) as executor:
        yield executor


@contextmanager
def _client(address: str) -> Iterator[Any]:
    from importlib import import_module

    from garde.errors import BadInput

    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise BadInput(
            "a cluster needs Dask, which is not installed",
            where="--scheduler",
            remedy="run: pip install 'garde[cluster]'; or leave --scheduler out",
        ) from error
    try:
        client = distributed.Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(
            "no Dask scheduler answers there", where=address, remedy="write it like tcp://host:8786"
        ) from error
    try:
        yield client
    finally:
        client.close()
