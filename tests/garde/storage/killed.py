"""Types a command again and again: killed at its first write, at the next kind of write, and so on.

    python -m tests.garde.storage.killed FOLDER DATABASE|- EVERY WORDS…

Until it survives; each time on a fresh copy of the database, kept in the folder under the number of the kill.
EVERY: 1, or n to kill it at each n-th kind of write only, and at each of the last ones.
Rows that follow each other into the same table are writes of one kind; so is each commit.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

SHARED = (
    "garde.cli.main",
    "garde.bootstrap",
    "garde.consultation.publishing",
    "garde.coordination.record",
    "garde.editing.judging",
    "garde.publication.publish",
    "garde.swaps.telling",
    "alembic.command",
)
"""Loaded once, before the processes part."""


def type_and_die(database: Path, words: list[str], number: int) -> None:
    """Runs the command; kills this process after a row of the kind of that number, or before that commit."""
    from sqlalchemy import Engine, event

    from garde.cli.main import run

    kinds = [""]

    def write(kind: str) -> None:
        if kind != kinds[-1]:
            kinds.append(kind)
        if len(kinds) > number:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "after_cursor_execute")
    def _executed(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        verb, *objects = statement.split()
        if verb in {"INSERT", "UPDATE", "DELETE", "CREATE"}:
            write(" ".join([verb, *objects[: 1 if verb in {"UPDATE", "CREATE"} else 2]]))

    @event.listens_for(Engine, "commit")
    def _commits(connection: Any) -> None:
        write("COMMIT")

    os.environ["GARDE_DATABASE_URL"] = f"sqlite:///{database}"
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os._exit(run(words))


def warm_up() -> None:
    """Makes what every command needs, once for all processes."""
    from garde.cli.main import _commands
    from garde.storage.database import _revisions

    _commands()
    _revisions()


def main() -> None:
    folder, template, every, *words = sys.argv[1:]
    for module in (*SHARED, *(["solver.search"] if words[0] in {"plan", "absence"} else [])):
        import_module(module)
    warm_up()

    def survives(number: int) -> bool:
        database = Path(folder) / f"{number}.db"
        if template != "-":
            shutil.copy(template, database)
        child = os.fork()
        if child == 0:
            type_and_die(database, words, number)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            sys.exit(os.WEXITSTATUS(status))
        return os.WIFEXITED(status)

    last = next(number for number in count(1, int(every)) if survives(number))
    for number in range(max(1, last - int(every) + 1), last):
        survives(number)


if __name__ == "__main__":
    main()
