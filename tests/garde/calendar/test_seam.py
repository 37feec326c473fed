"""Months that were made earlier are cut, or keep what opens them, so that they meet those of today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.calendar.seam import meeting, openings_kept
from garde.calendar.slots import Slot, month_slots
from garde.rota import FilledSlot
from tests.garde.calendar.filled import CHANGING, MONTHS, ZONES, filled, service
from tests.garde.calendar.test_beside import DAY, DECEMBER, JANUARY, NIGHT
from tests.garde.calendar.test_tiling import Tiling, tilings

Basin = Callable[..., BasinConfig]
Line = Callable[..., dict[str, Any]]
SOONER = [DAY | {"start": "08:00"}, NIGHT | {"end": "08:00"}]


def kept(slots: Sequence[Slot], month: Month) -> tuple[FilledSlot, ...]:
    """The slots as a version has them; somebody fills them."""
    return tuple(
        FilledSlot(s.key, s.line, str(month), s.start, s.end, s.burden, ("a",), s.categories) for s in slots
    )


def test_december_ends_where_january_was_opened_since(basin: Basin, line: Line) -> None:
    config = basin(line([DAY, NIGHT]))
    old = kept(month_slots(config, DECEMBER, standing=()), DECEMBER)
    # Meanwhile December was handed over at eight, and January opens for the hour until nine.
    sooner = kept(month_slots(basin(line(SOONER)), DECEMBER, standing=()), DECEMBER)
    january = kept(month_slots(config, JANUARY, standing=sooner), JANUARY)
    assert january[0].key == "nurse/2027-01-01/opening-night"
    assert old[-1].end == january[1].start > january[0].start
    put_back = meeting(config, old, january)
    assert put_back[:-1] == old[:-1]
    assert put_back == kept(month_slots(config, DECEMBER, standing=january), DECEMBER)
    assert put_back[-1].end == january[0].start
    assert put_back[-1].burden < old[-1].burden


def test_january_keeps_what_opens_it_today(basin: Basin, line: Line) -> None:
    config = basin(line([DAY, NIGHT]))
    december = kept(month_slots(config, DECEMBER, standing=()), DECEMBER)
    old = kept(month_slots(config, JANUARY, standing=december), JANUARY)
    sooner = kept(month_slots(basin(line(SOONER)), DECEMBER, standing=()), DECEMBER)
    today = kept(month_slots(config, JANUARY, standing=sooner), JANUARY)
    assert openings_kept(config, old, today) == today
    # Whoever had it in the version that is put back has it again, with today's hours.
    opened = kept(month_slots(config, JANUARY, standing=()), JANUARY)
    had = (replace(opened[0], places=("b",)), *opened[1:])
    assert openings_kept(config, had, today) == (replace(today[0], places=("b",)), *today[1:])


def test_what_opens_january_goes_where_december_holds_its_hours(basin: Basin, line: Line) -> None:
    config = basin(line([DAY, NIGHT]))
    december = kept(month_slots(config, DECEMBER, standing=()), DECEMBER)
    opened = kept(month_slots(config, JANUARY, standing=()), JANUARY)
    assert meeting(config, opened, december) == opened[1:]
    sooner = kept(month_slots(basin(line(SOONER)), DECEMBER, standing=()), DECEMBER)
    cut = meeting(config, opened, sooner)
    assert cut == kept(month_slots(config, JANUARY, standing=sooner), JANUARY)


def test_filled_hours_are_cut_at_both_ends(basin: Basin, line: Line) -> None:
    config = filled(basin, line, {"minimum_minutes": 60})
    long, short = [service("day", "Mo-Su 08:00-19:00")], [service("day", "Mo-Su 09:30-19:00")]
    december = kept(month_slots(config, DECEMBER, services=long, standing=()), DECEMBER)
    today = kept(month_slots(config, JANUARY, services=short, standing=december), JANUARY)
    assert today[0].key == "nurse/2027-01-01/fill-0800"
    late = kept(month_slots(config, DECEMBER, services=short, standing=()), DECEMBER)
    put_back = meeting(config, late, today)
    assert put_back[-1].end == today[0].start < late[-1].end
    opened = kept(month_slots(config, JANUARY, services=short, standing=()), JANUARY)
    cut = meeting(config, opened, december)
    assert (cut[0].start, cut[0].end) == (december[-1].end, opened[0].end)


@given(tiling=tilings(), zone=st.sampled_from(ZONES), month=MONTHS | CHANGING)
@settings(max_examples=25, deadline=None)
def test_a_month_put_back_is_cut_as_if_it_were_made_today(
    basin: Basin, line: Line, tiling: Tiling, zone: str, month: Month
) -> None:
    config = basin(line([*tiling.templates]), timezone=zone)
    following = month.next()
    alone = {each: kept(month_slots(config, each, standing=()), each) for each in (month, following)}
    for first, second in ((month, following), (following, month)):
        put_back = meeting(config, alone[second], alone[first])
        assert put_back == kept(month_slots(config, second, standing=alone[first]), second)
        whole = sorted([*alone[first], *put_back], key=lambda slot: slot.start)
        assert whole[0].start == month.start(ZoneInfo(zone))
        assert all(left.end == right.start for left, right in pairwise(whole))
