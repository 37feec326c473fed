"""What cannot be used: one line on standard error, status 2, nothing changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import QUICK, SERVICES, Desk, as_toml
from tests.garde.town import town

HUGE = "9" * 24


def refused(desk: Desk, *words: object) -> str:
    """The one line with which a command is refused; not a byte of the database is touched by it."""
    rows, bytes_before = desk.rows(), _digest(desk.database)
    said = desk.run(*words)
    assert said.status == 2, said
    assert said.out == ""
    (line,) = said.complaints
    assert line.startswith("garde: ")
    assert "Traceback" not in said.err
    assert "internal error" not in line
    assert (desk.rows(), _digest(desk.database)) == (rows, bytes_before)
    return line.removeprefix("garde: ")


def _digest(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


ABSENT = ("availability", "add", "--service", "north", "--from", "2027-01-02T08:00", "--to")
LATER = "2027-01-02T09:00"
PLAN = ("plan", "--month", "2027-01", *QUICK)

COMMANDS = [
    ("an unknown command", ["shuffle"], "No such command 'shuffle'; see --help"),
    ("an unknown option", ["open", "--soon"], "No such option: --soon"),
    ("a missing option", ["explain", "1"], "Missing option '--slot'; see --help"),
    ("nothing to plan", ["plan"], "say what to plan; name either --month YYYY-MM or --from DRAFT"),
    ("a missing argument", ["publish"], "Missing argument 'DRAFT'; see --help"),
    ("no number", ["publish", "one"], "Invalid value for 'DRAFT'"),
    ("a month that does not exist", ["plan", "--month", "2027-13"], "2027-13 is no month that can be plan"),
    ("a month in words", ["plan", "--month", "January"], "'January' is no month; write it as year and"),
    ("a month beyond the calendar", ["plan", "--month", "2100-12"], "is no month that can be planned"),
    ("no month to plan", ["plan", "--month", "2027-01", "--months", "0"], "Invalid value for '--months'"),
    ("no time to think", ["plan", "--month", "2027-01", "--time-limit", "nan"], "Invalid value for '--time-"),
    ("an unknown line", [*PLAN, "--line", "astrology"], "no line 'astrology'; its lines are pharmacy, nurs"),
    ("a line nobody serves", [*PLAN, "--line", "nursing"], "no service takes part in any line of basin ess"),
    ("an unknown tier", [*PLAN, "--set", "beauty=1"], "--set: 'beauty' is no tier of this basin; its tiers"),
    ("a slack without amount", [*PLAN, "--set", "unfairness"], "--set: 'unfairness' is no slack; write TIER"),
    ("a slack below 0", [*PLAN, "--set", "unfairness=-1"], "not below 0"),
    ("a slack without end", [*PLAN, "--set", "unfairness=inf"], "'unfairness=inf' is no slack"),
    ("an unknown draft", ["publish", "7"], "basin essai has no draft 7; see: garde drafts list"),
    ("a version as draft", ["drafts", "show", "2"], "basin essai has no draft 2"),
    ("a draft below 1", ["publish", "--", "-1"], "basin essai has no draft -1"),
    ("an impossible draft", ["drafts", "show", HUGE], f"has no draft {HUGE}"),
    ("an impossible draft to delete", ["drafts", "delete", HUGE], f"has no draft {HUGE}"),
    ("an unknown version", ["versions", "show", "2"], "basin essai has no version 2; see: garde versions li"),
    ("an impossible version", ["versions", "show", HUGE], f"has no version {HUGE}"),
    ("a second publication", ["publish", "1"], "draft 1 is published already; see: garde versions list"),
    ("an unknown service", ["services", "show", "nobody"], "there is no service 'nobody' in basin essai"),
    ("an unknown basin", ["services", "list", "--basin", "atlantis"], "no basin 'atlantis'; stored here"),
    ("a missing basin file", ["init", "atlantis.toml"], "atlantis.toml: there is no such file"),
    ("a folder as basin file", ["init", "."], ".: this is not a file that can be read"),
    ("a basin file of noise", ["init", "noise"], "noise"),
    ("a basin file with a slip", ["init", "slip.toml"], "slip.toml: line 2, column 4: no valid TOML"),
    ("a basin file of other keys", ["init", "keys.toml"], "keys.toml: colour: is no known key"),
    ("a demo basin among real ones", ["init", "demo.toml"], "basin spectacle is a demo; name another datab"),
    ("a missing services file", ["services", "import", "none.csv"], "none.csv: there is no such file"),
    ("a folder as services file", ["services", "import", "."], ".: this is not a file that can be read"),
    ("a services file of noise", ["services", "import", "noise"], "noise"),
    ("an empty services file", ["services", "import", "empty.csv"], "empty.csv: is empty (0 bytes)"),
    ("impossible coordinates", ["services", "import", "far.csv"], "far.csv: row 2, column lat: '95.0' is no"),
    ("coordinates of elsewhere", ["services", "import", "elsewhere.csv"], "lies 445 km from the basin"),
    ("a document of noise", ["verify", "noise", "noise"], "noise, $: byte 128 is not UTF-8"),
    ("a document that is none", ["solve", "slip.toml", "-o", "rota.json"], "slip.toml, $: not JSON"),
    ("a document from nowhere", ["solve", "none.json", "-o", "rota.json"], "none.json: there is no such"),
    ("more threads than there are", ["solve", "noise", "-o", "r.json", "--workers", HUGE], "for '--workers'"),
    ("a seed beyond measure", ["solve", "noise", "-o", "r.json", "--seed", HUGE], "for '--seed'"),
    ("a plan's seed beyond measure", [*PLAN, "--seed", HUGE], "Invalid value for '--seed'"),
    ("a folder as document", ["verify", ".", "."], ".: this is not a file that can be read"),
    ("a file where a folder is needed", ["export", "ical", "-o", "noise/feeds"], "cannot be written: Not a"),
    ("a file as folder", ["drafts", "show", "1", "--documents", "noise"], "cannot be written"),
    ("a table into nowhere", ["export", "csv", "-o", "noise/january.csv"], "cannot be written: Not a direct"),
    ("a folder as table", ["export", "xlsx", "-o", "."], "is no file name inside"),
    ("an unknown language", ["export", "ical", "-o", "feeds", "--language", "tlh"], "not written in 'tlh'"),
    ("no instant", ["open", "--at", "teatime"], "'teatime' is no date and time"),
    ("an hour that does not exist", ["open", "--at", "2027-03-28T02:30"], "'2027-03-28T02:30' does not"),
    ("an unknown line to look up", ["open", "--line", "astrology"], "no line 'astrology' in this basin"),
    ("an unknown place", ["open", "--near", "9999"], "no postcode, commune or quarter '9999' in this basin"),
    ("a window that ends too early", [*ABSENT, "2027-01-01T08:00"], "a window ends after it starts"),
    ("a window of another kind", [*ABSENT, LATER, "--kind", "lunch"], "'lunch' is no kind of window"),
    ("a wish beyond measure", [*ABSENT, LATER, "--kind", "wish", "--points", HUGE], "value for '--points'"),
    ("a wish without points", [*ABSENT, LATER, "--kind", "wish"], "a wish, and only a wish, has points"),
    ("an unknown window", ["availability", "remove", "3", "--service", "north"], "north has no window 3"),
    ("an impossible window", ["availability", "remove", HUGE, "--service", "north"], "north has no window"),
]  # fmt: skip


@pytest.fixture
def filled(desk: Desk, published: Path) -> Desk:
    """A desk with a published January, and files that cannot be used."""
    desk.take(published)
    fields = json.loads(town("pharmacy").model_dump_json())
    header, north, *_ = SERVICES.splitlines()
    for name, content in {
        "noise": bytes(range(256)) * 8,
        "empty.csv": b"",
        "slip.toml": b'format = "garde-basin/1"\nid "essai"\n',
        "keys.toml": as_toml(fields | {"colour": "red"}).encode(),
        "demo.toml": as_toml(fields | {"id": "spectacle", "demo": True}).encode(),
        "far.csv": f"{header}\n{north.replace('50.871', '95.0')}\n".encode(),
        "elsewhere.csv": f"{header}\n{north.replace('50.871', '46.871')}\n".encode(),
    }.items():
        (desk.folder / name).write_bytes(content)
    return desk


@pytest.mark.parametrize(
    ("words", "reason"), [case[1:] for case in COMMANDS], ids=[case[0] for case in COMMANDS]
)
def test_it_is_refused_in_one_line_and_nothing_changes(filled: Desk, words: list[str], reason: str) -> None:
    assert reason in refused(filled, *words)


def test_a_bare_program_name_shows_the_commands(desk: Desk) -> None:
    said = desk.run()
    assert (said.status, said.err) == (2, "garde: name one of these commands\n")
    assert "garde [OPTIONS] COMMAND" in said.out
    assert "publish" in said.out


@pytest.mark.parametrize(
    "now",
    ["teatime", "2027-01-02", "2027-01-02T03:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"],
)
@pytest.mark.parametrize("words", [["open"], list(PLAN), ["init", "essai.toml"]], ids=lambda words: words[0])
def test_a_clock_that_makes_no_sense_is_refused(filled: Desk, now: str, words: list[str]) -> None:
    (filled.folder / "essai.toml").write_text(as_toml(json.loads(town("pharmacy").model_dump_json())))
    filled.at(now)
    assert refused(filled, *words).startswith(f"GARDE_NOW: {now!r} is not an instant; write it with its off")


def test_a_wrong_clock_does_not_even_make_an_empty_database(desk: Desk) -> None:
    (desk.folder / "essai.toml").write_text(as_toml(json.loads(town().model_dump_json())))
    desk.at("teatime")
    refused(desk, "init", "essai.toml")
    refused(desk, "demo", "--no-serve")
    assert not desk.database.exists()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "GARDE_DATABASE_URL: this is no address of a database that garde knows"),
        ("garde.db", "GARDE_DATABASE_URL: this is no address of a database that garde knows"),
        ("mysql://ann:secret@localhost/garde", "GARDE_DATABASE_URL: this is no address of a database that"),
        ("postgresql+none://ann:secret@localhost/garde", "GARDE_DATABASE_URL: this is no address of a data"),
        ("postgresql://ann:secret@localhost:port/garde", "GARDE_DATABASE_URL: this is no address of a data"),
        ("postgresql://ann:secret@127.0.0.1:1/garde", "the database refused: connection failed"),
        ("sqlite:///missing.db", "missing.db: there is no database here yet; run: garde init BASIN.toml"),
        ("sqlite:///missing/garde.db", "missing/garde.db: there is no database here yet"),
        ("sqlite:///noise", "noise: this file is not a SQLite database; name another file"),
        ("sqlite:///.", ".: Is a directory"),
    ],
)
def test_an_address_of_no_database_is_refused(filled: Desk, address: str, reason: str) -> None:
    before = sorted(filled.folder.iterdir())
    filled.patch.setenv("GARDE_DATABASE_URL", address)
    line = refused(filled, "services", "list")
    assert line.startswith(reason)
    assert "secret" not in line
    assert sorted(filled.folder.iterdir()) == before


def test_a_text_file_is_not_made_a_database(filled: Desk) -> None:
    (filled.folder / "essai.toml").write_text(as_toml(json.loads(town().model_dump_json())))
    text = (filled.folder / "slip.toml").read_bytes()
    filled.patch.setenv("GARDE_DATABASE_URL", "sqlite:///slip.toml")
    assert refused(filled, "init", "essai.toml").startswith("slip.toml: this file is not a SQLite database")
    assert (filled.folder / "slip.toml").read_bytes() == text


@pytest.mark.parametrize("words", [["open"], list(PLAN), ["publish", "1"], ["init", "essai.toml"]])
def test_a_database_of_a_newer_release_is_left_alone(filled: Desk, words: list[str]) -> None:
    (filled.folder / "essai.toml").write_text(as_toml(json.loads(town().model_dump_json())))
    connection = sqlite3.connect(filled.database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "this database was written by a newer garde (revision 9999)" in refused(filled, *words)


def test_the_tables_of_another_program_are_left_alone(desk: Desk) -> None:
    (desk.folder / "essai.toml").write_text(as_toml(json.loads(town().model_dump_json())))
    connection = sqlite3.connect(desk.database)
    connection.execute("CREATE TABLE service (recipe TEXT)")
    connection.commit()
    connection.close()
    rows = desk.rows()
    said = desk.run("init", "essai.toml")
    assert (said.status, len(said.complaints)) == (2, 1)
    assert "this database holds the tables of another program" in said.err
    assert desk.rows() == rows


def test_a_basin_without_a_service_is_not_planned(desk: Desk) -> None:
    (desk.folder / "essai.toml").write_text(as_toml(json.loads(town().model_dump_json())))
    desk("init", "essai.toml")
    assert refused(desk, *PLAN) == "basin essai has no service yet; import some: garde services import FILE"


def test_a_draft_is_refused_once_another_version_is_in_force(desk: Desk, drafted: Path) -> None:
    desk.take(drafted)
    desk("plan", "--month", "2027-01", "--seed", 2, *QUICK)
    desk("publish", 2)
    places = desk.json("versions", "show", 1)
    line = refused(desk, "publish", 1)
    told = ", ".join(f"{place['slot']} nobody -> {place['services'][0]}" for place in places[:3])
    assert line == (
        "version 1 was published after draft 1 was made, by ann on 2026-12-20 at 10:00: "
        f"32 places differ: {told} and 29 more; see: garde versions diff 1; "
        "plan again with what was decided: garde plan --from 1"
    )


def test_a_draft_that_was_put_away_is_unknown(desk: Desk, drafted: Path) -> None:
    desk.take(drafted)
    assert desk("drafts", "delete", 1) == "Draft 1 is put away.\n"
    assert desk.json("drafts", "list") == []
    assert refused(desk, "publish", 1) == "basin essai has no draft 1; see: garde drafts list"


def _absent(desk: Desk, service: str, start: str, end: str) -> None:
    desk("availability", "add", "--service", service, "--from", start, "--to", end)


def test_a_line_that_cannot_be_covered_is_planned_with_its_gap_and_the_reasons(
    desk: Desk, directory: Path
) -> None:
    desk.take(directory)
    for service in ("north", "south", "east", "west", "small", "large"):
        _absent(desk, service, "2027-01-10T12:00", "2027-01-10T13:00")
    said = desk.run(*PLAN)
    assert said.status == 3
    assert "GAP pharmacy/2027-01-10/day: 1 missing" in said.out
    reasons = [text.strip() for text in said.out.splitlines() if text.startswith("    not available then: ")]
    (reason,) = reasons
    assert reason.count("nventé") == 4
    assert reason.endswith("and 2 more")
    (draft,) = desk.json("drafts", "list")
    assert draft["missing"] == 1
    (gap,) = desk.json("drafts", "show", 1, status=3)["pools"][0]["gaps"]
    assert (gap["slot"], gap["missing"]) == ("pharmacy/2027-01-10/day", 1)
    assert {"rule": "availability", "services": sorted(reasons_of(gap))} in gap["reasons"]
    published = desk.run("publish", 1)
    assert (published.status, published.err) == (
        3,
        "warning: 1 places stay empty; see: garde drafts show 1\n",
    )


def reasons_of(gap: dict[str, list[dict[str, list[str]]]]) -> list[str]:
    return [service for reason in gap["reasons"] for service in reason["services"]]


def test_when_nobody_is_open_the_help_numbers_are_given(desk: Desk, published: Path) -> None:
    desk.take(published)
    said = desk.run("open", "--at", "2027-06-01T03:00")
    assert said.status == 1
    assert "No rota is published for this time" in said.out
    assert "nobody is known to be open" in said.out
    assert said.out.splitlines()[-3:] == [
        "Call 112: Emergencies (free)",
        "Call 0903 00 000: Duty line (1.50 € a minute)",
        "Call 1733: Doctor (charged as any other call)",
    ]
    answer = desk.json("open", "--at", "2027-06-01T03:00", status=1)
    assert [(n["number"], n["cents_per_minute"], n["ordinary_rate"]) for n in answer["help_numbers"]] == [
        ("112", 0, False),
        ("0903 00 000", 150, False),
        ("1733", 0, True),
    ]


def test_an_unforeseen_fault_is_one_line_too(
    desk: Desk, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*given: object, **named: object) -> None:
        raise RuntimeError("a wire\nis loose")

    desk.take(published)
    monkeypatch.setattr("garde.storage.repositories.rotas.versions_of", breaks)
    said = desk.run("versions", "list")
    assert (said.status, said.out) == (70, "")
    assert said.err.startswith("garde: internal error (RuntimeError: a wire is loose); nothing was half-wri")
    assert said.err.count("\n") == 1


def test_typed_in_a_real_shell_it_ends_the_same(desk: Desk) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-c", "from garde.cli.main import main; main()", "publish", "1"]
    ended = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith("there is no database here yet; run: garde init BASIN.toml\n")
    assert ended.stderr.count("\n") == 1
