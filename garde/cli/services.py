"""``garde services``: the directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from garde.cli import hours, signs
from garde.cli.frame import Acting, JsonOption, command, existing_file
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from garde.basin.changes import Update
    from garde.basin.service import Service
    from garde.signs.saturation import Mark

app = typer.Typer(help="The directory of services.", no_args_is_help=True)

ServiceArgument = Annotated[str, typer.Argument(metavar="ID", help="The service's external id.")]
LanguageOption = Annotated[
    Literal["fr", "nl", "en"], typer.Option("--language", help="In which opening hours are told in words.")
]


def import_services(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="A field from that column.")
    ] = None,
    constants: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="The same value in every row.")
    ] = None,
    ignored: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="COLUMN", help="Leave this column out.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="From when new opening hours hold, or: always (default: now)."
        ),
    ] = None,
    language: LanguageOption = "en",
    as_json: JsonOption = False,
) -> int:
    """Adds services, or updates those with the same external id: all rows or none.

    Changed opening hours, lines and days of taking part hold from now on, or from the day of --from; what is
    reported of the past follows what was in force then. A new service counts from its active_from; without
    one from now on, or always where no duty of the basin has begun. New opening hours are told back in words,
    to be checked. Where they leave hours of a published month with nobody, you are warned; the exit status
    is 3.

    Example: garde services import pharmacies.csv --map external_id=authorisation --set line=pharmacy
    """
    from garde.access.directory import planned_import, save_directory
    from garde.basin.importing import ImportRefused, read_import
    from garde.cli.coverage_changed import outdated_as_json, warn_of_outdated
    from garde.coverage.changed import Basis, directory_after, outdated_months
    from garde.storage.repositories.rotas import duties_begun
    from garde.storage.repositories.services import services_of

    try:
        incoming = read_import(
            existing_file(file),
            mapping=_pairs(mapping, "--map"),
            constants=_pairs(constants, "--set"),
            ignored=tuple(ignored or ()),
            config=acting.basin,
        )
    except ImportRefused as refused:
        for fault in refused.faults[1:50]:
            warn(fault.one_line())
        raise
    actor, now = acting.actor, acting.now()
    holds = hours.first_instant(acting.zone, since, "--from")
    with acting.database.writing() as session:
        known = services_of(session, acting.basin.id)
        plan = planned_import(
            acting.basin,
            known,
            incoming,
            at=now,
            since=holds,
            begun=duties_begun(session, acting.basin.id, now),
        )
        outdated = outdated_months(
            session,
            Basis(acting.basin, known),
            Basis(acting.basin, directory_after(known, plan.to_save)),
            now,
        )
        if not dry_run:
            save_directory(session, acting.basin, plan, actor=actor, at=now, since=holds)
    warn_of_outdated(outdated, acting.zone, dry_run=dry_run)
    status = 3 if any(one.uncovered for one in outdated) else 0
    told = told_back(acting, [*plan.added, *_with_new_hours(plan.updated)], language)
    if as_json:
        print_json(
            {
                "dry_run": dry_run,
                "added": [service.external_id for service in plan.added],
                "updated": [
                    {
                        "id": update.after.external_id,
                        "fields": [
                            {
                                "field": field.field,
                                "before": _shown(field.before),
                                "after": _shown(field.after),
                            }
                            for field in update.fields
                        ],
                    }
                    for update in plan.updated
                ],
                "unchanged": len(plan.unchanged),
                "hours": told,
                "outdated": outdated_as_json(outdated),
            }
        )
        return status
    for update in plan.updated:
        for field in update.fields:
            say(f"{update.after.external_id}: {field.field} {_shown(field.before)} -> {_shown(field.after)}")
    for one in told:
        say(f"hours of {_few(one['services'])}: {one['words']}")
    word = "would be " if dry_run else ""
    say(
        f"{len(plan.added)} {word}added, {len(plan.updated)} {word}updated, {len(plan.unchanged)} unchanged"
        + (" (dry run: nothing was changed)" if dry_run else "")
    )
    return status


def _with_new_hours(updates: Sequence[Update]) -> list[Service]:
    return [
        update.after for update in updates if any(field.field == "opening_hours" for field in update.fields)
    ]


def told_back(acting: Acting, services: Sequence[Service], language: str) -> list[dict[str, Any]]:
    """Each different opening hours of the services, in words, with the ids of those that keep them."""
    from garde.calendar.telling import told_hours

    keeping: dict[str, list[str]] = {}
    for service in services:
        if service.opening_hours:
            keeping.setdefault(service.opening_hours, []).append(service.external_id)
    return [
        {
            "opening_hours": text,
            "words": told_hours(text, language, config=acting.basin, now=acting.now()),
            "services": names,
        }
        for text, names in keeping.items()
    ]


def _few(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    from garde.errors import BadInput

    pairs: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"{text!r} is no pair", where=option, remedy=f"write {option} FIELD=VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def list_services(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the services.

    Example: garde services list
    """
    from garde.storage.repositories.services import services_of
    from garde.storage.repositories.signs import entrances_of, marks_of

    with acting.database.reading() as session:
        found = [one.as_of(acting.now()) for one in services_of(session, acting.basin.id)]
        marks = marks_of(session, acting.basin.id)
        entrances = entrances_of(session, acting.basin.id)
    if as_json:
        print_json([_with_signs(acting, service, marks, entrances) for service in found])
        return 0
    held = {name: mark.level for name, mark in marks.items() if mark.public.holds(acting.now())}
    print_table(
        f"{len(found)} services of basin {acting.basin.id}",
        ["id", "name", "kind", "sector", "postcode", "lines", "share", "saturation"],
        [
            [
                s.external_id,
                s.name,
                s.kind,
                s.sector,
                s.postcode,
                ", ".join(s.lines),
                f"{s.share:g}",
                held.get(s.external_id),
            ]
            for s in found
        ],
        right=[6],
    )
    return 0


