"""A month published after the one that follows it: nobody is doubled, and nobody is missing, in between."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import QUICK, Desk


def on_duty(desk: Desk, at: str) -> list[str]:
    (line,) = desk.json("open", "--at", at, "--line", "pharmacy")["lines"]
    return [one["id"] for one in line["open"] if one["on_duty"]]


def test_december_is_published_after_january(desk: Desk, published: Path) -> None:
    desk.take(published)
    desk.at("2026-11-20T10:00+01:00")
    desk("plan", "--month", "2026-12", "--line", "pharmacy", *QUICK)
    desk("publish", 2)
    december, january = (desk.json("versions", "show", number) for number in (2, 1))
    assert january[0]["slot"] == "pharmacy/2027-01-01/opening-day"
    assert december[-1]["slot"] == "pharmacy/2026-12-31/day"
    # It would last until nine; January, which stays as it was published, has been told so already.
    assert december[-1]["end"] == january[0]["start"] == "2026-12-31T23:00:00+00:00"
    for month in ("2026-12", "2027-01"):
        assert desk.json("coverage", "--month", month, "--line", "pharmacy")[0]["missing_minutes"] == 0
    for at in ("2026-12-31T23:59", "2027-01-01T00:00", "2027-01-01T08:59"):
        assert len(on_duty(desk, at)) == 1
    # Planned again, January begins the same way.
    desk("plan", "--month", "2027-01", "--line", "pharmacy", *QUICK)
    assert desk.json("drafts", "show", 3)["slots"][0]["slot"] == "pharmacy/2027-01-01/opening-day"
