"""Sentences and clauses."""

from __future__ import annotations

import pytest

from ofsted_kg.extract.clauses import clauses_of, joined, sentences_of
from textcases import Case, ids, read_cases

CASES = read_cases("findings/clauses.txt")


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_a_sentence_falls_into_its_clauses(case: Case) -> None:
    (sentence,) = sentences_of(case.given)
    found = [(clause.kind, sentence.tokens.cut(clause.start, clause.end)) for clause in clauses_of(sentence.tokens.words)]
    assert "\n".join(f"{kind}: {case.given[own.start : own.end]}" for kind, own in found) == case.expected


def test_a_sentence_ends_before_a_capital_or_a_quotation_mark() -> None:
    text = "It is good. 'Chatback' is too. See p. 4. e.g. this?"
    assert [text[s.start : s.end] for s in sentences_of(text)] == ["It is good.", "'Chatback' is too.", "See p. 4. e.g. this?"]


def test_clauses_are_the_whole_sentence_in_order() -> None:
    (sentence,) = sentences_of("Plans are clear, although some are late; others are not made, which is poor.")
    clauses = clauses_of(sentence.tokens.words)
    assert [c.start for c in clauses] == [0, *(c.end for c in clauses[:-1])]
    assert clauses[-1].end == len(sentence.tokens.words)


def test_two_clauses_joined_keep_the_kind_of_the_first() -> None:
    (sentence,) = sentences_of("The plans are clear but they are late.")
    first, second = clauses_of(sentence.tokens.words)
    assert joined(first, second) == type(first)(0, 8, "main")


def test_a_text_without_words_has_no_sentence() -> None:
    assert sentences_of("  ...  ") == ()
