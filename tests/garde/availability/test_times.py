"""Hours on the clock, at both changes of it, in every way in which a calendar may write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.garde.availability.agenda import calendar, event_times, times

BERLIN = ";TZID=Europe/Berlin"


def test_a_local_time_that_does_not_exist_is_read_as_if_the_clock_had_not_jumped() -> None:
    # RFC 5545, 3.3.5: 02:30 with the offset before the jump is 01:30 UTC, when the clock shows 03:30.
    assert event_times(f"DTSTART{BERLIN}:20270327T220000", f"DTEND{BERLIN}:20270328T023000") == [
        "2027-03-27 22:00+01:00 to 2027-03-28 03:30+02:00"
    ]


def test_a_local_time_that_exists_twice_is_its_first() -> None:
    assert event_times(f"DTSTART{BERLIN}:20271030T220000", f"DTEND{BERLIN}:20271031T023000") == [
        "2027-10-30 22:00+02:00 to 2027-10-31 02:30+02:00"
    ]


def test_an_event_that_starts_at_a_time_that_does_not_exist_still_lasts_as_long() -> None:
    # 02:45 is read as 03:45; its end 03:15 would lie before it.
    assert event_times(f"DTSTART{BERLIN}:20270328T024500", f"DTEND{BERLIN}:20270328T031500") == [
        "2027-03-28 03:45+02:00 to 2027-03-28 04:15+02:00"
    ]


def test_a_weekly_night_keeps_its_hours_on_the_clock_in_march() -> None:
    found = event_times(
        f"DTSTART{BERLIN}:20270320T220000", f"DTEND{BERLIN}:20270321T060000", "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    assert found == [
        "2027-03-20 22:00+01:00 to 2027-03-21 06:00+01:00",
        "2027-03-27 22:00+01:00 to 2027-03-28 06:00+02:00",
    ]


def test_a_duration_in_hours_is_real_time_and_one_in_days_is_days_of_the_clock() -> None:
    assert event_times(f"DTSTART{BERLIN}:20271030T200000", "DURATION:PT12H") == [
        "2027-10-30 20:00+02:00 to 2027-10-31 07:00+01:00"
    ]
    assert event_times(f"DTSTART{BERLIN}:20271030T200000", "DURATION:P1D") == [
        "2027-10-30 20:00+02:00 to 2027-10-31 20:00+01:00"
    ]


def test_days_and_floating_times_are_those_of_the_basins_zone() -> None:
    zone = ZoneInfo("America/New_York")
    assert event_times("DTSTART;VALUE=DATE:20270314", zone=zone) == [
        "2027-03-14 00:00-05:00 to 2027-03-15 00:00-04:00"
    ]
    assert event_times("DTSTART:20270315T080000", "DTEND:20270315T090000", zone=zone) == [
        "2027-03-15 08:00-04:00 to 2027-03-15 09:00-04:00"
    ]


def test_a_day_begins_with_its_first_moment_where_midnight_does_not_exist() -> None:
    # On 5 September 2027 the clock of Santiago jumps from midnight to one.
    zone = ZoneInfo("America/Santiago")
    assert event_times("DTSTART;VALUE=DATE:20270905", zone=zone) == [
        "2027-09-05 01:00-03:00 to 2027-09-06 00:00-03:00"
    ]


def test_start_and_end_may_be_in_different_zones() -> None:
    # 10:00 in London is 11:00 in Brussels.
    assert event_times(f"DTSTART{BERLIN}:20270201T090000", "DTEND;TZID=Europe/London:20270201T100000") == [
        "2027-02-01 09:00+01:00 to 2027-02-01 11:00+01:00"
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270303", 3),  # a day, included
        ("20270303T070000Z", 3),  # the very instant of the third, 08:00 in Brussels
        ("20270303T065959Z", 2),
        ("20270303T080000", 3),  # on the event's own clock
        ("20270303T075959", 2),
    ],
)
def test_until_may_be_a_day_an_instant_or_a_local_time(until: str, last: int) -> None:
    found = event_times(
        f"DTSTART{BERLIN}:20270301T080000",
        f"DTEND{BERLIN}:20270301T090000",
        f"RRULE:FREQ=DAILY;UNTIL={until}",
    )
    assert [text[8:10] for text in found] == ["01", "02", "03"][:last]


def test_until_of_whole_days_written_as_the_instant_of_local_midnight_includes_that_day() -> None:
    # 2 March 23:00 UTC is midnight of 3 March in Brussels.
    found = event_times("DTSTART;VALUE=DATE:20270301", "RRULE:FREQ=DAILY;UNTIL=20270302T230000Z")
    assert [text[8:10] for text in found] == ["01", "02", "03"]


@pytest.mark.parametrize(
    "taken_out",
    [
        f"EXDATE{BERLIN}:20270302T080000",
        "EXDATE:20270302T070000Z",
        "EXDATE:20270302T080000",
        "EXDATE;VALUE=DATE:20270302",
        "EXDATE;TZID=Europe/London:20270302T070000",
        "EXRULE:FREQ=DAILY;INTERVAL=5;UNTIL=20270302T080000\nEXDATE;VALUE=DATE:20270302\nRDATE:20270301T080000",
        "EXDATE;VALUE=DATE:20270302,20270315",
    ],
)
def test_a_repetition_is_taken_out_however_its_time_is_written(taken_out: str) -> None:
    found = event_times(
        f"DTSTART{BERLIN}:20270301T080000",
        f"DTEND{BERLIN}:20270301T090000",
        "RRULE:FREQ=DAILY;COUNT=3",
        taken_out,
    )
    assert [text[8:10] for text in found] == ["01", "03"]


ALL = f"UID:a\nDTSTART{BERLIN}:20270301T080000\nDTEND{BERLIN}:20270301T090000\nRRULE:FREQ=DAILY;COUNT=3"


@pytest.mark.parametrize(
    "replaced",
    [f"{BERLIN}:20270302T080000", ":20270302T070000Z", ":20270302T080000", ";VALUE=DATE:20270302"],
)
def test_a_repetition_is_replaced_however_its_time_is_written(replaced: str) -> None:
    override = f"UID:a\nRECURRENCE-ID{replaced}\nDTSTART:20270302T150000Z\nDTEND:20270302T160000Z"
    assert (
        times(calendar(ALL, override))
        == times(calendar(override, ALL))
        == [
            "2027-03-01 08:00+01:00 to 2027-03-01 09:00+01:00",
            "2027-03-02 16:00+01:00 to 2027-03-02 17:00+01:00",
            "2027-03-03 08:00+01:00 to 2027-03-03 09:00+01:00",
        ]
    )


def test_of_several_states_of_an_event_the_newest_counts() -> None:
    old = f"UID:a\nSEQUENCE:1\nDTSTART{BERLIN}:20270301T080000\nDURATION:PT1H"
    new = f"UID:a\nSEQUENCE:2\nDTSTART{BERLIN}:20270301T100000\nDURATION:PT1H"
    expected = ["2027-03-01 10:00+01:00 to 2027-03-01 11:00+01:00"]
    assert times(calendar(old, new)) == times(calendar(new, old)) == expected


def test_a_changed_repetition_without_its_series_still_counts() -> None:
    orphan = "UID:a\nRECURRENCE-ID:20270302T070000Z\nDTSTART:20270302T150000Z\nDTEND:20270302T160000Z"
    assert times(calendar(orphan)) == ["2027-03-02 16:00+01:00 to 2027-03-02 17:00+01:00"]


def test_a_repetition_may_be_free_while_its_series_is_busy_and_busy_while_it_is_free() -> None:
    override = (
        "UID:a\nRECURRENCE-ID:20270302T070000Z\nDTSTART:20270302T150000Z\nDTEND:20270302T160000Z\nTRANSP:"
    )
    days = [text[8:10] for text in times(calendar(ALL, override + "TRANSPARENT"))]
    assert days == ["01", "03"]
    free = ALL + "\nTRANSP:TRANSPARENT"
    assert [text[8:10] for text in times(calendar(free, override + "OPAQUE"))] == ["02"]


def test_windows_that_touch_the_horizon_are_kept_whole_and_others_left() -> None:
    # Read on 10 January 2027: from 1 November 2026 to the end of April 2028.
    touching = "UID:a\nDTSTART;VALUE=DATE:20260901\nDTEND;VALUE=DATE:20261102"
    before = "UID:b\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261101"
    after = "UID:c\nDTSTART;VALUE=DATE:20280501"
    last = "UID:d\nDTSTART;VALUE=DATE:20280430\nDTEND;VALUE=DATE:20281230"
    assert times(calendar(touching, before, after, last)) == [
        "2026-09-01 00:00+02:00 to 2026-11-02 00:00+01:00",
        "2028-04-30 00:00+02:00 to 2028-12-30 00:00+01:00",
    ]


def test_events_of_other_centuries_are_read_without_harm() -> None:
    assert event_times("DTSTART:00010101T000000", "DTEND:00010101T010000") == []
    assert event_times("DTSTART:99990101T000000Z", "DTEND:99991231T235959Z") == []
    assert event_times("DTSTART:20270101T000000Z", "DTEND:99991231T235959Z") == [
        "2027-01-01 01:00+01:00 to 2100-01-01 01:00+01:00"
    ]
    assert len(event_times("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=YEARLY")) == 2
