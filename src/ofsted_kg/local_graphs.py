"""The graphs of a knowledge graph's folder as a push sends them: those of its published version, and the shapes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from ofsted_kg.errors import StoreError
from ofsted_kg.manifest import GraphFile
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import SHAPES_GRAPH
from ofsted_kg.rdf.shapes import read_quads
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore


@dataclass(frozen=True, slots=True)
class LocalGraph:
    """A named graph that lies here."""

    name: str
    """Short name for people: that of its file without the ending."""
    iri: str
    triples: int
    sha256: str
    """Of its N-Quads."""
    size: int
    """Of its N-Quads, in bytes."""
    read: Callable[[], bytes]
    """Its N-Quads; StoreError where they are no longer those of the hash."""

    def statements(self) -> Iterable[Triple]:
        """Its statements."""
        return (quad.triple for quad in parse(self.read(), format=RdfFormat.N_QUADS))


def local_graphs(store: EmbeddedStore, kg: Path) -> tuple[LocalGraph, ...]:
    """The graphs of the published version, in the order of their files, and that of the packaged shapes."""
    return (*(_of_file(kg / "graphs" / file.name, file) for file in store.graphs()), shapes_graph())


def shapes_graph() -> LocalGraph:
    """The packaged shapes as one graph."""
    triples = (quad.triple for file in overlaid_files("shapes", ".ttl") for quad in read_quads(file))
    quads = Dataset(Quad(t.subject, t.predicate, t.object, SHAPES_GRAPH) for t in triples)
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    content = to_nquads(quads)
    sha256 = hashlib.sha256(content).hexdigest()
    return LocalGraph("_shapes", SHAPES_GRAPH.value, content.count(b"\n"), sha256, len(content), lambda: content)


def _of_file(path: Path, file: GraphFile) -> LocalGraph:
    read = partial(_unchanged, path, file.sha256)
    return LocalGraph(path.stem, file.graph, file.triples, file.sha256, file.size, read)


def _unchanged(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError(f"{path}: not what was published: run 'ofsted-kg build', then start this again")
    return content
