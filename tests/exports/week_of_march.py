"""The last week of March 2027 in an invented basin: summer time begins, a gap, awkward names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from exports.week import HelpLine, Texts, Week, WeekDay, WeekDuty, WeekLine, WeekWords

BRUSSELS = ZoneInfo("Europe/Brussels")
LANGUAGES = ("fr", "nl", "en", "es", "ar")
MONDAY = date(2027, 3, 22)
CROSS = '<path d="M9 3.5h6V9h5.500v6H15v5.500H9V15H3.500V9H9z"/>'
ADDRESS = "https://garde.example.org/?line=pharmacy&near=1030"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=BRUSSELS)


def texts(word: str) -> Texts:
    """Another text in each language; Arabic in its own letters."""
    return {tag: f"{word} {tag}" for tag in LANGUAGES[:-1]} | {"ar": "من المناوب"}


def words() -> WeekWords:
    plain = {
        name: texts(name)
        for name in (
            "title", "closed", "on_duty", "nobody", "call_first", "here", "way_in", "scan", "help",
                "local_time",
        )
    }  # fmt: skip
    ways = {"door": texts("open"), "telephone": texts("answers"), "visit": texts("comes")}
    return WeekWords(**plain, reached=ways)  # type: ignore[arg-type]


def duty(start: datetime, end: datetime, name: str | None = "Le Tilleul", **more: object) -> WeekDuty:
    return WeekDuty(start=start, end=end, name=name, **more)  # type: ignore[arg-type]


def line(name: str, *duties: WeekDuty, **more: object) -> WeekLine:
    return WeekLine(names=texts(name), pictogram=CROSS, duties=duties, **more)  # type: ignore[arg-type]


def march(**more: object) -> Week:
    """Pharmacies by day and night, and one line whose services are open by themselves."""
    days = tuple(MONDAY + timedelta(days=number) for number in range(7))
    fields: dict[str, object] = {
        "languages": LANGUAGES,
        "main": ("fr", "nl"),
        "basin": texts("basin"),
        "dates": texts("22–28 March"),
        "edition": {"fr": "version 7"},
        "changed_at": datetime(2027, 3, 1, 8, tzinfo=UTC),
        "days": tuple(
            WeekDay(
                day=day,
                names=texts(f"{day:%A}"),
                kind="weekend" if day.weekday() >= 5 else "weekday",
                note=texts("clocks change") if day.day == 28 else {},
            )
            for day in days
        ),
        "lines": (
            line(
                "pharmacy",
                duty(at(21, 21), at(22, 9), "Encore de garde", phone="+32 2 000 00 09"),
                duty(at(22, 9), at(22, 21), address="Rue de l’Essai 1, 1030", phone="+32 2 000 00 01"),
                duty(at(22, 21), at(23, 9), "#strong[Nuit] $x$", reached=("door", "telephone")),
                duty(at(23, 9), at(23, 21), None),
                duty(at(24, 9), at(24, 21), "الصيدلية المناوبة", call_first=True, place="1030"),
                duty(at(27, 21), at(28, 9), "Le Hêtre", origin=texts("neighbour")),
            ),
            line("desk", silence=dict.fromkeys(days, texts("by themselves")), note=texts("by day")),
        ),
        "help": tuple(
            HelpLine(
                number=f"0800 00 0{number}0", names=texts(f"helps {number}"), cost=texts(f"costs {number}")
            )
            for number in range(4)
        ),
        "words": words(),
        "pictograms": dict.fromkeys(("door", "telephone", "visit"), CROSS),
        "address": ADDRESS,
    }
    return Week(**(fields | more))  # type: ignore[arg-type]
