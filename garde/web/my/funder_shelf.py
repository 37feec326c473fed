"""Reports that were made, kept until anything changes; made one at a time, lest one reader burden all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from garde.report.study import Study

MOST_KEPT = 60
"""So many files are kept, each below a megabyte; the oldest goes first."""
MOST_WAITING = 3
"""So many readers may wait for a report to be made; others are told to come back."""


class Busy(Exception):
    """Too many readers wait for their reports already."""


class Shelf:
    """Keeps what was rendered of studies. Safe for threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._studies: OrderedDict[Hashable, Study] = OrderedDict()
        self._making = Lock()
        self._waiting = BoundedSemaphore(MOST_WAITING)

    def rendered(
        self, key: Hashable, form: Hashable, studied: Callable[[], Study], render: Callable[[Study], bytes]
    ) -> bytes:
        """What is kept under a key and form, or was made now. Raises Busy when too many wait."""
        known = self._kept.get((key, form))
        if known is not None:
            return known
        if not self._waiting.acquire(blocking=False):
            raise Busy
        try:
            with self._making:
                known = self._kept.get((key, form))
                if known is None:
                    known = render(self._study(key, studied))
                    self._keep((key, form), known)
                return known
        finally:
            self._waiting.release()

    def _study(self, key: Hashable, studied: Callable[[], Study]) -> Study:
        found = self._studies.get(key)
        if found is None:
            found = self._studies[key] = studied()
            while len(self._studies) > MOST_KEPT // 4:
                self._studies.popitem(last=False)
        return found

    def _keep(self, key: Hashable, made: bytes) -> None:
        self._kept[key] = made
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
