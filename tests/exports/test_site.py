"""A site is replaced whole: its readers find the old one or the new one."""

from __future__ import annotations

import os
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest

import exports.site
from exports.errors import ExportError
from exports.site import MARK, Written, read_site_file, site_digests, write_site


def content(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.name != MARK
    }


def test_a_site_is_written_with_its_folders_and_leaves_nothing_beside_it_but_its_lock(tmp_path: Path) -> None:
    files = {"fr/index.html": b"one", "timeline.json": b"two"}
    assert write_site(tmp_path / "site", files) == Written(("fr/index.html", "timeline.json"), ())
    assert content(tmp_path / "site") == files
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "site"]


def test_what_did_not_change_stays_the_same_file_and_what_is_no_more_goes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1", "b": b"2", "old/c": b"3"})
    number = (site / "a").stat().st_ino
    assert write_site(site, {"a": b"1", "b": b"4"}) == Written(("b",), ("old/c",))
    assert content(site) == {"a": b"1", "b": b"4"}
    assert (site / "a").stat().st_ino == number


def test_the_same_site_again_touches_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1"})
    number = site.stat().st_ino
    assert write_site(site, {"a": b"1"}) == Written((), ())
    assert site.stat().st_ino == number


def test_a_file_changed_by_hand_is_put_right_with_the_next_change(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1", "b": b"2"})
    (site / "a").write_bytes(b"x")
    write_site(site, {"a": b"1", "b": b"3"})
    assert content(site) == {"a": b"1", "b": b"3"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_who_reads_meanwhile_never_sees_a_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(exports.site, "_exchanged", lambda one, other: False)
    site = tmp_path / "site"
    names = [f"{number}/page" for number in range(20)]
    write_site(site, dict.fromkeys(names, b"0"))
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            # One look into the folder that stands there at this moment, held open.
            try:
                folder = os.open(site, os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError:
                assert not exchanges
                continue
            try:
                found = {Path(f"/proc/self/fd/{folder}/{name}").read_bytes() for name in names}
            except FileNotFoundError:
                # It was taken away under us, whole.
                continue
            finally:
                os.close(folder)
            seen.add(len(found))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(1, 30):
        write_site(site, dict.fromkeys(names, str(turn).encode()))
    done.set()
    reader.join()
    assert seen == {1}


@pytest.mark.parametrize("what", ["a file", "a folder of somebody else's", "a site of another format"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, what: str) -> None:
    site = tmp_path / "site"
    if what == "a file":
        site.write_text("mine")
    else:
        site.mkdir()
        (site / ("mine" if "else" in what else MARK)).write_text('{"format": "other", "files": {}}')
    before = site.read_text() if site.is_file() else content(site)
    with pytest.raises(ExportError, match="no garde site; name another folder"):
        write_site(site, {"a": b"1"})
    assert (site.read_text() if site.is_file() else content(site)) == before


def test_an_empty_folder_becomes_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_site(tmp_path / "site", {"a": b"1"})
    assert content(tmp_path / "site") == {"a": b"1"}


@pytest.mark.parametrize("name", ["../out", "/abs", "", ".", MARK, "a/../../b"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="is no file name inside a site"):
        write_site(tmp_path / "site", {name: b""})


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1"})
    (tmp_path / ".site.0123abcd").mkdir()
    (tmp_path / ".site.0123abcd" / "a").write_bytes(b"half")
    for mine in (".site.notours!", ".site.0123abcde", ".sites.0123abcd"):
        (tmp_path / mine).mkdir()
    write_site(site, {"a": b"1"})
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".site.0123abcde", ".site.lock", ".site.notours!", ".sites.0123abcd", "site"]


def test_a_site_taken_away_by_a_killed_writer_returns_even_when_the_next_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1"})
    site.rename(tmp_path / ".site.0123abcd")

    def full(target: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports.site, "_write", full)
    with pytest.raises(ExportError, match="No space left"):
        write_site(site, {"a": b"2"})
    assert content(site) == {"a": b"1"}


def test_only_what_the_list_names_is_read(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert read_site_file(site, "a") is None
    write_site(site, {"fr/a": b"1"})
    (site / "secret").write_bytes(b"x")
    assert read_site_file(site, "fr/a") == b"1"
    for other in ("secret", MARK, "../site/fr/a", "fr", "", "fr/../fr/a"):
        assert read_site_file(site, other) is None


def test_the_site_of_one_owner_is_nobody_elses(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1"})
    # One that does not say whose it is, is nobody's until it is written again.
    assert (read_site_file(site, "a", "north"), site_digests(site, "north")) == (None, None)
    assert write_site(site, {"a": b"1"}, "north") == Written((), ())
    assert read_site_file(site, "a") == read_site_file(site, "a", "north") == b"1"
    assert site_digests(site) == site_digests(site, "north") == {"a": sha256(b"1").hexdigest()}
    with pytest.raises(ExportError, match="this is the site of north"):
        write_site(site, {"a": b"2"}, "south")
    assert content(site) == {"a": b"1"}
    assert (read_site_file(site, "a", "south"), site_digests(site, "south")) == (None, None)
    write_site(site, {"a": b"2"})
    assert read_site_file(site, "a", "north") == b"2"


def test_when_something_fails_the_old_site_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1", "b": b"2"})

    def full(target: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(exports.site, "_write", full)
    with pytest.raises(ExportError, match="No space left on device"):
        write_site(site, {"a": b"3"})
    assert content(site) == {"a": b"1", "b": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "site"]


def test_of_two_versions_of_one_second_the_newer_is_dated_later_and_the_rest_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1", "b": b"2"})
    for name in ("a", "b"):
        # Late in a second that has not yet come: as if the next version were written within the same.
        os.utime(site / name, ns=(0, 4_000_000_000_900_000_000))
    write_site(site, {"a": b"1", "b": b"3"})
    assert (site / "a").stat().st_mtime_ns == 4_000_000_000_900_000_000
    assert (site / "b").stat().st_mtime_ns == 4_000_000_001_000_000_000


def test_a_file_whose_old_version_is_of_an_earlier_second_is_dated_now(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {"a": b"1"})
    os.utime(site / "a", ns=(0, 1_000_000_000_000_000_000))
    before = time.time_ns() // 1_000_000_000
    write_site(site, {"a": b"2"})
    assert before <= (site / "a").stat().st_mtime // 1 <= time.time_ns() // 1_000_000_000
