"""A neighbour's service that stands in, as citizens and programs see it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from garde.backups.guests import guest, seated
from garde.basin.config import LANGUAGES, BasinConfig
from garde.basin.service import Service
from garde.lookup import Timetable, compile_timetable
from garde.web.plain import LIMIT
from tests.garde.lookup import example
from tests.garde.web.conftest import Site
from tests.garde.web.test_pages import text_of

NAMES = {"fr": "Bassin voisin", "nl": "Buurbekken", "en": "Next basin", "es": "Cuenca vecina", "ar": "الجوار"}
MARKED = {
    "fr": "De la zone voisine : Bassin voisin",
    "nl": "Uit het buurgebied: Buurbekken",
    "en": "From the neighbouring area: Next basin",
    "es": "De la zona vecina: Cuenca vecina",
    "ar": "من المنطقة المجاورة: الجوار",
}
NIGHT = ("nurse", "2027-01-01T19:00", "2027-01-02T09:00")


@pytest.fixture(scope="module")
def helped() -> Timetable:
    """Nobody of the basin nurses in the night of the 2nd; Saule of the next basin stands in."""
    home = BasinConfig.model_validate(example.BASIN | {"id": "next", "names": NAMES})
    # Open all week at home: here it is only for its duty.
    willow = Service(
        "elm", "Infirmier Saule", "1000", ("nurse",), phone="+32 2 555 09 01", opening_hours="24/7"
    )
    empty = example.duty(*NIGHT, None)
    guests = [guest(empty.key, willow, home)]
    return compile_timetable(
        example.basin(),
        example.SERVICES,
        seated([*example.SLOTS, empty], guests),
        start=example.local("2026-12-30T00:00"),
        end=example.local("2027-01-10T00:00"),
        version=3,
        published_at=example.local("2026-12-15T12:00"),
        guests=guests,
    )


@pytest.fixture(scope="module")
def night(site: Site, helped: Timetable) -> TestClient:
    return site("2027-01-02T03:00", helped)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_and_the_text_mark_it_in_every_language(night: TestClient, tag: str) -> None:
    words = text_of(night.get(f"/{tag}/?line=nurse").text)
    assert words.index("Infirmier Saule") < words.index(MARKED[tag]) < words.index("+32 2 555 09 01")
    (said,) = [
        line for line in night.get(f"/text?line=nurse&lang={tag}").text.splitlines() if "Saule" in line
    ]
    assert said.startswith(f"Infirmier Saule. {MARKED[tag]}.")
    assert len(said) <= LIMIT


@pytest.mark.parametrize("tag", LANGUAGES)
def test_it_is_marked_as_who_comes_next_too(site: Site, helped: Timetable, tag: str) -> None:
    evening = site("2027-01-01T18:00", helped)
    assert MARKED[tag] in text_of(evening.get(f"/{tag}/?line=nurse").text)
    assert MARKED[tag] in evening.get(f"/text?line=nurse&lang={tag}").text


def test_the_data_name_its_basin(night: TestClient) -> None:
    (line,) = night.get("/api/v1/open?line=nurse").json()["answers"][0]["lines"]
    (found,) = line["open"]
    assert (found["id"], found["basis"], found["backup_from"]) == ("next/elm", "duty", NAMES)
    (pharmacy,) = night.get("/api/v1/open?line=pharmacy").json()["answers"][0]["lines"]
    assert [one["backup_from"] for one in pharmacy["open"]] == [None]


def test_it_is_there_for_its_duty_alone(site: Site, helped: Timetable) -> None:
    later = site("2027-01-02T10:00", helped)
    (line,) = later.get("/api/v1/open?line=nurse").json()["answers"][0]["lines"]
    assert line["open"] == []
