"""``garde solve`` and ``garde verify``: the engine on its own, from documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from garde.cli.frame import JsonOption, existing_file
from garde.cli.interrupting import asked_to_stop
from garde.cli.output import print_json, print_table, progress, say
from garde.cli.search_options import SeedOption, TimeLimitOption, WorkersOption
from garde.cli.targets import file_to_write

TIME_LIMIT = 60.0


def add_to(app: typer.Typer) -> None:
    """Mounts the commands. They need no database, so they are not put on record."""
    app.command("solve")(solve_problem)
    app.command("verify")(verify_rota)


def solve_problem(
    problem: Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="A garde-problem/1 document.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="ROTA.json", help="Where the rota goes.")],
    time_limit: TimeLimitOption = TIME_LIMIT,
    seed: SeedOption = 0,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Solves a problem document; with `base` in it, repairs that rota.

    Ctrl-C ends the search and keeps the best rota so far.

    Example: garde solve january.problem.json -o january.rota.json --time-limit 60
    """
    from exports.files import write_files
    from solver import dump_rota, load_problem, problem_digest, solve

    content = existing_file(problem).read_bytes()
    target = file_to_write(output, read=[problem])
    with _naming(problem):
        loaded = load_problem(content)
    with progress("solving") as step, asked_to_stop() as stop:
        rota = solve(
            loaded,
            digest=problem_digest(content),
            time_limit=time_limit,
            seed=seed,
            workers=workers,
            cancelled=stop,
            on_progress=lambda event: step(
                f"{event.tier} {event.value:g}, proven at least {event.bound:g}", None
            ),
        )
    write_files(target.parent, {target.name: dump_rota(rota)})
    missing = sum(gap.missing for gap in rota.gaps)
    tiers = [(t.name, t.value, t.bound, t.proven) for t in rota.tiers]
    if as_json:
        print_json(
            {
                "status": rota.status,
                "missing": missing,
                "tiers": [
                    {"name": name, "value": value, "bound": bound, "proven": proven}
                    for name, value, bound, proven in tiers
                ],
            }
        )
    else:
        print_table(
            f"{loaded.name}: {rota.status}, {len(rota.assignments)} duties, {missing} missing, "
            f"{rota.seconds:.1f} s",
            ["tier", "value", "at least", "proven"],
            [
                [name, f"{value:.10g}", f"{bound:.10g}", "yes" if proven else "not yet"]
                for name, value, bound, proven in tiers
            ],
            right=[1, 2],
        )
    raise typer.Exit(3 if missing else 0)


def verify_rota(
    problem: Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="The problem.")],
    rota: Annotated[Path, typer.Argument(metavar="ROTA.json", help="The rota that claims to solve it.")],
    as_json: JsonOption = False,
) -> None:
    """Recomputes every rule, tier and claim from the two documents alone.

    Example: garde verify january.problem.json january.rota.json
    """
    from solver import verify

    with _naming(problem, rota):
        findings = verify(existing_file(problem).read_bytes(), existing_file(rota).read_bytes())
    if as_json:
        print_json({"holds": not findings, "findings": [str(finding) for finding in findings]})
    else:
        for finding in findings:
            say(str(finding))
        if not findings:
            say(f"{os.fspath(rota)} holds: every rule, value and claim was recomputed.")
    raise typer.Exit(1 if findings else 0)


@contextmanager
def _naming(problem: Path, rota: Path | None = None) -> Iterator[None]:
    """Says in which file the fault of a refused document is."""
    from garde.errors import BadInput
    from solver import DocumentError, ProblemError

    try:
        yield
    except DocumentError as error:
        file = problem if rota is None or isinstance(error, ProblemError) else rota
        raise BadInput(error.fault, where=f"{file}, {error.path}", remedy=error.remedy) from error
