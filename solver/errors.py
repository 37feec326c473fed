"""Every error the engine raises has one root: catch ``SolverError`` and nothing of the engine escapes."""


class SolverError(Exception):
    """Root of all errors raised by the engine."""


class DocumentError(SolverError):
    """A document is refused.

    Attributes:
        path: JSON path of the fault, such as ``$.slots[3].end``.
        fault: what is wrong there.
        remedy: what to do about it.
    """

    def __init__(self, path: str, fault: str, remedy: str) -> None:
        """Keep the three parts; ``str(error)`` is one line that joins them."""
        super().__init__(path, fault, remedy)
        self.path = path
        self.fault = fault
        self.remedy = remedy

    def __str__(self) -> str:
        """Return ``path: fault; remedy`` on one line."""
        return " ".join(f"{self.path}: {self.fault}; {self.remedy}".splitlines())


class ProblemError(DocumentError):
    """A ``garde-problem/1`` document is refused. Remedy: mend the document at ``path`` as ``remedy`` says."""


class RotaError(DocumentError):
    """A ``garde-rota/1`` document is refused. Remedy: write it again with ``garde solve``."""


class NotFiniteError(RotaError):
    """A rota claims NaN or an infinity. Remedy: write it again with ``garde solve``."""


class SettingError(SolverError):
    """A seed, time limit or number of workers is out of range. Remedy: the range that the message names."""
