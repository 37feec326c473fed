"""Names of things of a basin in the languages of the pages."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

LANGUAGES = ("fr", "nl", "en", "es", "ar")


def _complete_names(value: dict[str, str]) -> dict[str, str]:
    missing = [tag for tag in ("fr", "nl") if not value.get(tag, "").strip()]
    if missing:
        raise ValueError(f"no name in {' and '.join(missing)}: fr and nl are needed")
    unknown = sorted(set(value) - set(LANGUAGES))
    if unknown:
        raise ValueError(f"unknown language {', '.join(unknown)}: use {', '.join(LANGUAGES)}")
    return value


Names = Annotated[dict[str, str], AfterValidator(_complete_names)]
