"""The options of every command that has the engine search."""

from __future__ import annotations

from typing import Annotated

import typer

MOST_SEED = 2**31 - 1
MOST_WORKERS = 1000

SeedOption = Annotated[
    int, typer.Option("--seed", min=0, max=MOST_SEED, metavar="N", help="Another seed, another search.")
]
TimeLimitOption = Annotated[
    float, typer.Option("--time-limit", min=0.1, metavar="S", help="Seconds to think at most.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, max=MOST_WORKERS, metavar="N", help="Threads of a search (default: processors)."
    ),
]
