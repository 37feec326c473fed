"""A basin and period with their figures: all that a report is told from, in whatever language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.basin.service import Service
from garde.report.figures import BasinFigures, basin_figures
from garde.report.gathering import Gathered, gather
from garde.report.period import Period


@dataclass(frozen=True)
class Study:
    """The figures of a basin over a period, as they were known ``at`` an instant."""

    config: BasinConfig
    services: tuple[Service, ...]
    period: Period
    figures: BasinFigures
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The basin's time zone."""
        return ZoneInfo(self.config.timezone)


def study(session: Session, config: BasinConfig, period: Period, *, actor: Actor, at: datetime) -> Study:
    """The figures of what is stored. Raises Forbidden for who may not read the report."""
    return studied(gather(session, config, period, actor=actor, at=at))


def studied(gathered: Gathered) -> Study:
    """The figures of what was gathered. Pure."""
    return Study(gathered.config, gathered.services, gathered.period, basin_figures(gathered), gathered.at)
