"""The private pages' routes: who has the address reads; a form is checked, carried out once, and left."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, FastAPI, Request
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from garde.clock import Clock
from garde.web.headers import PRIVATE
from garde.web.my import one_duty
from garde.web.my.funder import DOWNLOADS, FunderPages
from garde.web.my.page import render_section, render_shut
from garde.web.my.section import Given, Refused, Section
from garde.web.my.sections import SECTIONS
from garde.web.my.source import PrivateSource
from garde.web.my.visit import Visit, duty_visit_of, visit_of

LARGEST_FORM = 64 * 1024
"""Bytes; the longest form that our pages can send is far below."""
FIELDS = 400


def add_private_pages(app: FastAPI, source: PrivateSource, clock: Clock) -> None:
    """Mounts every section below ``/my/TOKEN/``, and a funder's report at ``/my/TOKEN/`` itself.

    The form of one duty has tokens of its own, which open nothing else, as no other token opens it.
    """
    funders = FunderPages(clock)

    def enter(section: Section, session: Session, request: Request) -> Visit | None:
        opened = duty_visit_of if section is one_duty.SECTION else visit_of
        return opened(
            session,
            request.path_params["token"],
            public_url=source.public_url or str(request.base_url),
            chosen=request.query_params.get("lang"),
            accept=request.headers.get("accept-language", ""),
            now=clock(),
        )

    def mount(section: Section) -> None:
        def show(request: Request) -> Response:
            with source.database.reading() as session:
                visit = enter(section, session, request)
                if visit is None:
                    # The first page of an address is a funder's, if it is no service's.
                    return (None if section.path else funders.page(session, request)) or shut(404)
                given = _given(request.scope["query_string"].decode("latin-1"))
                code = (given.get("said") or [""])[-1]
                return _page(visit, section, given, notice=section.notices.get(code))

        def post(request: Request, form: Annotated[Given, Depends(_form)]) -> Response:
            assert section.post is not None
            try:
                with source.database.writing() as session:
                    visit = enter(section, session, request)
                    if visit is None:
                        return shut(404)
                    done = section.post(visit, form)
                    path = section.path if done.path is None else done.path
                    # Relative, so that the token is not even repeated in a header.
                    return RedirectResponse(visit.to(path, said=done.notice, **done.query), status_code=303)
            except Refused as refused:
                sentence, status = refused.sentence, refused.status
            with source.database.reading() as session:
                visit = enter(section, session, request)
                return shut(404) if visit is None else _page(visit, section, form, sentence, status)

        address = f"{PRIVATE}{{token}}/{section.path}"
        app.add_api_route(address, show, methods=["GET"], include_in_schema=False)
        if section.post is not None:
            app.add_api_route(address, post, methods=["POST"], include_in_schema=False)

    def take_along(name: str) -> None:
        def file(request: Request) -> Response:
            with source.database.reading() as session:
                return funders.file(session, request, name) or shut(404)

        app.add_api_route(f"{PRIVATE}{{token}}/{name}", file, methods=["GET"], include_in_schema=False)

    for section in (*SECTIONS, one_duty.SECTION):
        mount(section)
    for name in DOWNLOADS:
        take_along(name)

    @app.get(f"{PRIVATE}{{token}}", include_in_schema=False)
    def with_a_slash(token: str) -> Response:
        return RedirectResponse(f"{token}/", status_code=308)


def shut(status: int) -> Response:
    """The page that tells nothing about the address, not even whether it ever opened something."""
    return HTMLResponse(render_shut(status), status)


def _page(
    visit: Visit,
    section: Section,
    given: Given,
    trouble: str | None = None,
    status: int = 200,
    notice: str | None = None,
) -> Response:
    said = visit.words.gettext
    menu = {one.path: said(one.title) for one in (SECTIONS if section in SECTIONS else (section,))}
    body = render_section(
        visit,
        section,
        menu,
        section.show(visit, given),
        notice=None if notice is None else said(notice),
        trouble=trouble,
    )
    return HTMLResponse(body, status, {"Content-Language": visit.words.tag})


async def _form(request: Request) -> Given:
    """The fields of a form that our own page sent. Raises HTTPException 403 or 413.

    Whoever could forge a request would have to know the address, which is the secret; the check of where
    the form stood costs nothing and holds even for an address that leaked. A page without referrer sends
    ``Origin: null``, so an origin is only compared where the browser names one.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    if site not in (None, "same-origin", "none"):
        raise HTTPException(403)
    if site is None and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    return _given(body.decode("utf-8", "replace"))


def _given(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400) from None
