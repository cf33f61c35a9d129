"""What each graph file says of itself, and the list of them that an index was made from.

The files under ``graphs/`` are the truth.  The manifest of an index is written once, before the index is published:
it tells which of the files the index lacks, and spares a build from reading hundreds of files that have not changed.
A file counts as unchanged while its size and its time of change are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, RdfFormat, parse

from ofsted_kg.errors import StoreError
from ofsted_kg.rdf.namespaces import OKG
from ofsted_kg.whole_file import write_whole

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A file of one named graph."""

    name: str
    """File name, e.g. ``dudley_slac_2011-12-09.nq``."""
    graph: str
    """IRI of the graph; of a report's graph it is the report's."""
    triples: int
    sha256: str
    """Of the file, in hex."""
    size: int
    changed: int
    """Time of the file's last change, in nanoseconds."""
    source: str = ""
    """Name of the source file; empty where the graph is no report's."""
    source_sha256: str = ""
    converter: str = ""
    """Version of this package that made the graph."""
    vocabulary: str = ""
    """Version of the vocabulary that it was made with."""
    reviews: str = ""
    """Version of the reviews that were applied to it; empty where there were none."""

    @property
    def is_report(self) -> bool:
        """Whether this is the graph of a report, and not vocabulary, ontology or what is derived."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds."""

    files: Mapping[str, GraphFile]
    """By file name."""
    engine: str
    """The store's format: an index that another engine made is not built upon."""
    unmerged: int = 0
    """Triples that were added or removed since the store's files were last merged."""


def engine() -> str:
    """Name and minor version of the engine, within which its files on disk stay readable."""
    return "pyoxigraph " + ".".join(version("pyoxigraph").split(".")[:2])


def write_manifest(path: Path, files: Mapping[str, GraphFile], unmerged: int = 0) -> None:
    """Write what an index holds."""
    described = [asdict(file) for file in files.values()]
    content = {"format": _FORMAT, "engine": engine(), "unmerged": unmerged, "files": described}
    write_whole(path, json.dumps(content, indent=0, ensure_ascii=False).encode())


def read_manifest(path: Path) -> Manifest:
    """What an index holds; StoreError where the file is damaged or of another release."""
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != _FORMAT:
            raise StoreError(f"{path}: made by another release: build again")
        files = [GraphFile(**file) for file in content["files"]]
        # an index of an earlier release does not say: it counts as merged
        return Manifest({file.name: file for file in files}, content["engine"], int(content.get("unmerged", 0)))
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{path}: damaged: delete the folder {path.parent} and build again") from None


def list_graphs(folder: Path, known: Mapping[str, GraphFile]) -> dict[str, GraphFile]:
    """Describe the graph files of a folder, sorted by name; those that are ``known`` and unchanged are not read."""
    return {path.name: _described(path, known.get(path.name)) for path in sorted(folder.glob("*.nq"))}


def _described(path: Path, known: GraphFile | None) -> GraphFile:
    status = path.stat()
    if known and (known.size, known.changed) == (status.st_size, status.st_mtime_ns):
        return known
    return describe(path)


def describe(path: Path) -> GraphFile:
    """What a graph file says of itself; StoreError where it does not hold exactly one named graph."""
    status = path.stat()
    content = path.read_bytes()
    graph = _graph_name(path, content)
    return GraphFile(
        name=path.name,
        graph=graph.decode(),
        triples=content.count(b"\n"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=status.st_size,
        changed=status.st_mtime_ns,
        source=_value(content, graph, OKG.sourceFile.value),
        source_sha256=_value(content, graph, OKG.sha256.value),
        converter=_value(content, graph, OKG.converterVersion.value),
        vocabulary=_value(content, graph, OKG.vocabularyVersion.value),
        reviews=_value(content, graph, OKG.reviewsVersion.value),
    )


def _graph_name(path: Path, content: bytes) -> bytes:
    """IRI of the one graph that every line of a file belongs to."""
    first = content.split(b"\n", 1)[0]
    end = b" <" + first.rpartition(b" <")[2] + b"\n"
    if not end.endswith(b"> .\n") or content.count(end) != content.count(b"\n") or not content.endswith(b"\n"):
        raise StoreError(f"{path}: not the N-Quads of one named graph: delete it and build again")
    return end[2:-4]


def _value(content: bytes, subject: bytes, predicate: str) -> str:
    """The first value of a property of a subject as a string, found without parsing the other lines."""
    start = b"<" + subject + b"> <" + predicate.encode() + b"> "
    at = 0 if content.startswith(start) else content.find(b"\n" + start) + 1
    if at == 0 and not content.startswith(start):
        return ""
    line = content[at : content.index(b"\n", at) + 1]
    values = [quad.object for quad in parse(line, format=RdfFormat.N_QUADS)]
    return values[0].value if values and isinstance(values[0], Literal) else ""
