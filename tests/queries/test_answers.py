"""Answers of stored questions over the made-up reports: rows, warnings, matrices, and every way to write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pandas
import pytest
from pyoxigraph import Literal, NamedNode
from tests.queries.mini import MiniStore

from ofsted_kg.answers import Answer, Resource, answer, in_words, stale_warnings, tail_path
from ofsted_kg.errors import ParameterError
from ofsted_kg.labels import Term, read_labels
from ofsted_kg.matrix import matrix
from ofsted_kg.queries import load_questions
from ofsted_kg.question_reader import read_question
from ofsted_kg.rdf.namespaces import XSD
from ofsted_kg.resources import overlaid_files
from ofsted_kg.tables import FORMATS, to_csv, to_dataframe, to_json, to_markdown, to_xlsx

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
ID = "https://w3id.org/ofsted-kg/id/"
NORTHVALE = Resource(ID + "report/northvale/slac/2011-12-09", "Northvale, 2011-12-09 (slac)")
STALE = "Northvale, 2011-12-09 (slac): out of date: its new version broke a rule"


@pytest.fixture
def store() -> MiniStore:
    return MiniStore()


def shown(found: Answer, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(in_words(record[name]) for name in columns) for record in found.records()]


# Rows


def test_a_concept_keeps_its_iri_beside_its_label(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["grades-of-area"], {"area": "safeguarding/overall-effectiveness", "authority": "northvale"})
    assert found.records() == (
        {
            "authority": Resource(ID + "authority/northvale", "Northvale"),
            "part": Resource(ID + "framework/slac/part/safeguarding", "Safeguarding services"),
            "area": Resource(ID + "framework/slac/area/safeguarding/overall-effectiveness", "Overall effectiveness"),
            "grade": Resource(ID + "framework/slac/grade/3", "Adequate"),
            "grade_number": 3,
            "first_paragraph": 1,
            "last_paragraph": 2,
            "inspected": date(2011, 12, 9),
            "quote": "Overall effectiveness | Adequate",
            "report": NORTHVALE,
        },
    )


def test_an_answer_says_what_was_asked(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["grades-of-area"], {"area": "overall effectiveness", "grade": ["good", "4"]})
    assert found.chosen == (("area", "Overall effectiveness"), ("grade", "Good or Inadequate"))
    assert found.wording == "Which grade did Overall effectiveness get, of those graded Good or Inadequate?"
    assert "grade/2> <" in found.sparql


def test_an_area_without_section_has_no_paragraphs(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["grades-of-area"], {"area": "looked-after-children/overall-effectiveness"})
    assert shown(found, "grade", "first_paragraph", "last_paragraph") == [("Good", "", "")]


def test_labels_that_were_read_before_are_not_read_again(store: MiniStore) -> None:
    labels = read_labels(store)
    store.asked.clear()
    answer(store, QUESTIONS["inspections"], {"authority": "northvale"}, labels=labels)
    assert sum("skos:prefLabel" in sparql for sparql in store.asked) == 0


def test_a_wrong_value_is_refused_before_anything_is_run(store: MiniStore) -> None:
    labels = read_labels(store)
    store.asked.clear()
    with pytest.raises(ParameterError):
        answer(store, QUESTIONS["inspections"], {"authority": "nowhere"}, labels=labels)
    assert store.asked == []


class TypedStore:
    """Gives one row with a term of each type, whatever is asked."""

    ROW: tuple[Term | None, ...] = (
        NamedNode("https://example.org/a/weak"),
        NamedNode(ID + "report/x/slac/2012-01-01"),
        NamedNode(ID + "report/x/slac/2012-01-01/paragraph/3"),
        Literal("words", language="en"),
        Literal("b | a | b | "),
        Literal(14),
        Literal("2.50", datatype=XSD.decimal),
        Literal("2012-01-01", datatype=XSD.date),
        Literal(True),
        None,
    )

    def query(self, sparql: str, /) -> Iterable[Iterable[Term | None]]:
        return [self.ROW] if "SELECT ?concept ?report" in sparql else []


TYPES = ("concept", "report", "link", "text", "list", "integer", "decimal", "date", "boolean")
TYPED = read_question(
    "typed",
    "# title: T\n# question: Q?\n# description: D.\n# order: O.\n"
    + "".join(f"# column {name} ({name}{', evidence' * (name == 'text')}): C.\n" for name in TYPES)
    + "# column nothing (text): C.\n"
    + f"SELECT {' '.join(f'?{name}' for name in TYPES)} ?nothing WHERE {{ ?concept ?report ?link }}\n",
)


def test_each_type_of_column_gives_its_python_value() -> None:
    assert answer(TypedStore(), TYPED).rows == (
        (
            Resource("https://example.org/a/weak", "weak"),
            Resource(ID + "report/x/slac/2012-01-01", "x/slac/2012-01-01"),
            Resource(ID + "report/x/slac/2012-01-01/paragraph/3", "x/slac/2012-01-01/paragraph/3"),
            "words",
            ("a", "b"),
            14,
            Decimal("2.50"),
            date(2012, 1, 1),
            True,
            None,
        ),
    )


def test_a_value_is_shown_in_words() -> None:
    values = (None, True, False, 3, ("a", "b"), Resource("https://example.org/", "x"), date(2012, 1, 1), Decimal("2.5"))
    assert [in_words(value) for value in values] == ["", "yes", "no", "3", "a; b", "x", "2012-01-01", "2.5"]


def test_the_end_of_a_report_s_iri_is_readable() -> None:
    assert tail_path(ID + "report/dudley/slac/2011-12-09/paragraph/14") == "dudley/slac/2011-12-09/paragraph/14"
    assert tail_path(ID + "authority/dudley") == "dudley"


# Warnings


def test_an_answer_that_uses_a_report_which_is_out_of_date_says_so(store: MiniStore) -> None:
    assert answer(store, QUESTIONS["paragraph"], {"authority": "northvale", "number": 1}).warnings == (STALE,)


def test_an_answer_that_does_not_use_it_says_nothing(store: MiniStore) -> None:
    assert answer(store, QUESTIONS["grade-matrix"], {"authority": "southmere"}).warnings == ()


def test_without_reports_to_ask_of_all_stale_ones_are_named(store: MiniStore) -> None:
    assert stale_warnings(store) == ("northvale/slac/2011-12-09: out of date: its new version broke a rule",)


# Matrix


def test_the_grade_matrix_has_a_row_for_each_area_and_a_column_for_each_authority(store: MiniStore) -> None:
    folded = matrix(answer(store, QUESTIONS["grade-matrix"]))
    assert [column.name for column in folded.columns] == ["part", "area", "Northvale", "Southmere & Sands"]
    assert [tuple(map(in_words, row)) for row in folded.rows] == [
        ("Safeguarding services", "Overall effectiveness", "Adequate", "Inadequate"),
        ("Services for looked after children", "Overall effectiveness", "Good", ""),
    ]


PIVOT = read_question(
    "pivot",
    """\
