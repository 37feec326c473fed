"""Writing a static site: a reader finds the old one or the new one, whole, never a mixture."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from exports.errors import ExportError
from exports.files import date_after

MARK = "garde-site.json"
"""What makes a folder one of ours: its format, whose site it is, and the digest of each file."""
FORMAT = "garde-site/1"

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""
_AT_FDCWD = -100


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site changed, by relative names."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def write_site(directory: Path, files: Mapping[str, bytes], owner: str | None = None) -> Written:
    """Make the directory a site of just these files, by their relative names with ``/`` between parts.

    All are written beside it, unchanged ones as hard links, and then the two directories change places in one
    step (in two renamings where the system cannot exchange). When anything fails, the old site stays. One
    writer at a time; a second one waits. ``owner`` says whose site it is.

    Raises ExportError for a directory that holds anything but a site of ours, or that of another owner, for a
    name that leads out of it, and for whatever the system refuses.
    """
    names = {name: _checked(name) for name in sorted(files)}
    digests = {name: sha256(files[name]).hexdigest() for name in names}
    try:
        directory = Path(os.path.abspath(directory))
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _alone(directory):
            _clear_away(directory)
            told = _told(directory)
            before = told.digests
            if owner is not None and told.owner not in (None, owner):
                raise ExportError(
                    f"this is the site of {told.owner}",
                    where=str(directory),
                    remedy="name another folder, or empty this one; nothing was changed",
                )
            written = Written(
                tuple(name for name, digest in digests.items() if before.get(name) != digest),
                tuple(sorted(before.keys() - digests.keys())),
            )
            mark = _Told(owner or told.owner, digests)
            if told != mark or not (directory / MARK).exists():
                _swap(directory, files, names, mark, before)
        return written
    except OSError as error:
        raise ExportError(
            f"the site cannot be written: {error.strerror or error}",
            where=str(error.filename2 or error.filename or directory),
            remedy="check its permissions and the free space; name a folder inside a mounted volume",
        ) from error


def read_site_file(directory: Path, name: str, owner: str | None = None) -> bytes | None:
    """A file that the list of the site there names; None for any other, and where there is no site.

    With ``owner``, None too where the site is not theirs. List and file are of one and the same site, also
    where it is replaced meanwhile.
    """
    try:
        with _opened(directory) as folder:
            return _read(folder, name) if name in _listed(folder, owner) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def site_digests(directory: Path, owner: str | None = None) -> Mapping[str, str] | None:
    """The digest of each file of the site there; None where there is none, or not this owner's."""
    try:
        with _opened(directory) as folder:
            return _listed(folder, owner)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _opened(directory: Path) -> Iterator[int]:
    """The directory as it is now: what takes its name meanwhile is another one."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _listed(folder: int, owner: str | None) -> Mapping[str, str]:
    """What the list in an open folder names; KeyError where it is another owner's."""
    told = json.loads(_read(folder, MARK))
    if owner is not None and told["owner"] != owner:
        raise KeyError(owner)
    found: Mapping[str, str] = told["files"]
    return found


def _read(folder: int, name: str) -> bytes:
    with open(name, "rb", opener=lambda path, flags: os.open(path, flags, dir_fd=folder)) as file:
        return file.read()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a site says of itself. Sites of earlier versions do not say whose they are."""

    owner: str | None
    digests: Mapping[str, str]


def _checked(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if not path.parts or "\0" in name or path.is_absolute() or ".." in path.parts or name == MARK:
        raise ExportError(f"{name!r} is no file name inside a site", remedy="use a relative name")
    return path


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Holds the lock beside the directory, which itself is replaced."""
    handle = os.open(directory.with_name(f".{directory.name}.lock"), os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clear_away(directory: Path) -> None:
    """What a writer left beside the site that was killed; the old site returns if it was taken away."""
    left = re.compile(re.escape(f".{directory.name}.") + "[0-9a-f]{8}")
    for path in sorted(directory.parent.iterdir()):
        if not left.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        # The list is written last: a folder that has it is whole.
        if (path / MARK).exists() and not os.path.lexists(directory):
            os.rename(path, directory)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _told(directory: Path) -> _Told:
    """What the site there says of itself; nothing for a directory that is missing or empty."""
    if not os.path.lexists(directory) or (directory.is_dir() and not any(directory.iterdir())):
        return _Told(None, {})
    try:
        told = json.loads((directory / MARK).read_text())
        if told["format"] != FORMAT:
            raise ValueError
        owner = told.get("owner")
        digests = {str(name): str(digest) for name, digest in told["files"].items()}
        return _Told(None if owner is None else str(owner), digests)
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        raise ExportError(
            "there is something here that is no garde site",
            where=str(directory),
            remedy="name another folder, or empty this one; nothing was changed",
        ) from None


def _swap(
    directory: Path,
    files: Mapping[str, bytes],
    names: Mapping[str, PurePosixPath],
    told: _Told,
    before: Mapping[str, str],
) -> None:
    fresh = directory.with_name(f".{directory.name}.{secrets.token_hex(4)}")
    try:
        fresh.mkdir()
        for name, path in names.items():
            target = fresh.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            old = directory.joinpath(*path.parts)
            if before.get(name) != told.digests[name] or not _linked(old, target, files[name]):
                _write(target, files[name])
                date_after(target, old)
        mark = {"format": FORMAT, "owner": told.owner, "files": dict(told.digests)}
        _write(fresh / MARK, json.dumps(mark, indent=1, sort_keys=True).encode() + b"\n")
        _change_places(fresh, directory)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _linked(old: Path, target: Path, content: bytes) -> bool:
    """Takes over a file of the old site; not one that somebody changed by hand."""
    try:
        if old.read_bytes() != content:
            return False
        os.link(old, target)
    except OSError:
        return False
    return True


def _write(target: Path, content: bytes) -> None:
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _change_places(fresh: Path, directory: Path) -> None:
    if directory.exists() and _exchanged(fresh, directory):
        return
    if not directory.exists():
        os.rename(fresh, directory)
        return
    old = directory.with_name(f".{directory.name}.{secrets.token_hex(4)}")
    os.rename(directory, old)
    try:
        os.rename(fresh, directory)
    except OSError:
        os.rename(old, directory)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Lets two names change places in one step; False where the system does not know how."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number), str(other))
