"""ical.js, node-ical and libical see every event of 2027 at the instants that we mean."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from garde.publication.in_force import InForce

Seen = dict[str, tuple[datetime, datetime]]


def meant(year: InForce) -> Seen:
    return {f"{slot.key.replace('/', '-')}-0@essai.garde": (slot.start, slot.end) for slot in year.slots}


@pytest.mark.parametrize("zone", ["Europe/Brussels", "UTC", "America/New_York"])
def test_javascript_readers_see_the_same_instants(
    year: InForce, year_feed: bytes, javascript: Path, tmp_path: Path, zone: str
) -> None:
    (tmp_path / "year.ics").write_bytes(year_feed)
    ended = subprocess.run(
        ["node", str(javascript), str(tmp_path / "year.ics")],
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": zone},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert set(answers) == {"icaljs", "nodeical"}
    # 365 days and nights, 53 weeks, 16 quarters of an hour around each of two changes.
    assert len(meant(year)) == 365 * 2 + 53 + 2 * 16
    for reader, events in answers.items():
        seen = {
            uid: (datetime.fromisoformat(event["start"]), datetime.fromisoformat(event["end"]))
            for uid, event in events.items()
        }
        assert seen == meant(year), reader
        assert all("« L'Érable » 🍁; صيدلية" in event["summary"] for event in events.values()), reader
    # node-ical takes a backslash before an n for a line break; ical.js reads all of it.
    assert all("صيدلية\\n, " in event["summary"] for event in answers["icaljs"].values())


def test_libical_sees_the_same_instants(year: InForce, year_feed: bytes, libical: Path) -> None:
    ended = subprocess.run([str(libical)], input=year_feed, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    rows = [row.split("\t") for row in ended.stdout.decode().splitlines()]
    assert {
        uid: (datetime.fromtimestamp(int(start), UTC), datetime.fromtimestamp(int(end), UTC))
        for uid, start, end in rows
    } == meant(year)
