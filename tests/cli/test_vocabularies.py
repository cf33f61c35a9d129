from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run

from ofsted_kg.resources import packaged_folder

POOLE = packaged_folder("reports") / "poole-2011.txt"
PREFIXES = "@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of the framework in which nobody can recognise partnership working."""
    folder = tmp_path / "mine" / "frameworks"
    folder.mkdir(parents=True)
    text = (packaged_folder("ontology") / "frameworks" / "slac.ttl").read_text("utf-8")
    assert '"Partnership working"@en' in text
    (folder / "slac.ttl").write_text(text.replace('"Partnership working"@en', '"Working alone"@en'), "utf-8")
    return tmp_path / "mine"


def test_a_vocabulary_in_order_is_said_to_be(run: Run, mine: Path) -> None:
    checked = run("vocabulary", "check", "--ontology", mine)
    assert (checked.exit_code, checked.stdout) == (0, "The vocabulary is in order.\n")


def test_a_problem_is_shown_with_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.ttl").write_text(PREFIXES + "<http://x> okg:gsCode 1 .\n", "utf-8")
    checked = run("vocabulary", "check", "--ontology", "mine")
    assert checked.exit_code == 1
    assert checked.stdout == 'mine/a.ttl:3: the ontology has no term okg:gsCode; did you mean "gssCode"?\n'


def test_the_difference_is_shown_fact_by_fact(run: Run, mine: Path) -> None:
    lines = run("vocabulary", "diff", POOLE, "--ontology", mine).stdout.splitlines()
    assert lines[0].startswith(f"{POOLE}: ")
    gone = [line.partition(", narrative")[0] for line in lines if line.startswith("  - judgement: ")]
    assert "  - judgement: part safeguarding, area partnership-working, record_grade 2, inline_grade 2" in gone
    facts = [line.partition(", quote")[0] for line in lines]
    assert "  - paragraph: number 80, section safeguarding/partnership-working" in facts


def test_an_edit_that_changes_nothing_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "nothing.ttl").write_text(PREFIXES, "utf-8")
    diff = run("vocabulary", "diff", POOLE, "--ontology", "mine")
    assert diff.stdout == f"{POOLE}: no changes\n"


def test_a_report_that_could_not_be_read_is_a_difference_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(POOLE.read_text("utf-8").replace("Poole", "Atlantis"), "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "atlantis.ttl").write_text(
        PREFIXES + "<https://w3id.org/ofsted-kg/id/authority/atlantis> a okg:LocalAuthority, skos:Concept ;\n"
        '  skos:prefLabel "Atlantis"@en ; okg:gssCode "E99000001" .\n',
        "utf-8",
    )
    lines = run("vocabulary", "diff", "report.txt", "--ontology", "mine").stdout.splitlines()
    assert lines[1].startswith("  - refusal: ")
    assert "  + report: authority: Atlantis" in lines


def test_the_frameworks_are_listed(run: Run) -> None:
    rows = run("frameworks").stdout.splitlines()
    assert rows[0].split()[0] == "id"
    (slac,) = (row for row in rows if row.startswith("slac "))
    assert "1 Outstanding, 2 Good, 3 Adequate, 4 Inadequate" in slac
    assert "22" in slac.split()


def test_a_folder_without_reports_is_a_failure(run: Run, mine: Path) -> None:
    diff = run("vocabulary", "diff", mine, "--ontology", mine)
    assert diff.exit_code == 1
    assert diff.stderr.startswith(f"error: {mine}: no report here")
