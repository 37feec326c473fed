"""What comes of asking for an edit: what it does, the draft as it becomes, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from garde.editing.judging import Judgement
from garde.editing.moves import Edit
from garde.errors import Conflict
from garde.planning.draft import Draft
from garde.rota import FilledSlot


@dataclass(frozen=True)
class Edited:
    """An edit, what it does, and the draft as it becomes; ``saved``: has become."""

    edit: Edit
    before: Draft
    after: Draft
    judgement: Judgement
    saved: bool = False

    @property
    def changed(self) -> tuple[tuple[FilledSlot, FilledSlot], ...]:
        """The slots that are not filled as they were, before and after."""
        return tuple(
            (was, now)
            for was, now in zip(self.before.slots, self.after.slots, strict=True)
            if was.places != now.places
        )


class Refused(Conflict):
    """An edit that breaks a rule, without anybody answering for it; it was not saved."""

    def __init__(self, edited: Edited, what: str, remedy: str) -> None:
        self.edited = edited
        super().__init__(what, remedy=remedy)
