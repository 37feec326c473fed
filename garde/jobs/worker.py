"""Running the jobs: all of them once, or each again and again until the worker is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from garde.errors import GardeError
from garde.jobs.job import Job, Work
from garde.jobs.registry import JOBS

Tell = Callable[[str], None]
"""Takes one line of the worker's log."""


def run_once(work: Work, tell: Tell, jobs: Sequence[Job] = JOBS) -> bool:
    """Runs every job once, in their order; True when all went well."""
    went_well = [run_job(job, work, tell) for job in jobs if not work.stopped()]
    return all(went_well)


def run_until(stop: Event, work: Work, tell: Tell, jobs: Sequence[Job] = JOBS) -> None:
    """Runs every job now and again in its rhythm, until ``stop`` is set; ends what is under way first.

    A failure that stays the same is told once.
    """
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(jobs))},
        # After a pause (a machine that slept) a job runs once, however often it was missed.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    quiet = {job.name: _told_once(tell) for job in jobs}
    for job in jobs:
        if not stop.is_set():
            quiet[job.name](job, work)
        seconds = job.every.total_seconds()
        scheduler.add_job(quiet[job.name], "interval", seconds=seconds, args=(job, work), name=job.name)
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)


def _told_once(tell: Tell) -> Callable[[Job, Work], None]:
    """Runs a job again and again; a failure that stays the same is told once, not every minute."""
    before: set[str] = set()

    def run(job: Job, work: Work) -> None:
        lines: list[str] = []
        run_job(job, work, lines.append)
        failures = {line for line in lines if line.startswith(f"{job.name}: FAILED: ")}
        for line in lines:
            if line not in failures or line not in before:
                tell(line)
        before.clear()
        before.update(failures)

    return run


def run_job(job: Job, work: Work, tell: Tell) -> bool:
    """Runs one job and tells what it did; what fails in it stops nothing else. True when all went well."""
    try:
        done = job.run(work)
    except GardeError as error:
        tell(f"{job.name}: FAILED: {error.one_line()}")
        return False
    except Exception as error:  # A fault of ours in one job must not silence the others.
        tell(f"{job.name}: FAILED: internal error ({type(error).__name__}: {' '.join(str(error).split())})")
        return False
    if done.text:
        tell(f"{job.name}: {done.text}")
    for failure in done.failures:
        tell(f"{job.name}: FAILED: {failure}")
    return not done.failures
