"""Questions that run over inspections of one authority under two frameworks."""

from __future__ import annotations

import pytest
from tests.queries.memory import MemoryStore, with_vocabulary

from ofsted_kg.answers import answer
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.vocabulary import Vocabulary

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))

LATER = """Inspection of looked after children services

Dudley

Inspection dates: 3 to 7 June 2013

Published: 12 July 2013

Overall effectiveness of services for looked after children and young people

Grade 4 (Inadequate)

1. The overall effectiveness of services is inadequate.

Record of main findings

Services for looked after children
Overall effectiveness: Inadequate
Capacity to improve: Good
Outcomes for looked after children and young people: Adequate
Quality of provision: Good
Leadership and management: Good
"""


@pytest.fixture(scope="module")
def store(conversions: dict[str, Conversion], vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    later = tmp_path_factory.mktemp("later") / "dudley-2013.txt"
    later.write_text(LATER, "utf-8")
    return with_vocabulary([*(c.nquads for c in conversions.values()), convert(later, vocabulary).nquads])


def test_the_grades_that_changed_between_two_frameworks(store: MemoryStore) -> None:
    rows = answer(store, QUESTIONS["grade-changes"], {}).rows
    assert [tuple(map(str, row[:7])) for row in rows] == [
        ("Dudley", "Overall effectiveness", "2011-12-09", "Good", "2013-06-07", "Inadequate", "worse"),
        ("Dudley", "Quality of provision", "2011-12-09", "Adequate", "2013-06-07", "Good", "better"),
    ]


def test_changes_for_the_better_alone(store: MemoryStore) -> None:
    rows = answer(store, QUESTIONS["grade-changes"], {"direction": "better", "authority": "dudley"}).rows
    assert [str(row[1]) for row in rows] == ["Quality of provision"]


def test_a_timeline_shows_an_area_with_those_of_other_frameworks_that_ask_the_same(store: MemoryStore) -> None:
    like = {"authority": "dudley", "like": "looked-after-children/capacity-to-improve"}
    rows = answer(store, QUESTIONS["authority-timeline"], like).rows
    assert [(str(row[1]), str(row[4]), str(row[5])) for row in rows] == [
        ("2011-12-09", "Capacity for improvement", "Good"),
        ("2013-06-07", "Capacity to improve", "Good"),
    ]


def test_a_timeline_of_one_authority_holds_every_grade_of_both_inspections(store: MemoryStore) -> None:
    assert len(answer(store, QUESTIONS["authority-timeline"], {"authority": "dudley"}).rows) == 22 + 5


def test_one_inspection_alone_has_a_timeline_and_no_changes(store: MemoryStore) -> None:
    assert len(answer(store, QUESTIONS["authority-timeline"], {"authority": "poole"}).rows) == 22
    assert answer(store, QUESTIONS["grade-changes"], {"authority": "poole"}).rows == ()
