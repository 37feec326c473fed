"""Views refuse what could not be printed truly, in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exports.errors import ExportError
from exports.views import Feed, FeedEvent, RotaRow, RotaTable

NOON = datetime(2027, 5, 3, 10, tzinfo=UTC)
ONE = NOON + timedelta(hours=1)
NAIVE = datetime.fromisoformat("2027-05-03T00:00")
BRUSSELS = ZoneInfo("Europe/Brussels")

MakeEvent = Callable[..., FeedEvent]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"start": NAIVE},
            "event pharmacy/1@garde.example, start: 2027-05-03T00:00:00 has no time zone; "
            "give an instant with its offset",
        ),
        (
            {"changed_at": NAIVE},
            "event pharmacy/1@garde.example, changed_at: 2027-05-03T00:00:00 has no time zone; "
            "give an instant with its offset",
        ),
        (
            {"start": NOON.replace(microsecond=1)},
            "event pharmacy/1@garde.example, start: 2027-05-03T10:00:00.000001+00:00 is no whole second",
        ),
        (
            {"end": NOON},
            "event pharmacy/1@garde.example: ends at 2027-05-03T10:00:00+00:00, "
            "not after its start 2027-05-03T10:00:00+00:00",
        ),
        ({"uid": " "}, "event: ' ' cannot be a uid; give one line of visible characters"),
        ({"uid": "a\nb"}, "event: 'a\\nb' cannot be a uid; give one line of visible characters"),
        (
            {"sequence": -1},
            "event pharmacy/1@garde.example: sequence -1 is not in 0 to 2147483647",
        ),
        (
            {"lat": 50.8},
            "event pharmacy/1@garde.example: has one coordinate of two; give lat and lon, or neither",
        ),
        (
            {"lat": 91.0, "lon": 4.3},
            "event pharmacy/1@garde.example: 91.0, 4.3 is no place on earth",
        ),
        (
            {"lat": float("nan"), "lon": 4.3},
            "event pharmacy/1@garde.example: nan, 4.3 is no place on earth",
        ),
        (
            {"url": "/fr/duties/1"},
            "event pharmacy/1@garde.example, url: '/fr/duties/1' is no address; "
            "give an absolute, encoded URL",
        ),
        (
            {"url": "https://garde.example/\r\nX:1"},
            "event pharmacy/1@garde.example, url: 'https://garde.example/\\r\\nX:1' is no address; "
            "give an absolute, encoded URL",
        ),
    ],
)
def test_an_event_that_no_calendar_could_read_is_refused(
    fields: dict[str, object], message: str, event: MakeEvent
) -> None:
    with pytest.raises(ExportError) as refused:
        event(**({"start": NOON, "end": ONE} | fields))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "\x00 "}, "feed: has no name"),
        ({"language": "français"}, "feed Garde: 'français' is no language tag; use one such as fr"),
        (
            {"timezone": "Europe/Bruxelles"},
            "feed Garde: 'Europe/Bruxelles' is no time zone; use an IANA name such as Europe/Brussels",
        ),
        (
            {"timezone": "../etc/passwd"},
            "feed Garde: '../etc/passwd' is no time zone; use an IANA name such as Europe/Brussels",
        ),
        ({"refresh": timedelta(0)}, "feed Garde: cannot be refreshed every 0:00:00"),
        (
            {"color": "#2e8b57"},
            "feed Garde: '#2e8b57' is no CSS 3 colour name; use one such as seagreen",
        ),
        (
            {"source": "garde.example"},
            "feed Garde, source: 'garde.example' is no address; give an absolute, encoded URL",
        ),
        (
            {"changed_at": NAIVE},
            "feed Garde, changed_at: 2027-05-03T00:00:00 has no time zone; give an instant with its offset",
        ),
    ],
)
def test_a_feed_that_no_calendar_could_read_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ExportError) as refused:
        Feed(**({"name": "Garde", "language": "fr", "events": ()} | fields))  # type: ignore[arg-type]
    assert str(refused.value) == message


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_place_is_never_twice_in_a_feed_not_even_beside_its_cancelled_twin(
    cancelled: bool, event: MakeEvent
) -> None:
    twins = (event(NOON, ONE), event(NOON, ONE, sequence=1, cancelled=cancelled))
    with pytest.raises(ExportError) as refused:
        Feed(name="Garde", language="fr", events=twins)
    assert str(refused.value) == (
        "feed Garde: two events have the uid pharmacy/1@garde.example; keep the one in force"
    )


def test_the_hour_from_first_to_second_half_past_two_of_october_is_an_hour(event: MakeEvent) -> None:
    first = datetime(2027, 10, 31, 2, 30, tzinfo=BRUSSELS)
    made = event(first, first.replace(fold=1))
    assert (made.start, made.end) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )


def test_the_fraction_of_a_change_s_second_is_dropped(event: MakeEvent) -> None:
    assert event(NOON, ONE, changed_at=NOON.replace(microsecond=999_999)).changed_at == NOON


def test_a_row_of_a_table_counts_real_hours() -> None:
    night = RotaRow(
        line="Pharmacie",
        start=datetime(2027, 10, 30, 21, tzinfo=BRUSSELS),
        end=datetime(2027, 10, 31, 9, tzinfo=BRUSSELS),
        service="Le Tilleul",
    )
    assert night.hours == 13  # 12 on the clock, and the hour that comes twice


def test_a_row_or_table_without_time_zone_is_refused() -> None:
    with pytest.raises(ExportError, match=r"^duty of Pharmacie, start: 2027-05-03T00:00:00 has no time zone"):
        RotaRow(line="Pharmacie", start=NAIVE, end=ONE, service=None)
    with pytest.raises(ExportError, match=r"^duty of Pharmacie: ends at .*, not after its start$"):
        RotaRow(line="Pharmacie", start=ONE, end=NOON, service=None)
    with pytest.raises(ExportError, match=r"^duty of Pharmacie: nan is no burden$"):
        RotaRow(line="Pharmacie", start=NOON, end=ONE, service=None, burden=float("nan"))
    with pytest.raises(ExportError, match=r"^table Mai: 'Mars' is no time zone"):
        RotaTable(title="Mai", changed_at=NOON, rows=(), timezone="Mars")
