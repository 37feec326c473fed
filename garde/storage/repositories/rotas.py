"""Drafts, versions and the rota in force as stored: the one door to these three rooms."""

from __future__ import annotations

from garde.storage.repositories.drafts import (
    draft_ids,
    load_draft,
    mark_deleted,
    open_drafts,
    rewrite_draft,
    save_draft,
)
from garde.storage.repositories.duties import duties_begun, held_since, published_months, slots_in_force
from garde.storage.repositories.versions import (
    latest_version,
    save_version,
    seal_version,
    version_overrides,
    version_slots,
    versions_of,
)

__all__ = [
    "draft_ids",
    "duties_begun",
    "held_since",
    "latest_version",
    "load_draft",
    "mark_deleted",
    "open_drafts",
    "published_months",
    "rewrite_draft",
    "save_draft",
    "save_version",
    "seal_version",
    "slots_in_force",
    "version_overrides",
    "version_slots",
    "versions_of",
]
