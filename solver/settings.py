"""How a search is asked for: the ranges of seed, workers and time, refused before any work is done."""

from solver.errors import SettingError

MOST_SEED = 2**31 - 1
"""What CP-SAT and HiGHS take."""
MOST_WORKERS = 1000
"""Beyond a few thousand CP-SAT takes no work at all."""


def checked(*, seed: int, workers: int | None, time_limit: float | None) -> None:
    """Refuse settings with which the engine cannot work, or whose rota could not be read again.

    Raises:
        SettingError: naming the setting and its range.
    """
    if not _whole(seed) or not 0 <= seed <= MOST_SEED:
        raise SettingError(f"seed: {seed!r} is no seed; write a whole number from 0 to {MOST_SEED}")
    if workers is not None and (not _whole(workers) or not 1 <= workers <= MOST_WORKERS):
        raise SettingError(
            f"workers: {workers!r} is no number of threads; write a whole number from 1 to {MOST_WORKERS}"
        )
    if time_limit is not None and not time_limit >= 0:
        raise SettingError(f"time_limit: {time_limit!r} is no number of seconds; write 0 or more")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
