"""The first ten questions over the five reports: exact rows by text cases, and the gold that people read off three.

A case names the question, then its parameters (one that is repeated has several values), then the columns to compare;
the expected rows follow, cells divided by bars, in the order of the answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.queries.memory import MemoryStore, with_vocabulary
from tests.textcases import Case, read_cases

from ofsted_kg.answers import answer as run
from ofsted_kg.answers import in_words
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.matrix import matrix
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
READ_BY_PEOPLE = ("dudley", "telford-and-wrekin", "wolverhampton")


@pytest.fixture(scope="module")
def store(conversions: dict[str, Conversion]) -> MemoryStore:
    return with_vocabulary(conversion.nquads for conversion in conversions.values())


@pytest.fixture(scope="module")
def labels(store: MemoryStore) -> Labels:
    return read_labels(store)


def choices(settings: list[str]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for setting in settings:
        name, value = setting.split(" = ", 1)
        chosen.setdefault(name, []).append(value)
    return chosen


@pytest.mark.parametrize("case", read_cases("questions/reports.txt"), ids=str)
def test_a_question_gives_exactly_these_rows(case: Case, store: MemoryStore, labels: Labels) -> None:
    name, *settings, columns = case.given.splitlines()
    records = run(store, QUESTIONS[name], choices(settings), labels=labels).records()
    rows = [" | ".join(in_words(record[column]) for column in columns.split(" | ")).rstrip() for record in records]
    assert "\n".join(rows) == case.expected


MATRIX = """\
Safeguarding services / Overall effectiveness: 3 2 3 3 3
Safeguarding services / Capacity for improvement: 2 2 2 3 2
Safeguarding services / Children and young people are safe and feel safe: 3 2 2 3 3
Safeguarding services / Quality of provision: 3 2 3 4 3
Safeguarding services / The contribution of health agencies to keeping children and young people safe: 3 2 1 3 3
Safeguarding services / Ambition and prioritisation: 2 2 2 2 3
Safeguarding services / Leadership and management: 2 2 3 3 3
Safeguarding services / Performance management and quality assurance: 3 2 2 3 3
Safeguarding services / Partnership working: 2 2 2 2 3
Safeguarding services / Equality and diversity: 2 2 2 3 2
Services for looked after children / Overall effectiveness: 2 2 2 3 2
Services for looked after children / Capacity for improvement: 2 2 2 3 2
Services for looked after children / Being healthy: 3 2 2 3 2
Services for looked after children / Staying safe: 2 2 2 2 2
Services for looked after children / Enjoying and achieving: 1 2 2 3 2
Services for looked after children / Making a positive contribution, including user engagement: 2 2 1 2 2
Services for looked after children / Economic well-being: 2 2 2 3 2
Services for looked after children / Quality of provision: 3 2 2 4 3
Services for looked after children / Ambition and prioritisation: 2 2 2 2 3
Services for looked after children / Leadership and management: 2 2 2 2 2
Services for looked after children / Performance management and quality assurance: 3 2 2 3 3
Services for looked after children / Equality and diversity: 2 2 2 3 2
"""
NUMBERS = {"Outstanding": "1", "Good": "2", "Adequate": "3", "Inadequate": "4"}


def test_the_grade_matrix_of_the_five_reports(store: MemoryStore, labels: Labels) -> None:
    folded = matrix(run(store, QUESTIONS["grade-matrix"], labels=labels))
    assert [c.name for c in folded.columns[2:]] == ["Dudley", "Poole", "Tameside", "Telford and Wrekin", "Wolverhampton"]
    lines = [f"{part} / {area}: {' '.join(NUMBERS[in_words(cell)] for cell in grades)}\n" for part, area, *grades in folded.rows]
    assert "".join(lines) == MATRIX


@pytest.mark.parametrize(("part", "rows"), [("safeguarding", 50), ("looked after children", 60)])
def test_the_grade_matrix_of_one_half(part: str, rows: int, store: MemoryStore, labels: Labels) -> None:
    found = run(store, QUESTIONS["grade-matrix"], {"part": part}, labels=labels)
    assert len(found.rows) == rows
    assert len({record["part"] for record in found.records()}) == 1


def gold(authority: str) -> dict[str, Any]:
    path = Path(__file__).parents[1] / "gold" / f"{authority}.json"
    return dict(json.loads(path.read_text("utf-8")))


def tail(value: object, parts: int = 1) -> str:
    return "/".join(getattr(value, "iri", "").rsplit("/", parts)[1:])


@pytest.mark.parametrize("authority", READ_BY_PEOPLE)
def test_the_grades_are_those_that_people_read(authority: str, store: MemoryStore, labels: Labels) -> None:
    found = run(store, QUESTIONS["grades-of-area"], {"authority": authority}, labels=labels).records()
    ours = {(tail(r["area"], 2), r["grade_number"], r["first_paragraph"], r["last_paragraph"]) for r in found}
    theirs = {
        (f"{j['part']}/{j['area']}", j["record_grade"], j["first_paragraph"], j["last_paragraph"])
        for j in gold(authority)["judgements"]
    }
    assert ours == theirs


@pytest.mark.parametrize("authority", READ_BY_PEOPLE)
def test_the_recommendations_are_those_that_people_read(authority: str, store: MemoryStore, labels: Labels) -> None:
    found = run(store, QUESTIONS["recommendations"], {"authority": authority}, labels=labels).records()
    ours = [(tail(r["part"]), tail(r["timescale"]), r["quote"]) for r in found]
    theirs = [(g["part"], g["timescale"], g["text"]) for g in gold(authority)["recommendations"]]
    assert ours == theirs


@pytest.mark.parametrize("authority", READ_BY_PEOPLE)
def test_the_inspections_are_those_that_people_read(authority: str, store: MemoryStore, labels: Labels) -> None:
    found = run(store, QUESTIONS["inspections"], {"authority": authority}, labels=labels).records()
    ours = [(in_words(r["started"]), in_words(r["inspected"]), in_words(r["published"]), r["lead_inspector"]) for r in found]
    theirs = gold(authority)["report"]
    fields = ("inspection_start", "inspection_end", "published", "reporting_inspector")
    assert ours == [tuple(theirs[field] for field in fields)]
