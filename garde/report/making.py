"""Making the report: from what is stored to the view that the press prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from exports.report import Chapter, Report, ReportWords
from garde.accounts.actor import Actor
from garde.basin.config import BasinConfig
from garde.calendar.localtime import resolve_handover
from garde.errors import BadInput
from garde.report.open_data import open_data
from garde.report.period import Period
from garde.report.study import Study, study
from garde.report.telling.costing import costing_chapter
from garde.report.telling.covering import covering_chapter, unpublished
from garde.report.telling.facts import facts, overview
from garde.report.telling.method import dictionary, method_chapter
from garde.report.telling.receiving import receiving_chapter
from garde.report.telling.remarking import remarks_chapter
from garde.report.telling.sharing import annex_chapter, sharing_chapter
from garde.report.telling.steadiness import steadiness_chapter
from garde.report.telling.told import Told
from garde.report.telling.working import working_chapter
from garde.report.tongue import Tongue

_WORDS = (
    *("contents", "key_figures", "page", "dictionary", "data", "figure", "value"),
    *("remark", "measure", "unit", "meaning", "source"),
)


def make_report(
    session: Session,
    configs: Sequence[BasinConfig],
    period: Period,
    language: str,
    *,
    actors: Sequence[Actor],
    at: datetime,
) -> Report:
    """The report of these basins over a period, in a language; ``actors`` has who reads each of them.

    The same data give the same report on the same day. Raises Forbidden for a basin that its actor may not
    read, BadInput for a language in which no report is written, or a basin that is named twice.
    """
    tongue = Tongue(language)
    names = [config.id for config in configs]
    if len(set(names)) < len(names):
        raise BadInput("a basin is named twice", where="--basin", remedy="name each of them once")
    studies = [
        study(session, config, period, actor=actor, at=at)
        for config, actor in zip(configs, actors, strict=True)
    ]
    return report_of(studies, tongue)


def report_of(studies: Sequence[Study], tongue: Tongue) -> Report:
    """The report of studies of one or more basins over the same period. Pure."""
    period, at, zone = studies[0].period, studies[0].at, studies[0].zone
    basins = [
        Told(config=one.config, services=one.services, figures=one.figures, period=period, tongue=tongue)
        for one in studies
    ]
    today = at.astimezone(zone).date()
    return Report(
        title=tongue("title"),
        subtitle=f"{tongue.listed([told.title for told in basins])} – {tongue.period(period)}",
        edition=tongue("edition", day=tongue.day(today)),
        language=tongue.tag,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        changed_at=resolve_handover(today, time(), zone),
        facts=facts(tongue, basins),
        notices=tuple(_notices(tongue, basins, zone, at)),
        chapters=tuple(_chapters(tongue, basins)),
        data=tuple(row for told in basins for row in open_data(told.figures, period)),
        dictionary=dictionary(tongue),
        words=ReportWords(**{name: tongue(name) for name in _WORDS}),
    )


def _notices(tongue: Tongue, basins: Sequence[Told], zone: ZoneInfo, at: datetime) -> list[str]:
    found = []
    if any(told.config.demo for told in basins):
        found.append(tongue("demo"))
    if not basins[0].period.whole_months:
        found.append(tongue("own_dates"))
    if basins[0].period.end(zone) > at:
        found.append(tongue("not_over"))
    found += [unpublished(told) for told in basins if told.figures.covering.unpublished]
    return list(dict.fromkeys(found))


def _chapters(tongue: Tongue, basins: Sequence[Told]) -> list[Chapter]:
    several = [overview(tongue, basins)] if len(basins) > 1 else []
    annex = [annex_chapter(tongue, basins)] if any(told.figures.sharing.pools for told in basins) else []
    return [
        *several,
        covering_chapter(tongue, basins),
        sharing_chapter(tongue, basins),
        receiving_chapter(tongue, basins),
        working_chapter(tongue, basins),
        costing_chapter(tongue, basins),
        steadiness_chapter(tongue, basins),
        remarks_chapter(tongue, basins),
        method_chapter(tongue),
        *annex,
    ]
