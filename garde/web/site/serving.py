"""The kept site on the server itself: below ``/site/``, and the worker that lets browsers fall back on it."""

from __future__ import annotations

from pathlib import PurePosixPath

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from garde.web.caching import etag_of, unless_known
from garde.web.folder import SiteFolder
from garde.web.headers import SITE, WORKER
from garde.web.site.worker import worker_script

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
}


def add_site(app: FastAPI, folder: SiteFolder) -> None:
    """Mounts the files of a site's folder, as they are at each request."""

    @app.get(f"{SITE}{{name:path}}", include_in_schema=False)
    def file(request: Request, name: str) -> Response:
        wanted = f"{name}index.html" if not name or name.endswith("/") else name
        # Only what the site's own list names: no path leads out of it, and nothing of ours is guessed.
        kind = KINDS.get(PurePosixPath(wanted).suffix)
        body = None if kind is None else folder.file(wanted)
        if kind is None or body is None:
            raise HTTPException(404)
        return _sent(request, body, kind)

    @app.get(WORKER, include_in_schema=False)
    def worker(request: Request) -> Response:
        digests = folder.digests()
        if digests is None:
            raise HTTPException(404)
        return _sent(request, worker_script(digests, SITE.strip("/") + "/"), KINDS[".js"])


def _sent(request: Request, body: bytes, kind: str) -> Response:
    answer = unless_known(request, etag_of(body), lambda: Response(body, media_type=kind))
    if answer.status_code in (200, 304):
        answer.headers["Cache-Control"] = "no-cache"
    return answer
