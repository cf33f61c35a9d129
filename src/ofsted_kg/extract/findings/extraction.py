"""Findings: each clause in which the inspectors evaluate a topic, with the words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ofsted_kg.document import Document, Paragraph, Passage, Span
from ofsted_kg.extract.findings.candidates import candidates_of
from ofsted_kg.extract.findings.deciding import decided
from ofsted_kg.extract.findings.model import Model, packaged_model
from ofsted_kg.extract.findings.reading import ReadClause, read_paragraph
from ofsted_kg.extract.lexicon import CompiledLexicon, compiled
from ofsted_kg.facts import Finding
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.vocabulary import Vocabulary

_JUDGED_SECTIONS: Final = frozenset({"area", "group", "part"})
_LEADING: Final = re.compile(r"(?:[\s,;:(]+|(?:and|but|which|with)\s)+", re.IGNORECASE)
_TRAILING: Final = " ,;:("


def extract_findings(document: Document, vocabulary: Vocabulary, rules_only: bool = False) -> tuple[Finding, ...]:
    """Every finding of the report, in printed order; ``rules_only`` leaves the model out."""
    model = None if rules_only else packaged_model()
    lexicon = compiled(vocabulary.lexicon)
    found = (findings_of(paragraph, document, lexicon, model) for paragraph in judged_paragraphs(document))
    return tuple(finding for findings in found for finding in findings)


def judged_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs in which inspectors evaluate: neither those that describe the area nor the lead-ins of lists."""
    judged = {section.key for section in document.sections if section.kind in _JUDGED_SECTIONS}
    return tuple(paragraph for paragraph in document.paragraphs if paragraph.section in judged)


def findings_of(paragraph: Paragraph, document: Document, lexicon: CompiledLexicon, model: Model | None) -> Iterator[Finding]:
    """The findings of one paragraph, in printed order; without a model by the rules alone."""
    read = read_paragraph(paragraph.number, paragraph.section, paragraph.text, lexicon)
    decisions = decided(tuple(candidates_of(read)), model)
    passages = _Passages(paragraph, document.source.text)
    for decision in decisions:
        passage = passages.of(*quoted(decision.clause, paragraph.text))
        yield Finding(paragraph.number, decision.topic, decision.polarity, passage, paragraph.section, decision.reasons)


class _Passages:
    """Passages of one paragraph; the way back to the source is looked up only where the quote differs from it."""

    def __init__(self, paragraph: Paragraph, source: str) -> None:
        span = paragraph.passage.span
        self._start = span.start
        self._text = paragraph.text
        self._folded = None if source[span.start : span.end] == self._text else folded_text(source, paragraph.passage)

    def of(self, start: int, end: int) -> Passage:
        if self._folded is not None:
            return self._folded.passage(start, end)
        return Passage(Span(self._start + start, self._start + end), self._text[start:end])


def quoted(clause: ReadClause, text: str) -> tuple[int, int]:
    """Where the clause's quote stands: the clause without the word that joins it to the one before."""
    start, end = clause.start, clause.end
    leading = _LEADING.match(text, start, end)
    if leading and leading.end() < end:
        start = leading.end()
    return start, start + len(text[start:end].rstrip(_TRAILING))
