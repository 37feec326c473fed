"""What every answer carries, and HEAD for every GET."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_TO_OTHER_SITES = ("/api/",)
MAY_BE_ASKED = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"allow", b"GET, HEAD, OPTIONS"),
    (b"content-length", b"0"),
]
"""What a browser is told that asks before another site's script sends us a tag (Fetch, 3.2.3)."""
PRIVATE = "/my/"
EMBEDDED = "/embed/"
SITE = "/site/"
"""The static pages, which compute in the browser who is open."""
WORKER = "/sw.js"
"""The script that keeps them in a browser."""

OF_PRIVATE_PAGES = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
"""An address that is a secret is kept nowhere but where its owner keeps it."""

STRICT = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
"""What an answer carries that is no page."""


class StrictHeaders:
    """ASGI middleware: strict security headers everywhere, CORS for data, HEAD answered like GET.

    ``style_hashes`` and ``script_hashes`` are the CSP source expressions of what our pages have inline
    (``sha256-…``). Private pages run no script and may not ask where somebody is. Below ``/embed/`` alone any
    site may show a page in a frame, which has no form, script or picture, and where it fails looks like ours.
    The static pages, which have ``site_script_hashes``, read their data beside them.
    """

    def __init__(
        self,
        app: ASGIApp,
        style_hashes: Sequence[str],
        script_hashes: Sequence[str] = (),
        embedded_style_hash: str = "",
        site_script_hashes: Sequence[str] = (),
    ) -> None:
        self._app = app
        styles, scripts, of_site = (
            " ".join(f"'{one}'" for one in hashes) or "'none'"
            for hashes in (style_hashes, script_hashes, site_script_hashes)
        )
        policy = (
            f"default-src 'none'; style-src {styles}; img-src data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        self._headers = {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        self._of_public_pages = {
            "Content-Security-Policy": f"{policy}; script-src {scripts}; worker-src 'self'",
            "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
        }
        self._of_embedded_pages = {
            "Content-Security-Policy": f"default-src 'none'; style-src '{embedded_style_hash}' {styles}; "
            "form-action 'none'; base-uri 'none'; frame-ancestors *",
        }
        self._of_site = {
            **self._of_public_pages,
            "Content-Security-Policy": policy.replace("img-src", "img-src 'self'")
            + f"; script-src {of_site}; connect-src 'self'; manifest-src 'self'; worker-src 'self'",
        }

    def _for(self, path: str) -> dict[str, str]:
        """What a page at this address carries beside the rest."""
        if path.startswith(PRIVATE):
            return OF_PRIVATE_PAGES
        if path.startswith(SITE) or path == WORKER:
            return self._of_site
        return self._of_embedded_pages if path.startswith(EMBEDDED) else self._of_public_pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        data = scope["path"].startswith(OPEN_TO_OTHER_SITES)
        if data and scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": [*STRICT, *MAY_BE_ASKED]})
            await send({"type": "http.response.body", "body": b""})
            return
        own = self._for(scope["path"])

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                for name, value in own.items():
                    headers[name] = value
                if data:
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
                if message["status"] == 307:
                    headers["Location"] = _beside(scope, headers["Location"])
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, dressed)


def _beside(scope: Scope, location: str) -> str:
    """The same address with or without a slash at its end, relative to the one asked for.

    The router makes it whole from what the request says of our name and scheme: neither is to be believed,
    and a proxy may have put us in a folder.
    """
    path, _, query = location.partition("?")
    last = path.rstrip("/").rpartition("/")[2]
    beside = f"./{last}/" if path.endswith("/") else f"../{last}"
    return f"{beside}?{query}" if query else beside
