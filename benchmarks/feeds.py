"""How long a year's feed of a basin takes, to print and to serve, in milliseconds and as ratios.

It prints a year of 3,000 duties beside the icalendar package, makes the same year as a rota in force in a
database and measures the first answer and those after it, and compares an unchanged feed (304) with a bare
"hello" of the same server, over a real socket, in turns. Run it with ``python benchmarks/feeds.py``; it
ends with status 1 where a promise is broken.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

import icalendar

from benchmarks.wire import BARE, HELLO, REQUESTS, Line, header, request, serve, served
from exports.ical import render_feed
from exports.views import Feed, FeedEvent
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.calendar.month import Month
from garde.publication.feed_book import FeedBook
from garde.publication.feed_scopes import Form, Scope
from garde.publication.places import told
from garde.publication.reading import read_in_force
from garde.rota import FilledSlot
from garde.storage.database import Database, open_database
from garde.storage.repositories.basins import save_basin
from garde.storage.repositories.places import save_place_states
from garde.storage.repositories.rotas import save_version, seal_version
from garde.storage.repositories.services import save_services
from garde.web.calendars.asking import Ask
from garde.web.calendars.stored import StoredCalendars

EVENTS = 3000
SERVICES = 80
RUNS = 5
ROUNDS = 15
FIRST_TIME = 150
"""Milliseconds in which a year's feed must be rendered."""
RATIO = 0.8
"""Of a bare hello's speed, what a 304 must reach."""

BRUSSELS = ZoneInfo("Europe/Brussels")
NEW_YEAR = datetime(2027, 1, 1, tzinfo=BRUSSELS)
PUBLISHED = datetime(2026, 12, 20, 9, tzinfo=UTC)
PUBLIC = "https://garde.example"
WHOLE = Ask("essai.ics")


def year() -> Feed:
    """A duty of 12 hours every three hours, among 80 invented services."""
    events = tuple(
        FeedEvent(
            uid=f"pharmacy-{number}@garde.example",
            sequence=number % 3,
            changed_at=NEW_YEAR,
            start=NEW_YEAR.astimezone(UTC) + timedelta(hours=3 * number),
            end=NEW_YEAR.astimezone(UTC) + timedelta(hours=3 * number + 12),
            summary=f"Pharmacie de garde: service d’essai {number % SERVICES}",
            description=f"Téléphone: +32 2 000 00 {number % SERVICES:02}\nSonnez à la porte de nuit; " * 3,
            location=f"Rue de l’Essai {number % SERVICES}, 1030 Schaerbeek",
            lat=50.86,
            lon=4.37,
            categories=("Pharmacie", "Nuit"),
            url=f"https://garde.example/fr/duties/{number}",
        )
        for number in range(EVENTS)
    )
    return Feed(name="Gardes", language="fr", events=events)


def with_icalendar(feed: Feed) -> bytes:
    """The same properties, written by the icalendar package."""
    calendar = icalendar.Calendar.new(name=feed.name, language=feed.language)
    for event in feed.events:
        component = icalendar.Event()
        component.add("uid", event.uid)
        component.add("sequence", event.sequence)
        component.add("dtstamp", event.changed_at)
        component.add("last-modified", event.changed_at)
        component.add("dtstart", event.start.astimezone(BRUSSELS))
        component.add("dtend", event.end.astimezone(BRUSSELS))
        component.add("summary", event.summary)
        component.add("description", event.description)
        component.add("location", event.location)
        component.add("geo", (event.lat, event.lon))
        component.add("categories", list(event.categories))
        component.add("url", event.url)
        component.add("status", "CONFIRMED")
        component.add("transp", "OPAQUE")
        component.add("class", "PUBLIC")
        calendar.add_component(component)
    return calendar.to_ical()


def basin() -> BasinConfig:
    """One line of two kinds of duty."""
    names = {"fr": "Bassin d'essai", "nl": "Proefbekken"}
    everyday = ["mo-su", "holiday"]
    return BasinConfig.model_validate(
        {
            "format": "garde-basin/1",
            "id": "essai",
            "names": names,
            "postcodes": ["1030"],
            "quarters": [
                {"id": "one", "names": names, "postcode": "1030", "lat": 50.87, "lon": 4.38, "population": 1}
            ],
            "burden": dict.fromkeys(("day", "evening", "night", "weekend", "holiday"), 1),
            "planning": {"tiers": ["uncovered", "unfairness"]},
            "help_numbers": [{"number": "112", "names": names, "cents_per_minute": 0, "emergency": True}],
            "lines": [
                {
                    "id": "pharmacy",
                    "names": {"fr": "Pharmacie", "nl": "Apotheek"},
                    "pictogram": "pharmacy",
                    "modes": ["door", "telephone"],
                    "slots": [
                        {"id": "day", "days": everyday, "start": "09:00", "end": "21:00"},
                        {"id": "night", "days": everyday, "start": "21:00", "end": "09:00"},
                    ],
                }
            ],
        }
    )


