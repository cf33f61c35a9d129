from __future__ import annotations

import pytest
from tests.textcases import Case, read_cases

from ofsted_kg.document import SourceText
from ofsted_kg.extract.recommendations import extract_recommendations
from ofsted_kg.structure import build_document
from ofsted_kg.vocabulary import Vocabulary

REPORT = """Inspection of safeguarding and looked after children services

Dudley

Safeguarding services

Areas for improvement

1. Take the following action.

Immediately:

- """


@pytest.mark.parametrize("case", read_cases("extract/addressees.txt"), ids=str)
def test_the_addressees_of_a_recommendation(case: Case, vocabulary: Vocabulary) -> None:
    source = SourceText("case.txt", REPORT + case.given, "0" * 64)
    (recommendation,) = extract_recommendations(build_document(source, vocabulary), vocabulary)
    assert "; ".join(a.name for a in recommendation.addressees) == case.expected
    for addressee in recommendation.addressees:
        assert source.text[addressee.passage.span.start : addressee.passage.span.end] == addressee.name
