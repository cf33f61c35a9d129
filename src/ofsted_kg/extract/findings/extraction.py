"""Findings: each clause in which the inspectors evaluate a topic, with the words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ofsted_kg.document import Document, Paragraph
from ofsted_kg.extract.findings.candidates import candidates_of
from ofsted_kg.extract.findings.deciding import Decision, decided
from ofsted_kg.extract.findings.model import Model, packaged_model
from ofsted_kg.extract.findings.reading import ReadClause, read_paragraph
from ofsted_kg.extract.lexicon import compiled
from ofsted_kg.facts import Finding
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.vocabulary import Vocabulary

_JUDGED_SECTIONS: Final = frozenset({"area", "group", "part"})
_LEADING: Final = re.compile(r"(?:[\s,;:(]+|(?:and|but|which|with)\s)+", re.IGNORECASE)
_TRAILING: Final = " ,;:("


def extract_findings(document: Document, vocabulary: Vocabulary, rules_only: bool = False) -> tuple[Finding, ...]:
    """Every finding of the report, in printed order; ``rules_only`` leaves the model out."""
    model = None if rules_only else packaged_model()
    judged = (paragraph for paragraph in document.paragraphs if is_judged(paragraph, document))
    return tuple(finding for paragraph in judged for finding in _of_paragraph(paragraph, document, vocabulary, model))


def is_judged(paragraph: Paragraph, document: Document) -> bool:
    """Whether the paragraph stands where inspectors evaluate, and neither in the description of the area nor in a lead-in."""
    return any(section.key == paragraph.section and section.kind in _JUDGED_SECTIONS for section in document.sections)


def _of_paragraph(paragraph: Paragraph, document: Document, vocabulary: Vocabulary, model: Model | None) -> Iterator[Finding]:
    text = paragraph.text
    read = read_paragraph(paragraph.number, paragraph.section, text, compiled(vocabulary.lexicon))
    decisions = decided(tuple(candidates_of(read)), model)
    if not decisions:
        return
    folded = folded_text(document.source.text, paragraph.passage)
    for decision in decisions:
        passage = folded.passage(*quoted(decision.clause, text))
        yield Finding(paragraph.number, decision.topic, decision.polarity, passage, paragraph.section, decision.reasons)


def quoted(clause: ReadClause, text: str) -> tuple[int, int]:
    """Where the clause's quote stands: the clause without the word that joins it to the one before."""
    start, end = clause.start, clause.end
    leading = _LEADING.match(text, start, end)
    if leading and leading.end() < end:
        start = leading.end()
    return start, start + len(text[start:end].rstrip(_TRAILING))



