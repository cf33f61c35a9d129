"""What a store holds of ours: a graph of its own there tells which graphs a push has put in whole, with their hashes.

An entry is made after its graph is whole, and goes before its graph is replaced.  So an interrupted push leaves no
entry for what it did not finish; the next one goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from secrets import token_hex
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ofsted_kg.labels import Queryable
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import PUSHED_GRAPH, XSD

_SHA256: Final = NamedNode("https://schema.org/sha256")
_TRIPLES: Final = NamedNode("http://rdfs.org/ns/void#triples")

_ENTRIES: Final = """\
PREFIX schema: <https://schema.org/>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?graph ?sha256 ?triples
WHERE { GRAPH <https://w3id.org/ofsted-kg/id/pushed> { ?graph schema:sha256 ?sha256 ; void:triples ?triples } }
"""
_GROUPED: Final = """\
SELECT ?graph (COUNT(*) AS ?triples)
{clause}
WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} }}
GROUP BY ?graph
"""
_COUNT: Final = "{{ SELECT ({graph} AS ?graph) (COUNT(*) AS ?triples) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }} }}"
_TOGETHER: Final = 25
"""Graphs that are counted by one query: few enough for any store's limit of time."""
_AT_ONCE: Final = 4
"""Such queries at a time: counting is what a push with nothing to send takes its time for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was put into a graph."""

    sha256: str
    triples: int


def read_ledger(store: Queryable) -> dict[str, Entry]:
    """Entries of a store by graph; none where nothing was ever put there."""
    rows = ((_text(graph), Entry(_text(sha256), int(_text(triples)))) for graph, sha256, triples in store.query(_ENTRIES))
    return dict(sorted(rows))


def ledger_graph(entries: Mapping[str, Entry]) -> bytes:
    """The graph that tells them, as sorted N-Quads."""
    quads = []
    for graph, entry in entries.items():
        quads.append(Quad(NamedNode(graph), _SHA256, Literal(entry.sha256), PUSHED_GRAPH))
        quads.append(Quad(NamedNode(graph), _TRIPLES, Literal(str(entry.triples), datatype=XSD.integer), PUSHED_GRAPH))
    return to_nquads(quads)


def count_triples(store: Queryable, graphs: Sequence[str], *, one_by_one: bool = False) -> dict[str, int]:
    """How many triples a store holds in each of some graphs now; none for a graph that it does not have.

    ``one_by_one`` is for stores that take longer to group the triples of many graphs than to count those of each.
    """
    batches = [graphs[start : start + _TOGETHER] for start in range(0, len(graphs), _TOGETHER)]
    query = _each_counted if one_by_one else _grouped
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        counts = list(threads.map(lambda batch: _counted(store, query(batch)), batches))
    return dict.fromkeys(graphs, 0) | {graph: number for found in counts for graph, number in found.items()}


def _grouped(graphs: Iterable[str]) -> str:
    return _GROUPED.format(clause="\n".join(f"FROM NAMED {NamedNode(graph)}" for graph in graphs))


def _each_counted(graphs: Iterable[str]) -> str:
    counts = " UNION ".join(_COUNT.format(graph=NamedNode(graph)) for graph in graphs)
    return f"SELECT ?graph ?triples WHERE {{ {counts} }}\n"


def _counted(store: Queryable, query: str) -> dict[str, int]:
    # Virtuoso would answer a text that it knows by the plan it made when the graphs were empty, sixty times slower
    rows = store.query(f"{query}# {token_hex(8)}\n")
    return {_text(graph): int(_text(triples)) for graph, triples in rows if graph is not None}


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))
