"""What reading a calendar or a table again changes of the windows it gave before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from garde.availability.horizon import Horizon
from garde.availability.window import Window

_Sameness = Callable[[Window], Hashable]


@dataclass(frozen=True, slots=True)
class Changed:
    """A window that moved, or says something else; ``before`` has the stored id."""

    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class WindowChanges:
    """The difference, oldest first; ``kept`` are stored windows beside what is now said of the same ones."""

    added: tuple[Window, ...] = ()
    removed: tuple[Window, ...] = ()
    changed: tuple[Changed, ...] = ()
    kept: tuple[Changed, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the source says what it said before."""
        return not (self.added or self.removed or self.changed)

    @property
    def after(self) -> tuple[Window, ...]:
        """The windows of the source afterwards, as far as it was compared."""
        return (
            *(pair.before for pair in self.kept),
            *(pair.after for pair in self.changed),
            *self.added,
        )


def window_changes(
    stored: Iterable[Window], incoming: Iterable[Window], within: Horizon | None = None
) -> WindowChanges:
    """Compares the windows of one source with what it gives now.

    Only stored windows that touch ``within`` are compared: those that ended before are history. A window is
    the same one when it says the same; else when it is the same repetition of the same event; else when it
    begins at the same instant.
    """
    before = [window for window in stored if within is None or within.touches(window.start, window.end)]
    kept, before, after = _paired(before, list(incoming), _whole)
    moved, before, after = _paired(before, after, _repetition)
    resized, before, after = _paired(before, after, _beginning)
    return WindowChanges(
        added=_in_order(after),
        removed=_in_order(before),
        changed=tuple(sorted(moved + resized, key=lambda pair: (pair.after.start, pair.after.end))),
        kept=tuple(kept),
    )


def _paired(
    before: list[Window], after: list[Window], sameness: _Sameness
) -> tuple[list[Changed], list[Window], list[Window]]:
    """Pairs of the same sameness, and what is left of both."""
    waiting: dict[Hashable, list[Window]] = {}
    nameless = []
    for window in reversed(before):
        name = sameness(window)
        if name is None:
            nameless.append(window)
        else:
            waiting.setdefault(name, []).append(window)
    pairs, left = [], []
    for window in after:
        name = sameness(window)
        partners = waiting.get(name) if name is not None else None
        if partners:
            pairs.append(Changed(partners.pop(), window))
        else:
            left.append(window)
    rest = [window for windows in waiting.values() for window in windows]
    return pairs, nameless + rest, left


def _whole(window: Window) -> Hashable:
    return window.kind, window.start, window.end, window.points, window.note


def _repetition(window: Window) -> Hashable:
    return window.key


def _beginning(window: Window) -> Hashable:
    return window.kind, window.start


def _in_order(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(sorted(windows, key=lambda window: (window.start, window.end, window.kind)))
