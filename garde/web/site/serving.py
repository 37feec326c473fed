"""The kept site on the server itself: below ``/site/``, and the worker that lets browsers fall back on it."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from exports.site import MARK
from garde.web.caching import etag_of, unless_known
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


def add_site(app: FastAPI, folder: Path) -> None:
    """Mounts the files of a site's folder, as they are at each request."""

    @app.get(f"{SITE}{{name:path}}", include_in_schema=False)
    def file(request: Request, name: str) -> Response:
        wanted = f"{name}index.html" if not name or name.endswith("/") else name
        # Only what the site's own list names: no path leads out of it, and nothing of ours is guessed.
        if wanted not in _digests(folder) or Path(wanted).suffix not in KINDS:
            raise HTTPException(404)
        return _sent(request, _read(folder / wanted), KINDS[Path(wanted).suffix])

    @app.get(WORKER, include_in_schema=False)
    def worker(request: Request) -> Response:
        return _sent(request, worker_script(_digests(folder), SITE.strip("/") + "/"), KINDS[".js"])


def _sent(request: Request, body: bytes, kind: str) -> Response:
    answer = unless_known(request, etag_of(body), lambda: Response(body, media_type=kind))
    if answer.status_code in (200, 304):
        answer.headers["Cache-Control"] = "no-cache"
    return answer


def _digests(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / MARK).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise HTTPException(404) from None
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        # The site was replaced by one without it, between two looks.
        raise HTTPException(404) from None
