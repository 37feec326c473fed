"""``garde versions``: what was published, what it changed, putting it back, and what another database had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, JsonOption, command, existing_file
from garde.cli.output import print_json, print_table, say, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from garde.publication.publish import Published
    from garde.publication.standing import Stands
    from garde.swaps.swap import Swap

app = typer.Typer(help="The published rotas.", no_args_is_help=True)

VersionArgument = Annotated[int, typer.Argument(metavar="VERSION", help="The version's number.")]


def list_versions(acting: Acting, as_json: JsonOption = False) -> int:
    """Lists the published versions, oldest first.

    Example: garde versions list
    """
    from garde.storage.repositories.rotas import versions_of

    with acting.database.reading() as session:
        found = versions_of(session, acting.basin.id)
    if as_json:
        print_json(
            [
                {
                    "id": version.number,
                    "months": list(version.months),
                    "published_at": version.published_at,
                    "published_by": version.published_by,
                    "reason": version.reason,
                    "draft": version.draft,
                    "origin": version.origin,
                }
                for version in found
            ]
        )
        return 0
    print_table(
        "",
        ["version", "months", "published", "by", "from", "reason"],
        [
            [
                version.number,
                ", ".join(version.months),
                version.published_at.astimezone(acting.zone).strftime("%Y-%m-%d %H:%M"),
                version.published_by,
                version.origin,
                version.reason,
            ]
            for version in found
        ],
        right=[0],
    )
    return 0


def show_version(
    acting: Acting,
    version: VersionArgument,
    as_json: JsonOption = False,
) -> int:
    """Shows the duties of a version.

    Example: garde versions show 1
    """
    from garde.cli.neighbours_shown import guests_by_slot
    from garde.cli.showing import local, slot_as_json
    from garde.storage.repositories.rotas import version_slots

    with acting.database.reading() as session:
        slots = version_slots(session, acting.basin.id, version)
        guests = guests_by_slot(session, acting.basin.id, slots)
    if as_json:
        print_json([{**slot_as_json(slot), "backups": list(guests.get(slot.key, ()))} for slot in slots])
        return 0
    print_table(
        f"Version {version}",
        ["slot", "from", "to", "services"],
        [
            [
                slot.key,
                local(slot.start, acting.zone),
                local(slot.end, acting.zone),
                ", ".join(
                    [place or "NOBODY" for place in slot.places]
                    + [f"backup {guest}" for guest in guests.get(slot.key, ())]
                ),
            ]
            for slot in slots
        ],
    )
    return 0


def diff(
    acting: Acting,
    version: VersionArgument,
    other: Annotated[
        int | None,
        typer.Argument(metavar="OTHER", help="Compare with this one (default: what was in force before)."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Shows what a version changed, place by place, or how two versions differ.

    Of two versions, the months that both cover are compared, from the older to the newer.

    Example: garde versions diff 3
    """
    from garde.cli.showing import changes_as_json, local
    from garde.publication.comparing import difference
    from garde.storage.repositories.services import services_of

    actor = acting.actor
    with acting.database.reading() as session:
        found = difference(session, acting.basin, version, other, actor=actor)
        names = {one.external_id: one.name for one in services_of(session, acting.basin.id)}
    if as_json:
        print_json(
            {
                "before": found.before,
                "after": found.after,
                "months": list(found.months),
                "changes": changes_as_json(found.changes),
            }
        )
        return 0

    def who(service: str | None) -> str:
        return "nobody" if service is None else f"{names.get(service, service)} ({service})"

    since = "nothing was published" if found.before is None else f"version {found.before}"
    print_table(
        f"Version {found.after} compared with what was before ({since}), {', '.join(found.months)}",
        ["slot", "place", "from", "before", "after"],
        [
            [
                one.slot,
                one.place + 1,
                local(one.start, acting.zone),
                who(one.before),
                who(one.after),
            ]
            for one in found.changes
        ],
        right=[1],
        optional=[2],
    )
    count = len(found.changes)
    say("1 place differs." if count == 1 else f"{count} places differ." if count else "Nothing differs.")
    return 0


