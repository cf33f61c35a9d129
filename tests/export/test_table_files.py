"""Tables: every row of the graph, the same in each format, and links that lead to the paragraph."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from tests.cli.conftest import Run, run, two_reports

from ofsted_kg.export.table_files import TABLES, read_tables, write_tables
from ofsted_kg.store import EmbeddedStore, open_store

__all__ = ["run", "two_reports"]

COUNTED = {
    "reports": "InspectionReport",
    "paragraphs": "Paragraph",
    "recommendations": "Recommendation",
    "judgements": "GradeStatement",
}


@pytest.fixture(scope="module")
def folder(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("tables")
    with open_store(two_reports) as store:
        write_tables(store, written)
    return written


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number_of(store: EmbeddedStore, kind: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ GRAPH ?g {{ ?x a <https://w3id.org/ofsted-kg/ontology#{kind}> }} }}"
    ((count,),) = store.query(query)
    return int(getattr(count, "value", "0"))


@pytest.mark.parametrize(("name", "kind"), COUNTED.items())
def test_a_table_has_a_row_for_each_of_its_kind(name: str, kind: str, folder: Path, two_reports: Path) -> None:
    with open_store(two_reports) as store:
        assert len(rows(folder, name)) == number_of(store, kind) > 0


def test_findings_have_a_row_for_each_topic_of_a_clause(folder: Path, two_reports: Path) -> None:
    with open_store(two_reports) as store:
        assert len({row["link"] for row in rows(folder, "findings")}) == number_of(store, "Finding")
    keys = [(row["link"], row["topic"]) for row in rows(folder, "findings")]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", TABLES)
def test_parquet_and_workbook_hold_the_rows_of_the_csv(name: str, folder: Path) -> None:
    table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    sheet = openpyxl.load_workbook(folder / "ofsted-kg.xlsx")[name]
    expected = rows(folder, name)
    assert (table.num_rows, sheet.max_row - 1) == (len(expected), len(expected))
    assert table.column_names == list(expected[0]) == [cell.value for cell in sheet[1]]
    assert table.column("report").to_pylist() == [row["report"] for row in expected]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)


def test_numbers_dates_and_lists_keep_their_types_in_parquet(folder: Path) -> None:
    schema = pyarrow.parquet.read_schema(folder / "recommendations.parquet")
    assert [str(schema.field(name).type) for name in ("ended", "topics", "text")] == [
        "date32[day]",
        "list<element: string>",
        "string",
    ]
    assert str(pyarrow.parquet.read_schema(folder / "findings.parquet").field("paragraph").type) == "int64"
    assert schema.field("text").metadata[b"meaning"] == b"The recommendation."


def test_a_finding_links_to_the_row_of_its_paragraph(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "ofsted-kg.xlsx")
    findings, paragraphs = book["findings"], book["paragraphs"]
    heading = {cell.value: place for place, cell in enumerate(findings[1])}
    checked = 0
    for row in findings.iter_rows(min_row=2, max_row=200):
        target = row[heading["paragraph_link"]].hyperlink
        place = target.location.rpartition("A")[2]
        text = {cell.value: paragraphs.cell(int(place), column).value for column, cell in enumerate(paragraphs[1], start=1)}
        assert text["paragraph"] == row[heading["paragraph"]].value
        checked += 1
    assert checked == 199


def test_the_dictionary_explains_every_column(folder: Path, two_reports: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    with open_store(two_reports) as store:
        columns = [column for table in read_tables(store).values() for column in table.columns]
    assert [column.name for column in columns if f"| {column.name} | {column.type} | {column.meaning} |" not in text] == []


def test_the_same_graph_gives_the_same_bytes(folder: Path, two_reports: Path, run: Run, tmp_path: Path) -> None:
    assert run("export", "--tables", "again", "--kg", two_reports).exit_code == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_export_wants_exactly_one_place(run: Run, two_reports: Path) -> None:
    assert "give one of OUT" in run("export", "--kg", two_reports).stderr
    assert run("export", "a.ttl", "--tables", "b", "--kg", two_reports).exit_code == 2
