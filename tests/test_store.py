"""The store answers from the version it opened, changes nothing, fetches nothing and says what is wrong with a query."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.errors import NoKnowledgeGraph, QueryError, QuerySyntaxError, StoreError
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.store import Boolean, EmbeddedStore, Solutions, Triples, open_store
from tests.notes import Notes

LABELS = "SELECT ?label { GRAPH ?g { ?r <http://www.w3.org/2000/01/rdf-schema#label> ?label } } ORDER BY ?label"


def publish(folder: Path, *lines: str) -> Path:
    """A knowledge graph of one report with these statements."""
    note = folder / "note.txt"
    note.write_text("\n".join(["dudley/slac/2011-12-09", *lines]))
    build([note], folder / "graph", BuildOptions(jobs=1, workshop=Notes()))
    return folder / "graph"


def labels(store: EmbeddedStore) -> list[str]:
    return [row[0].value for row in store.query(LABELS) if isinstance(row[0], Literal)]


def versions(graph: Path) -> list[str]:
    return sorted(path.name for path in (graph / "index").iterdir())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with open_store(publish(tmp_path, "one", "two")) as opened:
        yield opened


def test_a_select_gives_columns_and_rows_of_terms(store: EmbeddedStore) -> None:
    found = store.query(
        "SELECT ?r ?label ?nothing { GRAPH ?r { ?r <http://www.w3.org/2000/01/rdf-schema#label> ?label } } ORDER BY ?label"
    )
    report = NamedNode(f"{RESOURCES}report/dudley/slac/2011-12-09")
    assert found == Solutions(("r", "label", "nothing"), ((report, Literal("one"), None), (report, Literal("two"), None)))
    assert len(found) == 2
    assert [row[1] for row in found] == [Literal("one"), Literal("two")]


def test_an_ask_gives_a_boolean(store: EmbeddedStore) -> None:
    assert store.run("ASK { ?s ?p 'one' }") == Boolean(True)
    assert store.run("ASK { ?s ?p 'three' }") == Boolean(False)


def test_a_construct_gives_each_triple_once(store: EmbeddedStore) -> None:
    made = store.run("CONSTRUCT { <http://a.example/> a <http://b.example/> } { ?s ?p ?o }")
    assert isinstance(made, Triples)
    assert [str(triple.object) for triple in made.triples] == ["<http://b.example/>"]
    assert len(made) == 1


def test_the_default_graph_is_the_union_of_all(store: EmbeddedStore) -> None:
    assert store.run("ASK { ?s <http://www.w3.org/2000/01/rdf-schema#label> 'two' }") == Boolean(True)


def test_only_a_select_has_solutions(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="expected a SELECT query"):
        store.query("ASK {}")


def test_results_are_documents_of_the_usual_formats(store: EmbeddedStore) -> None:
    assert store.serialize(LABELS, QueryResultsFormat.CSV) == b"label\r\none\r\ntwo\r\n"
    assert store.serialize("ASK {}", QueryResultsFormat.JSON) == b'{"head":{},"boolean":true}'
    graph = store.serialize(
        "CONSTRUCT { <http://a.example/> <http://a.example/p> 1 } {}", QueryResultsFormat.CSV, RdfFormat.N_TRIPLES
    )
    assert graph == b'<http://a.example/> <http://a.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


def test_graphs_are_listed_with_their_triples_and_sources(store: EmbeddedStore) -> None:
    assert [(graph.name, graph.triples, graph.source) for graph in store.graphs()] == [
        ("_vocabulary.nq", 1, ""),
        ("dudley_slac_2011-12-09.nq", 6, "note.txt"),
    ]
    assert len(store) == 7


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n  ?s foo:bar ?o }", "line 2, column 13: Prefix not found"),
        ("SELECT ?x { ?s ?p ?x } GROUP BY ?s", "line 1, column 35: The SELECT contains a variable that is unbound"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20: the end of the query does not fit what stands before it"),
        ("SELECT ?s { ?s ?p ?o } LIMIT ?x", "line 1, column 30: expected HAVING or OFFSET or OPTIONAL or VALUES"),
        ("SELECT ?s { ?s ?p ?o } }", "line 1, column 25: the end of the query does not fit what stands before it"),
        ("", "line 1, column 1: the end of the query does not fit what stands before it"),
    ],
)
def test_a_query_that_does_not_parse_says_where_and_why(store: EmbeddedStore, query: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        store.query(query)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "update", ["DROP ALL", "# note\nPREFIX a: <http://a.example/>\nINSERT DATA { a:a a:a a:a }", "delete where { ?s ?p ?o }"]
)
def test_an_update_is_refused_by_name(store: EmbeddedStore, update: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"^(DROP|INSERT|DELETE) is an update: the graph is read-only here"):
        store.run(update)


def test_a_query_that_would_leave_the_store_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        store.query("SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }")


def test_a_folder_without_a_knowledge_graph_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoKnowledgeGraph, match=f"{folder}: no knowledge graph here; make one with: ofsted-kg build"):
            open_store(folder)


def test_a_file_in_place_of_the_folder_is_no_knowledge_graph(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("")
    with pytest.raises(NoKnowledgeGraph):
        open_store(tmp_path / "graph")


def test_a_reader_keeps_what_it_opened_while_builds_go_on(tmp_path: Path) -> None:
    graph = publish(tmp_path, "old")
    with open_store(graph) as old:
        assert not old.is_outdated()
        publish(tmp_path, "new")
        publish(tmp_path, "newest")
        assert old.is_outdated()
        assert labels(old) == ["old"]
        with open_store(graph) as new:
            assert labels(new) == ["newest"]
            assert versions(graph) == [old.version, new.version]


def test_a_version_that_no_reader_holds_is_deleted_by_a_later_build(tmp_path: Path) -> None:
    graph = publish(tmp_path, "old")
    old = open_store(graph)
    publish(tmp_path, "new")
    old.close()
    publish(tmp_path, "newest")
    assert versions(graph) == ["000003"]


def test_readers_that_come_and_go_while_builds_publish_find_a_whole_graph(tmp_path: Path) -> None:
    graph = publish(tmp_path, "0")
    builds = 8

    def read() -> list[str]:
        found = []
        while not found or found[-1] != str(builds):
            with open_store(graph) as store:
                found += labels(store)
        return found

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        for number in range(1, builds + 1):
            publish(tmp_path, str(number))
        for future in reading:
            assert future.result() == sorted(future.result())


def test_a_store_that_was_forgotten_lets_go_of_its_version(tmp_path: Path) -> None:
    graph = publish(tmp_path, "old")
    labels(open_store(graph))
    publish(tmp_path, "new")
    assert versions(graph) == ["000002"]


def test_a_closed_store_answers_no_more(tmp_path: Path) -> None:
    with open_store(publish(tmp_path, "one")) as store:
        pass
    store.close()
    with pytest.raises(StoreError, match="the store was closed"):
        store.query(LABELS)


def test_a_knowledge_graph_may_be_read_only_and_lie_elsewhere(tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(publish(tmp_path, "one"), moved)
    before = sorted((path, path.stat().st_mtime_ns) for path in moved.rglob("*"))
    with open_store(moved) as store:
        assert labels(store) == ["one"]
    assert sorted((path, path.stat().st_mtime_ns) for path in moved.rglob("*")) == before


def test_a_damaged_index_says_what_to_delete(tmp_path: Path) -> None:
    graph = publish(tmp_path, "one")
    shutil.rmtree(graph / "index" / "000001" / "store")
    with pytest.raises(StoreError, match=f"000001: damaged: delete the folder {graph / 'index'} and build again"):
        open_store(graph)


@pytest.mark.parametrize("zeros", [60, None])
def test_an_index_with_damaged_files_says_what_to_delete(tmp_path: Path, zeros: int | None) -> None:
    graph = publish(tmp_path, "one")
    for path in (graph / "index" / "000001" / "store").glob("*.sst"):
        content = path.read_bytes()
        path.write_bytes(b"\0" * len(content[:zeros]) + content[len(content[:zeros]) :])
    with pytest.raises(StoreError, match=f"000001: damaged: delete the folder {graph / 'index'} and build again"):
        labels(open_store(graph))


def test_a_version_without_its_lock_is_no_knowledge_graph(tmp_path: Path) -> None:
    graph = publish(tmp_path, "one")
    (graph / "index" / "000001" / "readers.lock").unlink()
    with pytest.raises(NoKnowledgeGraph):
        open_store(graph)
