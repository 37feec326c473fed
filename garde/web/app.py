"""The public web application. Routes translate, nothing more."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from exports.report_pages import report_style_hash
from garde import __version__
from garde.basin.config import LANGUAGES
from garde.clock import Clock
from garde.errors import GardeError
from garde.web.answering.public import ReadyAnswers
from garde.web.api import DATA, DESCRIPTION, add_data
from garde.web.caching import FRESH, minute_tag, unless_known
from garde.web.calendars.answering import CalendarAnswers, CalendarSource
from garde.web.data import refusal
from garde.web.embedding import embedded_style_hash, render_embedded
from garde.web.folder import SiteFolder
from garde.web.headers import EMBEDDED, PRIVATE, StrictHeaders
from garde.web.my.page import style_hash as private_style_hash
from garde.web.my.routes import add_private_pages, shut
from garde.web.my.source import PrivateSource
from garde.web.pages import register_hash, render_failure, render_page, script_hash, style_hash
from garde.web.plain import render_text
from garde.web.posters import Setting, add_posters
from garde.web.site.script import site_script_hashes
from garde.web.site.serving import add_site
from garde.web.source import PublicSource
from garde.web.words import catalogues, preferred_language


def create_app(
    source: PublicSource,
    clock: Clock,
    private: PrivateSource | None = None,
    calendars: CalendarSource | None = None,
    public_url: str | None = None,
    posters: Setting | None = None,
    site: SiteFolder | None = None,
) -> FastAPI:
    """The application on a source of published data and a clock; reads all texts at once.

    With ``private`` it also answers at the services' own addresses, with ``calendars`` below ``/feeds/``,
    which the public pages do not need. ``public_url`` is where people reach all this. With ``posters`` it
    has the week's poster below ``/posters/``. ``site`` is the folder of the static pages, which are then
    served below ``/site/`` and stand in where the server does not answer.
    """
    catalogues()
    app = FastAPI(
        title="garde: who is open now",
        description=DESCRIPTION,
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        # What visitors ask is nobody's business.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    _add_pages(app, source, clock, public_url, lasting=site is not None)
    add_data(app, source, clock)
    _add_health(app, source, clock)
    if posters is not None:
        add_posters(app, source, clock, posters, site)
    if site is not None:
        add_site(app, site)
    if private is not None:
        add_private_pages(app, private, clock)
    _add_failures(app)
    app.add_middleware(GZipMiddleware, minimum_size=600)
    app.add_middleware(
        StrictHeaders,
        style_hashes=(style_hash(), private_style_hash(), report_style_hash()),
        embedded_style_hash=embedded_style_hash(),
        script_hashes=(script_hash(), register_hash()),
        site_script_hashes=() if site is None else site_script_hashes(),
    )
    app.add_middleware(ReadyAnswers, source=source, clock=clock)
    if calendars is not None:
        # The outermost: programs ask for calendars all day long, nearly always for one that they have.
        app.add_middleware(CalendarAnswers, source=calendars)
    return app


def _add_pages(
    app: FastAPI, source: PublicSource, clock: Clock, public_url: str | None, *, lasting: bool
) -> None:
    @app.get("/", include_in_schema=False)
    def choose_language(request: Request) -> Response:
        query = quote(request.scope["query_string"], safe="=&;%+/:,-_.~")
        tag = _preferred(request, source.current().config.languages)
        headers = {"Vary": "Accept-Language", "Cache-Control": FRESH}
        return RedirectResponse(f"{tag}/?{query}" if query else f"{tag}/", status_code=303, headers=headers)

    def page_in(tag: str) -> None:
        def page(request: Request) -> Response:
            timetable, now, asked = source.current(), clock(), request.query_params
            return unless_known(
                request,
                minute_tag(timetable, now, tag, str(asked)),
                lambda: _sent(
                    HTMLResponse,
                    render_page(timetable, tag, now, asked, public_url, lasting=lasting),
                    tag,
                ),
            )

        app.add_api_route(f"/{tag}/", page, include_in_schema=False)

    def embedded_in(tag: str) -> None:
        def page(request: Request) -> Response:
            timetable, now, asked = source.current(), clock(), request.query_params
            return unless_known(
                request,
                minute_tag(timetable, now, "embed", tag, str(asked)),
                lambda: _sent(HTMLResponse, render_embedded(timetable, tag, now, asked), tag),
            )

        app.add_api_route(f"{EMBEDDED}{tag}/", page, include_in_schema=False)

    for tag in LANGUAGES:
        page_in(tag)
        embedded_in(tag)

    @app.get("/text", include_in_schema=False)
    def text(request: Request) -> Response:
        timetable, now, asked = source.current(), clock(), request.query_params
        tag = asked.get("lang", "")
        if tag not in LANGUAGES:
            tag = _preferred(request, timetable.config.languages)
        return unless_known(
            request,
            minute_tag(timetable, now, "text", tag, str(asked)),
            lambda: _sent(PlainTextResponse, render_text(timetable, tag, now, asked), tag),
            vary="Accept-Language",
        )


def _add_health(app: FastAPI, source: PublicSource, clock: Clock) -> None:
    @app.get("/healthz", include_in_schema=False)
    def health() -> Response:
        timetable, now = source.current(), clock()
        known, kept_from = timetable.start <= now < timetable.end, timetable.kept_from
        state = {
            "status": "out of data" if not known else "ok" if kept_from is None else "degraded",
            "basin": timetable.config.id,
            "version": timetable.version,
            "published_until": timetable.published_until and timetable.published_until.isoformat(),
            "faults": len(timetable.faults),
            "data_from": kept_from and kept_from.isoformat(),
            "data_age_seconds": kept_from and max(0, int((now - kept_from).total_seconds())),
        }
        return JSONResponse(state, 200 if known else 503, {"Cache-Control": "no-store"})


def _add_failures(app: FastAPI) -> None:
    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, GardeError)
        return _failure(request, error)

    def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        what = "there is nothing at this address" if error.status_code == 404 else str(error.detail).lower()
        answer = _failure(request, GardeError(what), error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    app.add_exception_handler(GardeError, refused)
    app.add_exception_handler(HTTPException, failed)


def _failure(request: Request, error: GardeError, status: int | None = None) -> Response:
    status = status or error.http_status
    never = {"Cache-Control": "no-store"}
    # Not of request.url, which takes every octet for UTF-8.
    path = request.scope["path"]
    if path.startswith(PRIVATE):
        return shut(status)
    if path.startswith(DATA):
        return JSONResponse(refusal(error).model_dump(), status, never)
    if path in ("/text", "/healthz"):
        return PlainTextResponse(error.one_line() + "\n", status, never)
    first = path.removeprefix(EMBEDDED).strip("/").partition("/")[0]
    tag = first if first in LANGUAGES else _preferred(request, LANGUAGES)
    return HTMLResponse(render_failure(tag, status), status, never)


def _sent(kind: type[Response], page: tuple[str, int], tag: str) -> Response:
    body, status = page
    return kind(body, status, {"Content-Language": tag})


def _preferred(request: Request, languages: tuple[str, ...]) -> str:
    return preferred_language(request.headers.get("accept-language", ""), languages[0])
