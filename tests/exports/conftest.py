"""Feeds that several tests print: invented services, the two clock changes of 2027, awkward text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exports.views import Feed, FeedEvent

BRUSSELS = ZoneInfo("Europe/Brussels")
PUBLISHED = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)

MakeEvent = Callable[..., FeedEvent]


def _event(
    start: datetime, end: datetime, uid: str = "pharmacy/1@garde.example", **more: object
) -> FeedEvent:
    fields: dict[str, object] = {"sequence": 0, "changed_at": PUBLISHED, "summary": "Pharmacie de garde"}
    return FeedEvent(uid=uid, start=start, end=end, **(fields | more))  # type: ignore[arg-type]


@pytest.fixture
def event() -> MakeEvent:
    """Makes an event of which only what matters to the test is given."""
    return _event


@pytest.fixture
def clock_changes() -> Feed:
    """Nights of both clock changes of 2027, an hour inside the doubled one, a duty that was cancelled."""
    return Feed(
        name="Gardes de pharmacie, bassin d’essai",
        description="Toutes les gardes du bassin; mise à jour à chaque publication",
        language="fr",
        refresh=timedelta(hours=4),
        color="seagreen",
        source="https://garde.example/feeds/essai/pharmacy.ics",
        events=(
            _event(
                datetime(2027, 10, 30, 21, tzinfo=BRUSSELS),
                datetime(2027, 10, 31, 9, tzinfo=BRUSSELS),
                uid="pharmacy/2027-10-30/night/0@garde.example",
                summary="Pharmacie de garde: Le Tilleul, 21:00–09:00",
                description="Sonnez à la porte de nuit.\nTéléphone: +32 2 000 00 00; parle français, العربية",
                location="Rue de l’Essai 1, 1030 Schaerbeek",
                lat=50.8671,
                lon=4.3737,
                categories=("Pharmacie", "Nuit, week-end"),
                url="https://garde.example/fr/duties/2027-10-30",
                sequence=2,
            ),
            _event(
                datetime(2027, 3, 27, 21, tzinfo=BRUSSELS),
                datetime(2027, 3, 28, 9, tzinfo=BRUSSELS),
                uid="pharmacy/2027-03-27/night/0@garde.example",
                summary="Pharmacie de garde: L’Érable 🍁, 21:00–09:00",
            ),
            _event(
                datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
                datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
                uid="pharmacy/2027-10-31/doubled/0@garde.example",
                summary="Garde d’une heure, de 02:30 à 02:30",
            ),
            _event(
                datetime(2027, 7, 21, 9, tzinfo=BRUSSELS),
                datetime(2027, 7, 21, 21, tzinfo=BRUSSELS),
                uid="pharmacy/2027-07-21/day/0@garde.example",
                summary="ANNULÉ: Pharmacie de garde: Le Tilleul",
                sequence=3,
                changed_at=datetime(2027, 7, 20, 16, tzinfo=UTC),
                cancelled=True,
            ),
        ),
    )


@pytest.fixture
def not_certain() -> Feed:
    """A duty that is proposed, and one that nobody has."""
    return Feed(
        name="Voorgestelde wachten — L’Érable",
        language="nl",
        color="goldenrod",
        events=(
            _event(
                datetime(2027, 5, 3, 21, tzinfo=BRUSSELS),
                datetime(2027, 5, 4, 9, tzinfo=BRUSSELS),
                uid="proposal-7-pharmacy-2027-05-03-night@garde.example",
                summary="VOORSTEL — Apotheek — L’Érable, 21:00–09:00",
                tentative=True,
            ),
            _event(
                datetime(2027, 5, 4, 21, tzinfo=BRUSSELS),
                datetime(2027, 5, 5, 9, tzinfo=BRUSSELS),
                uid="gap-pharmacy-2027-05-04-night-0@garde.example",
                summary="Apotheek — NIEMAND VAN WACHT, 21:00–09:00",
                busy=False,
            ),
        ),
    )


@pytest.fixture
def elsewhere() -> Feed:
    """A basin in another time zone, of which calendars are told instants."""
    lisbon = ZoneInfo("Europe/Lisbon")
    return Feed(
        name="Farmácias de serviço",
        language="pt",
        timezone="Europe/Lisbon",
        refresh=timedelta(days=1, minutes=30),
        events=(
            _event(
                datetime(2027, 7, 1, 21, tzinfo=lisbon),
                datetime(2027, 7, 2, 9, tzinfo=lisbon),
                uid="pharmacy/2027-07-01/night/0@garde.example",
                summary="Serviço: Farmácia de ensaio",
            ),
        ),
    )


@pytest.fixture
def nothing_left() -> Feed:
    """What the old address of a renewed private link serves."""
    return Feed(name="Garde", language="fr", events=(), changed_at=PUBLISHED)
