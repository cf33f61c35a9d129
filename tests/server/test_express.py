"""The express lane: the same answers, whoever gives them and whatever happens to who does."""

from __future__ import annotations

import http.client
import json
import mmap
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from ofsted_kg.build import BuildOptions, build, remove
from ofsted_kg.server import express_worker
from ofsted_kg.server.evaluation import open_index
from ofsted_kg.server.express import Express, Lane, Resume
from ofsted_kg.server.express_worker import CLOSED, IDLE, NUMBER, OTHER, ExpressWorker, read_query
from ofsted_kg.server.ledger import SIZE, Entry, Ledger, bytes_given
from ofsted_kg.server.settings import Settings
from server_thread import serving

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?r a <https://w3id.org/ofsted-kg/ontology#InspectionReport> }"
JSON = "application/sparql-results+json"


def path_of(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def request_of(query: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path_of(query)} HTTP/1.1", "Host: a", *headers, "", ""]).encode()


@pytest.mark.parametrize(
    "request_bytes",
    [
        request_of("ASK {}", method="POST"),
        request_of("ASK {}", method="HEAD"),
        request_of("ASK {}", "Connection: close"),
        request_of("ASK {}", "Connection: upgrade", "Upgrade: h2c"),
        request_of("ASK {}", "Content-Length: 3") + b"abc",
        request_of("ASK {}", "Transfer-Encoding: chunked"),
        request_of("ASK {}", "Expect: 100-continue"),
        request_of("ASK {}", "Accept: text/html"),
        request_of("ASK {}", "Accept: image/png"),
        request_of("ASK {}", " folded: header"),
        request_of("ASK {}")[:-2],
        request_of("ASK {}") * 2,
        request_of("ASK {}" + " " * 20_000),
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"GET /sparql?query=%FF HTTP/1.1\r\n\r\n",
        b"GET /sparql?update=CLEAR+ALL HTTP/1.1\r\n\r\n",
        b"GET /sparql?query=ASK%7B%7D&query=ASK%7B%7D HTTP/1.1\r\n\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n",
        b"GET /api/questions?query=ASK%7B%7D HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_not_one_plain_query_is_left_to_the_server(request_bytes: bytes) -> None:
    assert read_query(request_bytes, Settings()) is None


def test_a_plain_query_is_read() -> None:
    job = read_query(request_of("SELECT (1 + 1 AS ?two) {}", "accept: text/csv", "Connection: keep-alive"), Settings(rows=7))
    assert job is not None
    assert (job.sparql, job.results, job.rows) == ("SELECT (1 + 1 AS ?two) {}", "text/csv", 7)


class Client:
    """A client, the server's end of its connection, and an express worker that runs in a thread."""

    def __init__(self, kg: Path) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ledger = Ledger(mmap.mmap(-1, SIZE))
        self.limits: list[float] = []
        worker = ExpressWorker(open_index(kg), theirs, self.ledger, Settings(rows=5000), self.limits.append)
        self.thread = threading.Thread(target=worker.run)
        self.thread.start()
        assert self.control.recv(100) == NUMBER.pack(0)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.socket = socket.create_connection(listening.getsockname())
            self.end, _ = listening.accept()
        self.end.setblocking(False)
        socket.send_fds(self.control, [NUMBER.pack(5)], [self.end.fileno()])

    def get(self, query: str, accept: str = JSON) -> http.client.HTTPResponse:
        self.socket.send(request_of(query, f"Accept: {accept}"))
        response = http.client.HTTPResponse(self.socket)
        response.begin()
        return response

    def close(self) -> None:
        self.socket.close()
        self.end.close()
        self.control.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def lone(kg: Path) -> Iterator[Client]:
    made = Client(kg)
    yield made
    made.close()


@pytest.mark.parametrize("accept", [JSON, "text/csv", "application/sparql-results+xml", "*/*"])
def test_an_express_worker_answers_as_the_server_does(lone: Client, client: TestClient, accept: str) -> None:
    query = "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s ?o LIMIT 20"
    mine, other = lone.get(query, accept), client.get(path_of(query), headers={"accept": accept})
    assert mine.read() == other.content
    assert {name.lower(): value for name, value in mine.getheaders() if name != "date"} == dict(other.headers)


def test_it_answers_one_request_after_another(lone: Client) -> None:
    found = [json.loads(lone.get(f"SELECT ({number} AS ?n) {{}}").read()) for number in range(50)]
    assert [int(one["results"]["bindings"][0]["n"]["value"]) for one in found] == list(range(50))
    assert lone.limits[-50:] == [Settings().deadline] * 50


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /spar",
        request_of("SELECT nonsense"),
        request_of("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 2000"),
        request_of("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 6000"),
        request_of("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
    ],
    ids=["a page", "the beginning of a head", "a syntax error", "a long answer", "too many rows", "SERVICE"],
)
def test_anything_else_is_given_back_as_it_came(lone: Client, request_bytes: bytes) -> None:
    lone.socket.send(request_bytes)
    assert lone.control.recv(100) == NUMBER.pack(5) + OTHER
    assert lone.end.recv(100_000) == request_bytes
    until = time.monotonic() + 10
    while lone.ledger.read().connection and time.monotonic() < until:
        time.sleep(0.01)
    assert lone.ledger.read().connection == 0


def test_a_connection_that_asks_nothing_is_given_back(lone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(express_worker, "_ROUND", 0.1)
    assert lone.control.recv(100) == NUMBER.pack(5) + IDLE


def test_a_connection_that_the_client_closed_is_said_to_be_closed(lone: Client) -> None:
    lone.socket.close()
    assert lone.control.recv(100) == NUMBER.pack(5) + CLOSED


class Interrupted:
    """A connection whose express worker ended in the midst of a request."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.client = socket.create_connection(listening.getsockname())
            self.server, _ = listening.accept()
        self.server.setblocking(False)
        self.client.settimeout(5)
        self.client.send(b"a request")
        self.resumed: list[tuple[socket.socket, bool, bytes]] = []

    def end(self, entry: Entry) -> None:
        ledger = Ledger(mmap.mmap(-1, SIZE))
        ledger.write(entry)
        lane = Lane(None, None, ledger)  # type: ignore[arg-type]
        lane.connections[5] = (self.server, lambda *given: self.resumed.append(given))
        lane.take_back()


@pytest.fixture
def interrupted() -> Iterator[Interrupted]:
    made = Interrupted()
    yield made
    made.client.close()
    made.server.close()


def test_a_worker_that_ends_between_requests_leaves_its_connections_as_they_are(interrupted: Interrupted) -> None:
    interrupted.end(Entry(3))
    assert interrupted.resumed == [(interrupted.server, True, b"")]
    assert interrupted.server.recv(100) == b"a request"


@pytest.mark.parametrize("is_sending", [False, True])
def test_a_request_that_was_not_answered_is_asked_again(interrupted: Interrupted, is_sending: bool) -> None:
    interrupted.end(Entry(3, 5, 9, bytes_given(interrupted.server), 10, is_sending))
    assert interrupted.resumed == [(interrupted.server, False, b"")]
    assert interrupted.server.recv(100) == b"a request"


@pytest.mark.parametrize("was_taken", [False, True])
def test_a_request_that_was_answered_is_not_asked_again(interrupted: Interrupted, was_taken: bool) -> None:
    sent = bytes_given(interrupted.server)
    interrupted.server.send(b"the answer")
    if was_taken:
        interrupted.server.recv(9)
    interrupted.end(Entry(3, 5, 9, sent, 10, True))
    assert interrupted.resumed == [(interrupted.server, True, b"")]
    with pytest.raises(BlockingIOError):
        interrupted.server.recv(100)


def test_an_answer_that_broke_off_closes_the_connection(interrupted: Interrupted) -> None:
    sent = bytes_given(interrupted.server)
    interrupted.server.send(b"the ans")
    interrupted.end(Entry(3, 5, 9, sent, 10, True))
    assert interrupted.resumed == []
    assert interrupted.server.fileno() == -1


def express_workers() -> list[int]:
    """Those of this process."""
    children = [int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]
    return [pid for pid in children if b"server.express_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def holder_of(connection: http.client.HTTPConnection) -> int | None:
    """The express worker that has a connection."""
    port = f":{connection.sock.getsockname()[1]:04X}"
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines())
    wanted = {f"socket:[{line[9]}]" for line in lines if line[2].endswith(port)}
    return next((pid for pid in express_workers() if wanted & sockets_of(pid)), None)


def sockets_of(pid: int) -> set[str]:
    return {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}


def get(connection: http.client.HTTPConnection, query: str, **more: str) -> tuple[int, bytes]:
    connection.request("GET", path_of(query, **more), headers={"Accept": JSON})
    response = connection.getresponse()
    return response.status, response.read()


def until_handed_over(connection: http.client.HTTPConnection) -> int:
    """Ask until an express worker has the connection; its process."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert get(connection, "ASK {}") == (200, b'{"head":{},"boolean":true}')
        found = holder_of(connection)
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("no express worker took the connection")


def test_a_connection_goes_on_when_its_express_worker_is_killed(kg: Path) -> None:
    with serving(kg, Settings(express=1, quick=1, spare=1)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(2):
            os.kill(until_handed_over(connection), signal.SIGKILL)
            assert get(connection, "SELECT (1 AS ?one) {}")[0] == 200
        connection.close()


def test_another_express_worker_stands_by(kg: Path) -> None:
    with serving(kg, Settings(express=1, quick=1, spare=1)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        working = until_handed_over(connection)
        until = time.monotonic() + 60
        while len(express_workers()) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        [standing_by] = set(express_workers()) - {working}
        os.kill(working, signal.SIGKILL)
        assert until_handed_over(connection) == standing_by
        connection.close()


def test_a_connection_that_begins_with_a_query_like_a_quick_one_is_handed_over_unread(
    kg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[bool] = []
    take_new = Express.take_new

    def noted(express: Express, descriptor: int, resume: Resume) -> bool:
        taken.append(take_new(express, descriptor, resume))
        return taken[-1]

    monkeypatch.setattr(Express, "take_new", noted)
    with serving(kg, Settings(express=1, quick=1, spare=1)) as port:
        for number in (1, 2):
            for query in (f"SELECT ({number} AS ?n) {{}}", f"SELECT * {{ VALUES ?n {{ {number} }} }} LIMIT 1"):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                assert get(connection, query)[0] == 200
                connection.close()
    assert taken == [False, False, True, True]


def test_a_query_without_end_is_stopped_on_an_express_connection_too(kg: Path) -> None:
    with serving(kg, Settings(express=1, quick=1, spare=1, deadline=1, patience=0.1)) as port:
        one, other = (http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(2))
        until_handed_over(one)
        until_handed_over(other)
        status, reason = get(one, RUNAWAY)
        assert (status, reason) == (503, b"the query took longer than 1 seconds and was stopped: ask for less\n")
        assert get(one, "ASK {}")[0] == get(other, "ASK {}")[0] == 200
        one.close()
        other.close()


def test_an_express_connection_gets_what_only_the_server_gives(kg: Path) -> None:
    with serving(kg, Settings(express=1, quick=1, spare=1)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        until_handed_over(connection)
        status, body = get(connection, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000", format="tsv")
        assert (status, body.count(b"\n")) == (200, 20001)
        assert get(connection, "SELECT nonsense")[0] == 400
        connection.request("GET", "/api/questions", headers={"Accept": "application/json"})
        assert json.loads(connection.getresponse().read())["questions"]
        connection.close()


def test_an_express_worker_follows_a_newly_published_index(kg: Path, tmp_path: Path) -> None:
    own = tmp_path / "kg"
    shutil.copytree(kg, own)
    build([], own, BuildOptions(jobs=1))
    with serving(own, Settings(express=1, quick=1, spare=1)) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        until_handed_over(connection)
        assert b'"value":"2"' in get(connection, COUNT)[1]
        remove(own, ["tameside_slac_2012-03-26"])
        assert b'"value":"1"' in get(connection, COUNT)[1]
        connection.close()
