"""The directory as Open Referral HSDS 3.0: every service with its places, and its duties as dated schedules.

https://docs.openreferral.org/en/v3.0/ — a page of full services, as ``GET /services`` of that API gives it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid5

from exports.directory import Directory, DirectoryEntry, DirectoryLine, DutyHours, pieces

JSON_MEDIA_TYPE = "application/json"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def render_hsds(directory: Directory) -> bytes:
    """UTF-8 JSON; the same bytes for the same directory.

    A participating service is HSDS's organization, and what it does on one line is HSDS's service, at its
    location. Identifiers derive from ours, so that they stay the same from one export to the next.
    """
    services = [_service(directory, entry, line) for entry in directory.entries for line in entry.lines]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode() + b"\n"


def _service(directory: Directory, entry: DirectoryEntry, line: DirectoryLine) -> dict[str, Any]:
    place = _derived(line.id, "service_at_location")
    return _told(
        {
            "id": line.id,
            "name": f"{line.name} — {entry.name}",
            "description": "\n".join(text for text in (directory.notice, line.name, directory.name) if text),
            "status": "active",
            "last_modified": directory.changed_at.isoformat(timespec="milliseconds"),
            "organization": {
                "id": entry.id,
                "name": entry.name,
                "description": "\n".join(
                    text for text in (directory.notice, ", ".join(one.name for one in entry.lines)) if text
                ),
            },
            "phones": _phones(entry, line),
            "languages": [
                {"id": _derived(line.id, f"language {tag}"), "service_id": line.id, "code": tag, "name": name}
                for tag, name in entry.languages
            ],
            "service_at_locations": [
                _told(
                    {
                        "id": place,
                        "service_id": line.id,
                        "location_id": _derived(entry.id, "location"),
                        "location": _location(directory, entry),
                        "schedules": [
                            *_regular(directory, entry, place),
                            *(part for duty in line.duties for part in _duty(directory, duty, place)),
                        ],
                    }
                )
            ],
        }
    )


def _phones(entry: DirectoryEntry, line: DirectoryLine) -> list[dict[str, Any]]:
    if not entry.phone:
        return []
    return [{"id": _derived(line.id, "phone"), "service_id": line.id, "number": entry.phone, "type": "voice"}]


def _location(directory: Directory, entry: DirectoryEntry) -> dict[str, Any]:
    place = _derived(entry.id, "location")
    told: dict[str, Any] = {"id": place, "location_type": "physical", "name": entry.name}
    if entry.address is None:
        return {**told, "description": directory.words.call_first}
    told |= {"latitude": entry.lat, "longitude": entry.lon}
    told["addresses"] = [
        {
            "id": _derived(entry.id, "address"),
            "location_id": place,
            "address_1": entry.address,
            "city": entry.city,
            "state_province": entry.region,
            "postal_code": entry.postcode,
            "country": entry.country,
            "address_type": "physical",
        }
    ]
    if entry.step_free:
        told["accessibility"] = [
            {
                "id": _derived(entry.id, "accessibility"),
                "location_id": place,
                "description": directory.words.step_free,
            }
        ]
    return _told(told)


def _regular(directory: Directory, entry: DirectoryEntry, place: str) -> Iterator[dict[str, Any]]:
    """The regular hours of the week. Their times are the local clock's, whose offset changes with summer."""
    notes = f"{directory.words.regular} ({directory.timezone})"
    for hours in entry.weekly:
        days = ",".join(_DAYS[day] for day in hours.weekdays)
        yield {
            "id": _derived(place, f"regular {days} {hours.opens} {hours.closes}"),
            "service_at_location_id": place,
            "freq": "WEEKLY",
            "wkst": "MO",
            "byday": days,
            "opens_at": _clock(hours.opens),
            "closes_at": _clock(hours.closes),
            "description": entry.hours_text or "",
            "notes": notes,
        }
    if entry.hours_text and not entry.weekly:
        yield {
            "id": _derived(place, "regular"),
            "service_at_location_id": place,
            "description": entry.hours_text,
            "notes": notes,
        }


def _duty(directory: Directory, duty: DutyHours, place: str) -> Iterator[dict[str, Any]]:
    """A duty as schedules of one occurrence, each valid from the date of its begin to that of its end."""
    zone = directory.zone
    whole = f"{_instant(duty.start.astimezone(zone))}/{_instant(duty.end.astimezone(zone))}"
    for number, (start, end) in enumerate(pieces(duty.start, duty.end, zone)):
        offset = start.utcoffset()
        assert offset is not None
        yield {
            "id": duty.id if number == 0 else _derived(duty.id, f"part {number}"),
            "service_at_location_id": place,
            "valid_from": start.date().isoformat(),
            "valid_to": end.date().isoformat(),
            "dtstart": start.date().isoformat(),
            "count": 1,
            "timezone": offset.total_seconds() / 3600,
            "opens_at": _clock_with_offset(start),
            "closes_at": _clock_with_offset(end),
            "description": directory.words.duty,
            "attending_type": duty.how,
            "notes": whole,
        }


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def _derived(root: str, what: str) -> str:
    return str(uuid5(UUID(root), what))


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _clock_with_offset(local: datetime) -> str:
    return local.isoformat(timespec="minutes").partition("T")[2]


def _instant(local: datetime) -> str:
    return local.isoformat(timespec="minutes")
