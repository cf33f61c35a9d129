"""Push and pull on real stores: what is sent, what is left alone, and what comes back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Triple, parse
from tests.cli.conftest import Run
from tests.remote.servers import Triplestore

from ofsted_kg.build import remove
from ofsted_kg.local_graphs import LocalGraph, local_graphs
from ofsted_kg.remote.by_value import by_value
from ofsted_kg.remote.connection import Connection, connected
from ofsted_kg.remote.credentials import Credentials
from ofsted_kg.remote.ledger import count_triples, read_ledger
from ofsted_kg.remote.pushing import PushOptions, PushSummary, State, plan_push
from ofsted_kg.remote.pushing import push as send
from ofsted_kg.remote.services import METHODS, Told
from ofsted_kg.store import open_store

REPORT = "https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09"
SOURCE_FILE = "https://w3id.org/ofsted-kg/ontology#sourceFile"
OTHER = "https://example.org/somebody-elses"
DBA = Credentials("digest", "dba", "dba")


def graphs(kg: Path) -> tuple[LocalGraph, ...]:
    with open_store(kg) as store:
        return local_graphs(store, kg)


def push(remote: Connection, kg: Path, **options: bool) -> PushSummary:
    return send(remote, graphs(kg), PushOptions(**options))


def update(server: Triplestore, sparql: str) -> None:
    """A change by hand."""
    address, auth = (
        (f"{server.base}/update", None)
        if server.kind == "oxigraph"
        else (f"{server.base}/sparql-auth", httpx.DigestAuth("dba", "dba"))
    )
    httpx.post(address, content=sparql, headers={"Content-Type": "application/sparql-update"}, auth=auth).raise_for_status()


def statements(path: Path) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for quad in parse(path.read_bytes(), format=RdfFormat.N_QUADS):
        found.setdefault(str(quad.graph_name), []).append(quad.triple)
    return found


def said(path: Path) -> dict[str, frozenset[str]]:
    return {graph: by_value(triples) for graph, triples in statements(path).items()}


@pytest.mark.parametrize("method", METHODS)
def test_each_method_puts_in_every_graph_and_a_second_push_sends_nothing(
    method: str, empty_oxigraph: Triplestore, two_reports: Path
) -> None:
    with connected(empty_oxigraph.base, told=Told(method=method)) as remote:
        first, second = push(remote, two_reports), push(remote, two_reports)
    names = {graph.iri for graph in graphs(two_reports)}
    assert first.plan.of(State.ADDED) == tuple(first.plan.states)
    assert set(first.plan.states) == names
    assert second.plan.of(State.CURRENT) == tuple(first.plan.states)
    assert first.problems == second.problems == ()


@pytest.mark.parametrize("method", METHODS)
def test_a_graph_that_was_changed_by_hand_is_replaced_as_a_whole(
    method: str, empty_oxigraph: Triplestore, two_reports: Path
) -> None:
    with connected(empty_oxigraph.base, told=Told(method=method)) as remote:
        push(remote, two_reports)
        update(empty_oxigraph, f'INSERT DATA {{ GRAPH <{REPORT}> {{ <{REPORT}> <http://example.org/note> "by hand" }} }}')
        assert push(remote, two_reports).plan.of(State.CHANGED) == (REPORT,)
        assert plan_push(remote, graphs(two_reports), PushOptions(by_content=True)).of(State.CHANGED) == ()


def test_a_change_that_keeps_the_count_is_found_by_content(empty_oxigraph: Triplestore, two_reports: Path) -> None:
    swap = f"""
        DELETE {{ GRAPH <{REPORT}> {{ <{REPORT}> <{SOURCE_FILE}> ?file }} }}
        INSERT {{ GRAPH <{REPORT}> {{ <{REPORT}> <{SOURCE_FILE}> "another" }} }}
        WHERE {{ GRAPH <{REPORT}> {{ <{REPORT}> <{SOURCE_FILE}> ?file }} }}
    """
    with connected(empty_oxigraph.base) as remote:
        push(remote, two_reports)
        update(empty_oxigraph, swap)
        assert plan_push(remote, graphs(two_reports)).of(State.CHANGED) == ()
        assert push(remote, two_reports, by_content=True).plan.of(State.CHANGED) == (REPORT,)
        assert plan_push(remote, graphs(two_reports), PushOptions(by_content=True)).of(State.CHANGED) == ()


def test_graphs_of_others_are_never_touched_and_ours_are_deleted_only_when_told(
    empty_oxigraph: Triplestore, two_reports: Path, tmp_path: Path
) -> None:
    kg = tmp_path / "kg"
    shutil.copytree(two_reports, kg)
    triples = next(graph.triples for graph in graphs(kg) if graph.iri == REPORT)
    update(empty_oxigraph, f"INSERT DATA {{ GRAPH <{OTHER}> {{ <{OTHER}> a <{OTHER}> }} }}")
    with connected(empty_oxigraph.base) as remote:
        push(remote, kg)
        remove(kg, ["dudley_slac_2011-12-09"])
        kept = push(remote, kg)
        assert (kept.plan.of(State.GONE), kept.deleted, count_triples(remote, [REPORT])[REPORT]) == ((REPORT,), (), triples)
        assert push(remote, kg, delete=True).deleted == (REPORT,)
        assert count_triples(remote, [REPORT, OTHER]) == {REPORT: 0, OTHER: 1}
        assert REPORT not in read_ledger(remote)


def test_a_push_goes_on_where_the_ledger_was_lost(empty_oxigraph: Triplestore, two_reports: Path) -> None:
    with connected(empty_oxigraph.base) as remote:
        push(remote, two_reports)
        before = read_ledger(remote)
        update(empty_oxigraph, "DROP GRAPH <https://w3id.org/ofsted-kg/id/pushed>")
        assert push(remote, two_reports).plan.of(State.ADDED, State.CHANGED) == ()
        assert read_ledger(remote) == before


def test_virtuoso_gives_back_what_was_pushed(
    virtuoso_server: Triplestore, two_reports: Path, run: Run, signed_in: None, tmp_path: Path
) -> None:
    del signed_in
    pushed = run("push", virtuoso_server.base, "--auth", "digest", "--kg", two_reports)
    triples = sum(graph.triples for graph in graphs(two_reports))
    assert (pushed.exit_code, pushed.stdout.split("; ")[1]) == (0, f"5 of 5 graphs agree, {triples:,} triples\n"), pushed.output
    assert run("pull", virtuoso_server.base, "back.nq", "--auth", "digest").exit_code == 0
    assert run("export", "here.nq", "--kg", two_reports).exit_code == 0
    here, back = said(tmp_path / "here.nq"), said(tmp_path / "back.nq")
    assert {graph: back[graph] == here[graph] for graph in here} == dict.fromkeys(here, True)


def test_virtuoso_has_a_changed_graph_replaced(virtuoso_server: Triplestore, two_reports: Path) -> None:
    with connected(virtuoso_server.base, DBA) as remote:
        push(remote, two_reports)
        update(
            virtuoso_server,
            f"DELETE DATA {{ GRAPH <{REPORT}> {{ <{REPORT}> a <https://w3id.org/ofsted-kg/ontology#InspectionReport> }} }}",
        )
        assert push(remote, two_reports).plan.of(State.CHANGED) == (REPORT,)
        assert plan_push(remote, graphs(two_reports), PushOptions(by_content=True)).of(State.CHANGED) == ()


def test_a_pulled_folder_is_a_knowledge_graph_with_the_same_files(
    empty_oxigraph: Triplestore, two_reports: Path, run: Run, tmp_path: Path
) -> None:
    assert run("push", empty_oxigraph.base, "--kg", two_reports).exit_code == 0
    assert run("pull", empty_oxigraph.base, "back").exit_code == 0
    back = {path.name: path.read_bytes() for path in (tmp_path / "back" / "graphs").glob("*.nq")}
    assert back == {path.name: path.read_bytes() for path in (two_reports / "graphs").glob("*.nq")}
    assert run("query", "inspections", "--kg", "back").stdout == run("query", "inspections", "--kg", two_reports).stdout


def test_a_dry_run_says_what_would_be_sent_and_changes_nothing(empty_oxigraph: Triplestore, two_reports: Path, run: Run) -> None:
    planned = run("push", empty_oxigraph.base, "--kg", two_reports, "--dry-run")
    lines = planned.stdout.splitlines()
    assert (planned.exit_code, lines[-1]) == (0, f"{empty_oxigraph.query}: 5 added")
    assert f"added    {REPORT}" in lines
    assert httpx.get(f"{empty_oxigraph.base}/store", headers={"Accept": "application/n-quads"}).text == ""


def test_a_remote_question_is_answered_as_the_folder_answers_it(empty_oxigraph: Triplestore, two_reports: Path, run: Run) -> None:
    assert run("push", empty_oxigraph.base, "--kg", two_reports).exit_code == 0
    asked = ["query", "grades-of-area", "--area", "partnership working", "--format", "csv"]
    there = run(*asked, "--endpoint", empty_oxigraph.query)
    assert (there.exit_code, there.stdout) == (0, run(*asked, "--kg", two_reports).stdout)
    counted = run(
        "sparql",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a <https://w3id.org/ofsted-kg/ontology#InspectionReport> } }",
        "--endpoint",
        empty_oxigraph.query,
        "--format",
        "json",
    )
    assert json.loads(counted.stdout)["results"]["bindings"][0]["n"]["value"] == "2"


def test_what_is_no_store_is_told(run: Run, two_reports: Path, empty_oxigraph: Triplestore) -> None:
    refused = run("push", f"{empty_oxigraph.base}/nothing", "--kg", two_reports)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "no SPARQL is answered at" in refused.stderr
    assert run("push", "ftp://example.org", "--kg", two_reports).exit_code == 2
    assert "hold no user" in run("push", "http://me:secret@127.0.0.1:1/", "--kg", two_reports).stderr
    assert run("push", empty_oxigraph.base, "--method", "carrier pigeon", "--kg", two_reports).exit_code == 2


def test_virtuoso_without_sign_in_is_told(run: Run, two_reports: Path, virtuoso_server: Triplestore) -> None:
    refused = run("push", virtuoso_server.base, "--kg", two_reports, "--by-content")
    assert refused.exit_code == 2
    assert "sign in with --auth" in refused.stderr
