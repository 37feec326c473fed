"""The service worker: it keeps one whole version of the site in the browser, and nothing that is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from garde.basin.config import LANGUAGES
from garde.web.site.script import source

KEPT = ("index.html", *(f"{tag}/index.html" for tag in LANGUAGES), "timeline.json", "icon.svg")
"""What a browser keeps, so that all five languages answer without a network."""


def worker_script(digests: Mapping[str, str], folder: str = "") -> bytes:
    """The worker for files with these SHA-256 digests, which lie in ``folder`` below the worker's own."""
    files = {name: digests[name] for name in KEPT if name in digests}
    told = json.dumps(files, sort_keys=True)
    version = sha256(told.encode()).hexdigest()[:16]
    code = source("worker")
    for name, value in (
        ("files", told),
        ("languages", json.dumps(LANGUAGES)),
        ("folder", folder),
        ("version", version),
    ):
        code = code.replace(f"@{name}@", value)
    return code.encode()
