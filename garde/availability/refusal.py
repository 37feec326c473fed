"""What is said when a calendar cannot be read: the line and the component, never what is written there."""

from __future__ import annotations

from garde.errors import BadInput


class CalendarRefused(BadInput):
    """Nothing of the calendar is taken."""


class CalendarFault(ValueError):
    """Something at one line of a calendar; whoever knows the file's name makes it a CalendarRefused.

    Its words never repeat the calendar's text: it may name patients.
    """

    def __init__(self, what: str, *, line: int | None = None, component: str | None = None) -> None:
        self.what = what
        self.line = line
        self.component = component
        super().__init__(what)

    def refusal(self, where: str) -> CalendarRefused:
        """The one line that a person reads."""
        place = where if self.line is None else f"{where}, line {self.line}"
        return CalendarRefused(
            self.what,
            where=f"{place} ({self.component})" if self.component else place,
            remedy="nothing was taken from this calendar",
        )
