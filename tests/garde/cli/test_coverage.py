from __future__ import annotations

from pathlib import Path

from tests.conftest import Desk


def test_a_published_month_has_no_minute_without_anybody(desk: Desk, published: Path) -> None:
    desk.take(published)
    (found,) = desk.json("coverage", "--month", "2027-01", "--line", "pharmacy")
    assert found == {
        "id": "pharmacy",
        "line": "pharmacy",
        "month": "2027-01",
        "mode": None,
        "published": True,
        "duty_needed": True,
        "target_minutes": 31 * 24 * 60,
        "missing_minutes": 0,
        "gaps": [],
    }
    assert "pharmacy\t44640\t0" in desk("coverage", "--month", "2027-01", "--line", "pharmacy")


def test_minutes_with_nobody_end_with_status_one_and_their_list(desk: Desk, published: Path) -> None:
    desk.take(published)
    # The last duty of January runs until 1 February at 09:00.
    said = desk.run("coverage", "--month", "2027-02", "--line", "pharmacy")
    assert said.status == 1
    assert said.err == (
        "warning: no rota of line pharmacy is published for 2027-02: only opening hours count\n"
    )
    assert said.out.splitlines()[-1] == (
        "GAP pharmacy: Mon 2027-02-01 09:00 to Mon 2027-03-01 00:00, 39780 minutes"
    )
    (found,) = desk.json("coverage", "--month", "2027-02", "--line", "pharmacy", status=1)
    assert found["gaps"] == [
        {"start": "2027-02-01T08:00:00+00:00", "end": "2027-02-28T23:00:00+00:00", "minutes": 39780}
    ]


def test_all_lines_are_told_when_none_is_named(desk: Desk, published: Path) -> None:
    desk.take(published)
    found = desk.json("coverage", "--month", "2027-01", status=1)
    assert [(one["line"], one["missing_minutes"]) for one in found] == [("pharmacy", 0), ("nursing", 44640)]


def test_what_is_unknown_is_refused(desk: Desk, published: Path) -> None:
    desk.take(published)
    for words, complaint in (
        (("--month", "2027-13"), "2027-13 is no month that can be planned"),
        (("--month", "2027-01", "--line", "dentist"), "basin essai has no line 'dentist'"),
        (("--month", "2027-01", "--mode", "visit"), "visit is no mode of any line of basin essai"),
        (("--month", "2027-01", "--mode", "sms"), "'sms' is not one of"),
    ):
        said = desk.run("coverage", *words)
        assert said.status == 2
        assert complaint in said.err
