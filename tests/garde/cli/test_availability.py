"""``garde availability``: importing files, fetching addresses, and what is said of published duties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from garde.availability import download
from tests.conftest import Desk
from tests.garde.availability.agenda import CALENDARS, calendar
from tests.garde.availability.server import Host, network, refuses, says, serving

MEETING = "UID:meeting\nDTSTART:20270112T170000Z\nDTEND:20270112T190000Z"
CLOSED = "UID:closed\nDTSTART;VALUE=DATE:20270310\nDTEND;VALUE=DATE:20270312"


@pytest.fixture
def town(desk: Desk, directory: Path) -> Desk:
    """Six pharmacies, and one independent."""
    desk.take(directory)
    (desk.folder / "nurse.csv").write_text(
        "external_id,name,postcode,line,kind\nnurse,Infirmière inventée,1030,nursing,independent\n"
    )
    desk("services", "import", "nurse.csv")
    return desk


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setattr(download, "outside", network)
    with serving() as found:
        yield found


def agenda(desk: Desk, *events: str, name: str = "agenda.ics") -> str:
    (desk.folder / name).write_bytes(calendar(*events))
    return name


def by_hand(desk: Desk) -> None:
    span = ("--from", "2027-05-01T08:00", "--to", "2027-05-01T09:00")
    desk("availability", "add", "--service", "north", *span)


def kept(desk: Desk) -> list[object]:
    return [
        desk.query(f"SELECT * FROM {name}")
        for name in ("availability_window", "availability_calendar", "rota_duty", "rota_slot")
    ]


def windows(desk: Desk, service: str = "north") -> list[tuple[str, str, str, str]]:
    return [
        (window["kind"], window["start"], window["end"], window["source"])
        for window in desk.json("availability", "show", "--service", service)
    ]


def test_an_import_shows_what_it_adds_and_the_same_file_again_changes_nothing(town: Desk) -> None:
    name = agenda(
        town, MEETING, CLOSED, "UID:x\nDTSTART:20270201T080000Z\nDTEND:20270201T090000Z\nSTATUS:CANCELLED"
    )
    said = town("availability", "import", name, "--service", "north").splitlines()
    assert said == [
        "north, from calendar: 2 added, 0 removed, 0 changed, 0 unchanged",
        "  + unavailable Tue 2027-01-12 18:00 to Tue 2027-01-12 20:00",
        "  + unavailable Wed 2027-03-10 00:00 to Fri 2027-03-12 00:00",
        "  left out: 1 cancelled",
    ]
    stored = town.query("SELECT * FROM availability_window")
    again = town("availability", "import", name, "--service", "north").splitlines()
    assert again[0] == "north, from calendar: 0 added, 0 removed, 0 changed, 2 unchanged"
    assert town.query("SELECT * FROM availability_window") == stored


def test_a_changed_file_shows_what_moved_came_and_went(town: Desk) -> None:
    town("availability", "import", agenda(town, MEETING, CLOSED), "--service", "north")
    moved = MEETING.replace("T17", "T16")
    fresh = "UID:new\nDTSTART:20270401T060000Z\nDTEND:20270401T070000Z"
    name = agenda(town, moved, fresh)
    expected = [
        "north, from calendar: 1 added, 1 removed, 1 changed, 0 unchanged",
        "  + unavailable Thu 2027-04-01 08:00 to Thu 2027-04-01 09:00",
        "  - unavailable Wed 2027-03-10 00:00 to Fri 2027-03-12 00:00",
        "  ~ unavailable Tue 2027-01-12 18:00 to Tue 2027-01-12 20:00 -> "
        "unavailable Tue 2027-01-12 17:00 to Tue 2027-01-12 20:00",
    ]
    before = windows(town)
    tried = town("availability", "import", name, "--service", "north", "--dry-run").splitlines()
    assert tried == [f"{expected[0]} (dry run: nothing was changed)", *expected[1:]]
    assert windows(town) == before
    (update,) = town.json("availability", "import", name, "--service", "north")
    assert (update["id"], update["source"], update["dry_run"], update["unchanged"]) == (
        "north",
        "calendar",
        False,
        0,
    )
    assert [len(update[part]) for part in ("added", "removed", "changed", "collisions")] == [1, 1, 1, 0]
    assert [start for _, start, _, _ in windows(town)] == [
        "2027-01-12T16:00:00+00:00",
        "2027-04-01T06:00:00+00:00",
    ]


def test_sources_and_windows_by_hand_do_not_touch_each_other(town: Desk) -> None:
    by_hand(town)
    town("availability", "import", agenda(town, MEETING), "--service", "north")
    town("availability", "import", agenda(town, CLOSED), "--service", "north", "--source", "works")
    assert [source for *_, source in windows(town)] == ["calendar", "works", "hand"]
    town("availability", "import", agenda(town), "--service", "north")
    assert [source for *_, source in windows(town)] == ["works", "hand"]
    assert "1 windows of source works removed" in town(
        "availability", "remove", "--source", "works", "--service", "north"
    )
    assert [source for *_, source in windows(town)] == ["hand"]


def test_what_events_mean_is_remembered(town: Desk) -> None:
    name = agenda(town, MEETING)
    town("availability", "import", name, "--service", "nurse")
    assert windows(town, "nurse")[0][0] == "available"
    said = town.run("availability", "import", name, "--service", "nurse", "--means", "busy")
    assert "nurse, from calendar: 0 added, 0 removed, 1 changed, 0 unchanged" in said.out
    assert town.json("services", "show", "nurse")["serves"] == "open"
    town("availability", "import", name, "--service", "nurse")
    assert windows(town, "nurse")[0][0] == "unavailable"
    assert town.json("availability", "source", "--service", "nurse")["means"] == "busy"
    assert town.json("services", "show", "north")["serves"] == "open"
    town("availability", "source", "--service", "north", "--means", "available")
    assert town.json("services", "show", "north")["serves"] == "declared"


def test_a_table_is_for_the_services_that_it_names(town: Desk) -> None:
    (town.folder / "w.csv").write_text(
        "service;kind;from;to;points\nnorth;;2027-03-01;2027-03-02;\nnurse;wish;2027-03-01T08:00;2027-03-01T20:00;5\n"
    )
    assert town("availability", "import", "w.csv").splitlines() == [
        "north, from table: 1 added, 0 removed, 0 changed, 0 unchanged",
        "  + unavailable Mon 2027-03-01 00:00 to Wed 2027-03-03 00:00",
        "nurse, from table: 1 added, 0 removed, 0 changed, 0 unchanged",
        "  + wish +5 Mon 2027-03-01 08:00 to Mon 2027-03-01 20:00",
    ]
    (town.folder / "w.csv").write_text("service;from;to\nnorth;2027-03-01;2027-03-05\n")
    assert "north, from table: 0 added, 0 removed, 1 changed" in town("availability", "import", "w.csv")
    assert len(windows(town, "nurse")) == 1


REFUSED = [
    (
        ["noise.ics", "--service", "north"],
        "noise.ics: is no calendar: it does not begin with BEGIN:VCALENDAR",
    ),
    (["cut.ics", "--service", "north"], "cut.ics, line 3 (VEVENT): never ends: the file breaks off"),
    (["bomb.ics", "--service", "north"], "bomb.ics, line 7 (RRULE): a rule repeats SECONDLY; only daily and"),
    (["big.ics", "--service", "north"], "big.ics: has more than 10 million bytes"),
    (["good.ics"], "good.ics: a calendar is of one service; name it with --service ID"),
    (["good.ics", "--service", "nobody"], "there is no service 'nobody' in basin essai"),
    (
        ["good.ics", "--service", "north", "--means", "sleepy"],
        "--means: 'sleepy' is no meaning of a",
    ),
    (["good.ics", "--service", "north", "--source", "hand"], "--source: 'hand' is not for imports"),
    (["good.ics", "--service", "north", "--source", "address"], "--source: 'address' is not for imports"),
    (["good.ics", "--service", "north", "--source", " "], "--source: a source needs a name"),
    (["none.ics", "--service", "north"], "none.ics: there is no such file"),
    (["bad.csv"], "bad.csv: row 2, column service: 'nobody' is no service of the basin (and 1 more fault)"),
    (["bad.csv", "--means", "busy"], "--means: is for calendars; a table says the kind of each window"),
]


@pytest.mark.parametrize(("words", "what"), REFUSED)
def test_a_file_that_cannot_be_used_changes_nothing(town: Desk, words: list[str], what: str) -> None:
    folder = town.folder
    (folder / "noise.ics").write_bytes(b"\x00\xff noise")
    (folder / "cut.ics").write_bytes(calendar(MEETING)[:-30])
    (folder / "bomb.ics").write_bytes(calendar(MEETING + "\nRRULE:FREQ=SECONDLY;COUNT=1000000000"))
    if "big.ics" in words:
        (folder / "big.ics").write_bytes(b"BEGIN:VCALENDAR\n" + b"X:y\n" * 12_500_000)
    (folder / "bad.csv").write_text("service,from,to\nnobody,2027-03-01,2027-03-02\nnorth,2027-03-01,soon\n")
    agenda(town, MEETING, name="good.ics")
    town("availability", "import", "good.ics", "--service", "north")
    before = kept(town)
    said = town.run("availability", "import", *words)
    assert said.status == 2
    (line,) = said.complaints
    assert line.startswith(f"garde: {what}")
    assert kept(town) == before


@pytest.mark.parametrize("name", sorted(path.name for path in CALENDARS.glob("*.ics")))
def test_every_clients_calendar_imports_twice_as_once(town: Desk, name: str) -> None:
    words = ("availability", "import", CALENDARS / name, "--service", "nurse")
    first = town.json(*words)[0]
    stored = town.query("SELECT * FROM availability_window")
    (again,) = town.json(*words)
    assert (again["added"], again["removed"], again["changed"]) == ([], [], [])
    assert again["unchanged"] == len(first["added"]) == len(stored) > 0
    assert town.query("SELECT * FROM availability_window") == stored


def test_published_duties_that_collide_are_listed_and_stay(desk: Desk, published: Path) -> None:
    desk.take(published)
    (version,) = desk.json("versions", "list")
    slots = desk.json("versions", "show", version["id"])
    duty = next(slot for slot in slots if slot["start"] > "2027-01-10")
    (service,) = duty["services"]
    before = kept(desk)[2:]
    start = duty["start"].replace("-", "").replace(":", "")[:15]
    name = agenda(desk, f"UID:trip\nDTSTART:{start}Z\nDURATION:PT1H")
    said = desk.run("availability", "import", name, "--service", service)
    assert said.status == 0
    (warning,) = [line for line in said.err.splitlines() if line.startswith("warning: ")]
    assert warning.startswith(f"warning: {service} is on duty {duty['id']} (")
    assert warning.endswith("; nothing published was changed")
    (again,) = desk.json("availability", "import", name, "--service", service)
    assert [collision["slot"] for collision in again["collisions"]] == [duty["id"]]
    assert [w["collides_with"] for w in desk.json("availability", "show", "--service", service)] == [
        [duty["id"]]
    ]
    assert kept(desk)[2:] == before


def declare(desk: Desk, host: Host, service: str = "north") -> None:
    desk("availability", "source", "--service", service, "--address", host.address("/secret/a.ics"))


def test_an_address_is_read_and_its_secret_never_shown(town: Desk, host: Host) -> None:
    declare(town, host)
    host.answers["/secret/a.ics"] = says(calendar(MEETING), ETag='"1"')
    said = town("availability", "fetch")
    assert said.startswith("north, from address: 1 added, 0 removed, 0 changed, 0 unchanged")
    assert town("availability", "fetch") == "north: not changed since it was last read\n"
    assert [headers.get("If-None-Match") for _, headers in host.asked] == [None, '"1"']
    for words in (["source"], ["show"], ["source", "--json"]):
        shown = town("availability", words[0], "--service", "north", *words[1:])
        assert "secret" not in shown
        assert "agenda.example" in shown or words == ["show", "--json"]


def test_an_unchanged_answer_is_asked_for_again_once_the_horizon_has_moved(town: Desk, host: Host) -> None:
    town.at("2027-01-10T09:00+01:00")
    declare(town, host)
    weekly = "UID:w\nDTSTART:20270104T080000Z\nDTEND:20270104T090000Z\nRRULE:FREQ=WEEKLY"
    host.answers["/secret/a.ics"] = says(calendar(weekly), ETag='"1"')
    town("availability", "fetch")
    last = windows(town)[-1]
    town.at("2027-02-02T09:00+01:00")
    (fetched,) = town.json("availability", "fetch")
    # From January to the end of April 2028, now to the end of May: Mondays 1, 8, 15, 22 and 29 May.
    assert [window["start"][:10] for window in fetched["update"]["added"]] == [
        f"2028-05-{day:02}" for day in (1, 8, 15, 22, 29)
    ]
    assert fetched["update"]["removed"] == []
    assert last[1] < "2028-05-01"


def test_a_failed_fetch_keeps_the_last_good_windows_and_says_since_when(town: Desk, host: Host) -> None:
    declare(town, host)
    host.answers["/secret/a.ics"] = says(calendar(MEETING))
    town("availability", "fetch")
    good = windows(town)
    town.at("2026-12-22T08:00+01:00")
    for broken in (refuses(500), says(b"<html>Sign in</html>"), says(calendar(MEETING)[:60]), refuses(404)):
        host.answers["/secret/a.ics"] = broken
        said = town.run("availability", "fetch")
        assert said.status == 1
        assert windows(town) == good
        assert "(since Tue 2026-12-22 08:00); its windows of Sun 2026-12-20 10:00 stay" in said.err
        town.at("2026-12-23T08:00+01:00")
    (result,) = town.json("availability", "fetch", status=1)
    assert result["failed_since"] == "2026-12-22T07:00:00+00:00"
    assert result["failure"].endswith("answered 404; ask the service for its calendar's present address")
    assert "could not be read since Tue 2026-12-22 08:00: " in town(
        "availability", "show", "--service", "north"
    )
    host.answers["/secret/a.ics"] = says(calendar(MEETING))
    town("availability", "fetch")
    assert town.json("availability", "source", "--service", "north")["failed_since"] is None


def test_one_address_that_fails_keeps_no_other_from_being_read(town: Desk, host: Host) -> None:
    declare(town, host, "east")
    town("availability", "source", "--service", "north", "--address", host.address("/b.ics"))
    host.answers |= {"/secret/a.ics": refuses(500), "/b.ics": says(calendar(MEETING))}
    assert town.run("availability", "fetch").status == 1
    assert len(windows(town)) == 1
    assert "north" not in town.run("availability", "fetch", "--service", "east").err


def test_an_address_that_is_forgotten_takes_its_windows_along(town: Desk, host: Host) -> None:
    declare(town, host)
    host.answers["/secret/a.ics"] = says(calendar(MEETING))
    town("availability", "fetch")
    by_hand(town)
    town("availability", "source", "--service", "north", "--no-address")
    assert [source for *_, source in windows(town)] == ["hand"]
    assert town("availability", "fetch").startswith("no service has an address")
    assert town.run("availability", "fetch", "--service", "north").status == 2


def test_a_window_of_an_address_that_was_removed_by_hand_comes_back(town: Desk, host: Host) -> None:
    declare(town, host)
    host.answers["/secret/a.ics"] = says(calendar(MEETING), ETag='"1"')
    town("availability", "fetch")
    ((number,),) = town.query("SELECT id FROM availability_window")
    town("availability", "remove", number, "--service", "north")
    assert "1 added" in town("availability", "fetch")


def test_another_meaning_has_the_address_read_afresh(town: Desk, host: Host) -> None:
    declare(town, host, "nurse")
    host.answers["/secret/a.ics"] = says(calendar(MEETING), ETag='"1"')
    town("availability", "fetch")
    town("availability", "source", "--service", "nurse", "--means", "busy")
    assert "0 added, 0 removed, 1 changed" in town("availability", "fetch")
    assert windows(town, "nurse")[0][0] == "unavailable"


def test_the_real_network_is_the_one_that_commands_use(town: Desk) -> None:
    with serving() as host:
        address = f"http://127.0.0.1:{host.port}/"
        town("availability", "source", "--service", "north", "--address", address)
        said = town.run("availability", "fetch")
        assert said.status == 1
        assert "is not on the public internet" in said.err
        assert host.asked == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["source", "--address", "ftp://x/y"], "this is no address of a calendar"),
        (["source", "--address", "https://a:b@x.example/"], "the address holds a name or a password"),
        (["source", "--address", "https://x.example", "--no-address"], "contradict each other"),
        (["source", "--means", "x"], "is no meaning of a calendar"),
        (["remove"], "name one window, or one source"),
        (["remove", "1", "--source", "x"], "name one window, or one source"),
        (["remove", "77"], "north has no window 77"),
    ],
)
def test_settings_that_cannot_be_are_refused(town: Desk, words: list[str], what: str) -> None:
    said = town.run("availability", *words, "--service", "north")
    assert said.status == 2
    (line,) = said.complaints
    assert what in line
