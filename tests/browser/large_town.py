"""An invented town of many services, made by arithmetic, with a neighbour; and rotas over clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.lookup import Timetable, compile_timetable
from garde.lookup.around import Around
from garde.rota import FilledSlot
from garde.signs.saturation import Saturation
from tests.garde.lookup import example

LINES = ("pharmacy", "nurse", "reception", "practice")
WEEKS = (
    "Mo-Fr 08:30-12:30,13:30-18:30; PH off",
    "Mo-Sa 09:00-19:00; PH off",
    "Tu-Fr 10:00-17:00; Su 10:00-13:00",
    "Mo-Su 18:00-02:30",
    "24/7",
    None,
)
LANGUAGES = ((), ("fr",), ("fr", "nl"), ("nl", "ar"), ("fr", "en", "es"), ("tr", "fr", "sfb"))
PHONES = ("+32 2 555 {:02} {:02}", "0800 55 {:02} {:02}", "0903 55 {:02} {:02}", "")


def services(count: int) -> tuple[Service, ...]:
    """Each another mixture of all that a service may be."""
    quarters = [quarter["id"] for quarter in example.BASIN["quarters"]] + [None]
    return tuple(
        Service(
            external_id=f"s{number:03}",
            name=f"{'ÉeAazÖ'[number % 6]}tablissement {number * 37 % 100:02} & <{number}>",
            postcode=example.BASIN["postcodes"][number % 3],
            lines=(LINES[number % 4],) if number % 7 else (LINES[number % 4], LINES[(number + 1) % 4]),
            address=None if number % 5 == 0 else f"Rue de l’Essai {number}",
            hide_address=number % 11 == 0,
            quarter=quarters[number % 3],
            lat=None if number % 4 == 0 else 50.84 + number % 29 / 1000,
            lon=None if number % 4 == 0 else 4.33 + number % 31 / 1000,
            phone=PHONES[number % 4].format(number % 100, number % 89) or None,
            languages=LANGUAGES[number % 6],
            step_free=(True, False, None)[number % 3],
            opening_hours=WEEKS[number % 6] if number % 24 < 20 else None,
        )
        for number in range(count)
    )


def timetable(start: str, days: int, count: int = 60, **basin: Any) -> Timetable:
    """Duties that hand over at odd minutes, gaps among them; marks, entrances, and a neighbour."""
    known = services(count)
    begin = example.local(start)
    config = BasinConfig.model_validate({**example.BASIN, **basin})
    slots = [
        FilledSlot(
            f"{line}/{day}/{half}",
            line,
            start[:7],
            begin + timedelta(days=day, minutes=19 * 60 + 7 * number + 433 * half),
            begin + timedelta(days=day, minutes=19 * 60 + 7 * number + 433 * (half + 1)),
            10,
            tuple(
                None
                if (day + place) % 5 == 4
                else f"s{(day * 13 + half * 5 + place * 17 + number) % count:03}"
                for place in range(1 + day % 2)
            ),
        )
        for number, line in enumerate(LINES)
        for day in range(days - 2)
        for half in range(2)
    ]
    end = begin + timedelta(days=days)
    marks = {
        "s001": Saturation("full", begin, begin + timedelta(days=1), "service"),
        "s002": Saturation("busy", begin + timedelta(hours=30), end, "coordination"),
        "s004": Saturation("open", begin - timedelta(days=9), end, "service"),
    }
    entrances = {
        f"s{number:03}": {"fr": "Sonnez <deux> fois", "nl": "Bel twee keer"} for number in range(0, count, 2)
    }
    own = compile_timetable(
        config,
        known,
        slots,
        start=begin,
        end=end,
        version=7,
        published_at=begin - timedelta(days=9, minutes=77),
        saturation=marks,
        entrances=entrances,
    )
    abroad = config.model_copy(update={"id": "beside", "names": {"fr": "À côté", "nl": "Hiernaast"}})
    beside = [
        replace(one, external_id=f"b{one.external_id}", opening_hours="Mo-Fr 00:00-24:00")
        for one in known[:9]
    ]
    other = compile_timetable(abroad, beside, (), start=begin - timedelta(hours=5), end=end)
    return replace(own, around=Around(("beside",), (), {"beside": other}.get))
