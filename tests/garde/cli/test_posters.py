"""``garde export poster``: the week on a wall, and what hangs on the doors."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from tests.conftest import Desk

ADDRESS = "https://garde.example.org"


@pytest.fixture
def rota(desk: Desk, published: Path) -> Desk:
    """January 2027 in force: a duty a day, from 9 to 9. It is the fifth."""
    desk.take(published)
    desk.at("2027-01-05T03:00+01:00")
    desk.patch.setenv("GARDE_PUBLIC_URL", ADDRESS)
    return desk


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_the_week_of_now_is_written_in_five_languages(rota: Desk) -> None:
    assert rota("export", "poster", "-o", "poster.pdf") == "Week of 2027-01-04 written to poster.pdf\n"
    told = text(rota.folder / "poster.pdf")
    for expected in (
        "Qui est de garde ? · Wie is van wacht?",
        "Who is on duty? · ¿Quién está de guardia?",
        "Du 4 janvier au 10 janvier 2027 · Van 4 januari tot en met 10 januari 2027",
        "lundi · maandag 4/1",
        "09–09",
        "112",
        "Appel gratuit · Gratis oproep · Free call · Llamada gratuita",
        "1,50 € par minute · € 1,50 per minuut · €1.50 a minute",
        "Version 1, publiée le 20 décembre 2026",
        f"{ADDRESS}/",
    ):
        assert expected in told, expected
    # Each day its duty, and on the Monday the one that still runs at midnight.
    assert sum(told.count(f"+32 2 000 00 0{number}") for number in range(1, 7)) == 8


def test_one_line_on_a_large_sheet_of_another_week(rota: Desk) -> None:
    rota("export", "poster", "--week", "2027-01-17", "--line", "pharmacy", "--paper", "A3", "-o", "p.pdf")
    (page,) = pypdf.PdfReader(rota.folder / "p.pdf").pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (1191, 842)
    told = text(rota.folder / "p.pdf")
    assert "Du 11 janvier au 17 janvier 2027" in told
    assert f"{ADDRESS}/?line=pharmacy" in told.replace(" ", "")


def test_days_of_a_month_that_is_not_published_say_so(rota: Desk) -> None:
    rota("export", "poster", "--week", "2026-12-28", "-o", "p.pdf")
    told = text(rota.folder / "p.pdf")
    # Monday to Thursday are in December.
    assert told.count("pas encore connu · nog niet bekend") == 4
    assert "vendredi · vrijdag 1/1" in told
    assert "Nouvel An · Nieuwjaar" in told


def test_every_door_has_a_sheet(rota: Desk) -> None:
    said = rota("export", "poster", "--doors", "-o", "doors")
    assert said == "Week of 2027-01-04: 6 door sheets in doors, 6 of them changed\n"
    assert {path.name for path in (rota.folder / "doors").iterdir()} == {
        f"{name}.pdf" for name in ("north", "south", "east", "west", "small", "large")
    }
    told = text(rota.folder / "doors" / "north.pdf")
    for expected in ("Officine inventée du Nord", "C’est fermé ? · Gesloten?", "Closed? These services"):
        assert expected in told
    again = rota("export", "poster", "--service", "north", "-o", "doors")
    assert again == "Week of 2027-01-04: 1 door sheets in doors, 0 of them changed\n"


def test_without_a_public_address_the_poster_has_no_code_and_says_so(rota: Desk) -> None:
    rota.patch.delenv("GARDE_PUBLIC_URL")
    said = rota.run("export", "poster", "-o", "poster.pdf")
    assert said.status == 0
    assert "no QR code: set GARDE_PUBLIC_URL" in said.err
    assert "http" not in text(rota.folder / "poster.pdf")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--paper", "a5"), "--paper: 'a5' is no paper; use a4 or a3"),
        (("--week", "soon"), "--week: 'soon' is no date; write it as 2027-01-15"),
        (("--week", "1900-01-01"), "--week: 1900-01-01 lies too far away"),
        (("--week", "2000-01-03"), "week: nothing is known about 2000-01-03"),
        (
            ("--week", "2027-03-01"),
            "no duty of the week of 2027-03-01 is published in basin essai; published are 2027-01",
        ),
        (("--line", "bakery"), "line: basin essai has no line 'bakery'; use one of pharmacy, nursing"),
        (("--line", "nursing"), "line: nothing of nursing is published in the week of 2027-01-04"),
        (("--service", "nobody"), "service: basin essai has no service 'nobody'"),
        (("--doors", "--line", "pharmacy"), "--line: a door sheet has the lines of its service"),
        (("--as", "mallory"), "mallory"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_line(
    rota: Desk, words: tuple[str, ...], complaint: str
) -> None:
    rota("users", "add", "ann", "--role", "coordinator")
    said = rota.run("export", "poster", *words, "-o", "x.pdf")
    assert (said.status, said.out) == (2, "")
    (line,) = said.complaints
    assert complaint in line
    assert not (rota.folder / "x.pdf").exists()
