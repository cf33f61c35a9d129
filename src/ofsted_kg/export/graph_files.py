"""A knowledge graph as one RDF file: the same graphs always give the same bytes.

Graphs follow each other in the order they come in, the statements of each sorted by subject, with its type first.
Only one graph at a time is held in memory.  TriG, N-Quads and JSON-LD keep the graphs apart; the other formats have
no graphs, and there all statements stand in one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar, cast

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, serialize

from ofsted_kg.binding import values_row
from ofsted_kg.errors import FormatError
from ofsted_kg.rdf.namespaces import ONTOLOGY, RDF, RESOURCES
from ofsted_kg.store import EmbeddedStore, Triples

_Term = TypeVar("_Term")

PREFIXES: Final = {
    "okg": ONTOLOGY,
    "authority": RESOURCES + "authority/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

FORMATS: Final = (
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
    RdfFormat.RDF_XML,
    RdfFormat.JSON_LD,
)


GRAPH: Final = """\
CONSTRUCT { ?s ?p ?o }
WHERE {
VALUES ?graph { UNDEF }
  GRAPH ?graph { ?s ?p ?o }
}
"""


def graphs_of(store: EmbeddedStore) -> Iterator[tuple[Quad, ...]]:
    """The graphs of a store in the order of their file names, one at a time."""
    for file in store.graphs():
        name = NamedNode(file.graph)
        found = store.run(GRAPH.replace("VALUES ?graph { UNDEF }", values_row("graph", [name])))
        triples = found.triples if isinstance(found, Triples) else ()
        yield with_stable_blank_nodes((Quad(t.subject, t.predicate, t.object, name) for t in triples), Path(file.name).stem)


def with_stable_blank_nodes(graph: Iterable[Quad], name: str) -> tuple[Quad, ...]:
    """The graph with its blank nodes named by what is said of them, and by ``name`` so that no two graphs share one.

    A store names blank nodes at random when it loads them.
    """
    quads = tuple(graph)
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        return quads
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def renamed(term: _Term) -> _Term:
        return cast("_Term", BlankNode(f"{name.strip('_')}-{term.value}")) if isinstance(term, BlankNode) else term

    return tuple(Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in dataset)


def document(triples: Iterable[Triple], ending: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Triples as a document in the format of a file ending, sorted, with the usual prefixes or others."""
    quads = sorted({Quad(*triple) for triple in triples}, key=_place)
    return serialize(quads, format=format_of(Path(f"graph.{ending}")), prefixes=dict(prefixes)) or b""


def format_of(path: Path) -> RdfFormat:
    """RDF format that a file's ending names; FormatError lists the endings."""
    found = RdfFormat.from_extension(path.suffix.removeprefix(".").lower())
    if found not in FORMATS:
        endings = ", ".join(f".{known.file_extension} ({known.name})" for known in FORMATS)
        raise FormatError(f"{path}: no RDF format has the ending {path.suffix or '(none)'!r}. Known: {endings}")
    return found


def write_graphs(graphs: Iterable[Iterable[Quad]], path: Path) -> int:
    """Write graphs to a file in the format of its ending, whole or not at all; the number of statements written."""
    rdf_format = format_of(path)
    counted = _Counted(_statements(graphs, rdf_format))
    _replace(path, counted, rdf_format)
    return counted.number


def _statements(graphs: Iterable[Iterable[Quad]], rdf_format: RdfFormat) -> Iterator[Quad]:
    for graph in graphs:
        quads = sorted(set(graph), key=_place)
        yield from quads if rdf_format.supports_datasets else (Quad(*quad.triple) for quad in quads)


def _place(quad: Quad) -> tuple[str, str, bool, str, str]:
    return (str(quad.graph_name), str(quad.subject), quad.predicate != RDF.type, str(quad.predicate), str(quad.object))


class _Counted:
    """An iterator that knows how much went through it."""

    def __init__(self, statements: Iterator[Quad]) -> None:
        self.number = 0
        self._statements = statements

    def __iter__(self) -> Iterator[Quad]:
        for statement in self._statements:
            self.number += 1
            yield statement


def _replace(path: Path, statements: Iterable[Quad], rdf_format: RdfFormat) -> None:
    """Write beside the file and rename, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            serialize(statements, file, format=rdf_format, prefixes=PREFIXES)
        partial.chmod(0o644)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
