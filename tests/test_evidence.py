from __future__ import annotations

from dataclasses import replace

import pytest

from ofsted_kg.document import Passage, Span
from ofsted_kg.errors import EvidenceError
from ofsted_kg.evidence import check_facts, is_true, passages_of
from ofsted_kg.facts import ReportFacts


def test_every_fact_of_the_five_reports_stands_in_its_source(all_facts: dict[str, ReportFacts]) -> None:
    for facts in all_facts.values():
        passages = list(passages_of(facts))
        assert len(passages) > 200
        assert all(is_true(facts.source.text, passage) for passage in passages)


def test_one_changed_character_of_the_source_is_noticed(all_facts: dict[str, ReportFacts]) -> None:
    facts = all_facts["dudley"]
    text = facts.source.text.replace("MARAC is fully", "MARAC as fully", 1)
    with pytest.raises(EvidenceError, match=r"dudley-2012.txt: characters .* do not say 'ensure MARAC is fully operational"):
        check_facts(replace(facts, source=replace(facts.source, text=text), paragraphs=()))


def test_a_span_out_of_bounds_or_empty_is_no_evidence() -> None:
    assert not is_true("abc", Passage(Span(2, 4), "c"))
    assert not is_true("abc", Passage(Span(1, 1), ""))
    assert not is_true("abc", Passage(Span(-1, 2), "c"))
