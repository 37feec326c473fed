"""Which services of an answer the map shows, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from garde.lookup import OpenNow
from garde.web.map.drawing import Card, Pin


def pins_of(moments: Sequence[OpenNow], most: int | None) -> tuple[Pin, ...]:
    """Everybody who is open at any of the moments, in the order of the page.

    The first ``most`` of each line (None: all) are listed with a card. A service that hides its address
    stands in the middle of its quarter, as does one that has given none. Who is open at two moments is told
    once, and is on duty where it is so at either.
    """
    pins: dict[Card, Pin] = {}
    for moment, found in enumerate(moments, start=1):
        for pin in _pins(found, most, moment):
            known = pins.get(pin.card)
            if known is None:
                pins[pin.card] = pin
            elif known.listed or not pin.listed:
                pins[pin.card] = replace(known, on_duty=known.on_duty or pin.on_duty)
            else:
                # Its first card is of this moment, and so is its place in the order.
                del pins[pin.card]
                pins[pin.card] = replace(pin, on_duty=known.on_duty or pin.on_duty)
    return tuple(pins.values())


def _pins(found: OpenNow, most: int | None, moment: int) -> Iterator[Pin]:
    for entry in found.lines:
        for rank, answer in enumerate(entry.open or entry.elsewhere):
            yield Pin(
                point=answer.point,
                card=(entry.line, answer.service),
                listed=most is None or rank < most,
                name=answer.name,
                on_duty=answer.on_duty,
                roughly=answer.address is None,
                moment=moment,
            )
