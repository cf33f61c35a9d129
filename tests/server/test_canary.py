"""The server asks nobody: a canary listens at the addresses that queries name, and stays silent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pyoxigraph import Store
from starlette.testclient import TestClient

QUERIES = {
    "SERVICE": "SELECT * { SERVICE <CANARY> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <CANARY> { ?s ?p ?o } }",
    "a service by prefix": "PREFIX c: <CANARY> SELECT * { SERVICE c: { ?s ?p ?o } }",
    "a service by variable": "SELECT * { VALUES ?c { <CANARY> } SERVICE ?c { ?s ?p ?o } }",
    "a glued service": "PREFIX c: <CANARY> SELECT * { SERVICESILENTc:a{} }",
    "a service behind what looks like an IRI": "SELECT * { ?s ?p ?a FILTER(?a<'>') SERVICE <CANARY> {} BIND('' AS ?q) }",
    "LOAD": "LOAD <CANARY>",
    "LOAD SILENT": "LOAD SILENT <CANARY> INTO GRAPH <a:b>",
    "FROM": "SELECT * FROM <CANARY> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <CANARY> { GRAPH ?g { ?s ?p ?o } }",
    "GRAPH": "SELECT * { GRAPH <CANARY> { ?s ?p ?o } }",
    "DESCRIBE": "DESCRIBE <CANARY>",
}


class Canary:
    """A listener that counts who comes."""

    def __init__(self) -> None:
        self.seen = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                came, _ = self._listening.accept()
                self.seen += 1
                came.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)


@pytest.fixture
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    made.close()


def test_the_canary_sings_where_the_engine_is_not_held_back(canary: Canary) -> None:
    with suppress(RuntimeError, OSError):
        list(Store().query(f"SELECT * {{ SERVICE <{canary.address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert canary.seen == 1


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_query_reaches_the_canary(client: TestClient, canary: Canary, query: str) -> None:
    text = query.replace("CANARY", canary.address)
    statuses = {
        client.get("/sparql", params={"query": text}).status_code,
        client.post("/sparql", data={"query": text}).status_code,
        client.post("/sparql", content=text, headers={"content-type": "application/sparql-query"}).status_code,
        client.get("/editor", params={"query": text}, headers={"accept": "text/html"}).status_code,
    }
    assert len(statuses) == 1
    assert client.post("/sparql", data={"update": text}).status_code == 403
    assert canary.seen == 0


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_no_data_set_reaches_the_canary(client: TestClient, canary: Canary, name: str) -> None:
    assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", name: canary.address}).status_code == 200
    assert client.get("/graphs", params={"graph": canary.address}).status_code == 404
    assert canary.seen == 0
