"""Which services of an answer the map shows, and where."""

from __future__ import annotations

from garde.lookup import OpenNow
from garde.web.map.drawing import Pin


def pins_of(found: OpenNow, most: int | None) -> tuple[Pin, ...]:
    """Everybody who is open, in the order of the page.

    The first ``most`` of each line (None: all) are listed with a card. A service that hides its address
    stands in the middle of its quarter, as does one that has given none.
    """
    return tuple(
        Pin(
            point=answer.point,
            card=(entry.line, answer.service),
            listed=most is None or rank < most,
            name=answer.name,
            on_duty=answer.on_duty,
            roughly=answer.address is None,
        )
        for entry in found.lines
        for rank, answer in enumerate(entry.open or entry.elsewhere)
    )
