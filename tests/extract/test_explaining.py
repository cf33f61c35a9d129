"""Explaining: a paragraph with its topics, judging words and verdicts marked."""

from __future__ import annotations

import pytest
from tests.extract.test_findings import CONTEXT, document

from ofsted_kg.errors import SourceError
from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.extract.findings.explaining import explain
from ofsted_kg.vocabulary import Vocabulary


def marked(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [(clause.verdict, clause.text) for clause in explain(document(text), 12, vocabulary).clauses]


def test_topics_and_judging_words_are_marked_clause_by_clause(vocabulary: Vocabulary) -> None:
    assert marked("Supervision is regular but audits are not effective.", vocabulary) == [
        ("strength", "[Supervision | supervision] is {regular | strength: good}"),
        ("weakness", "but [audits | audit] are not {effective | weakness: not-good}"),
    ]


def test_a_clause_that_names_and_judges_nothing_is_left_plain(vocabulary: Vocabulary) -> None:
    assert marked("The town lies on a river.", vocabulary) == [("none", "The town lies on a river")]


def test_a_form_that_only_hints_at_its_topic_has_a_question_mark(vocabulary: Vocabulary) -> None:
    assert marked("Planning is poor.", vocabulary) == [
        ("weakness", "[Planning | child-protection-plans?] is {poor | weakness: bad}")
    ]


def test_the_pieces_of_a_clause_have_the_kind_of_what_they_mark(vocabulary: Vocabulary) -> None:
    (clause,) = explain(document("Supervision is regular."), 12, vocabulary).clauses
    assert [tuple(piece) for piece in clause.pieces] == [
        ("[", "topic"),
        ("Supervision", "topic"),
        (" | supervision]", "topic"),
        (" is ", ""),
        ("{", "strength"),
        ("regular", "strength"),
        (" | strength: good}", "strength"),
    ]


@pytest.mark.parametrize("rules_only", [True, False])
def test_the_findings_are_those_of_the_report(rules_only: bool, vocabulary: Vocabulary) -> None:
    made = document("Supervision is regular but audits are not effective.")
    explained = explain(made, 12, vocabulary, rules_only)
    assert explained.judged
    assert explained.findings == extract_findings(made, vocabulary, rules_only)
    assert len(explained.findings) == 2


def test_a_paragraph_that_describes_the_area_is_marked_and_has_no_findings(vocabulary: Vocabulary) -> None:
    explained = explain(document("Supervision is regular.", CONTEXT), 12, vocabulary)
    assert (explained.judged, explained.findings, len(explained.clauses)) == (False, (), 1)


def test_a_paragraph_that_is_not_there_is_an_error_that_names_the_last(vocabulary: Vocabulary) -> None:
    with pytest.raises(SourceError, match=r"^made-up\.txt: there is no paragraph 13; the last is 12$"):
        explain(document("Supervision is regular."), 13, vocabulary)
