from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from ofsted_kg.errors import FormatError
from ofsted_kg.export.graph_files import FORMATS, format_of, write_graphs
from ofsted_kg.rdf.namespaces import OKG, RDF, RDFS

FIRST = NamedNode("https://example.org/first")
SECOND = NamedNode("https://example.org/second")
REPORT = NamedNode("https://example.org/report/a/b")
LABEL = Literal("Ärger & <care>", language="en")
GRAPHS = (
    (
        Quad(REPORT, OKG.order, Literal(3), FIRST),
        Quad(REPORT, RDFS.label, LABEL, FIRST),
        Quad(REPORT, RDF.type, OKG.InspectionReport, FIRST),
    ),
    (Quad(SECOND, RDFS.label, Literal("two"), SECOND),),
)
ENDINGS = [f.file_extension for f in FORMATS]


@pytest.mark.parametrize("ending", ["trig", "nq", "jsonld"])
def test_formats_with_graphs_keep_every_statement_in_its_graph(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{ending}"
    assert write_graphs(GRAPHS, path) == 4
    assert set(parse(path=str(path))) == {quad for graph in GRAPHS for quad in graph}


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf"])
def test_formats_without_graphs_hold_every_statement(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{ending}"
    assert write_graphs(GRAPHS, path) == 4
    assert {quad.triple for quad in parse(path=str(path))} == {quad.triple for graph in GRAPHS for quad in graph}


def test_turtle_is_what_a_person_would_write(tmp_path: Path) -> None:
    write_graphs(GRAPHS, tmp_path / "out.ttl")
    body = [line for line in (tmp_path / "out.ttl").read_text("utf-8").splitlines() if not line.startswith("@prefix")]
    assert body == [
        "<https://example.org/report/a/b> a okg:InspectionReport ;",
        '\trdfs:label "Ärger & <care>"@en ;',
        "\tokg:order 3 .",
        '<https://example.org/second> rdfs:label "two" .',
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_statements_in_any_order_give_the_same_bytes(ending: str, tmp_path: Path) -> None:
    write_graphs(GRAPHS, tmp_path / f"one.{ending}")
    write_graphs([reversed(graph) for graph in GRAPHS], tmp_path / f"two.{ending}")
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source.nq"
    write_graphs(GRAPHS, source)
    script = (
        "import sys; from pathlib import Path; from pyoxigraph import parse\n"
        "from ofsted_kg.export.graph_files import write_graphs\n"
        "write_graphs([parse(path=sys.argv[1])], Path(sys.argv[2]))"
    )
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.trig"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script, str(source), str(out)], env=environment, check=True, timeout=60)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_a_statement_that_stands_twice_is_written_once(tmp_path: Path) -> None:
    assert write_graphs([GRAPHS[1] * 2], tmp_path / "out.nt") == 1


def test_the_turtle_loads_into_a_store(tmp_path: Path) -> None:
    write_graphs(GRAPHS, tmp_path / "out.ttl")
    store = Store()
    store.load(path=str(tmp_path / "out.ttl"), format=RdfFormat.TURTLE)
    assert len(store) == 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.TTL", RdfFormat.TURTLE), ("a.json", RdfFormat.JSON_LD), ("a.xml", RdfFormat.RDF_XML)],
)
def test_a_format_is_known_by_its_ending(name: str, expected: RdfFormat) -> None:
    assert format_of(Path(name)) == expected


@pytest.mark.parametrize("name", ["graph.docx", "graph", "graph.n3"])
def test_an_unknown_ending_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(FormatError, match=r"\.ttl \(Turtle\), \.trig \(TriG\), \.nt .*\.jsonld \(JSON-LD\)"):
        format_of(Path(name))


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.nq"
    out.write_text("old")

    def broken() -> object:
        yield GRAPHS[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_graphs(broken(), out)  # type: ignore[arg-type]
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.nq"]
