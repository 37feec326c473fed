"""What the calendars of each client mean, with each client's habits."""

from __future__ import annotations

import pytest

from garde.availability.verdicts import Means
from tests.garde.availability.agenda import CALENDARS, read, times


def corpus(name: str) -> bytes:
    return (CALENDARS / name).read_bytes()


def test_google_moves_takes_out_and_cancels_single_repetitions() -> None:
    # Every Thursday until 11 February: the 21st is taken out, the 28th moved, 4 February cancelled.
    assert times(corpus("google.ics")) == [
        "2027-01-07 14:00+01:00 to 2027-01-07 18:00+01:00",
        "2027-01-12 18:00+01:00 to 2027-01-12 20:00+01:00",
        "2027-01-14 14:00+01:00 to 2027-01-14 18:00+01:00",
        "2027-01-29 09:00+01:00 to 2027-01-29 10:00+01:00",
        "2027-02-01 00:00+01:00 to 2027-02-03 00:00+01:00",
        "2027-02-11 14:00+01:00 to 2027-02-11 18:00+01:00",
    ]


def test_googles_all_day_events_that_are_marked_as_free_are_left_out_and_counted() -> None:
    assert read(corpus("google.ics")).left_out == {"cancelled": 1, "marked as free": 1}


def test_outlook_speaks_of_windows_zones_and_defines_its_own() -> None:
    # Mondays until 12 April, less two; 29 March comes after the change of the clock. July's event is in a
    # zone that only the file defines, and tentative; December's is an hour further from UTC's clock.
    assert times(corpus("outlook.ics")) == [
        "2027-03-01 08:30+01:00 to 2027-03-01 12:00+01:00",
        "2027-03-08 08:30+01:00 to 2027-03-08 12:00+01:00",
        "2027-03-22 08:30+01:00 to 2027-03-22 12:00+01:00",
        "2027-03-29 08:30+02:00 to 2027-03-29 12:00+02:00",
        "2027-04-12 08:30+02:00 to 2027-04-12 12:00+02:00",
        "2027-05-10 00:00+02:00 to 2027-05-12 00:00+02:00",
        "2027-07-05 09:00+02:00 to 2027-07-05 10:00+02:00",
        "2027-12-06 09:00+01:00 to 2027-12-06 10:00+01:00",
    ]
    assert read(corpus("outlook.ics")).left_out == {"marked as free": 1}


def test_outlooks_tentative_and_out_of_office_promise_nothing() -> None:
    reading = read(corpus("outlook.ics"), "available")
    # 5 Mondays, December's event, and the one marked as free: that mark says nothing of availability.
    assert len(reading.windows) == 7
    assert reading.left_out == {"tentative": 2}


def test_apples_available_nights_end_at_eight_in_the_night_of_the_clock_change_too() -> None:
    assert times(corpus("apple.ics"), "available") == [
        "2027-06-18 00:00+02:00 to 2027-06-19 00:00+02:00",
        "2027-07-05 00:00+02:00 to 2027-07-06 00:00+02:00",
        "2027-07-16 00:00+02:00 to 2027-07-17 00:00+02:00",
        "2027-08-20 00:00+02:00 to 2027-08-21 00:00+02:00",
        "2027-10-23 20:00+02:00 to 2027-10-24 08:00+02:00",
        "2027-10-30 20:00+02:00 to 2027-10-31 08:00+01:00",
        "2027-11-06 20:00+01:00 to 2027-11-07 08:00+01:00",
    ]
    assert read(corpus("apple.ics"), "available").left_out == {"tentative": 1}


def test_nextcloud_writes_durations_added_dates_and_changes_for_all_later_ones() -> None:
    assert times(corpus("nextcloud.ics")) == [
        "2027-03-01 22:00+01:00 to 2027-03-02 00:30+01:00",
        "2027-03-02 08:00+01:00 to 2027-03-02 12:00+01:00",
        "2027-03-03 08:00+01:00 to 2027-03-03 09:00+01:00",
        "2027-03-05 08:00+01:00 to 2027-03-05 09:00+01:00",
        "2027-03-06 08:00+01:00 to 2027-03-06 11:30+01:00",
        "2027-03-07 08:00+01:00 to 2027-03-07 08:30+01:00",
        "2027-03-28 00:00+01:00 to 2027-03-29 00:00+02:00",
        "2027-04-01 08:00+02:00 to 2027-04-01 09:00+02:00",
        "2027-06-01 18:00+02:00 to 2027-06-01 20:00+02:00",
        "2027-06-02 18:00+02:00 to 2027-06-02 20:00+02:00",
        "2027-06-03 19:00+02:00 to 2027-06-03 19:30+02:00",
        "2027-06-04 19:00+02:00 to 2027-06-04 19:30+02:00",
    ]
    assert read(corpus("nextcloud.ics")).left_out == {"cancelled": 1, "without length": 1}


def test_googles_declined_invitations_do_not_count_and_unanswered_ones_promise_nothing() -> None:
    # Google names the calendar after its owner; one Monday of three is declined.
    assert times(corpus("invitations.ics")) == [
        "2027-03-01 14:00+01:00 to 2027-03-01 16:00+01:00",
        "2027-03-03 09:00+01:00 to 2027-03-03 10:00+01:00",
        "2027-03-15 14:00+01:00 to 2027-03-15 16:00+01:00",
    ]
    assert read(corpus("invitations.ics")).left_out == {"declined": 2}
    assert read(corpus("invitations.ics"), "available").left_out == {"declined": 2, "tentative": 1}


def test_nights_called_available_end_at_eight_in_the_night_of_the_clock_change_too() -> None:
    assert times(corpus("working_hours.ics"), "available") == [
        "2027-03-26 20:00+01:00 to 2027-03-27 08:00+01:00",
        "2027-03-27 20:00+01:00 to 2027-03-28 08:00+02:00",
        "2027-03-28 22:00+02:00 to 2027-03-29 06:00+02:00",
    ]
    assert times(corpus("working_hours.ics")) == [
        "2027-03-22 00:00+01:00 to 2027-03-26 20:00+01:00",
        "2027-03-27 08:00+01:00 to 2027-03-27 20:00+01:00",
        "2027-03-28 08:00+02:00 to 2027-03-28 22:00+02:00",
        "2027-03-29 06:00+02:00 to 2027-03-30 00:00+02:00",
    ]


BUSY = ["04", "05", "06", "07", "09"]


@pytest.mark.parametrize(("means", "free"), [("busy", []), ("available", ["08"])])
def test_free_busy_says_itself_what_is_busy_and_free_counts_only_as_availability(
    means: Means, free: list[str]
) -> None:
    windows = read(corpus("free_busy.ics"), means).windows
    assert [f"{w.start:%d}" for w in windows if w.kind == "unavailable"] == BUSY
    assert [f"{w.start:%d}" for w in windows if w.kind == "available"] == free


def test_nothing_but_times_is_kept() -> None:
    kept = repr(read(corpus("google.ics")).windows)
    assert "Livraison" not in kept
    assert "google.com" not in kept
    assert {window.note for window in read(corpus("google.ics")).windows} == {None}


@pytest.mark.parametrize("path", sorted(CALENDARS.glob("*.ics")), ids=lambda path: path.name)
def test_line_ends_and_byte_order_marks_make_no_difference(path: object) -> None:
    content = CALENDARS.joinpath(str(path)).read_bytes()
    expected = read(content).windows
    assert expected
    assert read(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")).windows == expected
    assert read(content.replace(b"\n", b"\n\n")).windows == expected
