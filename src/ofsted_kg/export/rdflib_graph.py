"""A knowledge graph as an `rdflib.Graph`, for those whose tools are made of rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ofsted_kg.errors import StoreError
from ofsted_kg.export.graph_files import PREFIXES, graphs_of
from ofsted_kg.rdf.in_memory import rdflib_graph as terms_of
from ofsted_kg.store import EmbeddedStore

if TYPE_CHECKING:
    import rdflib


def rdflib_graph(store: EmbeddedStore, report: str | None = None) -> rdflib.Graph:
    """All triples of a store, or those of one named graph; StoreError where it has none of that name."""
    import rdflib

    names = [graph.graph for graph in store.graphs()]
    if report is not None and report not in names:
        raise StoreError(f"no graph {report} here; known: {', '.join(names)}")
    made = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace)
    for name, quads in zip(names, graphs_of(store), strict=True):
        if report in (None, name):
            made += terms_of(quad.triple for quad in quads)
    return made
