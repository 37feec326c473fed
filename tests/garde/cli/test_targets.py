"""Where a command will write is tried before the work; what cannot be written is refused in one line."""

from __future__ import annotations

import os

import pytest

from tests.conftest import Desk
from tests.solver.good import PROBLEM_BYTES

CASES = [
    ("a folder", "folder", "folder: is a folder; name the file to write"),
    ("the problem itself", "problem.json", "problem.json: would be overwritten: it is read too"),
    ("the problem by a link", "link.json", "link.json: would be overwritten: it is read too"),
    ("a file taken for a folder", "noise/rota.json", "noise/rota.json: cannot be written: "),
    ("a pipe", "pipe", "pipe: is no ordinary file; name a file to write"),
    ("a circle of links", "circle", "circle: "),
]


@pytest.mark.parametrize(("output", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_refused_before_the_engine_starts(desk: Desk, output: str, reason: str) -> None:
    (desk.folder / "problem.json").write_bytes(PROBLEM_BYTES)
    (desk.folder / "noise").write_bytes(b"noise")
    (desk.folder / "folder").mkdir()
    (desk.folder / "link.json").symlink_to("problem.json")
    (desk.folder / "circle").symlink_to("circle")
    os.mkfifo(desk.folder / "pipe")
    before = sorted(desk.folder.iterdir())
    said = desk.run("solve", "problem.json", "-o", output)
    assert (said.status, said.out) == (2, "")
    (line,) = said.err.splitlines()
    assert line.startswith(f"garde: {reason}")
    assert sorted(desk.folder.iterdir()) == before
    assert (desk.folder / "problem.json").read_bytes() == PROBLEM_BYTES


def test_a_link_to_another_file_stays_a_link_and_the_file_is_written(desk: Desk) -> None:
    (desk.folder / "problem.json").write_bytes(PROBLEM_BYTES)
    (desk.folder / "link.json").symlink_to("new/rota.json")
    assert desk.run("solve", "problem.json", "-o", "link.json").status == 3
    assert (desk.folder / "link.json").is_symlink()
    desk("verify", "problem.json", "new/rota.json")
