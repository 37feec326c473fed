"""QR codes that are printed: drawings that stay sharp at any size."""

from __future__ import annotations

import io

from exports.errors import ExportError

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks; without them many telephones see nothing."""


def qr_svg(address: str) -> str:
    """The address as an SVG drawing, with its quiet zone.

    A quarter of it may be scratched or wet (level Q). Raises ExportError for an address that is too long.
    """
    import segno

    try:
        code = segno.make_qr(address, error="q")
    except ValueError as error:
        raise ExportError(
            f"an address of {len(address)} characters fits in no QR code", where="QR code"
        ) from error
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=QUIET, xmldecl=False, omitsize=True, light="#fff")
    return drawn.getvalue().decode()
