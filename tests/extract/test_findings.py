"""Findings: what the inspectors say of a topic, in which clause, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ofsted_kg.document import Document, Paragraph, Passage, Section, SourceText, Span
from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.extract.findings.model import model_of, packaged_model
from ofsted_kg.extract.findings.polarity import judging_of
from ofsted_kg.extract.findings.signs import Signs
from ofsted_kg.extract.lexicon import compiled, tokens_of
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.vocabulary import Vocabulary
from textcases import Case, ids, read_cases

POLARITY = read_cases("findings/polarity.txt")
FINDINGS = read_cases("findings/findings.txt")
AREA = Section("safeguarding/quality-of-provision", "area", None, "safeguarding", "quality-of-provision")
CONTEXT = Section("service-information", "context", None)


def document(text: str, section: Section = AREA, before: str = "12. ") -> Document:
    span = Span(len(before), len(before) + len(text))
    paragraph = Paragraph(12, Passage(span, " ".join(text.split())), section.key)
    title = Passage(Span(0, 0), "")
    return Document(SourceText("made-up.txt", before + text, "0" * 64), "slac", title, (), (section,), (paragraph,), (), (), ())


def printed(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{f.topic} {f.polarity}: {f.passage.quote}" for f in findings)


@pytest.mark.parametrize("case", POLARITY, ids=ids(POLARITY))
def test_how_a_clause_judges(case: Case, vocabulary: Vocabulary) -> None:
    assert judging_of(tokens_of(case.given), compiled(vocabulary.lexicon)).verdict == case.expected


@pytest.mark.parametrize("rules_only", [True, False], ids=["rules", "model"])
@pytest.mark.parametrize("case", FINDINGS, ids=ids(FINDINGS))
def test_what_a_paragraph_finds(case: Case, rules_only: bool, vocabulary: Vocabulary) -> None:
    if rules_only and "carried" in case.title:
        assert extract_findings(document(case.given), vocabulary, rules_only) == ()
    else:
        assert printed(extract_findings(document(case.given), vocabulary, rules_only)) == case.expected


def test_a_paragraph_that_describes_the_area_holds_no_finding(vocabulary: Vocabulary) -> None:
    assert extract_findings(document("Supervision is regular and valued by staff.", CONTEXT), vocabulary) == ()


def test_a_quote_stands_in_the_source_though_a_line_end_splits_it(vocabulary: Vocabulary) -> None:
    made = document("Recording is late but staff\nsupervision is very good.")
    (found,) = (f for f in extract_findings(made, vocabulary) if f.topic == "supervision")
    assert found.passage.quote == "staff supervision is very good"
    assert made.source.text[found.passage.span.start : found.passage.span.end] == "staff\nsupervision is very good"


def test_a_finding_says_which_rules_and_words_decided(vocabulary: Vocabulary) -> None:
    (found,) = extract_findings(document("Permanent exclusions have reduced significantly."), vocabulary)
    assert found.reasons[0].startswith("model: ")
    assert "less-of-a-bad-thing: reduced" in found.reasons
    assert any(reason.startswith("sign named:certain") for reason in found.reasons)


def test_rules_alone_give_their_verdict_as_the_reason(vocabulary: Vocabulary) -> None:
    (found,) = extract_findings(document("Staff supervision is too variable."), vocabulary, rules_only=True)
    assert found.reasons == ("rules: weakness", "bad: too variable")


def test_a_model_adds_the_weights_of_its_signs() -> None:
    model = model_of({"threshold": 0.4, "finding": {"": 0.0, "a": 1.0}, "polarity": {"": [0, 0, 0], "b": [2.0, 0.0, 0.0]}})
    assert model.finding_probability([Signs(["a", "unknown"]), Signs(["unknown"])]) == pytest.approx(0.731, abs=0.001)
    shares = model.polarity_probabilities(model.polarity_weights(["b"]), ("unknown",))
    assert dict(shares) == pytest.approx({"strength": 0.881, "adequate": 0.5, "weakness": 0.5}, abs=0.001)


def test_weights_of_the_polarities_are_added_each_for_itself() -> None:
    weights = {"": [0, 0, 0], "a": [2.0, -1.5, 0.0], "b": [-0.25, -0.001, -3.0]}
    model = model_of({"threshold": 0.4, "finding": {"": 0.0}, "polarity": weights})
    assert model.polarity_weights(["a", "unknown", "b", "b"]) == (1.5, -1.502, -6.0)
    assert model.polarity_weights([]) == (0.0, 0.0, 0.0)


def test_the_packaged_model_is_read_once() -> None:
    assert packaged_model() is packaged_model()


def test_findings_of_the_sample_reports_are_the_same_in_every_run(
    all_facts: dict[str, ReportFacts], vocabulary: Vocabulary
) -> None:
    facts = all_facts["dudley"]
    again = replace(document(""), source=facts.source, sections=facts.sections, paragraphs=facts.paragraphs)
    assert extract_findings(again, vocabulary) == facts.findings


def test_every_quote_of_the_sample_reports_stands_in_its_paragraph(all_facts: dict[str, ReportFacts]) -> None:
    for facts in all_facts.values():
        texts = {paragraph.number: paragraph.text for paragraph in facts.paragraphs}
        assert [f for f in facts.findings if f.passage.quote not in texts[f.paragraph]] == []


def test_marac_is_weak_in_one_report_and_adequate_or_strong_in_the_others(all_facts: dict[str, ReportFacts]) -> None:
    said = {
        authority: {(f.paragraph, f.polarity) for f in facts.findings if f.topic == "marac"}
        for authority, facts in all_facts.items()
    }
    assert said == {
        "dudley": {(14, "weakness"), (34, "weakness"), (55, "weakness")},
        "telford-and-wrekin": {(54, "adequate"), (86, "strength")},
        "tameside": {(26, "strength")},
        "poole": {(40, "strength"), (74, "strength"), (82, "strength")},
        "wolverhampton": {(43, "strength"), (66, "strength")},
    }
