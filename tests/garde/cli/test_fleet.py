"""A folder of problems becomes a folder of rotas, on processes of this machine or a Dask cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import solver
from garde.cli import executors
from tests.conftest import Desk
from tests.solver.good import PROBLEM_BYTES
from tests.solver.test_fleet import Dying, hard_problem
from tests.solver.tiny import tiny_problem

# Seed 10 leaves no place open, the good document of the tests leaves one.
FULL = solver.dump_problem(tiny_problem(10))


@pytest.fixture
def fleet(desk: Desk) -> Desk:
    """A desk with two problems, and files beside them that are none."""
    folder = desk.folder / "problems"
    folder.mkdir()
    (folder / "full.problem.json").write_bytes(FULL)
    (folder / "gap.json").write_bytes(PROBLEM_BYTES)
    (folder / "old.rota.json").write_bytes(b"{}")
    (folder / ".hidden.json").write_bytes(b"{")
    (folder / "read me.txt").write_bytes(b"hello")
    return desk


def rotas(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.folder / "rotas").iterdir())


def test_every_problem_of_the_folder_has_a_rota_that_verify_accepts(fleet: Desk) -> None:
    said = fleet.run("fleet", "problems", "-o", "rotas", "--time-limit", "20")
    assert said.status == 3
    assert rotas(fleet) == ["full.rota.json", "gap.rota.json"]
    fleet("verify", "problems/full.problem.json", "rotas/full.rota.json")
    fleet("verify", "problems/gap.json", "rotas/gap.rota.json")
    title, header, full, gap = said.out.splitlines()
    assert title == "2 of 2 problems solved"
    assert header == "problem\tstatus\tmissing\tseconds\trota"
    assert full.startswith("full\toptimal\t0\t")
    assert gap.startswith("gap\toptimal\t1\t")
    assert gap.endswith("\trotas/gap.rota.json")
    assert "solving: gap: optimal, " in said.err
    assert "of 2\n" in said.err


def test_without_gaps_all_is_well(fleet: Desk) -> None:
    (fleet.folder / "problems/gap.json").unlink()
    (only,) = fleet.json("fleet", "problems", "-o", "rotas", "--time-limit", "20")
    assert only == {
        "id": "full",
        "status": "optimal",
        "missing": 0,
        "seconds": only["seconds"],
        "rota": "rotas/full.rota.json",
        "fault": None,
    }


def test_a_bad_document_spoils_no_other_and_leaves_its_old_rota(fleet: Desk) -> None:
    (fleet.folder / "problems/bad.json").write_bytes(PROBLEM_BYTES.replace(b'"services"', b'"servces"'))
    (fleet.folder / "rotas").mkdir()
    (fleet.folder / "rotas/bad.rota.json").write_bytes(b"of yesterday")
    said = fleet.run("fleet", "problems", "-o", "rotas", "--time-limit", "20", "--json")
    assert said.status == 2
    assert [text for text in said.err.splitlines() if text.startswith("garde: ")] == [
        "garde: problems/bad.json, $.services: is missing; add it"
    ]
    bad, full, gap = said.json
    assert (bad["id"], bad["status"], bad["rota"]) == ("bad", "refused", None)
    assert bad["fault"] == "$.services: is missing; add it"
    assert [full["status"], gap["status"]] == ["optimal", "optimal"]
    assert rotas(fleet) == ["bad.rota.json", "full.rota.json", "gap.rota.json"]
    assert (fleet.folder / "rotas/bad.rota.json").read_bytes() == b"of yesterday"


def test_the_same_fleet_gives_the_same_rotas(fleet: Desk) -> None:
    for folder in ("one", "other"):
        fleet.run("fleet", "problems", "-o", folder, "--time-limit", "20", "--seed", "3")
    for name in ("full.rota.json", "gap.rota.json"):
        one, other = (
            solver.load_rota((fleet.folder / folder / name).read_bytes()) for folder in ("one", "other")
        )
        assert one.assignments == other.assignments
        assert (one.seed, one.workers) == (3, 1)


CASES: list[tuple[str, Callable[[Path], object], list[str], str]] = [
    ("no folder", lambda here: None, ["fleet", "nowhere", "-o", "rotas"], "nowhere: there is no such folder"),
    ("a file", lambda here: None, ["fleet", "problems/gap.json", "-o", "rotas"], "json: this is no folder"),
    ("nothing in it", lambda here: (here / "bare").mkdir(), ["fleet", "bare", "-o", "r"], ": no problem is"),
    (
        "two problems of one rota",
        lambda here: (here / "problems/gap.problem.json").write_bytes(FULL),
        ["fleet", "problems", "-o", "rotas"],
        "problems/gap.problem.json: its rota would be gap.rota.json, as that of gap.json; rename one",
    ),
    (
        "a file in the way",
        lambda here: (here / "rotas").write_bytes(b""),
        ["fleet", "problems", "-o", "rotas"],
        "rotas: is a file, not a folder; name a folder to write in",
    ),
    (
        "no scheduler",
        lambda here: None,
        ["fleet", "problems", "-o", "rotas", "--scheduler", "tcp://127.0.0.1:1"],
        "tcp://127.0.0.1:1: no Dask scheduler answers there; write it like tcp://host:8786",
    ),
    (
        "an address of nothing",
        lambda here: None,
        ["fleet", "problems", "-o", "rotas", "--scheduler", "http://x y"],
        "http://x y: no Dask scheduler answers there",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "words", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_cannot_be_done_is_refused_in_one_line(
    fleet: Desk, spoil: Callable[[Path], object], words: list[str], reason: str
) -> None:
    spoil(fleet.folder)
    before = sorted(fleet.folder.rglob("*"))
    said = fleet.run(*words)
    assert (said.status, said.out) == (2, "")
    (line,) = said.complaints
    assert reason in line
    assert sorted(fleet.folder.rglob("*")) == before


def test_without_dask_a_cluster_is_refused_with_what_to_install(
    fleet: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = fleet.run("fleet", "problems", "-o", "rotas", "--scheduler", "tcp://127.0.0.1:8786")
    assert said.complaints == [
        "garde: --scheduler: a cluster needs Dask, which is not installed; "
        "run: pip install 'garde[cluster]'; or leave --scheduler out"
    ]


def test_a_dask_cluster_solves_them_too(fleet: Desk) -> None:
    from distributed import LocalCluster

    (fleet.folder / "problems/bad.json").write_bytes(b"{")
    options: dict[str, Any] = {"dashboard_address": None, "processes": False, "protocol": "tcp"}
    with LocalCluster(n_workers=1, threads_per_worker=1, **options) as cluster:
        address = cluster.scheduler_address
        said = fleet.run("fleet", "problems", "-o", "rotas", "--time-limit", "20", "--scheduler", address)
    assert said.status == 2
    assert "garde: problems/bad.json, $: not JSON: " in said.err
    assert rotas(fleet) == ["full.rota.json", "gap.rota.json"]
    fleet("verify", "problems/gap.json", "rotas/gap.rota.json")


def test_a_cluster_without_workers_is_not_waited_for(fleet: Desk) -> None:
    from distributed import LocalCluster

    options: dict[str, Any] = {"dashboard_address": None, "processes": False, "protocol": "tcp"}
    with LocalCluster(n_workers=0, **options) as cluster:
        said = fleet.run("fleet", "problems", "-o", "rotas", "--scheduler", cluster.scheduler_address)
    assert said.status == 2
    assert "the cluster has no workers; start a Dask worker first" in said.err


def test_a_process_that_dies_spoils_no_other_problem(fleet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def dying(count: int) -> Iterator[Executor]:
        with Dying() as executor:
            yield executor

    monkeypatch.setattr(executors, "_processes", dying)
    (fleet.folder / "problems/kill.json").write_bytes(PROBLEM_BYTES)
    said = fleet.run("fleet", "problems", "-o", "rotas", "--time-limit", "20", "--json")
    assert said.status == 2
    assert {row["id"]: row["status"] for row in said.json} == {
        "full": "optimal",
        "gap": "optimal",
        "kill": "lost",
    }
    assert "garde: problems/kill.json, the process that solved it died (BrokenProcessPool: " in said.err
    assert rotas(fleet) == ["full.rota.json", "gap.rota.json"]


def test_ctrl_c_keeps_the_best_so_far_and_calls_off_the_rest(fleet: Desk) -> None:
    for name in ("hard", "harder"):
        (fleet.folder / f"problems/{name}.json").write_bytes(hard_problem())
    words = ["fleet", "problems", "-o", "rotas", "--time-limit", "300", "--jobs", "1", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from garde.cli.main import main; main()", *words],
        cwd=fleet.folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    # The two easy ones come first by name; then the first hard one has begun.
    deadline = time.monotonic() + 120
    while not (fleet.folder / "rotas/gap.rota.json").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err
    found = {row["id"]: row["status"] for row in json.loads(out)}
    assert found == {"full": "optimal", "gap": "optimal", "hard": "feasible", "harder": "called off"}
    fleet("verify", "problems/hard.json", "rotas/hard.rota.json")
