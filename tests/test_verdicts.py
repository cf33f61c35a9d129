"""A report's clauses on one topic become one verdict."""

from __future__ import annotations

import pytest

from ofsted_kg.document import Passage, Span
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.verdicts import TopicVerdict, topic_verdicts, verdict_of


@pytest.mark.parametrize(
    ("strengths", "adequate", "weaknesses", "verdict"),
    [
        (0, 0, 3, "weak"),
        (0, 1, 1, "weak"),
        (1, 0, 2, "weak"),
        (1, 1, 2, "mixed"),
        (1, 0, 1, "mixed"),
        (4, 0, 3, "mixed"),
        (0, 1, 0, "adequate"),
        (1, 3, 0, "adequate"),
        (0, 3, 1, "adequate"),
        (1, 1, 0, "strong"),
        (2, 0, 1, "strong"),
        (9, 2, 3, "strong"),
    ],
)
def test_the_side_that_outnumbers_the_other_by_a_third_of_all_clauses_decides(
    strengths: int, adequate: int, weaknesses: int, verdict: str
) -> None:
    assert verdict_of(strengths, adequate, weaknesses) == verdict


def test_no_clause_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="no clause, no verdict"):
        verdict_of(0, 0, 0)


def finding(topic: str, polarity: str) -> Finding:
    return Finding(1, topic, polarity, Passage(Span(0, 1), "x"), "safeguarding/partnership-working")


def test_findings_are_counted_topic_by_topic() -> None:
    said = [("marac", "weakness"), ("audit", "strength"), ("audit", "adequate"), ("marac", "weakness")]
    findings = [finding(topic, polarity) for topic, polarity in said]
    assert topic_verdicts(findings) == (
        TopicVerdict("audit", "strong", 1, 1, 0),
        TopicVerdict("marac", "weak", 0, 0, 2),
    )


def test_one_of_the_five_reports_finds_marac_weak(all_facts: dict[str, ReportFacts]) -> None:
    verdicts = {authority: {v.topic: v.verdict for v in topic_verdicts(facts.findings)} for authority, facts in all_facts.items()}
    assert {authority: found.get("marac") for authority, found in verdicts.items()} == {
        "dudley": "weak",
        "poole": "strong",
        "tameside": "strong",
        "telford-and-wrekin": "strong",
        "wolverhampton": "strong",
    }
