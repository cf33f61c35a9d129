from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

RECORD_ROW = "Partnership working Adequate"


def test_the_questions_are_listed_in_plain_english(run: Run) -> None:
    listed = run("queries").stdout.splitlines()
    assert listed[0].split() == ["name", "question"]
    assert "grade-matrix" in [line.split()[0] for line in listed[2:]]


def test_a_question_is_shown_as_it_stands_in_its_file(run: Run) -> None:
    shown = run("queries", "grade-matrix").stdout
    assert shown.startswith("# title: Grade matrix\n")
    assert "SELECT ?part ?area" in shown


def test_a_matrix_has_a_column_for_each_authority(run: Run, kg: Path) -> None:
    lines = run("query", "grade-matrix", "--kg", kg).stdout.splitlines()
    assert lines[0].split(maxsplit=2)[:2] == ["part", "area"]
    assert lines[0].endswith("Dudley       Poole  Tameside     Telford and Wrekin  Wolverhampton")
    assert len(lines) == 24


def test_a_parameter_is_an_option_of_its_question(run: Run, kg: Path) -> None:
    asked = run(
        "query", "grades-of-area", "--area", "partnership working", "--authority=wolverhampton", "--kg", kg, "--format", "csv"
    )
    (row,) = csv.DictReader(io.StringIO(asked.stdout))
    assert (row["authority"], row["grade"], row["first_paragraph"], row["quote"]) == (
        "Wolverhampton",
        "Adequate",
        "63",
        RECORD_ROW,
    )


def test_param_does_the_same(run: Run, kg: Path) -> None:
    one = run("query", "grades-of-area", "--param", "area=partnership working", "--kg", kg)
    two = run("query", "grades-of-area", "--area", "partnership working", "--kg", kg)
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 7


def test_several_values_mean_any_of_them(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrix", "--authority", "poole", "--authority", "Dudley", "--format", "json", "--kg", kg)
    assert len(json.loads(asked.stdout)["rows"]) == 44


def test_an_unknown_parameter_is_refused_with_what_is_allowed(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrix", "--colour", "red", "--kg", kg)
    assert asked.exit_code == 2
    assert asked.stdout == ""
    assert asked.stderr == "error: grade-matrix has no parameter 'colour'; expected one of authority, part\n"


def test_a_misspelt_value_is_answered_with_what_was_meant(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrix", "--authority", "Duddley", "--kg", kg)
    assert asked.exit_code == 2
    assert 'did you mean "Dudley"' in asked.stderr


def test_an_unknown_question_is_answered_with_what_was_meant(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrx", "--kg", kg)
    assert asked.exit_code == 2
    assert asked.stderr.startswith("error: no stored question is called 'grade-matrx'; did you mean \"grade-matrix\"")


@pytest.mark.parametrize("form", ["csv", "json", "md", "xlsx"])
def test_an_answer_is_written_to_a_file_in_the_format_of_its_ending(form: str, run: Run, kg: Path, tmp_path: Path) -> None:
    asked = run("query", "grade-matrix", "--kg", kg, "-o", f"answer.{form}")
    assert (asked.exit_code, asked.stdout, asked.stderr) == (0, "", f"wrote answer.{form}\n")
    begins = {"csv": b"part,area,", "json": b"{\n", "md": b"**Which", "xlsx": b"PK"}
    assert (tmp_path / f"answer.{form}").read_bytes().startswith(begins[form])


def test_a_table_may_go_to_a_file_too(run: Run, kg: Path, tmp_path: Path) -> None:
    run("query", "grade-matrix", "--kg", kg, "-o", "answer.txt")
    assert (tmp_path / "answer.txt").read_text("utf-8") == run("query", "grade-matrix", "--kg", kg).stdout


def test_an_unknown_format_is_refused_with_the_known_ones(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrix", "--kg", kg, "--format", "pdf")
    assert (asked.exit_code, asked.stderr) == (2, "error: unknown format 'pdf'. Known: table, csv, json, md, xlsx\n")


def test_help_of_a_question_shows_its_parameters_choices_and_columns(run: Run) -> None:
    page = run("query", "grades-of-area", "--help").stdout
    assert page.startswith("Usage: ofsted-kg query grades-of-area [--PARAMETER VALUE]...\n\nGrades of a service area\n")
    assert "One of: Outstanding, Good,\n" in page
    assert "  --authority             The local authority that was inspected. One of " in page
    assert "\nColumns:\n  authority               The local authority" in page
    assert max(map(len, page.splitlines())) <= 100


def test_help_of_the_command_itself_has_examples(run: Run) -> None:
    page = run("query", "--help").stdout
    assert page.startswith("Usage: ofsted-kg query [OPTIONS] [NAME]")
    assert "  ofsted-kg query grade-matrix\n" in page


def test_without_a_name_it_explains_itself_and_fails(run: Run) -> None:
    asked = run("query")
    assert asked.exit_code == 2
    assert asked.stdout == run("query", "--help").stdout


def test_a_folder_of_own_questions_is_laid_over_the_packaged_ones(run: Run, kg: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "reports.rq").write_text(
        "# title: Reports\n# question: Which reports are there?\n# description: All of them.\n"
        "# column title (text, evidence): The title.\n# order: By title.\n\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        "SELECT ?title WHERE { GRAPH ?report { ?report dcterms:title ?title ; dcterms:issued ?day } } ORDER BY ?title\n",
        "utf-8",
    )
    assert len(run("query", "reports", "--queries", "mine", "--kg", kg).stdout.splitlines()) == 7
    assert run("query", "reports", "--kg", kg).exit_code == 2
    names = [line.split()[0] for line in run("queries", "--queries", "mine").stdout.splitlines()]
    assert {"reports", "grade-matrix"} <= set(names)


def test_without_a_knowledge_graph_it_says_how_to_make_one(run: Run) -> None:
    asked = run("query", "grade-matrix")
    assert asked.exit_code == 2
    assert asked.stderr == "error: kg: no knowledge graph here; make one with: ofsted-kg build REPORT... --kg kg\n"


def test_the_environment_names_the_knowledge_graph(run: Run, kg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFSTED_KG", str(kg))
    assert run("query", "grade-matrix").exit_code == 0
