"""How long a year's feed of a basin takes to print, beside the icalendar package on the same events.

Run it with ``python benchmarks/feeds.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

import icalendar

from exports.ical import render_feed
from exports.views import Feed, FeedEvent

EVENTS = 3000
SERVICES = 80
RUNS = 5
BRUSSELS = ZoneInfo("Europe/Brussels")
NEW_YEAR = datetime(2027, 1, 1, tzinfo=BRUSSELS)


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


def milliseconds(print_feed: Callable[[Feed], bytes], feed: Feed) -> float:
    """The median of some runs."""
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        print_feed(feed)
        times.append((perf_counter() - began) * 1000)
    return median(times)


def main() -> None:
    feed = year()
    ours, theirs = milliseconds(render_feed, feed), milliseconds(with_icalendar, feed)
    print(f"{EVENTS} events, {len(render_feed(feed)) / 1e6:.1f} MB, median of {RUNS} runs")
    print(f"exports.ical   {ours:7.0f} ms")
    print(f"icalendar      {theirs:7.0f} ms  ({theirs / ours:.1f} times as long)")


if __name__ == "__main__":
    main()
