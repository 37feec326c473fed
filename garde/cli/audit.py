"""``garde audit``: who decided what, when, and what it was before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.output import print_json, print_table

if TYPE_CHECKING:
    from garde.audit.entry import Entry, Facts

app = typer.Typer(help="The audit trail of all decisions.", no_args_is_help=True)


def list_entries(
    acting: Acting,
    subject: Annotated[
        str | None,
        typer.Option("--subject", metavar="SUBJECT", help="Only about this: draft 3, version 2, link 7 …"),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Lists the decisions, oldest first: who, when, what, before and after. Nothing in it can be changed.

    Example: garde audit list --subject "draft 1"
    """
    from garde.access.decisions import list_decisions
    from garde.cli.showing import local

    with acting.database.reading() as session:
        found = list_decisions(session, acting.basin, actor=acting.actor, subject=subject)
    if as_json:
        print_json(
            [
                {
                    "id": entry.id,
                    "at": entry.at,
                    "actor": entry.actor,
                    "role": entry.role,
                    "action": entry.action,
                    "subject": entry.subject,
                    "before": entry.before,
                    "after": entry.after,
                    "reason": entry.reason,
                }
                for entry in found
            ]
        )
        return 0
    print_table(
        "",
        ["entry", "when", "who", "what", "about", "change", "reason"],
        [
            [
                entry.id,
                local(entry.at, acting.zone),
                entry.actor,
                entry.action,
                entry.subject,
                told(entry),
                entry.reason,
            ]
            for entry in found
        ],
        right=[0],
    )
    return 0


def told(entry: Entry) -> str:
    """What changed, fact by fact: ``role: reader → coordinator``; what stayed the same is left out."""
    before, after = entry.before or {}, entry.after or {}
    parts = []
    for name in dict.fromkeys([*before, *after]):
        was, now = _fact(before, name), _fact(after, name)
        if was != now or name not in before or name not in after:
            arrow = " → ".join(text for text in (was, now) if text is not None)
            parts.append(f"{name.replace('_', ' ')}: {arrow}")
    return "; ".join(parts)


def _fact(facts: Facts, name: str) -> str | None:
    """One fact as people read it; None when it is not among them."""
    if name not in facts:
        return None
    value = facts[name]
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value) or "none"
    return _plain(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


command(app, "list")(list_entries)
