"""October 2027 in an invented basin: a clock change, a holiday, a gap, a week-long duty, awkward names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from exports.month import DayKind, Month, MonthDay, MonthDuty, MonthLine, MonthService

BRUSSELS = ZoneInfo("Europe/Brussels")
PUBLISHED = datetime(2027, 9, 15, 8, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=BRUSSELS)


def _day(number: int) -> MonthDay:
    day = date(2027, 10, number)
    kind: DayKind = "holiday" if number == 4 else "weekend" if day.weekday() >= 5 else "weekday"
    notes = {4: "Fête d’essai / Proeffeest", 31: "changement d’heure / klok verzet"}
    names = (
        ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"][day.weekday()],
        ["ma", "di", "wo", "do", "vr", "za", "zo"][day.weekday()],
    )
    return MonthDay(day=day, names=names, kind=kind, note=notes.get(number, ""))


def october(**more: object) -> Month:
    """Pharmacies by day and night on three days, a duty of a week, one of the month before still running."""
    fields: dict[str, object] = {
        "titles": ("Tour de garde — octobre 2027", "Wachtrol — oktober 2027"),
        "month_names": ("octobre 2027", "oktober 2027"),
        "edition": "version 7, publiée le 15 septembre 2027",
        "changed_at": PUBLISHED,
        "language": "fr",
        "days": tuple(_day(number) for number in range(1, 32)),
        "lines": (
            MonthLine(id="pharmacy", name="Pharmacie / Apotheek"),
            MonthLine(id="nursing", name="#strong[Soins] $x$"),
        ),
        "services": (
            MonthService(
                id="tilleul", name="Le Tilleul, à l’angle", lines=("pharmacy",), phone="+32 2 000 00 01"
            ),
            MonthService(id="formula", name="=HYPERLINK(A1)", lines=("pharmacy",)),
            MonthService(id="arabic", name="الصيدلية المناوبة", lines=("pharmacy", "nursing")),
            MonthService(id="idle", name="Repos", lines=("pharmacy",)),
        ),
        "duties": (
            MonthDuty(
                line="pharmacy",
                start=at(30, 21, month=9),
                end=at(1, 9),
                places=("formula",),
                kind="night",
                categories=("night",),
                burden=24,
                running=True,
            ),
            MonthDuty(line="pharmacy", start=at(1, 9), end=at(1, 21), places=("tilleul", None), burden=12),
            MonthDuty(
                line="pharmacy",
                start=at(30, 21),
                end=at(31, 9),
                places=("tilleul",),
                kind="night",
                categories=("night", "weekend"),
                burden=26,
            ),
            MonthDuty(
                line="pharmacy",
                start=at(31, 9),
                end=at(31, 18, 30),
                places=(None,),
                kind="weekend",
                burden=19,
            ),
            MonthDuty(
                line="nursing",
                start=at(4, 8),
                end=at(4, 8) + timedelta(days=7),
                places=("arabic",),
                burden=168,
            ),
        ),
    }
    return Month(**(fields | more))  # type: ignore[arg-type]
