"""The directory as schema.org JSON-LD, which search engines and other sites read.

https://schema.org/specialOpeningHoursSpecification — regular hours by weekday, and the dates on which a duty,
a holiday or a closed day changes them. A closed date is 00:00 to 00:00; open until midnight is until 23:59.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from exports.directory import DatedHours, Directory, DirectoryEntry, Known, WeeklyHours, pieces

JSON_LD_MEDIA_TYPE = "application/ld+json"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MIDNIGHT = time()


def render_schema_org(directory: Directory) -> bytes:
    """UTF-8 JSON-LD; the same bytes for the same directory."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            *(_entry(directory, entry) for entry in directory.entries),
            *([_age(directory, directory.known)] if directory.known else []),
        ],
    }
    # Less-than signs are escaped, so that it can stand in a page's script element as it is.
    text = json.dumps(graph, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return text.encode() + b"\n"


def _entry(directory: Directory, entry: DirectoryEntry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": entry.kind,
        "@id": f"urn:uuid:{entry.id}",
        "name": entry.name,
        "description": "\n".join(
            text for text in (directory.notice, ", ".join(line.name for line in entry.lines)) if text
        ),
    }
    if entry.phone:
        told["telephone"] = entry.phone
    if entry.languages:
        told["knowsLanguage"] = [tag for tag, _ in entry.languages]
    told["address"] = {
        "@type": "PostalAddress",
        **({"streetAddress": entry.address} if entry.address else {}),
        "postalCode": entry.postcode,
        "addressLocality": entry.city,
        "addressRegion": entry.region,
        "addressCountry": entry.country,
    }
    if entry.address and entry.lat is not None and entry.lon is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": entry.lat, "longitude": entry.lon}
    if entry.step_free is not None:
        told["amenityFeature"] = {
            "@type": "LocationFeatureSpecification",
            "name": directory.words.step_free,
            "value": entry.step_free,
        }
    regular = [_weekly(hours) for hours in entry.weekly]
    if regular:
        told["openingHoursSpecification"] = regular
    special = [told for hours in entry.special for told in _dated(hours)]
    if special:
        told["specialOpeningHoursSpecification"] = special
    contacts = list(_contacts(directory, entry))
    if contacts:
        told["contactPoint"] = contacts
    return told


def _age(directory: Directory, known: Known) -> dict[str, Any]:
    """How old all this is: in schema.org, works have ``dateModified`` and ``expires``, and places do not."""
    return {
        "@type": "Dataset",
        "name": directory.name,
        **({"description": known.told} if known.told else {}),
        "inLanguage": directory.language,
        "dateModified": known.at.astimezone(directory.zone).isoformat(),
        "expires": known.until.astimezone(directory.zone).isoformat(),
        "about": [{"@id": f"urn:uuid:{entry.id}"} for entry in directory.entries],
    }


def _weekly(hours: WeeklyHours) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[day] for day in hours.weekdays],
        "opens": _clock(hours.opens),
        "closes": _closing(hours.closes),
    }


def _dated(hours: DatedHours) -> Iterator[dict[str, Any]]:
    if not hours.stretches:
        yield _specification(hours.day, "00:00", "00:00")
    for opens, closes in hours.stretches:
        yield _specification(hours.day, _clock(opens), _closing(closes))


def _contacts(directory: Directory, entry: DirectoryEntry) -> Iterator[dict[str, Any]]:
    """By telephone, which opening hours do not tell: when it is answered on duty, a line each."""
    if not entry.phone:
        return
    for line in entry.lines:
        hours = [
            _specification(start.date(), _clock(start.time()), _closing(end.time()))
            for duty in line.duties
            if duty.telephone
            for start, end in pieces(duty.start, duty.end, directory.zone)
        ]
        if hours:
            yield {
                "@type": "ContactPoint",
                "contactType": line.name,
                "telephone": entry.phone,
                **({"availableLanguage": [tag for tag, _ in entry.languages]} if entry.languages else {}),
                "hoursAvailable": hours,
            }


def _specification(day: date, opens: str, closes: str) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
        "opens": opens,
        "closes": closes,
    }


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _closing(at: time) -> str:
    """Midnight at the end of a day is 23:59: 00:00 would say closed, or that it opens then."""
    return "23:59" if at == _MIDNIGHT else _clock(at)
