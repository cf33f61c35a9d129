"""Files of stored questions: what their headers give, and what is said of a malformed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.textcases import Case, read_cases

from ofsted_kg.errors import QueryError, QuerySyntaxError, UnknownQuery
from ofsted_kg.queries import check_questions, find_question, load_question, load_questions
from ofsted_kg.question import Column, Parameter, Pivot, Question, slots
from ofsted_kg.question_reader import read_question
from ofsted_kg.resources import overlaid_files

OKG = "https://w3id.org/ofsted-kg/ontology#"
WHOLE = """\
## A remark: not a part of the header.
# title: Grades of an area
# question: Which grade did {area|every area} get[ in {authority}][, best {least} first]?
# description: The first line
#   and the second.
#
# parameter area (concept okg:ServiceArea, required): The service area.
# parameter authority (concept okg:LocalAuthority): The authority.
# parameter least (integer, default 2, single): How many.
# parameter place (one of record / opening words): Where it is printed.
# parameter any (boolean, default false): Whether any will do.
# column area (concept): The area.
# column grade (concept): The grade.
# column quote (text, evidence): The words.
# order: Best first.
# pivot: rows=area columns=quote,grade value=grade

PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?area ?grade ?quote
WHERE {
  VALUES ?area { UNDEF }
  VALUES ?authority { UNDEF }
values ?least { 2 }
  VALUES ?place {UNDEF}
  VALUES ?any { false }
  GRAPH ?report { ?area ?grade ?quote ; ?authority ?least, ?place, ?any }
}
ORDER BY ?grade ?area ?quote
"""


def test_a_header_gives_everything_that_is_declared() -> None:
    question = read_question("grades-of-area", WHOLE)
    assert (question.name, question.title, question.order) == ("grades-of-area", "Grades of an area", "Best first.")
    assert question.description == "The first line and the second."
    assert question.parameters == (
        Parameter("area", "concept", "The service area.", 20, concept_class=OKG + "ServiceArea", required=True),
        Parameter("authority", "concept", "The authority.", 21, concept_class=OKG + "LocalAuthority"),
        Parameter("least", "integer", "How many.", 22, default="2", repeatable=False),
        Parameter("place", "text", "Where it is printed.", 23, choices=("record", "opening words")),
        Parameter("any", "boolean", "Whether any will do.", 24, default="false", repeatable=False),
    )
    assert question.columns == (
        Column("area", "concept", "The area."),
        Column("grade", "concept", "The grade."),
        Column("quote", "text", "The words.", evidence=True),
    )
    assert question.evidence == "quote"
    assert question.pivot == Pivot(("area",), ("quote", "grade"), "grade")
    assert question.sparql == WHOLE


def test_each_parameter_knows_the_line_of_its_row() -> None:
    question = read_question("grades-of-area", WHOLE)
    lines = WHOLE.split("\n")
    assert [lines[p.row].split("?")[1].split()[0] for p in question.parameters] == [p.name for p in question.parameters]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({}, "Which grade did every area get, best 2 first?"),
        ({"area": "Staying safe"}, "Which grade did Staying safe get, best 2 first?"),
        ({"authority": "Poole", "least": "3"}, "Which grade did every area get in Poole, best 3 first?"),
    ],
)
def test_a_question_reads_as_english_with_and_without_values(chosen: dict[str, str], words: str) -> None:
    assert read_question("grades-of-area", WHOLE).in_words(chosen) == words


def test_an_empty_slot_without_words_of_its_own_reads_any() -> None:
    text = WHOLE.replace("{area|every area}", "{area}").replace("[, best {least} first]", "")
    assert read_question("g", text).in_words() == "Which grade did any area get?"


@pytest.mark.parametrize(
    "question", load_questions(overlaid_files("queries", ".rq")).values(), ids=lambda question: question.name
)
def test_the_wording_of_a_stored_question_says_every_value_that_may_be_chosen(question: Question) -> None:
    # yes or no can't be said by a slot; the description says what it means
    assert {p.name for p in question.parameters if p.type != "boolean"} <= set(slots(question.wording))


def test_slots_are_the_parameters_that_a_wording_names() -> None:
    assert slots("Which {grade} did {area|every area} get[ in {authority}]?") == ("grade", "area", "authority")


@pytest.mark.parametrize("row", ["VALUES ?verdict { <https://example.org/x/weak-ish> }", "VALUES ?verdict { ex:weak-ish }"])
def test_a_default_concept_is_said_by_the_end_of_its_iri(row: str) -> None:
    text = f"""\
# title: T
# question: Q?
# description: D.
# parameter verdict (concept ex:Verdict, default weak-ish): V.
# column s (link, evidence): S.
# order: By s.
PREFIX ex: <https://example.org/x/>
SELECT ?s
WHERE {{
  {row}
  GRAPH ?g {{ ?s ?p ?verdict }}
}}
ORDER BY ?s
"""
    assert read_question("q", text).parameters[0].default == "weak-ish"


@pytest.mark.parametrize("case", read_cases("questions/malformed.txt"), ids=str)
def test_a_malformed_file_is_refused_with_its_place(case: Case) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        read_question("grades", case.given)
    assert str(refused.value) == case.expected


def test_a_file_is_read_with_its_path_in_messages(tmp_path: Path) -> None:
    file = tmp_path / "grades.rq"
    file.write_text("# title: Grades\nSELECT ?x WHERE { ?x ?y ?z }\n", "utf-8")
    with pytest.raises(QuerySyntaxError, match=f"^{file}:1: the header lacks question"):
        load_question(file)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "grades-of-area.rq"
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load_question(file) == read_question("grades-of-area", WHOLE)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "grades.rq"
    file.write_bytes(b"# title: Caf\xe9\n")
    with pytest.raises(QuerySyntaxError, match=r"grades\.rq: expected UTF-8; byte 12 is not"):
        load_question(file)


def test_a_file_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: can't be read: No such file or directory"):
        load_question(tmp_path / "none.rq")


def test_a_check_names_every_malformed_file_and_no_other(tmp_path: Path) -> None:
    for name, text in (("a.rq", "SELECT"), ("b.rq", WHOLE), ("c.rq", WHOLE.replace("ORDER BY", "ORDER ?"))):
        (tmp_path / name).write_text(text, "utf-8")
    problems = check_questions(sorted(tmp_path.glob("*.rq")))
    assert [problem.split(": ", 1)[0] for problem in problems] == [f"{tmp_path / 'a.rq'}:1", f"{tmp_path / 'c.rq'}:28"]


def test_questions_are_found_by_name_whatever_the_hyphens_and_case(tmp_path: Path) -> None:
    (tmp_path / "grades-of-area.rq").write_text(WHOLE, "utf-8")
    questions = load_questions(tmp_path.glob("*.rq"))
    assert find_question(questions, "Grades_of_area") is questions["grades-of-area"]


def test_an_unknown_question_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(UnknownQuery) as unknown:
        find_question({"grade-matrix": 1, "paragraph": 2}, "grade-matrx")
    assert str(unknown.value) == "no stored question is called 'grade-matrx'; did you mean \"grade-matrix\"?"


def test_a_name_like_no_question_is_answered_with_all_names() -> None:
    with pytest.raises(UnknownQuery) as unknown:
        find_question({"c-d": 1, "a-b": 2}, "zzz")
    assert str(unknown.value) == "no stored question is called 'zzz'; expected one of a-b, c-d"
