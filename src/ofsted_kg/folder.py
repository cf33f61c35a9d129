"""The folder of a knowledge graph: where its files lie, which version of its index is published, and who holds it.

A version of the index is a folder that nobody writes to once ``current`` names it.  Readers hold the version they
read by a shared lock on a file in it; a build deletes what is neither published nor held.  All locks are the
kernel's and end with the process, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ofsted_kg.errors import BuildInProgress, NoKnowledgeGraph
from ofsted_kg.whole_file import write_whole

_READERS = "readers.lock"
_MANIFEST = "manifest.json"
_STORE = "store"
_PARAGRAPHS = "paragraphs.db"
_TEXTS = "texts.db"
REVIEWS = "_reviews.nq"
"""Name of the file of the graph of reviews; there is none where nobody has reviewed anything."""
Stamp = tuple[int, int] | None
"""Inode and time of the file that names the published version; None where there is none."""


def stamp_of(current: Path) -> Stamp:
    """Inode and time of the file that names the published version."""
    try:
        found = current.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class KnowledgeGraphFolder:
    """Paths in a knowledge graph's folder."""

    root: Path

    @property
    def graphs(self) -> Path:
        """Folder of the N-Quads files, one named graph each: the truth."""
        return self.root / "graphs"

    @property
    def index(self) -> Path:
        """Folder of the index's versions."""
        return self.root / "index"

    @property
    def reviews(self) -> Path:
        """Folder of what people wrote about findings and verdicts; builds read it and never write there."""
        return self.root / "reviews"

    @property
    def current(self) -> Path:
        """File that names the published version."""
        return self.root / "current"

    def version(self, name: str) -> IndexVersion:
        """A version of the index, whether it exists or not."""
        return IndexVersion(self.index / name)

    def stamp(self) -> Stamp:
        """What changes whenever a version is published; much cheaper to look at than `published`."""
        return stamp_of(self.current)

    def published(self) -> IndexVersion | None:
        """The version that ``current`` names, or None where nothing has been built or the index was deleted."""
        try:
            name = self.current.read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        version = self.version(name) if name else None
        return version if version and version.manifest.is_file() else None

    def publish(self, version: IndexVersion) -> None:
        """Make a finished version the one that new readers open: by the renaming of one file."""
        write_whole(self.current, f"{version.name}\n".encode("ascii"))

    def versions(self) -> tuple[IndexVersion, ...]:
        """All versions on disk by name, finished or not."""
        return tuple(IndexVersion(path) for path in sorted(self.index.glob("*")) if path.is_dir())

    def next_version(self) -> IndexVersion:
        """A version after all those on disk."""
        numbers = [int(version.name) for version in self.versions() if version.name.isdecimal()]
        return self.version(f"{max(numbers, default=0) + 1:06d}")

    def delete_unused(self) -> None:
        """Delete the versions that are neither published nor held by a reader, and what a killed build left behind."""
        published = self.published()
        for version in self.versions():
            if version != published:
                version.delete_unless_held()
        for leftover in (*self.root.glob(".*.tmp"), *self.graphs.glob(".*.tmp")):
            leftover.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """One version of the index."""

    path: Path

    @property
    def name(self) -> str:
        """Name of the version, e.g. ``000012``."""
        return self.path.name

    @property
    def store(self) -> Path:
        """Folder of the Oxigraph store."""
        return self.path / _STORE

    @property
    def paragraphs(self) -> Path:
        """File of the index of words in paragraphs; an older release made none."""
        return self.path / _PARAGRAPHS

    @property
    def texts(self) -> Path:
        """File of the index of names and short texts; an older release made none."""
        return self.path / _TEXTS

    @property
    def manifest(self) -> Path:
        """What the index holds; written last, so that a version with a manifest is whole."""
        return self.path / _MANIFEST

    @property
    def readers(self) -> Path:
        """File on which readers hold their shared lock."""
        return self.path / _READERS

    def create(self) -> None:
        """Make the empty version."""
        self.path.mkdir(parents=True)
        self.readers.touch()

    def hold(self) -> int | None:
        """Descriptor of a shared lock that keeps this version from deletion, or None where it is gone already."""
        try:
            descriptor = os.open(self.readers, os.O_RDONLY)
        except FileNotFoundError:
            return None
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)
        return None

    def delete_unless_held(self) -> bool:
        """Delete the version where no reader holds it; True where it is gone."""
        with _lock(self.readers) as alone:
            if alone:
                # first, so that a reader that waits for the lock sees that the version has gone
                self.readers.unlink(missing_ok=True)
                shutil.rmtree(self.path)
            return alone


def hold_published(folder: KnowledgeGraphFolder) -> tuple[IndexVersion, int]:
    """The published version and the descriptor that holds it; NoKnowledgeGraph where there is none."""
    tried = None
    while (version := folder.published()) and version != tried:
        descriptor = version.hold()
        if descriptor is not None:
            return version, descriptor
        # a build has published the next version and deleted this one in between: look again
        tried = version
    raise NoKnowledgeGraph(f"{folder.root}: no knowledge graph here; make one with: ofsted-kg build REPORT... --kg {folder.root}")


def short_name(report: str) -> str:
    """Short name of a report: ``dudley_slac_2011-12-09`` of ``.../report/dudley/slac/2011-12-09``."""
    return report.rpartition("/report/")[2].replace("_", "%5F").replace("/", "_")


def file_name(report: str) -> str:
    """Name of the file of a report's graph."""
    return f"{short_name(report)}.nq"


@contextmanager
def building(root: Path) -> Iterator[KnowledgeGraphFolder]:
    """Hold the right to change a knowledge graph, whose folder is made if need be; BuildInProgress where another has it."""
    folder = KnowledgeGraphFolder(root)
    folder.graphs.mkdir(parents=True, exist_ok=True)
    folder.index.mkdir(exist_ok=True)
    with _lock(root / ".lock") as alone:
        if not alone:
            raise BuildInProgress(f"{root}: another build is running; start this one again when it has ended")
        yield folder


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Whether an exclusive lock on a file, made if need be, could be had at once; held until the end."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _is_free(descriptor)
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
