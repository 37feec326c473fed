"""What the press refuses to print, and why."""

from __future__ import annotations


class ExportError(ValueError):
    """A view or a target that cannot be printed.

    ``what`` is the fault, ``where`` the view, field or file, ``remedy`` the next step; the message
    fits on one line.
    """

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        text = f"{where}: {what}" if where else what
        if remedy:
            text = f"{text.rstrip('.;')}; {remedy}"
        super().__init__(" ".join(text.split()))
