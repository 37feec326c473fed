"""Files are written whole or not at all, and left alone when nothing changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.errors import ExportError
from exports.files import write_files


def content(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_files_are_written_into_folders_made_for_them(tmp_path: Path) -> None:
    changed = write_files(tmp_path / "feeds", {"nord/pharmacy.ics": b"one", "all.ics": b"two"})
    assert changed == ("all.ics", "nord/pharmacy.ics")
    assert content(tmp_path) == {"feeds/all.ics": b"two", "feeds/nord/pharmacy.ics": b"one"}


def test_only_files_whose_bytes_changed_are_touched(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.ics": b"same", "b.ics": b"old"})
    before = (tmp_path / "a.ics").stat()
    assert write_files(tmp_path, {"a.ics": b"same", "b.ics": b"new"}) == ("b.ics",)
    after = (tmp_path / "a.ics").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert (tmp_path / "b.ics").read_bytes() == b"new"


def test_files_that_are_not_named_stay(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_bytes(b"mine")
    write_files(tmp_path, {"a.ics": b"x"})
    assert content(tmp_path) == {"a.ics": b"x", "robots.txt": b"mine"}


def test_who_reads_a_file_while_it_is_replaced_keeps_the_old_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.ics": b"old bytes"})
    with (tmp_path / "a.ics").open("rb") as reader:
        write_files(tmp_path, {"a.ics": b"new"})
        assert reader.read() == b"old bytes"


def test_a_disk_that_fails_in_the_middle_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"a.ics": b"old a", "b.ics": b"old b"})
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError) as refused:
        write_files(tmp_path, {"a.ics": b"new a", "b.ics": b"new b"})
    assert str(refused.value) == (
        f"{tmp_path}: cannot be written: No space left on device; "
        "check the path, its permissions and the free space"
    )
    assert content(tmp_path) == {"a.ics": b"old a", "b.ics": b"old b"}


def test_a_folder_in_the_way_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.ics").mkdir()
    with pytest.raises(ExportError) as refused:
        write_files(tmp_path, {"a.ics": b"x", "b.ics": b"y"})
    assert refused.value.where == str(tmp_path / "b.ics")
    assert content(tmp_path) == {}


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_bytes(b"")
    with pytest.raises(ExportError) as refused:
        write_files(tmp_path / "feeds", {"a.ics": b"x"})
    assert str(tmp_path / "feeds") in str(refused.value)


@pytest.mark.parametrize("name", ["", ".", "/etc/passwd", "../a.ics", "a/../../b.ics", "a\0b"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is no file name inside"):
        write_files(tmp_path / "feeds", {"good.ics": b"x", name: b"y"})
    assert content(tmp_path) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    first=st.dictionaries(st.sampled_from("abc"), st.binary(max_size=4)),
    second=st.dictionaries(st.sampled_from("abc"), st.binary(max_size=4)),
)
def test_the_names_given_back_are_those_whose_bytes_differ(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    directory = tmp_path_factory.mktemp("files")
    write_files(directory, first)
    differing = {name for name, octets in second.items() if first.get(name) != octets}
    assert set(write_files(directory, second)) == differing
    assert content(directory) == first | second


def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match="what is there is no ordinary file"):
        write_files(tmp_path, {"pipe": b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    assert (tmp_path / "pipe").is_fifo()


def test_of_two_versions_of_one_second_the_newer_is_dated_later(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.ics": b"1"})
    # Late in a second that has not yet come: as if the next version were written within the same.
    os.utime(tmp_path / "a.ics", ns=(0, 4_000_000_000_900_000_000))
    write_files(tmp_path, {"a.ics": b"2"})
    assert (tmp_path / "a.ics").stat().st_mtime_ns == 4_000_000_001_000_000_000
