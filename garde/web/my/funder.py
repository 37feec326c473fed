"""What stands at a funder's private address: the report of a quarter or a year, to read and to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from exports.report_pages import HTML_MEDIA_TYPE, Link, Menu, render_report_html
from exports.tables import CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE
from exports.typesetting import PDF_MEDIA_TYPE
from garde.accounts.actor import Actor
from garde.accounts.links import actor_of
from garde.basin.config import BasinConfig
from garde.clock import Clock
from garde.report.tongue import LANGUAGES, Tongue
from garde.storage.repositories.accounts import link_of_token
from garde.storage.repositories.basins import chosen_basin
from garde.storage.repositories.report_stamp import report_stamp
from garde.storage.repositories.rotas import published_months
from garde.web.my.funder_periods import Choice, choices, chosen
from garde.web.my.funder_shelf import Busy, Shelf
from garde.web.my.page import render_shut
from garde.web.words import own_name, preferred_language

if TYPE_CHECKING:
    from exports.report import Report
    from garde.report.study import Study

DOWNLOADS = {
    "report.pdf": (PDF_MEDIA_TYPE, "download_pdf"),
    "report.xlsx": (XLSX_MEDIA_TYPE, "download_xlsx"),
    "report.csv": (CSV_MEDIA_TYPE, "download_csv"),
    "report.dictionary.csv": (CSV_MEDIA_TYPE, "download_dictionary"),
}
"""The files that a funder can take along: their type, and the text of their link."""
SOON = "20"
"""Seconds after which to ask again while others' reports are being made."""


@dataclass(frozen=True)
class FunderVisit:
    """One request of somebody who has a funder's address: the period and the language that they chose."""

    actor: Actor
    config: BasinConfig
    tongue: Tongue
    choice: Choice
    offered: Sequence[Choice]
    at: datetime
    stamp: tuple[object, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What the report depends on: the same key, the same report."""
        return self.config.id, self.choice.id, self.stamp

    def to(self, path: str = "./", *, period: str | None = None, language: str | None = None) -> str:
        """A relative address; it never holds the token."""
        asked = {"period": period or self.choice.id, "lang": language or self.tongue.tag}
        return f"{path}?{urlencode(asked)}"


class FunderPages:
    """The report at a funder's address. Reports are made one at a time, and kept until anything changes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shelf = Shelf()

    def page(self, session: Session, request: Request) -> Response | None:
        """The report as a page; None for a token that opens no report."""
        visit = self._enter(session, request)
        if visit is None:
            return None
        headers = {"Content-Language": visit.tongue.tag}
        return self._answer(
            session,
            visit,
            "page",
            lambda report: render_report_html(report, _menus(visit)),
            HTML_MEDIA_TYPE,
            headers,
        )

    def file(self, session: Session, request: Request, name: str) -> Response | None:
        """One of the files to take along; None for a token that opens no report."""
        visit = self._enter(session, request)
        if visit is None:
            return None
        media_type, _ = DOWNLOADS[name]
        stem, _, suffix = name.partition(".")
        saved = f"{stem}-{visit.config.id}-{visit.choice.id}-{visit.tongue.tag}.{suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{saved}"'}
        return self._answer(session, visit, name, lambda report: _file(report, name), media_type, headers)

    def _enter(self, session: Session, request: Request) -> FunderVisit | None:
        at = self._clock()
        link = link_of_token(session, request.path_params["token"])
        if link is None or link.kind != "funder" or link.state(at) != "open":
            return None
        config = chosen_basin(session, link.basin)
        today = at.astimezone(ZoneInfo(config.timezone)).date()
        offered = choices(published_months(session, link.basin), today)
        tag = request.query_params.get("lang")
        if tag not in LANGUAGES:
            accepted = request.headers.get("accept-language", "")
            tag = preferred_language(accepted, LANGUAGES[0], LANGUAGES)
        return FunderVisit(
            actor=actor_of(link),
            config=config,
            tongue=Tongue(tag),
            choice=chosen(offered, request.query_params.get("period"), today),
            offered=offered,
            at=at,
            stamp=(today, *report_stamp(session, config.id)),
        )

    def _answer(
        self,
        session: Session,
        visit: FunderVisit,
        form: str,
        render: Callable[[Report], bytes],
        media_type: str,
        headers: dict[str, str],
    ) -> Response:
        # Figures are added up by pandas: a server that shows no report need not load it.
        from garde.report.making import report_of
        from garde.report.study import study

        def studied() -> Study:
            return study(session, visit.config, visit.choice.period, actor=visit.actor, at=visit.at)

        def rendered(found: Study) -> bytes:
            return render(report_of([found], visit.tongue))

        try:
            made = self._shelf.rendered(visit.key, (visit.tongue.tag, form), studied, rendered)
        except Busy:
            return HTMLResponse(render_shut(503), 503, {"Retry-After": SOON})
        return Response(made, 200, headers, media_type)


def _file(report: Report, name: str) -> bytes:
    """One of the files, by its name: all that a file of that name is written with."""
    from garde.report.printing import report_files

    # The dictionary is written beside the data, under its own name.
    return report_files(report, name.replace(".dictionary", ""))[name]


def _menus(visit: FunderVisit) -> tuple[Menu, ...]:
    t = visit.tongue
    return (
        Menu(
            t("periods_menu"),
            tuple(
                Link(_period(t, one), visit.to(period=one.id), here=one == visit.choice)
                for one in visit.offered
            ),
        ),
        Menu(
            t("languages_menu"),
            tuple(
                Link(own_name(tag), visit.to(language=tag), here=tag == t.tag, language=tag)
                for tag in LANGUAGES
            ),
        ),
        Menu(
            t("downloads_menu"),
            tuple(Link(t(text), visit.to(name)) for name, (_, text) in DOWNLOADS.items()),
        ),
    )


def _period(t: Tongue, choice: Choice) -> str:
    if choice.quarter is None:
        return choice.id
    return t("quarter", number=choice.quarter, year=choice.id[:4])
