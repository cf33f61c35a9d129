"""What a query may cost, and that nobody else pays for it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_kg.build import BuildOptions, build, remove
from ofsted_kg.server.app import create_app
from ofsted_kg.server.settings import MEBIBYTE, Settings

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
MANY = "SELECT ?s { ?s ?p ?o }"


@pytest.fixture
def strict(kg: Path) -> Iterator[TestClient]:
    settings = Settings(deadline=1, rows=1000, memory=128 * MEBIBYTE, slow=3, patience=0.1)
    with TestClient(create_app(kg, settings)) as made:
        yield made


def ask(client: TestClient, query: str, accept: str = "application/sparql-results+json") -> tuple[int, str]:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    return response.status_code, response.text


def test_a_runaway_query_is_stopped_at_the_deadline_and_the_next_is_answered(strict: TestClient) -> None:
    began = time.monotonic()
    status, reason = ask(strict, RUNAWAY)
    assert (status, reason) == (503, "the query took longer than 1 seconds and was stopped: ask for less\n")
    assert time.monotonic() - began < 5
    assert ask(strict, "ASK {}")[0] == 200


def test_an_answer_does_not_wait_for_runaway_queries(kg: Path) -> None:
    settings = Settings(deadline=8, patience=0.1, slow=4)
    with TestClient(create_app(kg, settings)) as made, ThreadPoolExecutor(4) as pool:
        runaways = [pool.submit(ask, made, RUNAWAY) for _ in range(4)]
        assert ask(made, "ASK {}")[0] == 200
        assert [runaway.done() for runaway in runaways] == [False] * 4
        assert {runaway.result()[0] for runaway in runaways} == {503}


def test_more_long_queries_than_allowed_are_refused_at_once(kg: Path) -> None:
    settings = Settings(deadline=6, patience=0.1, slow=1)
    with TestClient(create_app(kg, settings)) as made, ThreadPoolExecutor(2) as pool:
        reasons = {runaway.result()[1] for runaway in [pool.submit(ask, made, RUNAWAY) for _ in range(2)]}
    assert reasons == {
        "too many long queries at the moment: try again in a few seconds\n",
        "the query took longer than 6 seconds and was stopped: ask for less\n",
    }


@pytest.mark.parametrize(
    "media_type", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_the_row_cap_counts_rows_in_every_format(strict: TestClient, media_type: str) -> None:
    assert ask(strict, MANY + " LIMIT 1000", media_type)[0] == 200
    status, reason = ask(strict, MANY + " LIMIT 1001", media_type)
    assert (status, reason) == (503, "the answer has more than 1,000 rows: add a LIMIT, or ask for less\n")


def test_the_row_cap_counts_triples(strict: TestClient) -> None:
    assert ask(strict, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 900", "text/turtle")[0] == 200
    assert ask(strict, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")[0] == 503


def test_a_query_that_needs_too_much_memory_is_stopped(kg: Path) -> None:
    hungry = "SELECT * { ?s ?p ?o . ?s2 ?p2 ?o2 } ORDER BY ?o2"
    with TestClient(create_app(kg, Settings(deadline=30, memory=64 * MEBIBYTE))) as made:
        status, reason = ask(made, hungry)
        assert (status, reason) == (503, "the query needs more memory than is allowed: ask for less\n")
        assert ask(made, "ASK {}")[0] == 200


def test_a_killed_worker_is_replaced(strict: TestClient) -> None:
    pool = strict.app.state.site.pool  # type: ignore[attr-defined]
    assert ask(strict, "ASK {}")[0] == 200
    for process in list(pool._all):
        process.kill()
    time.sleep(0.3)
    assert ask(strict, "ASK {}")[0] == 200


def test_a_newly_published_index_is_served_without_a_restart(kg: Path, tmp_path: Path) -> None:
    own = tmp_path / "kg"
    shutil.copytree(kg, own)
    build([], own, BuildOptions(jobs=1))
    count = "SELECT (COUNT(*) AS ?n) { ?r a <https://w3id.org/ofsted-kg/ontology#InspectionReport> }"
    with TestClient(create_app(own, Settings())) as made:
        assert '"value":"2"' in ask(made, count)[1]
        assert len(made.get("/api/questions/inspections").json()["rows"]) == 2
        remove(own, ["tameside_slac_2012-03-26"])
        assert '"value":"1"' in ask(made, count)[1]
        assert len(made.get("/api/questions/inspections").json()["rows"]) == 1
        assert "Tameside" not in made.get("/", headers={"accept": "text/html"}).text


def test_a_request_body_has_a_limit(client: TestClient) -> None:
    answer = client.post("/sparql", content="#" * 30_000, headers={"content-type": "application/sparql-query"})
    assert (answer.status_code, answer.text) == (413, "the request is larger than 20,000 bytes\n")


def test_a_request_body_in_chunks_has_the_same_limit(client: TestClient) -> None:
    chunks = iter([b"#" * 15_000, b"#" * 15_000])
    answer = client.post("/sparql", content=chunks, headers={"content-type": "application/sparql-query"})
    assert answer.status_code == 413


def test_an_address_has_a_limit(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "#" * 9000})
    assert answer.status_code == 414
    assert "send a long query by POST" in answer.text
