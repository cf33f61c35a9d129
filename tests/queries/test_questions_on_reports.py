"""Stored questions over the five reports: exact rows by text cases, and what must hold of every one of them.

A case names the question, then its parameters, then the columns to compare; the expected rows follow, cells divided by
bars, in the order of the answer.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.queries.memory import MemoryStore, with_vocabulary
from tests.textcases import Case, read_cases

from ofsted_kg.answers import Answer, Cell, Resource, answer
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.question import Parameter, Question
from ofsted_kg.resources import overlaid_files

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
NEEDED = {"search": {"words": "MARAC"}}
"""Values without which a question can't be asked."""


@pytest.fixture(scope="module")
def store(conversions: dict[str, Conversion]) -> MemoryStore:
    return with_vocabulary(conversion.nquads for conversion in conversions.values())


def asked(store: MemoryStore, name: str, values: dict[str, str]) -> Answer:
    return answer(store, QUESTIONS[name], {**NEEDED.get(name, {}), **values})


def cell(value: Cell) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", read_cases("questions/findings.txt"), ids=str)
def test_a_question_gives_exactly_these_rows(case: Case, store: MemoryStore) -> None:
    name, *settings, columns = case.given.splitlines()
    values = dict(setting.split(" = ", 1) for setting in settings)
    found = asked(store, name, values)
    places = [[c.name for c in found.question.columns].index(column) for column in columns.split(" | ")]
    rows = [" | ".join(cell(row[place]) for place in places).rstrip() for row in found.rows]
    assert "\n".join(rows) == case.expected


@pytest.fixture(scope="module")
def whole_answers(store: MemoryStore) -> dict[str, Answer]:
    """Each question's answer with no more set than it needs."""
    return {name: asked(store, name, {}) for name in QUESTIONS}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_carries_its_evidence_and_its_report(name: str, whole_answers: dict[str, Answer]) -> None:
    found = whole_answers[name]
    names = [column.name for column in found.question.columns]
    evidence, report = names.index(found.question.evidence), names.index("report")
    assert all(row[evidence] not in (None, "") and isinstance(row[report], Resource) for row in found.rows)


QUESTIONS_ABOUT_FINDINGS = """
    weak-arrangements strong-arrangements topic-verdicts topic-matrix common-weaknesses only-here weak-under-good-grade
    strong-under-poor-grade weakness-without-recommendation recommendation-without-finding both-sides repeated-in-both-halves
    evidence similar-authorities what-good-looks-like authority-profile section-balance search
""".split()
TRACEABLE = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT DISTINCT ?thing WHERE {
  GRAPH ?report { ?thing okg:quote|(okg:evidence/okg:quote)|(okg:basedOn/okg:evidence/okg:quote) ?words }
}
"""


@pytest.fixture(scope="module")
def traceable(store: MemoryStore) -> set[str]:
    """Whatever leads to words of a report in a step or two, and the sections that hold any."""
    sections = "PREFIX okg: <https://w3id.org/ofsted-kg/ontology#> SELECT DISTINCT ?s WHERE { GRAPH ?g { ?p okg:inSection ?s } }"
    return {str(getattr(term, "value", "")) for query in (TRACEABLE, sections) for (term,) in store.query(query)}


@pytest.mark.parametrize("name", QUESTIONS_ABOUT_FINDINGS)
def test_every_word_of_an_answer_can_be_traced(name: str, whole_answers: dict[str, Answer], traceable: set[str]) -> None:
    """Each row carries paragraph and quote, or a link that leads to them; what compares reports links to both."""
    for record in whole_answers[name].records():
        quoted = isinstance(record.get("paragraph"), int) and record.get("quote")
        links = [record[column] for column in ("link", "other_report") if isinstance(record.get(column), Resource)]
        assert quoted or (links and all(getattr(link, "iri", "") in traceable for link in links))


def test_the_questions_about_findings_have_answers(whole_answers: dict[str, Answer]) -> None:
    """All but one: each recommendation of the five reports touches a topic that is criticised somewhere."""
    assert {name for name in QUESTIONS_ABOUT_FINDINGS if not whole_answers[name].rows} <= {"recommendation-without-finding"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_two_askings_give_the_same_rows_in_the_same_order(
    name: str, store: MemoryStore, whole_answers: dict[str, Answer]
) -> None:
    assert asked(store, name, {}).rows == whole_answers[name].rows


BY_AREA = ("grade-matrix", "grades-of-area", "inadequate-judgements", "strong-under-poor-grade", "weak-under-good-grade")
AREA = b"<https://w3id.org/ofsted-kg/id/framework/slac/area/"


@pytest.mark.parametrize("name", BY_AREA)
def test_no_row_is_lost_with_an_area_that_the_vocabulary_has_lost(
    name: str, conversions: dict[str, Conversion], whole_answers: dict[str, Answer]
) -> None:
    vocabulary = [
        b"".join(line for line in graph.splitlines(keepends=True) if not line.startswith(AREA))
        for graph in vocabulary_graphs().values()
    ]
    bare = MemoryStore([*vocabulary, *(conversion.nquads for conversion in conversions.values())])
    assert asked(bare, name, {}).rows != whole_answers[name].rows
    assert len(asked(bare, name, {}).rows) == len(whole_answers[name].rows) > 0


def value_in(found: Answer, parameter: Parameter) -> str | None:
    """Something to ask for: the first value of the column of that name, or the parameter's own default or choice."""
    names = [column.name for column in found.question.columns]
    if parameter.name in names:
        values = [row[names.index(parameter.name)] for row in found.rows]
        first = next((v for v in values if v is not None), None)
        return as_choice(first)
    return parameter.default or next(iter(parameter.choices), None)


def as_choice(value: Cell) -> str | None:
    if isinstance(value, Resource):
        return value.iri
    return str(value) if isinstance(value, str | int | date | Decimal) else None


SET = [
    pytest.param(question, parameter, id=f"{question.name}: {parameter.name}")
    for question in QUESTIONS.values()
    for parameter in question.parameters
    if parameter.name not in NEEDED.get(question.name, {})
]


@pytest.mark.parametrize(("question", "parameter"), SET)
def test_a_parameter_that_is_set_narrows_the_answer_to_rows_of_it(
    question: Question, parameter: Parameter, store: MemoryStore, whole_answers: dict[str, Answer]
) -> None:
    whole = whole_answers[question.name]
    value = value_in(whole, parameter)
    if value is None:
        return
    narrowed = asked(store, question.name, {parameter.name: value})
    names = [column.name for column in question.columns]
    if parameter.name in names:
        assert narrowed.rows
        assert {as_choice(row[names.index(parameter.name)]) for row in narrowed.rows} == {value}
    assert set(narrowed.rows) <= set(whole.rows)
