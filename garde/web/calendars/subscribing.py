"""Plain links by which calendar programs subscribe to a feed: a click instead of copying its address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Subscription:
    """The ways to one feed. ``webcal`` is what Apple's programs, Thunderbird and others open."""

    address: str
    webcal: str
    google: str
    outlook: str
    office: str


def subscription(address: str, name: str) -> Subscription:
    """The links for the feed at an absolute address; ``name`` is what Outlook will call it."""
    parts = urlsplit(address)
    webcal = parts._replace(scheme="webcal").geturl()
    asked = urlencode({"url": address, "name": name}, quote_via=quote)
    return Subscription(
        address=address,
        webcal=webcal,
        # Google takes an address of its own kind only as webcal; it then asks by https.
        google=f"https://calendar.google.com/calendar/render?{urlencode({'cid': webcal}, quote_via=quote)}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{asked}",
        office=f"https://outlook.office.com/calendar/0/addfromweb?{asked}",
    )