def slots() -> Iterator[FilledSlot]:
    """From New Year on, two duties a day with four places each: 375 days × 8 = 3,000 events."""
    for day in range(EVENTS // 8):
        first = (NEW_YEAR + timedelta(days=day)).replace(hour=9)
        for kind, start, hours in (("day", first, 12), ("night", first.replace(hour=21), 12)):
            number = day * 2 + (kind == "night")
            yield FilledSlot(
                key=f"pharmacy/{start:%Y-%m-%d}/{kind}",
                line="pharmacy",
                month=f"{start:%Y-%m}",
                start=start.astimezone(UTC),
                end=(start + timedelta(hours=hours)).astimezone(UTC),
                burden=12,
                places=tuple(f"s{(number * 4 + place) % SERVICES:02}" for place in range(4)),
                categories=("night",) if kind == "night" else (),
            )


def stored_year(folder: Path) -> Database:
    """A database in which all of it is in force."""
    database = open_database(f"sqlite:///{folder / 'garde.db'}", create=True)
    database.upgrade()
    config, duties = basin(), tuple(slots())
    months = tuple(sorted({slot.month for slot in duties}))
    with database.writing() as session:
        save_basin(session, config, PUBLISHED)
        save_services(
            session,
            "essai",
            [
                Service(
                    f"s{number:02}",
                    f"Service d’essai {number}",
                    "1030",
                    ("pharmacy",),
                    address=f"Rue de l’Essai {number}",
                    phone=f"+32 2 000 00 {number:02}",
                    lat=50.86 + number / 1000,
                    lon=4.37,
                )
                for number in range(SERVICES)
            ],
            PUBLISHED,
        )
        rota = save_version(
            session,
            basin="essai",
            number=1,
            months=months,
            slots=duties,
            start=Month.parse(months[0]).start(BRUSSELS),
            end=Month.parse(months[-1]).end(BRUSSELS),
            at=PUBLISHED,
            by="bench",
            reason=None,
            origin="benchmark",
            draft=None,
        )
        seal_version(session, rota)
        save_place_states(session, "essai", told({}, (), duties, PUBLISHED))
    return database


def milliseconds(run: Callable[[], object]) -> float:
    """The median of some runs, in time of the processor: others may use the machine too."""
    times = []
    for _ in range(RUNS):
        began = process_time()
        run()
        times.append((process_time() - began) * 1000)
    return median(times)


def compare(port: int) -> tuple[float, float]:
    """How many times as fast as the two hellos a 304 is, the median of rounds in turns."""
    line = Line(port)
    tag = header(line.ask(request("/feeds/essai.ics")), b"etag")
    unchanged = request("/feeds/essai.ics", f"if-none-match:{tag}")
    to_route, to_bare, rates = [], [], []
    for _ in range(ROUNDS):
        route = line.seconds(request(HELLO), b"200")
        bare = line.seconds(request(BARE), b"200")
        feed = line.seconds(unchanged, b"304")
        to_route.append(route / feed)
        to_bare.append(bare / feed)
        rates.append(REQUESTS / feed)
    print(f"unchanged feed {median(rates):7.0f} requests a second on one connection")
    return median(to_route), median(to_bare)


def main() -> int:
    feed = year()
    ours, theirs = milliseconds(lambda: render_feed(feed)), milliseconds(lambda: with_icalendar(feed))
    print(f"{EVENTS} events, {len(render_feed(feed)) / 1e6:.1f} MB, median of {RUNS} runs")
    print(f"exports.ical   {ours:7.0f} ms")
    print(f"icalendar      {theirs:7.0f} ms  ({theirs / ours:.1f} times as long)")
    with tempfile.TemporaryDirectory() as name:
        database = stored_year(Path(name))
        with database.reading() as session:
            reading = milliseconds(lambda: read_in_force(session, basin(), PUBLISHED))
            in_force = read_in_force(session, basin(), PUBLISHED)
        rendering = milliseconds(lambda: render_feed(FeedBook(in_force, PUBLIC).feed(Scope(), Form())))
        calendars = StoredCalendars(database, "essai", lambda: PUBLISHED, PUBLIC)
        whole = milliseconds(
            lambda: StoredCalendars(database, "essai", lambda: PUBLISHED, PUBLIC).find(WHOLE)
        )
        calendars.find(WHOLE)
        kept = milliseconds(lambda: calendars.kept(WHOLE))
        print(f"the rota in force: {len(in_force.states)} events")
        print(f"read           {reading:7.0f} ms")
        print(f"rendered       {rendering:7.0f} ms  (at most {FIRST_TIME})")
        print(f"first answer   {whole:7.0f} ms  (read, rendered and compressed)")
        print(f"later ones     {kept:7.3f} ms")
        with served(__file__, Path(name)) as port:
            to_route, to_bare = compare(port)
        database.close()
    print(f"304 to a hello route         {to_route:5.2f}  (at least {RATIO})")
    print(f"304 to a hello before all    {to_bare:5.2f}  (at least {RATIO})")
    return 0 if rendering <= FIRST_TIME and min(to_route, to_bare) >= RATIO else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]), "essai", PUBLISHED.isoformat(), PUBLIC)
    else:
        sys.exit(main())
