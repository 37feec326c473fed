"""``garde backup``, ``garde restore``, ``garde doctor``: looking after an installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from garde.storage.keeping import Kept

STATES = {"ok": "ok", "warning": "WARNING", "failed": "FAILED"}


def add_to(app: typer.Typer) -> None:
    """Mounts the commands."""
    command(app, "backup", uses_basin=False)(backup)
    command(app, "restore", uses_basin=False)(restore)
    command(app, "doctor", uses_basin=False)(doctor)


def backup(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; one file with everything in it.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over a file of that name, once the new one is whole.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Saves the whole database, of whatever kind, as one file, while garde goes on working.

    The file holds addresses, telephone numbers and the hashes of private links: keep it as safe as the
    database.

    Example: garde backup garde-2027-01-15.backup
    """
    from garde.storage.keeping import back_up

    kept = back_up(acting.database, file, over=replace)
    if as_json:
        print_json(_facts(kept))
    else:
        say(_told(kept, "saved in"))
    return 0


def restore(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that garde backup wrote.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Put it in the place of what the database holds, which is kept in a file."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Brings a saved database back, all or nothing: into an empty one, or with --replace into one in use.

    A backup of SQLite may go to PostgreSQL and the other way round.

    Example: garde restore garde-2027-01-15.backup
    """
    from garde.bootstrap import restorable_database
    from garde.cli.frame import existing_file
    from garde.storage.keeping import restore as bring_back

    source = existing_file(file)
    database = restorable_database(acting.settings)
    acting.opened.append(database)
    now = acting.now()
    aside = source.with_name(f"{source.name}.replaced-{now:%Y%m%dT%H%M%SZ}") if replace else None
    read, former = bring_back(database, source, aside=aside, person=acting.person, at=now)
    if as_json:
        print_json({"restored": _facts(read), "kept_aside": _facts(former) if former else None})
        return 0
    if former:
        say(_told(former, "what the database held is kept in"))
    say(_told(read, "brought back from"))
    return 0


def doctor(acting: Acting, as_json: JsonOption = False) -> int:
    """Looks whether all is well: settings, database, rota, messages, calendars. Changes nothing.

    Ends with 1 when something does not work as it should; warnings are only told.

    Example: garde doctor
    """
    from garde.bootstrap import couriers
    from garde.doctor.checks import examine

    settings = acting.settings
    found = list(examine(settings, lambda: acting.database, lambda: couriers(settings), acting.now()))
    bad = any(finding.state == "failed" for finding in found)
    if as_json:
        print_json(
            [
                {
                    "id": finding.id,
                    "basin": finding.basin,
                    "state": finding.state,
                    "what": finding.what,
                    "remedy": finding.remedy,
                }
                for finding in found
            ]
        )
        return 1 if bad else 0
    print_table(
        "",
        ["check", "basin", "state", "what", "what to do"],
        [
            [finding.id, finding.basin, STATES[finding.state], finding.what, finding.remedy]
            for finding in found
        ],
    )
    return 1 if bad else 0


def _told(kept: Kept, how: str) -> str:
    basins = ", ".join(kept.basins) or "no basin"
    return f"{basins}: {kept.rows} rows, {kept.bytes / 1024 / 1024:.1f} MB, {how} {kept.path}"


def _facts(kept: Kept) -> dict[str, object]:
    return {"file": str(kept.path), "basins": list(kept.basins), "rows": kept.rows, "bytes": kept.bytes}
