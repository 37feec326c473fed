"""What is printed of published months: what the calendar, the holidays and the services say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from garde.backups.guests import guest
from garde.calendar.month import Month
from garde.errors import BadInput
from garde.printing.directory import directory_view
from garde.printing.month import month_view
from garde.printing.reading import Printed
from garde.rota import FilledSlot, Version
from tests.garde.town import instant, line, service, slot, town

JANUARY, MARCH = Month(2027, 1), Month(2027, 3)
VISITS = line("nursing", modes=["telephone", "visit"])
HOURS = "Mo-Fr 09:00-17:00; PH off"


def printed(*slots: FilledSlot, months: tuple[Month, ...] = (JANUARY,), **more: object) -> Printed:
    fields: dict[str, object] = {
        "config": town(lines=[line("pharmacy"), VISITS]),
        "services": {
            one.external_id: one
            for one in (
                service("tilleul", opening_hours=HOURS, address="Rue de l'Essai 1", lat=50.87, lon=4.38),
                service(
                    "nurse", "nursing", address="Rue de l'Essai 2", hide_address=True, email="n@demo.invalid"
                ),
                service("left", active_until=date(2026, 12, 31)),
            )
        },
        "running": (),
        "version": Version(3, ("2027-01",), datetime(2026, 12, 20, 9, tzinfo=UTC), "ann", None, 3),
    }
    return Printed(months=months, slots=slots, **(fields | more))  # type: ignore[arg-type]


def test_a_month_is_named_dated_and_lined_up_in_both_languages() -> None:
    view = month_view(printed(slot("pharmacy/2027-01-05/day", ["tilleul"])), JANUARY, ("fr", "nl"))
    assert view.titles == (
        "Rôle de garde — janvier 2027 — Bassin d'essai",
        "Wachtrol — januari 2027 — Proefbekken",
    )
    assert (
        view.edition == "version 3, publiée le 20 décembre 2026 / versie 3, gepubliceerd op 20 december 2026"
    )
    assert len(view.days) == 31
    first, second = view.days[:2]
    assert (first.names, first.kind) == (("ven", "vr"), "holiday")
    assert (second.names, second.kind) == (("sam", "za"), "weekend")
    assert view.words.nobody == "Personne / Niemand"
    # Only lines with duties are shown, and only services that still take part in them.
    assert [one.id for one in view.lines] == ["pharmacy"]
    assert [one.id for one in view.services] == ["tilleul"]


def test_the_day_on_which_clocks_change_says_so() -> None:
    view = month_view(printed(months=(MARCH,)), MARCH, ("nl",))
    assert {day.day.day: day.note for day in view.days if day.note} == {
        28: "klok verzet",
        29: "Paasmaandag",
    }


def test_what_began_the_month_before_still_runs_and_is_marked() -> None:
    night = slot("pharmacy/2026-12-31/night", ["tilleul"], end=instant("2027-01-01T08:00"))
    view = month_view(printed(running=(night,)), JANUARY, ("fr",))
    (duty,) = view.duties
    assert duty.running
    assert view.on(date(2027, 1, 1)) == (duty,)


def test_a_backup_has_the_place_that_stays_empty_and_its_basin_beside_its_name() -> None:
    neighbour = town(id="voisin", names={"fr": "Bassin voisin", "nl": "Buurbekken"})
    help_comes = guest("pharmacy/2027-01-05/day", service("aide"), neighbour)
    empty = slot("pharmacy/2027-01-05/day", [None])
    view = month_view(printed(empty, guests=(help_comes,)), JANUARY, ("fr", "nl"))
    assert view.missing == 0
    names = {one.id: one.name for one in view.services}
    assert names["voisin/aide"] == "Service inventé aide (Bassin voisin / Buurbekken)"
    told = directory_view(printed(empty, guests=(help_comes,)), "fr")
    assert "Service inventé aide" in [entry.name for entry in told.entries]


@pytest.mark.parametrize("language", ["ar", "xx"])
def test_a_language_that_is_not_printed_is_refused(language: str) -> None:
    with pytest.raises(BadInput, match="not printed in"):
        month_view(printed(), JANUARY, (language,))
    with pytest.raises(BadInput, match="not printed in"):
        directory_view(printed(), language)


def test_the_directory_tells_the_week_and_each_date_that_is_otherwise() -> None:
    # A duty on Tuesday the 5th, 09:00 to 21:00 by the local clock, takes in the hours from 9 to 17.
    told = directory_view(printed(slot("pharmacy/2027-01-05/day", ["tilleul"])), "fr")
    entry = next(entry for entry in told.entries if entry.name == "Service inventé tilleul")
    (week,) = entry.weekly
    assert (week.weekdays, week.opens, week.closes) == ((0, 1, 2, 3, 4), time(9), time(17))
    assert [(one.day.day, one.stretches) for one in entry.special] == [
        (1, ()),  # New Year's day, a Friday
        (5, ((time(9), time(21)),)),
    ]
    (pharmacy,) = entry.lines
    (duty,) = pharmacy.duties
    assert (duty.door, duty.telephone, duty.how) == (True, False, "porte ouverte")
    assert (entry.city, entry.region) == ("Bruxelles", "Région de Bruxelles-Capitale")


def test_a_night_ends_where_the_next_day_s_hours_begin() -> None:
    # On duty from Monday 21:00 to Tuesday 10:00; open from 9 to 17 by itself on both days.
    night = slot(
        "pharmacy/2027-01-04/night",
        ["tilleul"],
        start=instant("2027-01-04T20:00"),
        end=instant("2027-01-05T09:00"),
    )
    told = directory_view(printed(night), "fr")
    entry = next(entry for entry in told.entries if entry.name == "Service inventé tilleul")
    assert [(one.day.day, one.stretches) for one in entry.special] == [
        (1, ()),
        (4, ((time(9), time(17)), (time(21), time(9)))),
    ]


def test_tongues_have_their_names_and_unknown_ones_their_tags() -> None:
    speaks = service("tilleul", languages=("fr", "ber", "nl-BE", "qqq"))
    (entry,) = directory_view(printed(services={"tilleul": speaks}), "en").entries
    assert entry.languages == (("fr", "French"), ("ber", "ber"), ("nl-BE", "Dutch"), ("qqq", "qqq"))


def test_who_visits_opens_no_door_and_keeps_its_address() -> None:
    told = directory_view(printed(slot("nursing/2027-01-05/day", ["nurse"])), "nl")
    nurse = next(entry for entry in told.entries if entry.name == "Service inventé nurse")
    assert nurse.special == ()
    assert (nurse.address, nurse.lat, nurse.lon) == (None, None, None)
    assert not nurse.lines[0].duties[0].door
    assert "n@demo.invalid" not in repr(told)


def test_identifiers_stay_the_same_whatever_else_changes() -> None:
    before = directory_view(printed(slot("pharmacy/2027-01-05/day", ["tilleul"])), "fr")
    after = directory_view(printed(slot("pharmacy/2027-01-06/day", ["tilleul"])), "nl")
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert [line.id for entry in before.entries for line in entry.lines] == [
        line.id for entry in after.entries for line in entry.lines
    ]


def test_hours_that_are_not_plain_are_told_date_by_date() -> None:
    odd = service("tilleul", opening_hours="Jan Mo[1] 10:00-12:00")
    told = directory_view(printed(services={"tilleul": odd}), "en")
    (entry,) = told.entries
    assert entry.weekly == ()
    assert entry.hours_text == "Jan Mo[1] 10:00-12:00"
    assert len(entry.special) == 31
    assert [one.day.day for one in entry.special if one.stretches] == [4]
