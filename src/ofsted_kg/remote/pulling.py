"""Pull: fetch our graphs from a remote store again, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from ofsted_kg.errors import EndpointError
from ofsted_kg.export.graph_files import with_stable_blank_nodes
from ofsted_kg.folder import building, file_name
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import DERIVED_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH, VOCABULARY_GRAPH
from ofsted_kg.remote.connection import Connection
from ofsted_kg.remote.ledger import count_triples, read_ledger
from ofsted_kg.remote.pushing import Progress
from ofsted_kg.remote.reading import read_graph
from ofsted_kg.whole_file import write_whole

_REPORTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT DISTINCT ?graph
WHERE { GRAPH ?graph { ?graph a okg:InspectionReport } }
ORDER BY STR(?graph)
"""
_COMMON: Final = {
    ONTOLOGY_GRAPH: "_ontology",
    VOCABULARY_GRAPH: "_vocabulary",
    DERIVED_GRAPH: "_derived",
    SHAPES_GRAPH: "_shapes",
}


@dataclass(frozen=True, slots=True)
class PulledGraph:
    """A graph as it was fetched."""

    name: str
    """Short name: that of its file without the ending."""
    quads: tuple[Quad, ...]


def pull(remote: Connection, *, progress: Progress = lambda _done, _total, _name: None) -> Iterator[PulledGraph]:
    """Our graphs there, one at a time, in the order of their IRIs; EndpointError where one does not come whole."""
    graphs = _ours(remote)
    counts = count_triples(remote, graphs)
    for done, graph in enumerate(graphs, start=1):
        triples = frozenset(read_graph(remote, graph))
        if len(triples) != counts[graph]:
            raise EndpointError(f"{graph}: {len(triples):,} of {counts[graph]:,} triples came; start the pull again")
        name = _COMMON.get(NamedNode(graph)) or file_name(graph).removesuffix(".nq")
        quads = (Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples)
        yield PulledGraph(name, with_stable_blank_nodes(quads, name))
        progress(done, len(graphs), name)


def write_folder(graphs: Iterator[PulledGraph], kg: Path) -> int:
    """Write graphs into the folder of a knowledge graph, for a build to publish; the number of files."""
    written = 0
    with building(kg) as folder:
        for graph in graphs:
            # the shapes are part of the package, and no graph of the folder
            if graph.name != _COMMON[SHAPES_GRAPH]:
                write_whole(folder.graphs / f"{graph.name}.nq", to_nquads(graph.quads))
                written += 1
    return written


def _ours(remote: Connection) -> list[str]:
    """Graphs that the ledger names, else all that look like ours."""
    pushed = list(read_ledger(remote))
    if pushed:
        return pushed
    reports = [str(getattr(graph, "value", "")) for (graph,) in remote.query(_REPORTS)]
    common = [graph.value for graph in _COMMON]
    counts = count_triples(remote, [*reports, *common])
    found = sorted(graph for graph, number in counts.items() if number)
    if not found:
        raise EndpointError(f"{remote.services.query}: no graph of ours there; 'ofsted-kg push' puts them there")
    return found
