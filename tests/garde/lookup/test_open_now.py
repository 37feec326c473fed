from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from garde.errors import BadInput, NotFound
from garde.lookup import LineNow, OpenNow, who_is_open


def names(answers: tuple[Any, ...]) -> list[str]:
    return [answer.service for answer in answers]


def on(found: OpenNow, line: str) -> LineNow:
    return next(now for now in found.lines if now.line == line)


def test_the_service_on_duty_answers_at_night(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local("2027-01-02T03:00"), line="pharmacy")
    (answer,) = on(found, "pharmacy").open
    assert (answer.name, answer.on_duty, answer.modes) == ("Apotheek De Berk", True, ("door", "telephone"))
    # Saturday: the duty ends at 09:00 and De Berk keeps no hours on Saturdays.
    assert answer.open_until == example.local("2027-01-02T09:00")
    assert (answer.address, answer.postcode, answer.phone) == ("Proefstraat 3", "1210", "+32 2 555 01 02")


def test_the_one_that_takes_over_answers_at_the_minute_of_the_hand_over(example: Any) -> None:
    change = example.local("2027-01-02T09:00")
    slots = (
        example.duty("nurse", "2027-01-01T19:00", "2027-01-02T09:00", "elm"),
        example.duty("nurse", "2027-01-02T09:00", "2027-01-02T19:00", "alder"),
    )
    table = example.timetable(slots)
    before = who_is_open(table, change - timedelta(seconds=1), line="nurse")
    after = who_is_open(table, change, line="nurse")
    assert names(on(before, "nurse").open) == ["elm"]
    assert names(on(before, "nurse").next_up) == ["alder"]
    assert names(on(after, "nurse").open) == ["alder"]


def test_duty_and_regular_hours_that_touch_are_one_opening(example: Any) -> None:
    # Sunday 3 to Monday 4 January: on duty until 09:00, when its own Monday hours begin.
    slots = (example.duty("pharmacy", "2027-01-03T19:00", "2027-01-04T09:00", "birch"),)
    table = example.timetable(slots)
    (night,) = on(who_is_open(table, example.local("2027-01-04T08:00")), "pharmacy").open
    day = on(who_is_open(table, example.local("2027-01-04T10:00")), "pharmacy").open
    assert (night.basis, night.open_until) == ("duty", example.local("2027-01-04T18:30"))
    assert {answer.service: answer.basis for answer in day} == {
        "birch": "regular_hours",
        "cedar": "regular_hours",
    }
    assert {answer.opens for answer in day if answer.service == "birch"} == {
        example.local("2027-01-03T19:00")
    }


def test_a_holiday_closes_regular_hours(example: Any) -> None:
    # 1 January 2027 is a Friday and a legal holiday.
    found = who_is_open(example.timetable(), example.local("2027-01-01T11:00"), line="pharmacy")
    assert on(found, "pharmacy").open == ()


def test_a_gap_names_nobody_and_says_who_is_next(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local("2027-01-01T12:00"), line="pharmacy")
    now = on(found, "pharmacy")
    assert found.nobody == ("pharmacy",)
    assert not found.anybody
    assert [(answer.service, answer.opens) for answer in now.next_up] == [
        ("birch", example.local("2027-01-01T19:00"))
    ]
    assert [number.number for number in found.help_numbers] == ["112", "0903 99 000"]


def test_an_empty_place_in_the_rota_is_a_gap(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local("2027-01-02T12:00"), line="reception")
    assert found.nobody == ("reception",)
    assert on(found, "reception").next_up == ()


def test_next_is_the_duty_that_follows_while_others_are_open(example: Any) -> None:
    # Saturday noon: Cèdre is open until 19:00, when Aulne's duty begins.
    now = on(who_is_open(example.timetable(), example.local("2027-01-02T12:00")), "pharmacy")
    assert names(now.open) == ["cedar"]
    assert [(answer.service, answer.basis, answer.opens) for answer in now.next_up] == [
        ("alder", "duty", example.local("2027-01-02T19:00"))
    ]


