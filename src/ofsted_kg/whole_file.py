"""Files that are written whole or not at all, and stay written.

A reader, also one after a crash, sees the old content or the new one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ofsted_kg.errors import StoreError

_REASONS: Final = {
    errno.ENOSPC: "the disk is full: make room and build again",
    errno.EDQUOT: "the quota of this user is used up: make room and build again",
    errno.EFBIG: "a file has grown beyond what this process may write (ulimit -f): raise the limit and build again",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
}


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content: a temporary file beside it, synchronised to disk and renamed."""
    partial = path.with_name(f".{path.name}.tmp")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    synchronise(path.parent)


def write_changed(path: Path, content: bytes) -> None:
    """Replace a file's content where it differs, so that an unchanged file keeps its time; without content, delete it."""
    if not content:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_bytes() != content:
        write_whole(path, content)


def synchronise(folder: Path) -> None:
    """Have the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(place: Path) -> Iterator[None]:
    """Tell what goes wrong with the disk below a folder as one StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or place}: {_reason(error)}; what was published stays as it was") from error


def _reason(error: OSError) -> str:
    # the store's engine gives the system's words, but not the number
    words = " ".join(str(error).split())
    known = (
        reason for number, reason in _REASONS.items() if error.errno == number or os.strerror(number).lower() in words.lower()
    )
    return next(known, error.strerror or words)
