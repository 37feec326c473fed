"""All files of a static site, by their relative names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from garde.basin.config import LANGUAGES
from garde.lookup import Timetable
from garde.lookup.document import encode, write_timeline
from garde.web.folder import TIMELINE
from garde.web.pages import render_failure
from garde.web.site.pages import language_page, manifest, static_page
from garde.web.site.worker import worker_script

ICONS = Path(__file__).with_name("icons")


def site_files(
    timetable: Timetable,
    now: datetime,
    beside: Mapping[str, bytes] | None = None,
    public_url: str | None = None,
) -> dict[str, bytes]:
    """The files of what is published, as known at ``now``; ``beside`` are feeds and posters.

    ``public_url`` is where the site will stand: the page for wrong addresses needs it to lead back from
    folders, where it is not the root of its host.
    """
    now = now.replace(second=0, microsecond=0)
    files = {f"{tag}/index.html": static_page(timetable, tag, now).encode() for tag in LANGUAGES}
    files |= {
        f"{tag}/manifest.webmanifest": json.dumps(manifest(timetable, tag), ensure_ascii=False).encode()
        for tag in LANGUAGES
    }
    root = "/" if public_url is None else f"{urlsplit(public_url).path.rstrip('/')}/"
    written = now.isoformat().replace("+00:00", "Z")
    files |= {
        "index.html": language_page(timetable).encode(),
        "404.html": render_failure(timetable.config.languages[0], 404, root).encode(),
        TIMELINE: write_timeline(timetable, now),
        "version.json": encode({"stamp": timetable.stamp, "written_at": written}),
        **{path.name: path.read_bytes() for path in ICONS.iterdir()},
        **(beside or {}),
    }
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    return {**files, "sw.js": worker_script(digests)}
