"""Indexes beside the store: SQLite files in the folder of an index version, published with it and never changed afterwards."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ofsted_kg.errors import StoreError


@contextmanager
def new_index(path: Path, before: Path | None, tables: str) -> Iterator[sqlite3.Connection]:
    """A file to be written: a copy of the one ``before``, or one with empty ``tables``.

    StoreError where the file can't be written.
    """
    try:
        if before is not None:
            shutil.copyfile(before, path)
        with closing(sqlite3.connect(path)) as connection:
            # nobody reads the file before it is finished, and an unfinished one is thrown away
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            if before is None:
                connection.executescript(tables)
            with connection:
                yield connection
            connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; what was published stays as it was") from error


@contextmanager
def opened_index(path: Path) -> Iterator[sqlite3.Connection]:
    """A published file, open for reading; StoreError where it is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"{path}: damaged: delete the folder {path.parent.parent} and build again ({error})") from error
