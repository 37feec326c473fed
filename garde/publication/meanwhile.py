"""What was published between the making of a draft and its publication, and what that means for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.basin.config import BasinConfig
from garde.calendar.month import Month
from garde.errors import Conflict
from garde.planning.breaking import broken_rules
from garde.planning.draft import Draft
from garde.planning.drafting import what_is_known
from garde.planning.plan import Wanted
from garde.publication.diff import Change, changes
from garde.rota import FilledSlot, Version
from garde.storage.repositories.pins import overrides_in_force
from garde.storage.repositories.rotas import slots_in_force, versions_of

SHOWN = 3
"""So many places are named in the one line of a refusal."""
ACROSS_MONTHS = {"rest", "limits"}
"""The rules that a duty of another month can break."""


class Overtaken(Conflict):
    """Another version of a draft's months was published since it was made.

    ``versions`` are those, oldest first; ``changes`` the places that differ by now from what the draft was
    made after.
    """

    def __init__(
        self, draft: Draft, versions: Sequence[Version], found: Sequence[Change], zone: ZoneInfo
    ) -> None:
        self.versions = tuple(versions)
        self.changes = tuple(found)
        last = self.versions[-1]
        numbers = " and ".join(str(version.number) for version in self.versions)
        were = f"version {numbers} was" if len(self.versions) == 1 else f"versions {numbers} were"
        by = f"by {last.published_by} on {last.published_at.astimezone(zone):%Y-%m-%d at %H:%M}"
        why = f" ({last.reason})" if last.reason else ""
        super().__init__(
            f"{were} published after draft {draft.id} was made, {by}{why}: {_told(self.changes)}",
            remedy=f"see: garde versions diff {last.number}; plan again with what was decided: "
            f"garde plan --from {draft.id}",
        )


def refuse_stale(session: Session, config: BasinConfig, draft: Draft) -> None:
    """Raises Conflict for a draft that is published, Overtaken for one whose months were published since."""
    if draft.status == "published":
        raise Conflict(f"draft {draft.id} is published already", remedy="see: garde versions list")
    newer = [
        version
        for version in _since(session, config, draft)
        if set(version.months).intersection(draft.months)
    ]
    if newer:
        then = slots_in_force(session, config.id, months=draft.months, until=draft.base_version or 0)
        now = slots_in_force(session, config.id, months=draft.months)
        raise Overtaken(draft, newer, changes(then, now), ZoneInfo(config.timezone))


def refuse_broken(
    session: Session, config: BasinConfig, draft: Draft, after: Sequence[FilledSlot], at: datetime
) -> None:
    """Raises Conflict when a version of another month leaves a service of the draft without its rest.

    ``after`` are the slots that would be in force. Duties that stand against a rule already do so on record.
    """
    newer = _since(session, config, draft)
    if not newer:
        return
    months = tuple(Month.parse(month) for month in draft.months)
    known = what_is_known(session, config, Wanted(months), at)
    answered = (*overrides_in_force(session, config.id), *draft.overrides)
    for one in broken_rules(config, known, months, after, answered):
        if ACROSS_MONTHS.intersection(one.rules):
            raise Conflict(
                f"since version {newer[-1].number} was published, draft {draft.id} breaks a rule: "
                f"{one.sentences[0]}",
                where=one.slot,
                remedy=f"plan again: garde plan --from {draft.id}, or change it: garde edit --help",
            )


def _since(session: Session, config: BasinConfig, draft: Draft) -> list[Version]:
    base = draft.base_version or 0
    return [version for version in versions_of(session, config.id) if version.number > base]


def _told(found: Sequence[Change]) -> str:
    if not found:
        return "no place of these months differs"
    places = [
        f"{change.slot} {change.before or 'nobody'} -> {change.after or 'nobody'}" for change in found[:SHOWN]
    ]
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    differ = "1 place differs" if len(found) == 1 else f"{len(found)} places differ"
    return f"{differ}: {', '.join(places)}{more}"
