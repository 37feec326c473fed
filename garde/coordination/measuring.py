"""The baseline set by a coordinator, and the present compared with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from garde.accounts.actor import Actor, require_coordinator
from garde.basin.config import BasinConfig
from garde.coordination.baseline import Baseline
from garde.storage.repositories.audit import record_decision
from garde.storage.repositories.time_signed import add_baseline


def set_baseline(
    session: Session, config: BasinConfig, baseline: Baseline, *, actor: Actor, at: datetime
) -> Baseline:
    """Stores a baseline beside the former ones, which stay to be read. Raises Forbidden."""
    require_coordinator(actor, config.id, "set the baseline")
    stored = replace(baseline, id=add_baseline(session, baseline))
    record_decision(
        session,
        actor,
        at,
        "baseline: set",
        f"baseline {stored.id}",
        after={
            "holds_from": str(stored.holds_from),
            "period": f"{stored.first}/{stored.last}",
            "method": stored.method,
            "minutes": stored.total,
            "by_activity": {one.value: minutes for one, minutes in stored.by_activity.items()},
            "with_services": stored.with_services,
            "services": stored.services,
            "duty_hours": stored.duty_hours,
            "source": stored.source,
        },
    )
    return stored
