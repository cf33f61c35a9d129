from __future__ import annotations

import pytest
from tests.textcases import Case, read_cases

from ofsted_kg.document import SourceText
from ofsted_kg.extract.judgements import extract_judgements
from ofsted_kg.structure import build_document
from ofsted_kg.vocabulary import Vocabulary

REPORT = """Inspection of safeguarding and looked after children services

Dudley

Safeguarding services

Overall effectiveness

Grade 1 (outstanding)

1. """


@pytest.mark.parametrize("case", read_cases("extract/narrative.txt"), ids=str)
def test_the_grade_of_a_sections_opening_sentence(case: Case, vocabulary: Vocabulary) -> None:
    source = SourceText("case.txt", REPORT + case.given, "0" * 64)
    (judgement,) = extract_judgements(build_document(source, vocabulary), vocabulary)
    assert str(judgement.grade("narrative")) == case.expected
    assert judgement.grade("inline") == 1
    assert judgement.grade("record") is None
