"""The ways to put graphs into a store: N-Quads in one request, one PUT for each graph, INSERT DATA in small batches.

A graph is always replaced as a whole.  Where a store carries out an update request in one transaction, so does the
replacement; the other ways leave a moment in which the graph is empty or half there, which the ledger knows
(`ofsted_kg.remote.ledger`).
"""

from __future__ import annotations

import http
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from ofsted_kg.errors import EndpointError
from ofsted_kg.remote.services import Method, Services
from ofsted_kg.remote.transport import Request, Transport

BATCH: Final = 1_000
"""Triples of one INSERT DATA: more than a thousand are too many for some stores."""


@dataclass(frozen=True, slots=True)
class Content:
    """A graph to be sent."""

    graph: str
    nquads: bytes
    is_new: bool = False
    """Whether the store has no triple of it."""

    @property
    def has_blank_nodes(self) -> bool:
        """Whether adding it twice would put something in twice."""
        return b"_:" in self.nquads

    def lines(self) -> list[bytes]:
        """Its statements as lines of N-Triples without the dot."""
        ending = len(f" <{self.graph}> .")
        return [line[:-ending] for line in self.nquads.split(b"\n") if line]

    def ntriples(self) -> bytes:
        """Its statements as N-Triples."""
        # no literal holds a line break, so that the ending of a line is its graph
        return self.nquads.replace(f" <{self.graph}> .\n".encode(), b" .\n")


class Writer(Protocol):
    """A way in."""

    def put(self, contents: Sequence[Content], /) -> None:
        """Replace each graph as a whole; EndpointError says what the store had against it."""
        ...

    def delete(self, graph: str, /) -> None:
        """Take a graph out; nothing where it is not there."""
        ...


def writer(transport: Transport, services: Services) -> Writer:
    """The way in of a store's method."""
    checked = services.writable()
    ways: dict[Method | None, type[NQuads | Put | Insert]] = {"nquads": NQuads, "put": Put, "insert": Insert}
    return ways[checked.method](transport, checked)


@dataclass(frozen=True, slots=True)
class Put:
    """One PUT of the graph store protocol for each graph."""

    transport: Transport
    services: Services

    def put(self, contents: Sequence[Content], /) -> None:
        """Replace each graph by a request of its own."""
        for content in contents:
            headers = {"Content-Type": "application/n-triples"}
            self.transport.send_well(self._request("PUT", content.graph, content.ntriples(), headers))

    def delete(self, graph: str, /) -> None:
        """DELETE the graph; that it is not there is no error."""
        self.transport.send_well(self._request("DELETE", graph), also=http.HTTPStatus.NOT_FOUND)

    def _request(self, method: str, graph: str, content: bytes | None = None, headers: dict[str, str] | None = None) -> Request:
        return Request(method, self.services.graph_store or "", {"graph": graph}, content, headers or {})


@dataclass(frozen=True, slots=True)
class Insert:
    """DROP and INSERT DATA, a thousand triples a request."""

    transport: Transport
    services: Services

    def put(self, contents: Sequence[Content], /) -> None:
        """Drop each graph, then fill it batch by batch."""
        for content in contents:
            if content.has_blank_nodes:
                # a batch whose answer was lost would be there twice: begin again with the graph
                self.transport.retries.run(partial(self._fill, content, self.transport.send_once))
            else:
                self._fill(content, self.transport.send_well)

    def _fill(self, content: Content, send: Callable[[Request], object]) -> None:
        send(_update(self.services, f"DROP SILENT GRAPH <{content.graph}>"))
        for batch in batches(content.lines()):
            send(_update(self.services, insert_data(content.graph, batch)))

    def delete(self, graph: str, /) -> None:
        """Drop the graph."""
        self.transport.send_well(_update(self.services, f"DROP SILENT GRAPH <{graph}>"))


@dataclass(frozen=True, slots=True)
class NQuads:
    """Graphs that are new together by POST of N-Quads; others each by one update request, or a PUT where there is none."""

    transport: Transport
    services: Services

    def put(self, contents: Sequence[Content], /) -> None:
        """Replace each graph; what the store lacks goes first."""
        together = [content for content in contents if content.is_new and not content.has_blank_nodes]
        fresh = b"".join(content.nquads for content in together)
        if fresh:
            headers = {"Content-Type": "application/n-quads"}
            self.transport.send_well(Request("POST", self.services.graph_store or "", content=fresh, headers=headers))
        for content in contents:
            if content not in together:
                self._replace(content)

    def delete(self, graph: str, /) -> None:
        """Drop the graph, or DELETE it where the store takes no updates."""
        way: Writer = (Insert if self.services.update else Put)(self.transport, self.services)
        way.delete(graph)

    def _replace(self, content: Content) -> None:
        if not self.services.update:
            Put(self.transport, self.services).put([content])
            return
        # one request is one transaction: a reader sees the old graph or the new one, so does a store that was killed
        statements = insert_data(content.graph, content.lines())
        self.transport.send_well(_update(self.services, f"DROP SILENT GRAPH <{content.graph}> ;\n{statements}"))


def insert_data(graph: str, statements: Sequence[bytes]) -> str:
    """The update that adds statements to a graph."""
    body = b" .\n".join(statements).decode()
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{body}\n}} }}"


def batches(statements: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Statements in batches of at most `BATCH`, those that share blank nodes together: a name is known to one request only."""
    batch: list[bytes] = []
    for group in _groups(statements):
        if len(group) > BATCH:
            raise EndpointError(f"{len(group)} statements hang together by blank nodes, too many for one INSERT DATA")
        if len(batch) + len(group) > BATCH:
            yield batch
            batch = []
        batch += group
    if batch:
        yield batch


def _groups(statements: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Each statement alone, or with all that it is tied to by blank nodes."""
    tied: dict[bytes, list[bytes]] = {}
    for statement in statements:
        nodes = _blank_nodes(statement)
        if not nodes:
            yield [statement]
            continue
        group = [line for known in {id(tied[n]): tied[n] for n in nodes if n in tied}.values() for line in known]
        group.append(statement)
        tied |= {node: group for line in group for node in _blank_nodes(line)}
    yield from {id(group): group for group in tied.values()}.values()


def _blank_nodes(statement: bytes) -> list[bytes]:
    """Names of a statement's blank nodes: its first word and its last."""
    return [word for word in (statement.split(b" ", 1)[0], statement.rsplit(b" ", 1)[-1]) if word.startswith(b"_:")]


def _update(services: Services, sparql: str) -> Request:
    headers = {"Content-Type": "application/sparql-update"}
    return Request("POST", services.update or "", content=sparql.encode(), headers=headers)
