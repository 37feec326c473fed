"""A feed as an iCalendar file (RFC 5545 and 7986): the same feed gives the same bytes.

The lines are written here and not by the icalendar package, which turns a backslash followed by N into a line
break and takes several times longer; that package and others read every golden file back in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from exports import content_line as line
from exports.timezone import BRUSSELS, VTIMEZONE, brussels_time
from exports.views import Feed, FeedEvent

MEDIA_TYPE = "text/calendar; charset=utf-8"


def render_feed(feed: Feed) -> bytes:
    """The feed as iCalendar: UTF-8, CRLF, lines of at most 75 octets, events by start and then by uid.

    There is no METHOD (it would demand an organiser), no alarm, and no trace of when it was printed. Times
    of a feed in Europe/Brussels are local with their TZID, except where local time is ambiguous; a feed in
    another zone has them in UTC.
    """
    in_brussels = feed.timezone == BRUSSELS
    # Places, descriptions and categories repeat from duty to duty: each is escaped and folded once.
    fold = lru_cache(maxsize=4096)(line.folded)
    lines: list[bytes] = [fold(text) for text in _calendar_lines(feed)]
    if in_brussels:
        lines.extend(fold(text) for text in VTIMEZONE)
    for event in sorted(feed.events, key=lambda event: (event.start, event.uid)):
        lines.extend(fold(text) for text in _event_lines(event, in_brussels))
    lines.append(fold("END:VCALENDAR"))
    return b"".join(lines)


def _calendar_lines(feed: Feed) -> Iterator[str]:
    name = line.text(feed.name)
    refresh = line.duration(feed.refresh)
    changed_at = feed.last_change()
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//garde//NONSGML duty rota//{feed.language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    if feed.description:
        description = line.text(feed.description)
        yield f"DESCRIPTION:{description}"
        yield f"X-WR-CALDESC:{description}"
    yield f"X-WR-TIMEZONE:{feed.timezone}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}"
    yield f"X-PUBLISHED-TTL:{refresh}"
    if feed.color:
        yield f"COLOR:{feed.color}"
    if feed.source:
        yield f"SOURCE;VALUE=URI:{feed.source}"
    if changed_at:
        yield f"LAST-MODIFIED:{line.utc(changed_at)}"


def _event_lines(event: FeedEvent, in_brussels: bool) -> Iterator[str]:
    changed_at = line.utc(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{line.text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{changed_at}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield from _time_lines(event, in_brussels)
    yield f"SUMMARY:{line.text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{line.text(event.description)}"
    if event.location:
        yield f"LOCATION:{line.text(event.location)}"
    if event.lat is not None and event.lon is not None:
        yield f"GEO:{event.lat:.6f};{event.lon:.6f}"
    if event.categories:
        yield f"CATEGORIES:{line.text_list(event.categories)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{_status(event)}"
    yield "TRANSP:OPAQUE" if event.busy and not event.cancelled else "TRANSP:TRANSPARENT"
    yield "CLASS:PUBLIC"
    yield "END:VEVENT"


def _status(event: FeedEvent) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.tentative else "CONFIRMED"


def _time_lines(event: FeedEvent, in_brussels: bool) -> Iterator[str]:
    """Start and end, both in the same form, for calendars show an event by the zone of its start."""
    if in_brussels:
        start, end = brussels_time(event.start), brussels_time(event.end)
        if start and end:
            yield f"DTSTART;TZID={BRUSSELS}:{line.local(start)}"
            yield f"DTEND;TZID={BRUSSELS}:{line.local(end)}"
            return
    yield f"DTSTART:{line.utc(event.start)}"
    yield f"DTEND:{line.utc(event.end)}"