def test_next_after_a_night_duty_are_those_who_open_before_it_ends_and_stay(example: Any) -> None:
    # Saturday 03:00: Berk until 09:00; Cèdre opens at 08:30 by its own hours and stays until 19:00.
    now = on(who_is_open(example.timetable(), example.local("2027-01-02T03:00")), "pharmacy")
    assert [(answer.service, answer.basis, answer.opens) for answer in now.next_up] == [
        ("cedar", "regular_hours", example.local("2027-01-02T08:30"))
    ]


def test_a_hidden_address_stays_hidden_and_its_place_cannot_be_worked_out(example: Any) -> None:
    at = example.local("2027-01-02T03:00")
    found = who_is_open(example.timetable(), at, line="reception", near="colline")
    (answer,) = on(found, "reception").open
    assert (answer.name, answer.address, answer.call_first) == ("Dune", None, True)
    # Counted from the centre of its postcode, which is that of Colline.
    assert answer.distance_km == 0.0


def test_distance_is_along_the_great_circle(example: Any) -> None:
    at = example.local("2027-01-02T03:00")
    (answer,) = on(who_is_open(example.timetable(), at, line="pharmacy", near="1030"), "pharmacy").open
    # 0.01 degree along a meridian: 6371.0088 km x pi / 180 x 0.01.
    assert answer.distance_km == pytest.approx(1.1119508, abs=1e-6)


def test_a_place_sorts_by_distance_and_hides_nobody(example: Any) -> None:
    at = example.local("2027-01-04T12:00")
    from_hill = who_is_open(example.timetable(), at, line="pharmacy", near="Heuvel")
    from_canal = who_is_open(example.timetable(), at, line="pharmacy", near="canal")
    assert names(on(from_hill, "pharmacy").open) == ["birch", "cedar"]
    assert names(on(from_canal, "pharmacy").open) == ["cedar", "birch"]
    assert from_hill.order == from_canal.order == "distance"


def test_a_postcode_without_a_quarter_tells_no_distance(example: Any) -> None:
    found = who_is_open(example.timetable(), example.local("2027-01-04T12:00"), near="1140")
    assert found.order == "rotating_name"
    assert {answer.distance_km for answer in on(found, "pharmacy").open} == {None}


def test_without_a_place_another_name_comes_first_each_day(example: Any) -> None:
    table = example.timetable()
    orders = [
        names(on(who_is_open(table, example.local(f"2027-01-0{day}T12:00")), "pharmacy").open)
        for day in (4, 5, 6, 7)
    ]
    assert {tuple(order) for order in orders} == {("birch", "cedar"), ("cedar", "birch")}
    # Three names take turns (the third, Aulne, is closed by day), so the order comes back after three days.
    assert orders[0] == orders[3]


def test_a_language_keeps_those_who_speak_it(example: Any) -> None:
    table = example.timetable()
    at = example.local("2027-01-02T03:00")
    assert names(on(who_is_open(table, at, language="en"), "pharmacy").open) == ["birch"]
    arabic = on(who_is_open(table, at, language="ar"), "pharmacy")
    assert (arabic.open, names(arabic.next_up)) == ((), ["alder"])
    assert names(on(who_is_open(table, at, language="tr"), "reception").open) == ["dune"]


def test_step_free_keeps_those_known_to_be_so(example: Any) -> None:
    at = example.local("2027-01-02T03:00")
    found = who_is_open(example.timetable(), at, step_free=True)
    assert not found.anybody
    assert names(on(found, "pharmacy").next_up) == ["alder"]


def test_a_duty_is_reached_as_its_own_slot_says_and_the_change_is_announced(example: Any) -> None:
    # The practice keeps its door open in the evening, and answers and visits at night, without a break.
    slots = (
        replace(
            example.duty("practice", "2027-01-04T18:00", "2027-01-04T23:00", "elm"),
            key="practice/2027-01-04/evening",
        ),
        replace(
            example.duty("practice", "2027-01-04T23:00", "2027-01-05T08:00", "elm"),
            key="practice/2027-01-04/night",
        ),
    )
    table = example.timetable(slots)
    (evening,) = on(who_is_open(table, example.local("2027-01-04T22:59")), "practice").open
    (night,) = on(who_is_open(table, example.local("2027-01-04T23:00")), "practice").open
    assert (evening.modes, evening.open_until) == (("door", "telephone"), example.local("2027-01-05T08:00"))
    assert (evening.modes_until, evening.then_modes) == (
        example.local("2027-01-04T23:00"),
        ("telephone", "visit"),
    )
    assert (night.modes, night.modes_until, night.then_modes) == (("telephone", "visit"), None, ())