# title: T
# question: Q?
# description: D.
# order: O.
# pivot: rows=area columns=authority,year value=grade
# column area (text): A.
# column authority (text): A.
# column year (integer): Y.
# column grade (text, evidence): G.
SELECT ?area ?authority ?year ?grade WHERE { ?area ?authority ?grade ; ?year ?grade }
""",
)


def pivoted(*rows: tuple[str, str, int, str]) -> tuple[list[str], list[tuple[Any, ...]]]:
    folded = matrix(Answer(PIVOT, PIVOT.columns, rows))
    return [column.name for column in folded.columns], list(folded.rows)


def test_a_further_heading_is_used_where_one_would_put_two_values_into_a_cell() -> None:
    assert pivoted(("x", "b", 2010, "3"), ("x", "a", 2012, "1"), ("x", "b", 2012, "2")) == (
        ["area", "a, 2012", "b, 2010", "b, 2012"],
        [("x", "1", "3", "2")],
    )


def test_values_that_no_heading_tells_apart_share_a_cell() -> None:
    assert pivoted(("x", "a", 2010, "3"), ("x", "a", 2010, "1")) == (["area", "a, 2010"], [("x", ("3", "1"))])


def test_an_empty_answer_folds_to_its_row_headings() -> None:
    assert pivoted() == (["area"], [])


def test_an_answer_without_pivot_folds_to_itself(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["inspections"])
    assert matrix(found) is found


# Files


def test_csv_is_written_by_rfc_4180(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["paragraph"], {"authority": "northvale", "number": 2})
    assert to_csv(found).decode() == (
        "authority,paragraph,page,heading,part,area,grade,quote,inspected,report,link\r\n"
        "Northvale,2,,Overall effectiveness,Safeguarding services,Overall effectiveness,Adequate,"
        '"Plans say ""act"" | and <stop>.",'
        f"2011-12-09,{NORTHVALE.iri},{NORTHVALE.iri}/paragraph/2\r\n"
    )


def test_csv_is_read_back_as_it_was(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["paragraph"], {})
    rows = list(csv.DictReader(io.StringIO(to_csv(found).decode(), newline="")))
    assert [row["quote"] for row in rows] == [record["quote"] for record in found.records()]


def test_csv_of_each_type() -> None:
    assert to_csv(answer(TypedStore(), TYPED)).decode().split("\r\n")[1] == (
        f"weak,{ID}report/x/slac/2012-01-01,{ID}report/x/slac/2012-01-01/paragraph/3,words,a; b,14,2.50,2012-01-01,true,"
    )


def test_json_keeps_iris_and_types(store: MiniStore) -> None:
    found = json.loads(to_json(answer(store, QUESTIONS["recommendations"], {"authority": "northvale", "part": "safeguarding"})))
    assert found["question"] == "recommendations"
    assert found["wording"] == "What must be improved in Northvale for Safeguarding services?"
    assert found["warnings"] == [STALE]
    assert found["columns"][3] == {
        "name": "addressees",
        "type": "list",
        "meaning": "The organisations that it names as responsible, as printed; none where it names none.",
        "evidence": False,
    }
    assert found["rows"] == [
        {
            "authority": {"iri": ID + "authority/northvale", "label": "Northvale"},
            "part": {"iri": ID + "framework/slac/part/safeguarding", "label": "Safeguarding services"},
            "timescale": {"iri": ID + "framework/slac/timescale/within-three-months", "label": "Within three months"},
            "addressees": ["Board", "NHS Northvale"],
            "inspected": "2011-12-09",
            "quote": "The Board and NHS Northvale to review training",
            "report": {"iri": NORTHVALE.iri, "label": NORTHVALE.label},
        }
    ]


def test_json_of_each_type() -> None:
    row = json.loads(to_json(answer(TypedStore(), TYPED)))["rows"][0]
    assert [row[name] for name in ("integer", "decimal", "date", "boolean", "nothing")] == [14, 2.5, "2012-01-01", True, None]


def test_markdown_shows_links_and_escapes_what_it_would_read_as_marks(store: MiniStore) -> None:
    written = to_markdown(answer(store, QUESTIONS["paragraph"], {"authority": "northvale", "number": 2})).decode()
    assert written.split("\n") == [
        "**What does the report on Northvale say in paragraph 2?**",
        "",
        f"> {STALE}",
        "",
        "| authority | paragraph | page | heading | part | area | grade | quote | inspected | report | link |",
        "| --- | ---: | ---: | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| Northvale | 2 |  | Overall effectiveness | Safeguarding services | Overall effectiveness | Adequate | "
        'Plans say "act" \\| and \\<stop\\>. | 2011-12-09 | '
        f"[{NORTHVALE.label}](<{NORTHVALE.iri}>) | [northvale/slac/2011-12-09/paragraph/2](<{NORTHVALE.iri}/paragraph/2>) |",
        "",
    ]


def test_markdown_without_warnings_has_no_note(store: MiniStore) -> None:
    written = to_markdown(answer(store, QUESTIONS["grade-matrix"], {"authority": "southmere"})).decode()
    assert written.split("\n")[1:3] == ["", "| part | area | authority | grade | grade_number | inspected | quote | report |"]


def sheets(found: Answer) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(found)))


def test_a_workbook_holds_matrix_answer_and_what_it_means(store: MiniStore) -> None:
    book = sheets(answer(store, QUESTIONS["grade-matrix"]))
    assert book.sheetnames == ["matrix", "answer", "about"]
    assert [cell.value for cell in book["matrix"][1]] == ["part", "area", "Northvale", "Southmere & Sands"]
    assert book["answer"].freeze_panes == "A2"
    assert book["answer"].auto_filter.ref == "A1:H4"
    assert ("warning", STALE) in list(book["about"].iter_rows(min_col=1, max_col=2, values_only=True))


def test_a_workbook_without_pivot_has_no_matrix(store: MiniStore) -> None:
    assert sheets(answer(store, QUESTIONS["inspections"])).sheetnames == ["answer", "about"]


def test_a_text_that_looks_like_a_formula_stays_a_text(store: MiniStore) -> None:
    sheet = sheets(answer(store, QUESTIONS["paragraph"], {"authority": "northvale", "number": 3}))["answer"]
    quote = sheet["H2"]
    assert (quote.value, quote.data_type, quote.quotePrefix) == ("=1+1 is what partners say.", "s", True)


def test_numbers_dates_and_links_are_such_in_a_workbook(store: MiniStore) -> None:
    sheet = sheets(answer(store, QUESTIONS["paragraph"], {"authority": "northvale", "number": 3}))["answer"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (3, "n")
    assert (sheet["I2"].value.date(), sheet["I2"].is_date) == (date(2011, 12, 9), True)
    assert (sheet["J2"].value, sheet["J2"].hyperlink.target) == (NORTHVALE.label, NORTHVALE.iri)
    assert sheet["A2"].hyperlink is None


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\x00\x0bx", "a" * 40_000, ""])
def test_a_workbook_holds_any_text(text: str) -> None:
    found = Answer(PIVOT, PIVOT.columns, ((text, "a", 2010, text),))
    cell = sheets(found)["answer"]["A2"]
    assert cell.data_type in ("s", "n")
    assert (cell.value or "") == text.replace("\x00\x0b", "")[:32_767]


def test_an_empty_answer_is_written_in_every_format(store: MiniStore) -> None:
    found = answer(store, QUESTIONS["paragraph"], {"number": 999})
    assert found.rows == ()
    assert all(form.write(found) for form in FORMATS.values())
    assert len(to_dataframe(found)) == 0


def test_a_format_knows_its_name_and_media_type() -> None:
    assert {name: form.media_type.split(";")[0] for name, form in FORMATS.items()} == {
        "csv": "text/csv",
        "json": "application/json",
        "md": "text/markdown",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


def test_a_data_frame_has_typed_columns(store: MiniStore) -> None:
    frame = to_dataframe(answer(store, QUESTIONS["grades-of-area"], {}))
    assert frame["grade_number"].tolist() == [3, 4, 2]
    assert str(frame["first_paragraph"].dtype) == "Int64"
    assert frame["first_paragraph"].isna().tolist() == [False, True, True]
    assert frame["inspected"].tolist() == [
        pandas.Timestamp(2011, 12, 9),
        pandas.Timestamp(2012, 3, 26),
        pandas.Timestamp(2011, 12, 9),
    ]
    assert frame["grade"].tolist() == ["Adequate", "Inadequate", "Good"]
    assert frame["report"].tolist()[0] == NORTHVALE.iri


def test_a_data_frame_of_each_type() -> None:
    row = to_dataframe(answer(TypedStore(), TYPED)).iloc[0]
    assert (row["list"], row["decimal"], row["boolean"], row["nothing"] is pandas.NA) == (("a", "b"), 2.5, True, True)
