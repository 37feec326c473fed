"""Who is open at this minute: pure, from what is published.

Compile a :class:`Timetable` once with :func:`compile_timetable`, then ask :func:`who_is_open` as often as
you like.
"""

from garde.lookup.answers import Answer, LineNow, OpenNow, Ring
from garde.lookup.calls import CallCost
from garde.lookup.open_now import who_is_open
from garde.lookup.places import Place, find_place
from garde.lookup.timetable import Timetable, compile_timetable

__all__ = [
    "Answer",
    "CallCost",
    "LineNow",
    "OpenNow",
    "Place",
    "Ring",
    "Timetable",
    "compile_timetable",
    "find_place",
    "who_is_open",
]