def test_overlapping_duties_show_both(example: Any) -> None:
    slots = (
        example.duty("nurse", "2027-01-01T19:00", "2027-01-02T09:15", "elm"),
        example.duty("nurse", "2027-01-02T09:00", "2027-01-02T19:00", "alder"),
    )
    table = example.timetable(slots)
    assert len(on(who_is_open(table, example.local("2027-01-02T09:14")), "nurse").open) == 2
    assert names(on(who_is_open(table, example.local("2027-01-02T09:15")), "nurse").open) == ["alder"]


def test_a_night_duty_lasts_an_hour_less_in_march_and_an_hour_more_in_october(example: Any) -> None:
    spring = example.duty("pharmacy", "2027-03-27T19:00", "2027-03-28T09:00", "alder")
    autumn = example.duty("pharmacy", "2027-10-30T19:00", "2027-10-31T09:00", "alder")
    for slot, hours in ((spring, 13), (autumn, 15)):
        table = example.timetable((slot,), (example.SERVICES[0],), "2027-03-01T00:00", "2027-12-01T00:00")
        minutes = [
            minute
            for minute in range(-120, 20 * 60)
            if who_is_open(table, slot.start + timedelta(minutes=minute), line="pharmacy").anybody
        ]
        assert minutes == list(range(hours * 60))


def test_a_hand_over_in_octobers_double_hour_is_right_in_both(example: Any) -> None:
    # 02:30 happens at 00:30 UTC and at 01:30 UTC; the hand-over is at the first.
    change = example.local("2027-10-31T02:30")
    slots = (
        example.duty("nurse", "2027-10-30T19:00", "2027-10-31T02:30", "elm"),
        example.duty("nurse", "2027-10-31T02:30", "2027-10-31T09:00", "alder"),
    )
    table = example.timetable(slots, start="2027-10-01T00:00", end="2027-11-01T00:00")
    at = {shift: who_is_open(table, change + timedelta(minutes=shift), line="nurse") for shift in (-1, 0, 60)}
    assert [names(on(found, "nurse").open) for found in at.values()] == [["elm"], ["alder"], ["alder"]]


def test_regular_hours_are_told_where_no_rota_is_published(example: Any) -> None:
    found = who_is_open(example.timetable(slots=()), example.local("2027-01-04T12:00"))
    assert sorted(names(on(found, "pharmacy").open)) == ["birch", "cedar"]
    assert (found.duties_known, found.published_until) == (False, None)


def test_the_answer_says_how_far_the_published_rota_reaches(example: Any) -> None:
    table = example.timetable()
    inside = who_is_open(table, example.local("2027-01-03T08:59"))
    beyond = who_is_open(table, example.local("2027-01-03T09:00"))
    assert inside.published_until == example.local("2027-01-03T09:00")
    assert (inside.duties_known, beyond.duties_known) == (True, False)
    assert inside.version == 3


def test_a_service_that_never_closes_has_no_closing_time(example: Any) -> None:
    always = replace(example.SERVICES[0], opening_hours="24/7")
    table = example.timetable((), (always,))
    (answer,) = on(who_is_open(table, example.local("2027-01-09T23:59")), "pharmacy").open
    assert answer.open_until is None
    evening = replace(example.SERVICES[0], opening_hours="Mo-Su 20:00-02:00")
    table = example.timetable((), (evening,))
    (answer,) = on(who_is_open(table, example.local("2027-01-09T23:59")), "pharmacy").open
    assert answer.open_until == example.local("2027-01-10T02:00")


