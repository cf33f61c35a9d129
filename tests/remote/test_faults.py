"""What networks and busy stores do: retries, and errors that tell a half answer from a whole one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.remote.faults import Fault, faulty
from tests.remote.servers import Triplestore, oxigraph
from tests.remote.test_push import graphs, push

from ofsted_kg.errors import EndpointBusy, EndpointError
from ofsted_kg.local_graphs import LocalGraph, shapes_graph
from ofsted_kg.remote.connection import Connection, connected
from ofsted_kg.remote.credentials import Credentials, credentials, parse_secret
from ofsted_kg.remote.endpoint import EndpointStore
from ofsted_kg.remote.pushing import PushOptions, State, plan_push
from ofsted_kg.remote.pushing import push as send
from ofsted_kg.remote.retries import Retries, asked_wait
from ofsted_kg.remote.services import METHODS, Told
from ofsted_kg.remote.transport import Request, Transport

SOON = Retries(first=0.01)
TEMPORARY: tuple[Fault, ...] = ("drop", "drop the answer", "busy", "gateway", "truncate")


def small_graph(name: str, size: int) -> LocalGraph:
    """A graph of so many triples."""
    iri = f"http://example.org/{name}"
    content = "".join(f'<{iri}/{place}> <http://example.org/p> "{place}" <{iri}> .\n' for place in range(size)).encode()
    return LocalGraph(name, iri, size, hashlib.sha256(content).hexdigest(), len(content), lambda: content)


SMALL = (small_graph("one", 1), shapes_graph(), small_graph("many", 2_500), small_graph("few", 3))
"""Graphs with blank nodes and without, one of several batches."""


def is_whole(remote: Connection, local: tuple[LocalGraph, ...]) -> bool:
    """Whether every graph says there what it says here."""
    plan = plan_push(remote, local, PushOptions(by_content=True))
    return plan.of(State.CURRENT) == tuple(graph.iri for graph in local)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", TEMPORARY)
def test_a_push_survives_faults_again_and_again(fault: Fault, method: str, empty_oxigraph: Triplestore) -> None:
    # three requests in a row must succeed where a graph with blank nodes goes in batches, which can't be repeated
    faults = dict.fromkeys(range(1, 400, 5 if method == "insert" else 2), fault)
    with (
        faulty(empty_oxigraph.base, faults) as proxy,
        connected(f"{proxy.address}/query", told=Told(method=method), retries=SOON) as remote,
    ):
        assert send(remote, SMALL).problems == ()
        assert is_whole(remote, SMALL)


def test_a_store_that_never_recovers_is_given_up(empty_oxigraph: Triplestore) -> None:
    waits: list[float] = []
    patient = Retries(attempts=5, first=0.5, sleep=waits.append)
    with (
        faulty(empty_oxigraph.base, dict.fromkeys(range(9), "drop")) as proxy,
        pytest.raises(EndpointBusy, match="can't be reached, or broke off"),
        connected(proxy.address, retries=patient),
    ):
        pass
    assert (waits, len(proxy.seen)) == ([0.5, 1.0, 2.0, 4.0], 5)


def test_a_store_that_asks_to_wait_is_waited_for_but_not_for_a_day(empty_oxigraph: Triplestore) -> None:
    waits: list[float] = []
    with faulty(empty_oxigraph.base, {0: "busy"}) as proxy, connected(proxy.address, retries=Retries(sleep=waits.append)):
        assert (waits, len(proxy.seen)) == ([0.0], 3)
    with (
        faulty(empty_oxigraph.base, {0: "busy for long"}) as proxy,
        pytest.raises(EndpointBusy, match="503"),
        connected(proxy.address, retries=Retries(sleep=waits.append)),
    ):
        pass
    assert waits == [0.0]


def test_the_header_that_asks_to_wait_gives_seconds_or_a_date() -> None:
    assert asked_wait("7") == 7.0
    assert asked_wait("Fri, 27 Nov 1998 11:00:00 GMT") == 0.0
    assert asked_wait("soon") is asked_wait(None) is None


def test_half_an_answer_is_an_error_and_never_rows(empty_oxigraph: Triplestore) -> None:
    with faulty(empty_oxigraph.base, {0: "truncate"}) as proxy, pytest.raises(EndpointError, match="broke off"):
        EndpointStore(f"{proxy.address}/query").query("SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 9 } }")


def test_an_answer_that_a_store_ends_with_an_error_text_is_an_error(empty_oxigraph: Triplestore, two_reports: Path) -> None:
    """A store at its limit of time sends status 200 and the error inside the document."""
    with connected(empty_oxigraph.base) as remote:
        push(remote, two_reports)
    empty_oxigraph.kill()
    with oxigraph(empty_oxigraph.folder, options=("--timeout-s", "1")) as server, pytest.raises(EndpointError):
        EndpointStore(server.query).query("SELECT * { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }")


def test_a_slow_store_is_given_up_after_the_limit(empty_oxigraph: Triplestore) -> None:
    with faulty(empty_oxigraph.base, {0: "slow", 1: "slow"}) as proxy:
        with pytest.raises(EndpointBusy, match="timed out"):
            EndpointStore(f"{proxy.address}/query", timeout=0.2).query("SELECT ?x { VALUES ?x { 1 } }")
        with Transport(retries=Retries(attempts=1), timeout=0.2) as transport, pytest.raises(EndpointBusy, match="timed out"):
            transport.send(Request("GET", f"{proxy.address}/query"))


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
def test_a_redirection_is_refused_and_secrets_stay_secret(scheme: str, empty_oxigraph: Triplestore) -> None:
    who = credentials(scheme, "me", "s3cret")
    with faulty(empty_oxigraph.base, {0: "redirect", 1: "redirect"}) as proxy:
        with pytest.raises(EndpointError) as refused:
            EndpointStore(f"{proxy.address}/query", who).query("SELECT ?x { VALUES ?x { 1 } }")
        with Transport(who) as transport, pytest.raises(EndpointError, match="redirections are not followed") as also:
            transport.send_well(Request("GET", f"{proxy.address}/query"))
    assert len(proxy.authorizations - {""}) == 1
    assert not any("s3cret" in text for text in (repr(who), str(refused.value), str(also.value)))


def test_secrets_are_read_from_a_file_and_checked(tmp_path: Path) -> None:
    del tmp_path
    assert parse_secret("me:se:cret\n") == ("me", "se:cret")
    assert parse_secret("token\n") == ("", "token")
    with pytest.raises(EndpointError, match="needs a user and a password"):
        credentials("digest", "me", "")
    with pytest.raises(EndpointError, match="one line"):
        credentials("bearer", "", "a\r\nX-Header: b")
    with pytest.raises(EndpointError, match="Known: basic, digest, bearer"):
        credentials("kerberos", "me", "x")
    assert credentials("basic", "me", "x") == Credentials("basic", "me", "x")


@pytest.mark.parametrize("method", METHODS)
def test_a_push_killed_at_any_moment_loses_nothing(method: str, empty_oxigraph: Triplestore, two_reports: Path) -> None:
    command = [sys.executable, "-m", "ofsted_kg", "push", empty_oxigraph.base, "--method", method, "--kg", str(two_reports)]
    local = graphs(two_reports)
    for requests in (2, 5):
        with faulty(empty_oxigraph.base, {requests: "hold"}) as proxy:
            process = subprocess.Popen(
                [*command[:4], proxy.address, *command[5:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            proxy.wait_for(requests + 1)
            process.kill()
            process.wait()
        with connected(empty_oxigraph.base) as remote:
            plan = plan_push(remote, local, PushOptions(by_content=True))
            assert set(plan.ledger) <= set(plan.of(State.CURRENT)), "the ledger names only what is whole"
            if method == "nquads":
                whole = {graph.iri: graph.triples for graph in local}
                assert {graph: count for graph, count in plan.counts.items() if count not in (0, whole[graph])} == {}
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    with connected(empty_oxigraph.base) as remote:
        assert is_whole(remote, local)


def test_a_store_killed_in_the_middle_of_a_push_is_filled_by_the_next(tmp_path: Path) -> None:
    with (
        oxigraph(tmp_path / "oxigraph") as server,
        faulty(server.base, {6: "hold"}) as proxy,
        connected(proxy.address, retries=Retries(attempts=1)) as remote,
        ThreadPoolExecutor(1) as thread,
    ):
        pushed = thread.submit(send, remote, SMALL)
        proxy.wait_for(7)
        server.kill()
        proxy.release()
        assert isinstance(pushed.exception(), EndpointBusy)
    with oxigraph(tmp_path / "oxigraph") as server, connected(server.base) as remote:
        assert send(remote, SMALL).problems == ()
        assert is_whole(remote, SMALL)
