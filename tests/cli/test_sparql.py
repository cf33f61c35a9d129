from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import parse
from tests.cli.conftest import Run

REPORTS = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?file ?paragraphs { GRAPH ?g { ?g okg:sourceFile ?file ; okg:paragraphCount ?paragraphs } } ORDER BY ?file LIMIT 2
"""
DESCRIBE = "DESCRIBE <https://w3id.org/ofsted-kg/id/authority/dudley>"


def test_a_select_gives_a_table(run: Run, kg: Path) -> None:
    assert run("sparql", REPORTS, "--kg", kg).stdout.splitlines() == [
        "file             paragraphs",
        "---------------  ----------",
        "dudley-2012.txt          96",
        "poole-2011.txt          140",
    ]


def test_the_query_may_come_from_a_file_or_from_standard_input(run: Run, kg: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(REPORTS, "utf-8")
    expected = run("sparql", REPORTS, "--kg", kg).stdout
    assert run("sparql", "-f", "q.rq", "--kg", kg).stdout == expected
    assert run("sparql", "--kg", kg, given=REPORTS).stdout == expected


def test_an_unbound_variable_is_an_empty_cell(run: Run, kg: Path) -> None:
    assert run("sparql", "SELECT (1 AS ?a) ?b {}", "--kg", kg).stdout.splitlines()[2] == "1"


@pytest.mark.parametrize(("query", "word"), [("ASK { ?s ?p ?o }", "yes"), ("ASK { ?s ?s ?s }", "no")])
def test_an_ask_answers_yes_or_no(query: str, word: str, run: Run, kg: Path) -> None:
    assert run("sparql", query, "--kg", kg).stdout.splitlines()[-1] == word


def test_the_standard_formats_of_results_are_there(run: Run, kg: Path) -> None:
    assert run("sparql", REPORTS, "--format", "csv", "--kg", kg).stdout.splitlines()[0] == "file,paragraphs"
    assert run("sparql", REPORTS, "--format", "tsv", "--kg", kg).stdout.splitlines()[0] == "?file\t?paragraphs"
    assert len(json.loads(run("sparql", REPORTS, "--format", "json", "--kg", kg).stdout)["results"]["bindings"]) == 2
    assert run("sparql", REPORTS, "--format", "xml", "--kg", kg).stdout.startswith("<?xml")
    assert json.loads(run("sparql", "ASK {}", "--format", "json", "--kg", kg).stdout)["boolean"] is True


def test_a_describe_gives_turtle_that_a_person_can_read(run: Run, kg: Path) -> None:
    shown = run("sparql", DESCRIBE, "--kg", kg).stdout
    assert "authority:dudley a okg:LocalAuthority" in shown
    assert '"E08000027"' in shown


def test_a_graph_is_written_in_the_format_of_the_file(run: Run, kg: Path, tmp_path: Path) -> None:
    run("sparql", DESCRIBE, "--kg", kg, "-o", "dudley.nt")
    run("sparql", DESCRIBE, "--kg", kg, "-o", "dudley.rdf")
    assert set(parse(path=str(tmp_path / "dudley.nt"))) == set(parse(path=str(tmp_path / "dudley.rdf")))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT ?x {"], "error: line 1, column"),
        (["ASK {}", "-f", "q.rq"], "error: both a query and --file are given. Give one of them"),
        (["ASK {}", "--format", "ttl"], "error: ttl is for CONSTRUCT and DESCRIBE. Choose one of table, csv, tsv, json, xml"),
        ([DESCRIBE, "--format", "csv"], "error: csv is for SELECT and ASK. Choose one of ttl, nt, rdf, jsonld"),
        (["ASK {}", "--format", "docx"], "error: unknown format 'docx'. Known: table, csv, tsv, json, xml, ttl, nt, rdf, jsonld"),
        (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "error: "),
        (["DELETE WHERE { ?s ?p ?o }"], "error: "),
    ],
)
def test_what_cannot_run_is_one_line(arguments: list[str], message: str, run: Run, kg: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK {}", "utf-8")
    asked = run("sparql", *arguments, "--kg", kg)
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert asked.stderr.startswith(message)
    assert asked.stderr.count("\n") == 1
