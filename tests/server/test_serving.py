"""The server as people start it: a process, a port, curl."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

COMMAND = (sys.executable, "-m", "ofsted_kg", "serve", "--port", "0", "--deadline", "20")


@pytest.fixture(scope="module")
def port(kg: Path) -> Iterator[int]:
    process = subprocess.Popen([*COMMAND, "--kg", str(kg)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    found = re.fullmatch(r"serving at http://127\.0\.0\.1:(\d+)/ \(stop with Ctrl-C\)\n", process.stderr.readline())
    assert found
    yield int(found[1])
    process.terminate()
    assert process.wait(20) in (0, -15)


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    deadline = time.monotonic() + 20
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        finally:
            connection.close()


def test_a_started_server_answers(port: int) -> None:
    assert get(port, "/?", Accept="text/html")[0] == 200
    status, body = get(port, "/sparql?" + urlencode({"query": "ASK {}"}))
    assert (status, body) == (200, b'{"head":{},"boolean":true}')


def test_a_long_answer_that_breaks_off_is_seen_as_incomplete(port: int) -> None:
    everything = "SELECT ?s ?p ?o ?s2 { ?s ?p ?o . ?s2 ?p2 ?o2 }"
    with pytest.raises(http.client.IncompleteRead):
        get(port, "/sparql?" + urlencode({"query": everything}))


def test_a_long_answer_comes_whole(port: int) -> None:
    status, body = get(port, "/sparql?" + urlencode({"query": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000", "format": "tsv"}))
    assert (status, body.count(b"\n")) == (200, 20001)


def test_curl_asks_it(port: int) -> None:
    query = ["--data-urlencode", "query=SELECT (1 + 1 AS ?two) {}", "-H", "Accept: text/csv"]
    done = subprocess.run(["curl", "-sS", f"http://127.0.0.1:{port}/sparql", *query], capture_output=True, text=True, check=True)
    assert done.stdout == "two\n2\n"


def test_rdflib_asks_it(port: int) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(f"http://127.0.0.1:{port}/sparql")
    rows = list(store.query("SELECT ?s { ?s a <https://w3id.org/ofsted-kg/ontology#InspectionReport> } ORDER BY ?s"))
    assert [str(row[0]).rpartition("/report/")[2] for row in rows] == ["dudley/slac/2011-12-09", "tameside/slac/2012-03-26"]


def test_a_port_in_use_is_said_in_one_line(kg: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND[:4], "--port", number, "--kg", str(kg)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "choose another with --port" in done.stderr


def test_a_folder_without_a_graph_is_said_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--kg", str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, "ofsted-kg build" in done.stderr) == (2, True)
