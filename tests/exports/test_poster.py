"""The poster and the sheet for a door: all is on paper, in five languages, and the code opens its page."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
import time_machine

import exports.poster
from exports.errors import ExportError
from exports.poster import render_door, render_poster, week_data
from exports.qr import qr_svg
from exports.typesetting import _TEMPLATES, Paper, _fonts
from exports.week import Week, hours_on
from tests.exports.pixels import grey
from tests.exports.week_of_march import ADDRESS, BRUSSELS, at, duty, line, march, texts

LONG_NAME = "Centre de santé mentale du Grand Héron et de l’Hirondelle"


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def doors(week: Week, paper: Paper = "a4") -> bytes:
    return render_door((replace(week, lines=week.lines[:1], door="La Porte Close"),), paper)


@pytest.fixture(scope="module")
def poster() -> str:
    (page,) = pages(render_poster(march()))
    return page


def test_every_duty_is_on_it_with_who_where_and_telephone(poster: str) -> None:
    for expected in (
        "09 Encore de garde", "+32 2 000 00 09",
        "Le Tilleul", "Rue de l’Essai 1, 1030", "+32 2 000 00 01", "09–21",
        "21–09", "Le Hêtre", "neighbour fr", "call_first fr · call_first nl, 1030",
        "22/3", "28/3", "clocks change fr", "version 7", "by themselves fr", "by day nl",
    ):  # fmt: skip
        assert expected in poster, expected


@pytest.mark.parametrize("tag", ["fr", "nl", "en", "es"])
def test_titles_lines_and_help_are_in_every_language(poster: str, tag: str) -> None:
    for word in ("title", "pharmacy", "helps 0", "costs 3", "Monday", "scan", "local_time"):
        assert f"{word} {tag}" in poster


def test_arabic_is_there_too() -> None:
    data = render_poster(march())
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in text)


def test_a_gap_says_whom_to_call_instead(poster: str) -> None:
    # Once, on the Tuesday: no other duty lacks somebody.
    assert poster.count("nobody fr · nobody nl") == 1


def test_what_people_typed_is_never_markup(poster: str) -> None:
    assert "#strong[Nuit] $x$" in poster


@pytest.mark.parametrize(
    ("paper", "render", "size"),
    [
        ("a4", render_poster, (842, 595)),
        ("a3", render_poster, (1191, 842)),
        ("a4", doors, (595, 842)),
        ("a3", doors, (842, 1191)),
    ],
)
def test_the_paper_is_the_one_asked_for(
    paper: Paper, render: Callable[[Week, Paper], bytes], size: tuple[int, int]
) -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(render(march(), paper))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("render", [render_poster, doors])
def test_the_bytes_are_the_same_whenever_they_are_printed(render: Callable[[Week], bytes]) -> None:
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        early = render(march())
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        late = render(march())
    assert early == late
    assert render(march(edition={"fr": "version 8"})) != early


@pytest.mark.parametrize("render", [render_poster, doors])
def test_the_document_is_titled_tagged_and_in_a_language(render: Callable[[Week], bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(march())))
    assert reader.metadata is not None
    assert reader.metadata.title
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]


def crowd(lines: int, duties: int, places: int = 1) -> Week:
    """So many duties a day on each line, with long names; some without telephone."""
    return march(
        lines=tuple(
            line(
                f"line-{number}",
                *(
                    duty(
                        at(day, 4 * turn),
                        at(day, 4 * turn + 4),
                        f"{LONG_NAME} L{number}D{day}T{turn}P{place}E",
                        address=f"Chaussée de l’Invention {day}, 1030 Schaerbeek",
                        phone="" if turn % 2 else "+32 2 000 00 00",
                    )
                    for day in range(22, 29)
                    for turn in range(duties)
                    for place in range(places)
                ),
            )
            for number in range(lines)
        )
    )


@pytest.mark.parametrize(
    ("paper", "lines", "duties", "places"), [("a4", 8, 5, 1), ("a3", 8, 5, 1), ("a4", 1, 1, 40)]
)
def test_what_does_not_fit_goes_on_sheets_with_the_same_head(
    paper: Paper, lines: int, duties: int, places: int
) -> None:
    found = pages(render_poster(crowd(lines, duties, places), paper))
    assert len(found) > 1
    together = "".join(found).replace(" ", "")
    for number in range(lines):
        for day in range(22, 29):
            for turn in range(duties):
                for place in range(places):
                    assert together.count(f"L{number}D{day}T{turn}P{place}E") == 1
    for page in found:
        for head in ("title fr", "Monday nl", "0800 00 030", ADDRESS):
            assert head.replace(" ", "") in page.replace(" ", "")


def test_a_door_with_forty_services_a_day_goes_on_sheets_with_the_same_head() -> None:
    found = pages(doors(crowd(1, 5, 8)))
    together = "".join(found).replace(" ", "")
    for day in range(22, 29):
        for turn in range(5):
            for place in range(8):
                assert together.count(f"L0D{day}T{turn}P{place}E") == 1
    assert len(found) > 1
    for page in found:
        assert "La Porte Close" in page
        assert "0800 00 030" in page


def test_a_door_says_that_it_is_closed_and_who_is_on_duty() -> None:
    here = duty(at(22, 9), at(22, 21), "La Porte Close", here=True, phone="+32 2 000 00 07")
    near = duty(at(23, 9), at(23, 21), distance="0,8 km", address="Rue de l’Essai 1")
    week = march(lines=(line("pharmacy", here, near),))
    (page,) = pages(doors(week))
    for tag in ("fr", "nl", "en", "es"):
        assert f"closed {tag}" in page
        assert f"on_duty {tag}" in page
    assert "here fr · here nl" in page
    assert "Rue de l’Essai 1 · 0,8 km" in page


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (at(22, 9), at(22, 18, 30), {22: "09–18:30"}),
        (at(22, 22), at(23, 8), {22: "22–08"}),
        (at(22, 16), at(23, 0), {22: "16–24"}),
        (at(22, 9), at(23, 9), {22: "09–09"}),
        (at(22, 14), at(23, 14), {22: "14–…", 23: "…–14"}),
        (at(23, 8), at(26, 8), {23: "08–…", 24: "00–24", 25: "00–24", 26: "…–08"}),
        # The Sunday of the change: ten hours by the clock, nine that pass.
        (at(27, 22), at(28, 8), {27: "22–08"}),
        # Begun on the Sunday before: on the Monday its end is told.
        (at(21, 21), at(22, 9), {22: "…–09"}),
    ],
)
def test_each_date_has_the_hours_that_people_speak_of(
    start: datetime, end: datetime, told: dict[int, str]
) -> None:
    week = march(lines=(line("pharmacy", duty(start, end)),))
    found = {
        day.day.day: hours_on(one, day.day, BRUSSELS)
        for day in week.days
        for one in week.on(day.day, week.lines[0])
    }
    assert found == told


def picture(template: str, data: dict[str, Any]) -> Any:
    """A sheet as a printer would draw it, 150 dots an inch."""
    import typst

    drawn = typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=150.0,
        sys_inputs={"data": json.dumps(data)},
    )
    assert isinstance(drawn, bytes)
    return grey(drawn)


@pytest.mark.parametrize("kind", ["poster", "door"])
def test_the_printed_code_opens_its_page(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import zxingcpp

    caught: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        exports.poster, "typeset", lambda template, data, _: caught.append((template, data)) or b""
    )
    (render_poster if kind == "poster" else doors)(march())
    (template, data) = caught[0]
    (read,) = zxingcpp.read_barcodes(picture(template, data))
    assert (str(read.format), read.text) == ("QR Code", ADDRESS)


def test_without_an_address_there_is_no_code() -> None:
    data = week_data(march(address=None))
    assert (data["qr"], data["address"]) == ("", "")
    assert "https://" not in pages(render_poster(march(address=None)))[0]


def test_a_code_keeps_the_quiet_zone_and_refuses_what_it_cannot_hold() -> None:
    # 25 modules and four of white on each side.
    assert 'viewBox="0 0 33 33"' in qr_svg("https://example.org/")
    with pytest.raises(ExportError, match="5000 characters fits in no QR code"):
        qr_svg("x" * 5000)


def test_a_week_with_a_text_missing_cannot_be_made() -> None:
    with pytest.raises(ExportError, match="has no text in ar"):
        march(basin=dict.fromkeys(("fr", "nl", "en", "es"), "x"))
    with pytest.raises(ExportError, match="not after its start"):
        duty(at(22, 9), at(22, 9))
    assert march().basin == texts("basin")
