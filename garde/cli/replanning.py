"""``garde plan --answers``: what services answered about a draft goes into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import Session

    from garde.cli.frame import Acting
    from garde.consultation.replanning import Request
    from garde.consultation.standing import Standing
    from garde.planning.draft import Draft
    from garde.planning.drafting import Noting
    from garde.planning.plan import Wanted


@dataclass(frozen=True)
class Answers:
    """What services answered about the draft of that number; nothing where nobody was to be heard."""

    draft: int | None = None
    standings: tuple[Standing, ...] = ()
    asked: tuple[Request, ...] = ()

    def added_to(self, former: Draft, wanted: Wanted, *, grant_all: bool) -> Wanted:
        """The wish with the answers in it."""
        from garde.consultation.replanning import with_answers

        if self.draft is None:
            return wanted
        return with_answers(former, wanted, self.standings, self.asked, grant_all=grant_all)

    @property
    def noting(self) -> Noting | None:
        """What is to be kept with the new draft."""
        from garde.consultation.outcome import noting

        return None if self.draft is None else noting(self.draft, self.asked)


def answers_about(session: Session, acting: Acting, draft: Draft) -> Answers:
    """The answers about a draft. Raises NotFound when it was never opened to the services."""
    from garde.consultation.outcome import asked_before
    from garde.consultation.replanning import requests_of
    from garde.consultation.status import consultation_status

    status = consultation_status(session, acting.basin, draft.id, actor=acting.actor, at=acting.now())
    return Answers(draft.id, status.standings, requests_of(status.standings, asked_before(draft)))
