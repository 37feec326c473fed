"""The one root of everything that garde refuses or cannot do.

A message says what was wrong, where, and what to do; it fits on one line. Rims (command line, web)
translate it to an exit status or an HTTP status and never show a traceback for it.
"""

from __future__ import annotations


class GardeError(Exception):
    """Something that a person can understand and mend.

    ``what`` is the fault, ``where`` the file, line, column, key or JSON path, ``remedy`` the next step.
    ``exit_status`` is what the command line ends with; ``http_status`` what the web answers.
    """

    exit_status = 2
    http_status = 400

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(self.one_line())

    def one_line(self) -> str:
        """The whole message on one line: ``where: what; remedy``."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.remedy:
            text = f"{text.rstrip('.;')}; {self.remedy}"
        return " ".join(text.split())


class BadInput(GardeError):
    """What was given cannot be used: a malformed value, file, column or key."""


class NotFound(GardeError):
    """What was named does not exist (unknown basin, draft, service, line)."""

    http_status = 404


class Conflict(GardeError):
    """What was asked no longer fits what is stored (published meanwhile, already running)."""

    http_status = 409


class StorageError(GardeError):
    """The database cannot be opened, is from a newer version, or is not ours."""

    http_status = 503


class Forbidden(GardeError):
    """Whoever acts may not do this."""

    http_status = 403


class TooMany(GardeError):
    """Whoever asks must wait a while."""

    http_status = 429
