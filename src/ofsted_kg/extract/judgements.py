"""Judgements: for each area of the framework the grades that record, heading and narrative print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ofsted_kg.document import Document, GradeLine, Paragraph, Section
from ofsted_kg.facts import GradeStatement, Judgement
from ofsted_kg.once import once_per_object
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.vocabulary import Framework, OutlineEntry, Vocabulary

_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z'‘“\"(]|\s*\Z)")


def extract_judgements(document: Document, vocabulary: Vocabulary) -> tuple[Judgement, ...]:
    """One judgement for each area that any place grades, in the framework's order."""
    framework = vocabulary.framework(document.framework)
    sections = {section.key: section for section in document.sections}
    paragraphs = {paragraph.number: paragraph for paragraph in document.paragraphs}
    found = (_judgement(document, framework, entry, sections.get(entry.key), paragraphs) for entry in framework.areas)
    return tuple(judgement for judgement in found if judgement.statements)


def _judgement(
    document: Document, framework: Framework, entry: OutlineEntry, section: Section | None, paragraphs: dict[int, Paragraph]
) -> Judgement:
    first = section.first_paragraph if section else None
    statements = [
        *_printed("record", document.record, entry),
        *_printed("inline", document.grade_lines, entry),
        *(_narrative(document, framework, paragraphs[first]) if first is not None else ()),
    ]
    last = section.last_paragraph if section else None
    return Judgement(entry.part or "", entry.id, tuple(statements), first, last)


def _printed(place: str, lines: tuple[GradeLine, ...], entry: OutlineEntry) -> Iterator[GradeStatement]:
    for line in lines:
        if line.area == entry.id and line.part == (entry.part or ""):
            yield GradeStatement(place, line.grade, line.passage, line.section)


def _narrative(document: Document, framework: Framework, paragraph: Paragraph) -> Iterator[GradeStatement]:
    end = _opening_end(paragraph.text)
    found = _narrative_pattern(framework).search(paragraph.text, 0, end)
    if found is not None:
        folded = folded_text(document.source.text, paragraph.passage, end)
        grade = next(g.number for g in framework.grades if g.label.casefold() == found[found.lastgroup or 0].casefold())
        yield GradeStatement("narrative", grade, folded.passage(0, end), paragraph.section, paragraph.number)


def _opening_end(text: str) -> int:
    """Where the first sentence ends."""
    found = _SENTENCE_END.search(text)
    return found.end() if found else len(text)


@once_per_object
def _narrative_pattern(framework: Framework) -> re.Pattern[str]:
    """The framework's templates as one pattern, each grade in a group of its own."""
    labels = f"(?a:{'|'.join(re.escape(g.label) for g in framework.grades)})"
    alternatives = (
        re.escape(template).replace(r"\ ", r"\s+").replace(r"\{grade\}", f"(?P<g{index}>{labels})")
        for index, template in enumerate(framework.narrative_patterns)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
