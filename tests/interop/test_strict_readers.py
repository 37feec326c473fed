"""libical's restriction check and vobject's validation accept every feed that is served."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.ical import render_feed
from exports.views import Feed, FeedEvent
from garde.access.links import give_to_service, renew
from garde.accounts.links import feed_token
from garde.publication.feed_scopes import Form
from garde.publication.feeds import farewell_feed, proposed_feed
from garde.web.calendars.asking import Ask
from garde.web.calendars.stored import StoredCalendars
from tests.garde.swaps.office import ANN, Office, office_in, pharmacy
from tests.garde.town import instant, service

GOLDEN = Path(__file__).parents[1] / "exports" / "golden"


def faults(libical: Path, feed: bytes) -> str:
    """What libical finds wrong."""
    ended = subprocess.run([str(libical)], input=feed, capture_output=True, check=False)
    return ended.stderr.decode() + ("" if ended.returncode == 0 else f"status {ended.returncode}")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Duties held, swapped, lost and missing, of services with awkward names."""
    opened = office_in(
        tmp_path,
        [
            service("a", public_name="L'Érable; « été », 🍁", group="Ensemble", sector="Aide, sociale"),
            service(
                "b",
                public_name="صيدلية\\Nord",
                group="Ensemble",
                phone="+32 2 000 00 01",
                lat=50.87,
                lon=4.38,
            ),
            service("c", hide_address=True, address="Rue de l'Essai 1"),
            service("d", lat=50.87, lon=4.38),
        ],
    )
    opened.publish(pharmacy(6, "a"), pharmacy(8, "c", "b"), pharmacy(10, None), pharmacy(12, "d"))
    opened.agreed("pharmacy/2027-01-06/day", "a", "d")
    opened.publish(pharmacy(6, "d"), pharmacy(8, "c", None), pharmacy(10, None), pharmacy(12, "d"))
    yield opened
    opened.database.close()


def every_feed(office: Office) -> dict[str, bytes]:
    """All that is served, in three languages."""
    calendars = StoredCalendars(office.database, "essai", lambda: office.now, "https://garde.example")
    with office.database.writing() as session:
        acts = {"actor": ANN, "at": office.now}
        given = [give_to_service(session, office.config, name, **acts) for name in "abcd"]  # type: ignore[arg-type]
        renew(session, office.config, given[-1].link.id, **acts)  # type: ignore[arg-type]
    asks = [
        Ask(path, language=tag, gaps=gaps)
        for path in ("essai.ics", "essai/pharmacy.ics", "essai/sectors/aide-sociale.ics")
        for tag in ("fr", "nl", "en")
        for gaps in (False, True)
    ]
    asks += [Ask("", feed_token(one.token), "service", tag) for one in given for tag in ("fr", "nl", "en")]
    asks += [Ask("", feed_token(given[0].token), part) for part in ("group", "proposed")]  # type: ignore[arg-type]
    found = {f"{number} {ask!r}": calendars.find(ask) for number, ask in enumerate(asks)}
    assert None not in found.values()
    feeds = {name: file.plain.body for name, file in found.items() if file is not None}
    proposal = proposed_feed(
        office.config, service("a", public_name="A, B"), [(7, office.now, [pharmacy(20, "a")])], Form("nl")
    )
    feeds["proposed"] = render_feed(proposal)
    feeds["farewell"] = render_feed(farewell_feed("fr", office.now))
    return feeds


def test_libical_and_vobject_accept_every_feed(office: Office, libical: Path) -> None:
    feeds = every_feed(office)
    text = b"".join(feeds.values())
    for word in (b"STATUS:CANCELLED", b"STATUS:TENTATIVE", b"UID:gap-", b"SOURCE;VALUE=URI:", b"GEO:"):
        assert word in text
    for name, feed in feeds.items():
        assert faults(libical, feed) == "", name
        if b"BEGIN:VEVENT" in feed:  # vobject wants a calendar to have something in it
            calendar = vobject.readOne(feed.decode(), validate=True)
            assert len(calendar.vevent_list) == feed.count(b"BEGIN:VEVENT"), name


@pytest.mark.parametrize("name", ["clock_changes", "elsewhere", "nothing_left", "not_certain"])
def test_libical_accepts_every_golden_file(name: str, libical: Path) -> None:
    assert faults(libical, (GOLDEN / f"{name}.ics").read_bytes()) == ""


def test_libical_does_find_faults(libical: Path) -> None:
    feed = (GOLDEN / "elsewhere.ics").read_bytes()
    with_method = feed.replace(b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE")
    assert "ORGANIZER" in faults(libical, with_method)
    assert "VALUE-PARSE-ERROR" in faults(libical, feed.replace(b"DTSTART:2", b"DTSTART:x"))


AWKWARD = st.lists(
    st.sampled_from([",", ";", "\\", "\\n", "\n", "\r\n", "🍁", "👩🏽‍⚕️", "صيدلية", '"', ":", " ", "é" * 40]),
    min_size=1,
    max_size=12,
).map(lambda parts: "x" + "".join(parts))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=AWKWARD, summary=AWKWARD, description=AWKWARD, category=AWKWARD)
def test_libical_accepts_every_name(
    libical: Path, name: str, summary: str, description: str, category: str
) -> None:
    start = instant("2027-05-03T10:00")
    event = FeedEvent(
        uid="pharmacy-1@essai.garde",
        sequence=0,
        changed_at=start,
        start=start,
        end=instant("2027-05-03T12:00"),
        summary=summary,
        description=description,
        location=description,
        categories=(category,),
    )
    feed = Feed(name=name, language="fr", events=(event,))
    assert faults(libical, render_feed(feed)) == ""
