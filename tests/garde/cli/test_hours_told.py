from __future__ import annotations

from pathlib import Path

from tests.conftest import Desk

HEAD = "external_id,name,postcode,line,opening_hours\n"
NORTH = 'north,Officine inventée du Nord,1030,pharmacy,"{}"\n'


def import_(desk: Desk, *rows: str) -> None:
    (desk.folder / "hours.csv").write_text(HEAD + "".join(rows), encoding="utf-8")


def test_an_import_tells_new_hours_back_once_for_all_who_keep_them(desk: Desk, directory: Path) -> None:
    desk.take(directory)
    usual = "Mo-Fr 09:00-18:00; PH off"
    import_(desk, NORTH.format(usual), *(f"new-{n},Officine {n},1030,pharmacy,{usual}\n" for n in range(4)))
    told = desk("services", "import", "hours.csv", "--dry-run", "--language", "fr").splitlines()
    assert told[-2:] == [
        "hours of new-0, new-1, new-2 and 2 more: du lundi au vendredi de 9 h à 18 h ; "
        "fermé le samedi, le dimanche et les jours fériés",
        "4 would be added, 1 would be updated, 0 unchanged (dry run: nothing was changed)",
    ]
    found = desk.json("services", "import", "hours.csv")
    assert found["hours"] == [
        {
            "opening_hours": usual,
            "words": "from Monday to Friday from 9:00 to 18:00; "
            "closed on Saturday, Sunday and on public holidays",
            "services": ["new-0", "new-1", "new-2", "new-3", "north"],
        }
    ]
    # Nothing is new the second time.
    assert desk.json("services", "import", "hours.csv")["hours"] == []


def test_a_service_is_shown_with_its_hours_in_words(desk: Desk, directory: Path) -> None:
    desk.take(directory)
    import_(desk, NORTH.format("Mo-Su 21:00-09:00; PH off"))
    desk("services", "import", "hours.csv")
    assert desk("services", "show", "north", "--language", "nl").splitlines()[-1] == (
        "in words: elke dag van 21 tot 9 uur de volgende dag; gesloten op feestdagen"
    )
    assert "in words" not in desk("services", "show", "south")
    assert desk.run("services", "show", "north", "--language", "es").status == 2


def test_hours_beyond_words_are_shown_with_the_coming_days(desk: Desk, directory: Path) -> None:
    desk.take(directory)
    desk.at("2027-05-03T10:00+02:00")
    import_(desk, NORTH.format("Mo-Fr 09:00-18:00; week 18 Mo off"))
    desk("services", "import", "hours.csv")
    assert (
        desk("services", "show", "north")
        .splitlines()[-1]
        .startswith(
            "in words: Mo-Fr 09:00-18:00; week 18 Mo off; the coming seven days: Monday 3 May closed, "
            "Tuesday 4 May from 9:00 to 18:00, "
        )
    )