def show(
    acting: Acting, service: ServiceArgument, language: LanguageOption = "en", as_json: JsonOption = False
) -> int:
    """Shows all that is stored of one service, its opening hours in words as well.

    Example: garde services show 213004 --language fr
    """
    from garde.storage.repositories.services import known_service
    from garde.storage.repositories.signs import entrances_of, marks_of

    with acting.database.reading() as session:
        found = known_service(session, acting.basin.id, service).as_of(acting.now())
        marks = marks_of(session, acting.basin.id)
        entrances = entrances_of(session, acting.basin.id)
    if as_json:
        print_json(_with_signs(acting, found, marks, entrances))
        return 0
    for name, value in _as_json(found).items():
        if name != "id" and value not in (None, [], ""):
            say(f"{name}: {'; '.join(map(str, value)) if isinstance(value, list) else value}")
    if len(found.history) > 1:
        say(f"not always so: garde services hours {service}")
    for one in told_back(acting, [found], language):
        say(f"in words: {one['words']}")
    if service in marks:
        say(f"saturation: {signs.told_mark(acting, marks[service])}")
    for tag, text in entrances.get(service, {}).items():
        say(f"how to get in ({tag}): {text}")
    return 0


def export(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file to write.")],
) -> int:
    """Writes the directory to a file that imports again unchanged.

    Example: garde services export services.xlsx
    """
    from garde.basin.exporting import write_services
    from garde.storage.repositories.services import services_of

    with acting.database.reading() as session:
        found = [one.as_of(acting.now()) for one in services_of(session, acting.basin.id)]
    write_services(found, file)
    say(f"{len(found)} services written to {file}")
    return 0


def _with_signs(
    acting: Acting, service: Service, marks: Mapping[str, Mark], entrances: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    """A service for a program, with what hangs at its door."""
    return _as_json(service) | {
        "saturation": signs.mark_as_json(acting, marks.get(service.external_id)),
        "entrance": entrances.get(service.external_id),
    }


def _as_json(service: object) -> dict[str, object]:
    from dataclasses import asdict

    values = asdict(service)  # type: ignore[call-overload]
    del values["history"]
    values["serves"] = service.availability  # type: ignore[attr-defined]
    return {
        "id": values["external_id"],
        **{k: list(v) if isinstance(v, tuple) else v for k, v in values.items()},
    }


command(app, "import", activity="preparation")(import_services)
command(app, "list")(list_services)
command(app, "show")(show)
command(app, "export")(export)
signs.add_to(app)
hours.add_to(app)
