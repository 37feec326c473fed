"""The static site: answers go on from it when the database is gone, so it must be there, fresh, and ours."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from exports.site import read_site_file
from garde.doctor.finding import Finding, failed, ok, warning

OLD = timedelta(days=2)
"""How old a site may be that is written at least once a day."""


def site_findings(folder: Path | None, at: datetime) -> Iterator[Finding]:
    """Whether the folder can be written and its site is of these days; ``at`` is now."""
    if folder is None:
        yield warning(
            "site",
            "no static site is kept: without its database the program has nothing to answer from",
            "unset GARDE_SITE, or name a folder in it",
        )
        return
    beside = folder.absolute().parent
    while not beside.exists():
        beside = beside.parent
    written = _written_at(folder)
    if os.path.lexists(folder) and written is None and not (folder.is_dir() and not any(folder.iterdir())):
        yield failed("site", f"{folder} is no static site of garde", "name another folder in GARDE_SITE")
    elif not beside.is_dir() or not os.access(beside, os.W_OK | os.X_OK):
        # The folder is replaced whole, and for that written beside.
        yield failed("site", f"nothing can be written in {beside}", "give leave to write there")
    elif written is None:
        yield warning("site", f"there is no static site in {folder} yet", "keep running: garde serve")
    elif at - written > OLD:
        yield warning(
            "site", f"the static site in {folder} is of {written:%Y-%m-%d}", "keep running: garde serve"
        )
    else:
        yield ok("site", f"the static site in {folder} is of {written:%Y-%m-%d %H:%M} UTC")


def _written_at(folder: Path) -> datetime | None:
    """When the site was written; None where there is none."""
    try:
        return datetime.fromisoformat(json.loads(read_site_file(folder, "version.json") or "")["written_at"])
    except (ValueError, KeyError, TypeError):
        return None
