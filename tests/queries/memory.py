"""The five reports in an in-memory store, behind the protocol that stored questions ask of any store."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import QuerySolutions, RdfFormat, Store

from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.store import Solutions


class MemoryStore:
    """A pyoxigraph store that answers as an embedded knowledge graph does."""

    def __init__(self, graphs: Iterable[bytes]) -> None:
        self.store = Store()
        for graph in graphs:
            self.store.load(graph, format=RdfFormat.N_QUADS)

    def query(self, sparql: str) -> Solutions:
        found = self.store.query(sparql)
        assert isinstance(found, QuerySolutions)
        columns = tuple(variable.value for variable in found.variables)
        return Solutions(columns, tuple(tuple(row[name] for name in columns) for row in found))


def with_vocabulary(reports: Iterable[bytes]) -> MemoryStore:
    """The graphs of some reports with ontology and vocabulary beside them."""
    return MemoryStore([*vocabulary_graphs().values(), *reports])
