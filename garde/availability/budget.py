"""How much work one calendar may cause: a few kilobytes can ask for a billion repetitions."""

from __future__ import annotations

from garde.availability.refusal import CalendarFault

MOST_STEPS = 1_000_000
"""Days and times that the rules of one calendar may ask to look at; a full agenda takes some thousands."""


STEPS_OF_AN_OCCURRENCE = 20
"""What is found costs more time and memory than what is only looked at."""


class Budget:
    """Counts down while a calendar is expanded."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Takes steps off; raises CalendarFault when none are left."""
        self.left -= steps
        if self.left < 0:
            raise CalendarFault("the calendar repeats more than can be reckoned with")
