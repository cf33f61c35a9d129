from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import parse
from tests.cli.conftest import TWO_REPORTS, Run

from ofsted_kg.resources import packaged_folder

REPORTS = packaged_folder("reports")


def test_a_build_says_what_it_did(run: Run) -> None:
    first = run("build", REPORTS / "poole-2011.txt", "--jobs", "1")
    assert first.exit_code == 0
    assert first.stdout.startswith("kg: 1 reports, ")
    assert first.stdout.endswith(" triples (1 added)\n")
    assert run("build", REPORTS / "poole-2011.txt").stdout.endswith(" triples (1 current)\n")
    assert run("build").stdout.endswith(" triples (nothing to do)\n")


def test_the_others_go_on_where_one_input_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    built = run("build", "empty.txt", "nowhere.txt", REPORTS / "poole-2011.txt", "--jobs", "1")
    assert built.exit_code == 1
    assert built.stdout.endswith("(1 added, 2 failed)\n")
    assert [line.split(": ")[:2] for line in built.stderr.splitlines()] == [["error", "empty.txt"], ["error", "nowhere.txt"]]


def test_a_report_is_removed_by_its_short_name(run: Run) -> None:
    run("build", REPORTS / "poole-2011.txt", "--jobs", "1")
    removed = run("remove", "poole_slac_2011-11-11")
    assert removed.exit_code == 0
    assert removed.stdout.startswith("kg: 0 reports, ")
    assert removed.stdout.endswith("(1 removed)\n")


def test_removing_what_is_not_there_is_one_line(run: Run, kg: Path) -> None:
    asked = run("remove", "poole_slac_1999-01-01", "--kg", kg)
    assert asked.exit_code == 2
    assert asked.stderr.startswith("error: ")
    assert asked.stderr.count("\n") == 1


@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
def test_an_export_holds_every_statement(ending: str, run: Run, two_reports: Path, tmp_path: Path) -> None:
    exported = run("export", f"graph.{ending}", "--kg", two_reports)
    assert exported.exit_code == 0
    statements = sum(1 for _ in parse(path=str(tmp_path / f"graph.{ending}")))
    assert exported.stderr == f"wrote graph.{ending}: {statements:,} statements\n"


def test_the_same_reports_built_twice_give_the_same_exports(run: Run, two_reports: Path, tmp_path: Path) -> None:
    run("build", *TWO_REPORTS, "--jobs", "1", "--kg", "again")
    for ending in ("ttl", "jsonld"):
        run("export", f"one.{ending}", "--kg", two_reports)
        run("export", f"two.{ending}", "--kg", "again")
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_an_unknown_ending_is_refused_before_anything_is_read(run: Run) -> None:
    asked = run("export", "graph.docx", "--kg", "nowhere")
    assert asked.exit_code == 2
    assert asked.stderr.startswith("error: graph.docx: no RDF format has the ending '.docx'. Known: .ttl (Turtle)")


def test_an_own_vocabulary_is_used_by_the_build(run: Run, tmp_path: Path) -> None:
    """An authority that the packaged vocabulary lacks is refused, and read with the Turtle that describes it."""
    report = (REPORTS / "poole-2011.txt").read_text("utf-8").replace("Poole", "Nowhereshire")
    (tmp_path / "nowhereshire.txt").write_text(report, "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "nowhereshire.ttl").write_text(
        "@prefix okg: <https://w3id.org/ofsted-kg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/ofsted-kg/id/authority/nowhereshire> a okg:LocalAuthority, skos:Concept ;\n"
        '  skos:prefLabel "Nowhereshire"@en ; okg:gssCode "E99000001" .\n',
        "utf-8",
    )
    refused = run("build", "nowhereshire.txt", "--jobs", "1", "--kg", "one")
    assert refused.exit_code == 1
    assert "Nowhereshire" in refused.stderr
    built = run("build", "nowhereshire.txt", "--jobs", "1", "--kg", "two", "--ontology", "mine")
    assert built.stdout.endswith("(1 added)\n"), built.stderr


def test_a_source_that_changed_is_read_again(run: Run, tmp_path: Path) -> None:
    shutil.copy(REPORTS / "poole-2011.txt", tmp_path / "poole.txt")
    (tmp_path / "poole.txt").chmod(0o644)
    run("build", "poole.txt", "--jobs", "1")
    with (tmp_path / "poole.txt").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert run("build", "poole.txt", "--jobs", "1").stdout.endswith("(1 changed)\n")
