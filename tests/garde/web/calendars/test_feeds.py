"""What each feed shows of the rota in force, of swaps, of what was lost, and of what is proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from garde.publication.feed_scopes import Form
from garde.publication.feeds import feed_files
from garde.publication.reading import read_in_force
from garde.storage.repositories.services import save_services
from tests.garde.swaps.office import pharmacy
from tests.garde.town import instant, service
from tests.garde.web.calendars.conftest import PUBLIC, Reader

SIXTH, EIGHTH = (f"pharmacy-2027-01-{day}-day-0@essai.garde" for day in ("06", "08"))
LIVE, CANCELLED = "CONFIRMED", "CANCELLED"


@pytest.fixture
def january(reader: Reader) -> Reader:
    """a serves on the 6th, c on the 8th, nobody on the 10th."""
    reader.office.publish(pharmacy(6, "a"), pharmacy(8, "c"), pharmacy(10, None))
    return reader


def test_feeds_of_the_basin_a_line_a_sector_a_service_and_an_organisation(january: Reader) -> None:
    token = january.token("a")
    assert january.told("/feeds/essai.ics") == {SIXTH: (0, LIVE), EIGHTH: (0, LIVE)}
    assert january.told("/feeds/essai/pharmacy.ics") == {SIXTH: (0, LIVE), EIGHTH: (0, LIVE)}
    assert january.told("/feeds/essai/sectors/première-ligne.ics") == {SIXTH: (0, LIVE)}
    assert january.told("/feeds/essai/sectors/aide-sociale.ics") == {EIGHTH: (0, LIVE)}
    assert january.told(f"/feeds/private/{token}.ics") == {SIXTH: (0, LIVE)}
    assert january.told(f"/feeds/private/{january.token('b')}.ics") == {}
    assert january.told(f"/feeds/private/{january.token('b')}/group.ics") == {SIXTH: (0, LIVE)}


def test_a_swap_is_one_event_where_both_are_shown_and_a_cancelled_one_with_whom_it_left(
    january: Reader,
) -> None:
    a, d = january.token("a"), january.token("d")
    january.office.agreed("pharmacy/2027-01-06/day", "a", "d")
    assert january.told("/feeds/essai.ics") == {SIXTH: (1, LIVE), EIGHTH: (0, LIVE)}
    assert january.told(f"/feeds/private/{a}.ics") == {SIXTH: (1, CANCELLED)}
    assert january.told(f"/feeds/private/{a}/group.ics") == {SIXTH: (1, CANCELLED)}
    assert january.told("/feeds/essai/sectors/première-ligne.ics") == {SIXTH: (1, CANCELLED)}
    assert january.told(f"/feeds/private/{d}.ics") == {SIXTH: (1, LIVE)}
    lost = january.events(f"/feeds/private/{a}.ics")[SIXTH]
    assert str(lost["SUMMARY"]) == "ANNULÉ — Pharmacy — Service inventé a, 09:00–21:00"
    assert str(lost["TRANSP"]) == "TRANSPARENT"


def test_a_swap_within_an_organisation_is_one_live_event_of_its_feed(january: Reader) -> None:
    token = january.token("a")
    january.office.agreed("pharmacy/2027-01-06/day", "a", "b")
    assert january.told(f"/feeds/private/{token}/group.ics") == {SIXTH: (1, LIVE)}
    assert january.told(f"/feeds/private/{token}.ics") == {SIXTH: (1, CANCELLED)}


def test_an_undone_swap_gives_the_event_back_with_a_higher_sequence(january: Reader) -> None:
    a, d = january.token("a"), january.token("d")
    january.office.undo(january.office.agreed("pharmacy/2027-01-06/day", "a", "d"))
    assert january.told(f"/feeds/private/{a}.ics") == {SIXTH: (2, LIVE)}
    assert january.told(f"/feeds/private/{d}.ics") == {SIXTH: (2, CANCELLED)}


def test_what_was_lost_is_told_for_thirty_days_and_then_dropped(january: Reader) -> None:
    office, token = january.office, january.token("a")
    office.now += timedelta(hours=1)
    office.publish(pharmacy(6, None), pharmacy(8, "c"), pharmacy(10, None))
    lost_at = office.now
    assert january.told("/feeds/essai.ics") == {SIXTH: (1, CANCELLED), EIGHTH: (0, LIVE)}
    before = january.client.get(f"/feeds/private/{token}.ics")
    office.now = lost_at + timedelta(days=30, seconds=-1)
    assert january.told(f"/feeds/private/{token}.ics") == {SIXTH: (1, CANCELLED)}
    office.now = lost_at + timedelta(days=30)
    assert january.told(f"/feeds/private/{token}.ics") == {}
    assert january.told("/feeds/essai.ics") == {EIGHTH: (0, LIVE)}
    # To whoever asks by the time of the last answer, the feed has changed as it dropped the duty.
    after = january.client.get(
        f"/feeds/private/{token}.ics", headers={"if-modified-since": before.headers["last-modified"]}
    )
    assert after.status_code == 200


def test_a_service_that_only_changes_places_within_a_duty_is_not_told_that_it_lost_it(reader: Reader) -> None:
    reader.office.publish(pharmacy(6, "a", "b"))
    reader.office.publish(pharmacy(6, "c", "a"))
    second = "pharmacy-2027-01-06-day-1@essai.garde"
    assert reader.told(f"/feeds/private/{reader.token('a')}.ics") == {second: (1, LIVE)}


def test_gaps_are_events_of_their_own_for_who_asks(january: Reader) -> None:
    gap = "gap-pharmacy-2027-01-10-day-0@essai.garde"
    told = january.events("/feeds/essai/pharmacy.ics?gaps=1&lang=nl")
    assert set(told) == {SIXTH, EIGHTH, gap}
    assert str(told[gap]["SUMMARY"]) == "Pharmacy — NIEMAND VAN WACHT, 09:00–21:00"
    assert str(told[gap]["TRANSP"]) == "TRANSPARENT"
    assert told[gap]["DTSTAMP"].dt == january.office.now
    # A duty that lost its service is told as a gap, not as cancelled beside it.
    january.office.publish(pharmacy(6, None), pharmacy(8, "c"), pharmacy(10, None))
    assert set(january.events("/feeds/essai.ics?gaps=1")) == {f"gap-{SIXTH}", EIGHTH, gap}


def test_an_event_leads_to_the_page_of_that_hour(january: Reader) -> None:
    event = january.events("/feeds/essai.ics?lang=en")[EIGHTH]
    # 09:00 in Brussels is 08:00 in UTC.
    assert str(event["URL"]) == f"{PUBLIC}/en/?line=pharmacy&at=2027-01-08T08:00Z"
    page = january.client.get(str(event["URL"]).removeprefix(PUBLIC))
    assert page.status_code == 200
    assert "Service inventé c" in page.text


def test_a_feed_says_where_it_is_served_in_the_language_that_was_asked(january: Reader) -> None:
    for tag, name in (("fr", "Gardes — Bassin d'essai"), ("nl", "Wachtdiensten — Proefbekken")):
        text = january.client.get(f"/feeds/essai.ics?lang={tag}").text.replace("\r\n ", "")
        assert f"\r\nNAME:{name}\r\n" in text
    assert f"\r\nSOURCE;VALUE=URI:{PUBLIC}/feeds/essai.ics?lang=nl\r\n" in text
    assert january.client.get("/feeds/essai.ics?lang=tlh").status_code == 400
    # d speaks Dutch.
    assert "Wachtdiensten" in january.client.get(f"/feeds/private/{january.token('d')}.ics").text


def test_a_private_feed_does_not_tell_its_own_address(january: Reader) -> None:
    token = january.token("a")
    assert token not in january.client.get(f"/feeds/private/{token}.ics").text


def test_a_new_telephone_is_shown_at_once_and_changes_the_tag(january: Reader) -> None:
    first = january.client.get("/feeds/essai.ics")
    january.office.now += timedelta(minutes=1)
    with january.office.database.writing() as session:
        save_services(session, "essai", [replace(service("c"), phone="+32 2 000 00 09")], january.office.now)
    later = january.client.get("/feeds/essai.ics")
    assert "+32 2 000 00 09" in later.text
    assert later.headers["etag"] != first.headers["etag"]


def test_files_are_the_feeds_that_are_served_byte_for_byte(january: Reader) -> None:
    office, form = january.office, Form("nl", gaps=True)
    with office.database.reading() as session:
        files = feed_files(read_in_force(session, office.config, office.now), form, PUBLIC)
    assert set(files) == {
        "essai.ics",
        "essai/pharmacy.ics",
        "essai/sectors/aide-sociale.ics",
        "essai/sectors/première-ligne.ics",
        *(f"services/{name}.ics" for name in "abcd"),
        "groups/Ensemble.ics",
    }
    for path in ("essai.ics", "essai/pharmacy.ics", "essai/sectors/aide-sociale.ics"):
        assert january.client.get(f"/feeds/{path}?lang=nl&gaps=1").content == files[path]
    assert b"UID:gap-" in files["essai.ics"]
    token = january.token("b")
    assert january.client.get(f"/feeds/private/{token}.ics?lang=nl").content == files["services/b.ics"]
    assert (
        january.client.get(f"/feeds/private/{token}/group.ics?lang=nl").content
        == files["groups/Ensemble.ics"]
    )


def test_duties_leave_the_feed_two_months_later(january: Reader) -> None:
    january.office.now = instant("2027-03-31T22:00")
    assert january.told("/feeds/essai.ics") == {}
