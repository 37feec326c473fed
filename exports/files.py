"""Writing what was printed: whole files or none, and only those whose bytes changed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from exports.errors import ExportError


def write_files(directory: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the files into the directory, made if needed, and return the names of those that changed.

    Names are relative, with ``/`` between their parts. Each file is replaced at once, so that a reader sees
    the old bytes or the new ones. All are first written beside their targets: when one cannot be (a full
    disk), no file changes. A file with the same bytes already is not touched; other files are left alone.

    Raises ExportError for a name that leads out of the directory, and for whatever the system refuses.
    """
    targets = {name: _target(directory, name) for name in sorted(files)}
    waiting: dict[str, Path] = {}
    changed: list[str] = []
    try:
        for name, target in targets.items():
            if not _holds(target, files[name]):
                waiting[name] = _write_beside(target, files[name])
        for name in tuple(waiting):
            os.replace(waiting[name], targets[name])
            del waiting[name]
            changed.append(name)
        for folder in {targets[name].parent for name in changed}:
            _sync_folder(folder)
    except OSError as error:
        raise ExportError(
            f"cannot be written: {error.strerror or error}",
            where=str(error.filename2 or error.filename or directory),
            remedy="check the path, its permissions and the free space",
        ) from error
    finally:
        for left in waiting.values():
            left.unlink(missing_ok=True)
    return tuple(changed)


def date_after(target: Path, old: Path) -> None:
    """Dates a file a whole second after the one that it replaces, if need be ahead of the clock.

    Hosts tell browsers the date of a file in whole seconds (``Last-Modified``, RFC 9110 section 8.8.2): of
    two versions of one second, a browser that has the first would be told that nothing changed.
    """
    try:
        earlier = old.stat().st_mtime_ns
    except OSError:
        return
    second = 1_000_000_000
    status = target.stat()
    if status.st_mtime_ns // second <= earlier // second:
        os.utime(target, ns=(status.st_atime_ns, (earlier // second + 1) * second))


def _target(directory: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if not name or "\0" in name or path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
        raise ExportError(f"{name!r} is no file name inside {directory}", remedy="use a relative name")
    return directory.joinpath(*path.parts)


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _write_beside(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(21, "a folder of that name is in the way", str(target))
    if target.exists() and not target.is_file():
        # A pipe or a device would be replaced by a file of its name.
        raise FileExistsError(17, "what is there is no ordinary file", str(target))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        date_after(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
