"""Findings: each clause in which the inspectors evaluate a topic, with the words that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from ofsted_kg.document import Document, Paragraph, Passage, Span
from ofsted_kg.extract.findings.candidates import candidates_of
from ofsted_kg.extract.findings.deciding import Decision, decided
from ofsted_kg.extract.findings.model import Model, packaged_model
from ofsted_kg.extract.findings.reading import ReadClause, read_paragraphs
from ofsted_kg.extract.lexicon import CompiledLexicon, compiled
from ofsted_kg.facts import Finding
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.uncollected import uncollected
from ofsted_kg.vocabulary import Vocabulary

_JUDGED_SECTIONS: Final = frozenset({"area", "group", "part"})
_LEADING: Final = re.compile(r"(?:[\s,;:(]+|(?:and|but|which|with)\s)+", re.IGNORECASE)
_TRAILING: Final = " ,;:("


def extract_findings(document: Document, vocabulary: Vocabulary, rules_only: bool = False) -> tuple[Finding, ...]:
    """Every finding of the report, in printed order; ``rules_only`` leaves the model out."""
    model = None if rules_only else packaged_model()
    lexicon = compiled(vocabulary.lexicon)
    with uncollected():
        return findings_of(judged_paragraphs(document), document, lexicon, model)


def judged_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs in which inspectors evaluate: neither those that describe the area nor the lead-ins of lists."""
    judged = {section.key for section in document.sections if section.kind in _JUDGED_SECTIONS}
    return tuple(paragraph for paragraph in document.paragraphs if paragraph.section in judged)


def findings_of(
    paragraphs: Sequence[Paragraph], document: Document, lexicon: CompiledLexicon, model: Model | None
) -> tuple[Finding, ...]:
    """The findings of some paragraphs, in printed order; without a model by the rules alone."""
    # Step by step for all of them, as `read_paragraphs` does.
    read = read_paragraphs([(p.number, p.section, p.text) for p in paragraphs], lexicon)
    candidates = list(map(candidates_of, read))
    decisions = [decided(found, model) for found in candidates]
    found = (_findings(*given, document.source.text) for given in zip(paragraphs, decisions, strict=True))
    return tuple(chain.from_iterable(found))


def _findings(paragraph: Paragraph, decisions: Sequence[Decision], source: str) -> Iterator[Finding]:
    passages = _Passages(paragraph, source)
    number, section, text = paragraph.number, paragraph.section, paragraph.text
    for decision in decisions:
        passage = passages.of(*quoted(decision.clause, text))
        yield Finding(number, decision.topic, decision.polarity, passage, section, decision.reasons)


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
