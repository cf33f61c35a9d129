"""One graph of a remote store, whole."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ofsted_kg.binding import values_row
from ofsted_kg.errors import EndpointError
from ofsted_kg.export.graph_files import GRAPH
from ofsted_kg.remote.connection import Connection
from ofsted_kg.remote.retries import brief
from ofsted_kg.remote.transport import Request
from ofsted_kg.store import Triples

_NOT_FOUND = 404


def read_graph(remote: Connection, graph: str) -> tuple[Triple, ...]:
    """The statements of a graph, none where the store does not have it; by the graph store protocol, else by CONSTRUCT."""
    if remote.services.graph_store:
        return _fetched(remote, remote.services.graph_store, graph)
    found = remote.run(GRAPH.replace("VALUES ?graph { UNDEF }", values_row("graph", [NamedNode(graph)])))
    return found.triples if isinstance(found, Triples) else ()


def _fetched(remote: Connection, graph_store: str, graph: str) -> tuple[Triple, ...]:
    request = Request("GET", graph_store, {"graph": graph}, headers={"Accept": "application/n-triples"})
    response = remote.transport.send_well(request, also=_NOT_FOUND)
    if response.status_code == _NOT_FOUND:
        return ()
    try:
        return tuple(quad.triple for quad in parse(response.content, format=RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise EndpointError(f"{graph_store}: the graph {graph} can't be read, or is not whole: {brief(error)}") from None
