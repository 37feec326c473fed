"""Where a command will write: tried before the work, so that nobody waits a minute for a refusal."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path


def file_to_write(path: Path, *, read: Iterable[Path] = ()) -> Path:
    """The file behind ``path``, links followed, when it can be written and is none of those that are read.

    Raises BadInput otherwise. Its folder need not exist yet. Nothing is left behind by trying.
    """
    from garde.errors import BadInput

    target = _followed(path)
    if target.is_dir():
        raise BadInput("is a folder", where=str(path), remedy="name the file to write")
    if target.exists() and not target.is_file():
        raise BadInput("is no ordinary file", where=str(path), remedy="name a file to write")
    if target in [source.resolve() for source in read]:
        raise BadInput("would be overwritten: it is read too", where=str(path), remedy="name another file")
    _try_folder(target.parent, path)
    return target


def folder_to_write(path: Path) -> Path:
    """The folder behind ``path``, which need not exist yet, when files can be written there.

    Raises BadInput otherwise.
    """
    from garde.errors import BadInput

    target = _followed(path)
    if target.exists() and not target.is_dir():
        raise BadInput("is a file, not a folder", where=str(path), remedy="name a folder to write in")
    _try_folder(target, path)
    return target


def _followed(path: Path) -> Path:
    from garde.errors import BadInput

    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        # A circle of links is a RuntimeError before Python 3.13; a null character is a ValueError.
        raise BadInput("cannot be written there", where=str(path), remedy="name another file") from error


def _try_folder(folder: Path, path: Path) -> None:
    from garde.errors import BadInput

    existing = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise BadInput(
            f"cannot be written: {existing}: {error.strerror or error}",
            where=str(path),
            remedy="check the path, its permissions and the free space",
        ) from error
