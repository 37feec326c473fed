"""Documents set by typst: data in, PDF out, in fonts with Latin and Arabic letters; same data, same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from exports.errors import ExportError

if TYPE_CHECKING:
    from typst import Fonts

PDF_MEDIA_TYPE = "application/pdf"
Paper = Literal["a4", "a3"]
PAPERS: tuple[Paper, ...] = ("a4", "a3")
FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_TEMPLATES = Path(__file__).parent / "typst"


def typeset(template: str, data: object, changed_at: datetime) -> bytes:
    """The template of that name (``month``), filled with the data, as a tagged PDF.

    Texts are data to typst, never its code. ``changed_at`` dates the document. Raises ExportError when typst
    refuses it.
    """
    made = _compiled(template, data, format="pdf", timestamp=int(changed_at.timestamp()))
    return made if isinstance(made, bytes) else b"".join(made)


def pictures(template: str, data: object, dots_per_inch: float) -> tuple[bytes, ...]:
    """The same as a PNG for each page, to be looked at. Raises ExportError when typst refuses it."""
    made = _compiled(template, data, format="png", ppi=dots_per_inch)
    return (made,) if isinstance(made, bytes) else tuple(made)


def _compiled(template: str, data: object, **options: Any) -> bytes | list[bytes]:
    import typst

    try:
        made: bytes | list[bytes] = typst.compile(
            _TEMPLATES / f"{template}.typ",
            root=_TEMPLATES,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            **options,
        )
    except typst.TypstError as error:
        raise ExportError(f"typst refuses it: {error.message}", where=f"template {template}") from error
    return made


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    """Only the fonts that come with the program, so that every machine sets the same page."""
    import typst

    folders = []
    for name in FONT_PACKAGES:
        found = find_spec(name)
        if found is None or found.origin is None:
            raise ExportError(f"the font package {name} is not installed", remedy="install garde again")
        folders.append(Path(found.origin).parent / "files")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in folders],
    )