def test_a_service_that_left_keeps_no_hours_but_its_published_duty(example: Any) -> None:
    gone = replace(example.SERVICES[1], active_until=date(2027, 1, 4))
    slots = (example.duty("pharmacy", "2027-01-06T19:00", "2027-01-07T09:00", "birch"),)
    table = example.timetable(slots, (gone,))
    open_at = {
        text: who_is_open(table, example.local(text), line="pharmacy").anybody
        for text in ("2027-01-04T12:00", "2027-01-05T12:00", "2027-01-06T20:00")
    }
    assert list(open_at.values()) == [True, False, True]


def test_a_duty_of_an_unknown_service_is_reported_not_shown(example: Any) -> None:
    slots = (example.duty("nurse", "2027-01-01T19:00", "2027-01-02T09:00", "ghost"),)
    table = example.timetable(slots)
    assert table.faults == ("service ghost: on duty, but not in the directory",)
    assert who_is_open(table, example.local("2027-01-02T03:00")).nobody == (
        "pharmacy",
        "nurse",
        "reception",
        "practice",
    )


def test_hours_that_cannot_be_understood_are_reported_and_harm_nobody_else(example: Any) -> None:
    broken = replace(example.SERVICES[1], opening_hours="whenever")
    table = example.timetable(services=(broken, example.SERVICES[2]))
    (answer,) = on(who_is_open(table, example.local("2027-01-04T12:00")), "pharmacy").open
    assert answer.service == "cedar"
    assert any(fault.startswith("service birch: ") for fault in table.faults)


def test_the_stamp_changes_with_the_data_and_only_then(example: Any) -> None:
    moved = (replace(example.SERVICES[0], phone="+32 2 555 09 09"), *example.SERVICES[1:])
    assert example.timetable().stamp == example.timetable().stamp
    assert example.timetable(services=moved).stamp != example.timetable().stamp
    assert example.timetable(slots=example.SLOTS[1:]).stamp != example.timetable().stamp


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (
            {"near": "9999"},
            "near: no postcode, commune or quarter '9999' in this basin; use one of 1030, 1140, 1210",
        ),
        (
            {"line": "dentist"},
            "line: no line 'dentist' in this basin; use one of pharmacy, nurse",
        ),
        ({"language": "xx"}, "language: no service speaks 'xx'; use one of fr, nl, en, es, ar, tr"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_known(
    example: Any, wanted: dict[str, str], sentence: str
) -> None:
    with pytest.raises(NotFound) as refused:
        who_is_open(example.timetable(), example.local("2027-01-02T03:00"), **wanted)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("at", ["1900-01-01T00:00", "2026-12-29T23:59", "2027-01-10T00:00"])
def test_an_instant_beyond_the_data_is_refused_with_its_reach(example: Any, at: str) -> None:
    with pytest.raises(BadInput, match="from 2026-12-30T00:00 until 2027-01-10T00:00"):
        who_is_open(example.timetable(), example.local(at))


def test_the_way_in_stands_on_duties_in_the_evening_and_at_night_where_a_door_opens(example: Any) -> None:
    bell = {"fr": "Sonnez.", "nl": "Bel aan."}
    table = replace(example.timetable(), entrances={"birch": bell, "elm": bell})

    def shown(text: str, line: str) -> list[Any]:
        return [answer.entrance for answer in on(who_is_open(table, example.local(text)), line).open]

    # Evenings from 18:00, nights until 07:00. Berk's duty lasts from 19:00 to 09:00.
    assert shown("2027-01-01T19:00", "pharmacy") == [bell]
    assert shown("2027-01-02T06:59", "pharmacy") == [bell]
    assert shown("2027-01-02T07:00", "pharmacy") == [None]
    # Monday 18:15: Berk by its own hours only, Cèdre has no sign.
    assert shown("2027-01-04T18:15", "pharmacy") == [None, None]
    # A nurse answers and comes; there is no door.
    slots = (example.duty("nurse", "2027-01-01T19:00", "2027-01-02T09:00", "elm"),)
    table = replace(example.timetable(slots), entrances={"elm": bell})
    assert shown("2027-01-02T03:00", "nurse") == [None]
