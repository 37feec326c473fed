"""``garde fleet``: every problem of a folder, on local processes or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import JsonOption
from garde.cli.interrupting import asked_to_stop
from garde.cli.output import complain, print_json, print_table, progress
from garde.cli.search_options import SeedOption, TimeLimitOption, WorkersOption
from garde.cli.targets import folder_to_write

if TYPE_CHECKING:
    from solver.fleet import Answer

TIME_LIMIT = 60.0
ROTA = ".rota.json"


def add_to(app: typer.Typer) -> None:
    """Mounts the command. It needs no database, so it is not put on record."""
    app.command("fleet")(solve_folder)


def solve_folder(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the problem documents.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the rotas go.")],
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Solve on this Dask cluster: tcp://host:8786."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, max=1000, metavar="N", help="Problems at once (default: processors)."),
    ] = None,
    time_limit: TimeLimitOption = TIME_LIMIT,
    seed: SeedOption = 0,
    workers: WorkersOption = 1,
    as_json: JsonOption = False,
) -> None:
    """Solves every problem of a folder, on local processes or a Dask cluster.

    NAME.problem.json or NAME.json becomes NAME.rota.json; each is written as soon as it is there. A document
    that is refused spoils no other. Time limit and threads are those of one problem.

    Example: garde fleet problems -o rotas --time-limit 60
    """
    from exports.files import write_files
    from garde.cli.executors import on_cluster, on_processes
    from solver.fleet import Settings, Solved

    sources = _sources(folder)
    target = folder_to_write(output)
    settings = Settings(time_limit, seed, workers)
    answers: list[Answer] = []
    with progress("solving") as step, asked_to_stop() as stop:
        solving = (
            on_processes(sources, settings, jobs, stop)
            if scheduler is None
            else on_cluster(scheduler, sources, settings, jobs, stop)
        )
        for answer in solving:
            answers.append(answer)
            if isinstance(answer, Solved):
                write_files(target, {f"{answer.name}{ROTA}": answer.document})
            else:
                complain(f"{sources[answer.name]}, {answer.fault}")
            part = len(answers) / len(sources)
            step(f"{answer.name}: {answer.status}, {len(answers)} of {len(sources)}", part)
    answers.sort(key=lambda answer: answer.name)
    _show(answers, output, as_json)
    raise typer.Exit(_status(answers))


def _sources(folder: Path) -> dict[str, Path]:
    """The problem documents of a folder, by the name their rota will have."""
    from garde.errors import BadInput

    if not folder.is_dir():
        what = "this is no folder" if folder.exists() else "there is no such folder"
        raise BadInput(what, where=str(folder), remedy="name the folder with the problems")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.name.endswith(".json") or path.name.endswith(ROTA):
            continue
        name = path.name.removesuffix(".json").removesuffix(".problem")
        if name in found:
            raise BadInput(
                f"its rota would be {name}{ROTA}, as that of {found[name].name}",
                where=str(path),
                remedy="rename one of the two",
            )
        found[name] = path
    if not found:
        raise BadInput("no problem is there", where=str(folder), remedy="put NAME.problem.json files there")
    return found


def _show(answers: Iterable[Answer], output: Path, as_json: bool) -> None:
    from solver.fleet import Solved

    rows: list[dict[str, Any]] = [
        {
            "id": answer.name,
            "status": answer.status,
            "missing": answer.missing if isinstance(answer, Solved) else None,
            "seconds": answer.seconds if isinstance(answer, Solved) else None,
            "rota": str(output / f"{answer.name}{ROTA}") if isinstance(answer, Solved) else None,
            "fault": None if isinstance(answer, Solved) else answer.fault,
        }
        for answer in answers
    ]
    if as_json:
        print_json(rows)
        return
    solved = sum(row["rota"] is not None for row in rows)
    print_table(
        f"{solved} of {len(rows)} problems solved",
        ["problem", "status", "missing", "seconds", "rota"],
        [[row["id"], row["status"], row["missing"], row["seconds"], row["rota"]] for row in rows],
        right=[2, 3],
    )


def _status(answers: Iterable[Answer]) -> int:
    from solver.fleet import Solved

    statuses = {answer.status for answer in answers}
    if statuses & {"refused", "lost"}:
        return 2
    if "called off" in statuses:
        return 130
    return 3 if any(isinstance(answer, Solved) and answer.missing for answer in answers) else 0