def restore(
    acting: Acting,
    version: VersionArgument,
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="REASON", help="Answer for the rules that it breaks today."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would change.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Puts an older version back in force, as a new version of the months that it covered.

    What has begun stays as it is. Duties that break a rule today (the service has left, cannot serve, must
    rest) are named, and refused unless you answer for them with --override.

    Example: garde versions restore 2 --reason "planned for the wrong week" --dry-run
    """
    from garde.publication.restoring import check_restore, restore_version
    from garde.publication.standing import refuse_broken
    from garde.swaps.lapsing import lapse

    actor, config = acting.actor, acting.basin
    if dry_run:
        with acting.database.reading() as session:
            found = check_restore(session, config, version, actor=actor, at=acting.now())
        told = f"Version {version} would be put back for {', '.join(found.months)}; nothing is written."
        _show(acting, found, told, {"restored": version, "version": None} if as_json else None)
        if override is None:
            refuse_broken(found.broken)
        return 0
    with acting.database.writing() as session:
        found, published = restore_version(
            session, config, version, actor=actor, at=acting.now(), reason=reason, override=override
        )
        lapsed = lapse(session, config, at=acting.now())
    number = published.number
    told = f"Version {number} is in force for {', '.join(found.months)}: version {version}, put back."
    _show(acting, found, told, {"restored": version, "version": number} if as_json else None)
    return _put(acting, published, lapsed)


def import_version(
    acting: Acting,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What garde export json wrote.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    override: Annotated[
        str | None,
        typer.Option("--override", metavar="REASON", help="Answer for the rules that it breaks today."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would change.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Puts an exported rota in force, as a new version of its months.

    What has begun stays as it is. Duties that break a rule today are named, and refused unless somebody
    answered for them when they were exported, or you do with --override.

    Example: garde versions import january.json --dry-run
    """
    from exports.rota_document import parse_rota
    from garde.publication.importing import check_import, import_rota
    from garde.publication.standing import refuse_broken
    from garde.swaps.lapsing import lapse

    actor, config = acting.actor, acting.basin
    document = parse_rota(existing_file(file).read_bytes())
    if dry_run:
        with acting.database.reading() as session:
            found = check_import(session, config, document, actor=actor, at=acting.now())
        told = f"{file} would be put in force for {', '.join(found.months)}; nothing is written."
        _show(acting, found, told, {"version": None} if as_json else None)
        if override is None:
            refuse_broken(found.broken)
        return 0
    with acting.database.writing() as session:
        found, published = import_rota(
            session, config, document, actor=actor, at=acting.now(), reason=reason, override=override
        )
        lapsed = lapse(session, config, at=acting.now())
    number = published.number
    told = f"Version {number} is in force for {', '.join(found.months)}: {file}."
    _show(acting, found, told, {"version": number} if as_json else None)
    return _put(acting, published, lapsed)


def _put(acting: Acting, published: Published, lapsed: Sequence[Swap]) -> int:
    """Warns of what came of a new version; the exit status."""
    acting.month = published.months[0]
    for swap in lapsed:
        warn(f"{swap.subject} has lapsed: {swap.reason}")
    if published.missing:
        warn(f"{published.missing} places stay empty; see: garde versions show {published.number}")
    return 3 if published.missing else 0


def _show(acting: Acting, found: Stands, told: str, numbers: dict[str, int | None] | None) -> None:
    """What is put in force: for programs where their ``numbers`` are given, else for people."""
    from garde.cli.showing import show_changes

    if numbers is not None:
        print_json({**numbers, **_outcome(found)})
        return
    say(told)
    show_changes(acting, found.changes)
    for one in found.broken:
        say(f"AGAINST {', '.join(one.rules)} {one.slot}: {' '.join(one.sentences)}")


def _outcome(found: Stands) -> dict[str, Any]:
    from garde.cli.showing import changes_as_json

    return {
        "months": list(found.months),
        "changes": changes_as_json(found.changes),
        "broken": [
            {
                "slot": one.slot,
                "service": one.service,
                "rules": list(one.rules),
                "sentences": list(one.sentences),
            }
            for one in found.broken
        ],
    }


command(app, "list")(list_versions)
command(app, "show")(show_version)
command(app, "diff")(diff)
command(app, "restore", activity="publication")(restore)
command(app, "import", activity="publication")(import_version)
