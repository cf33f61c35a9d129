"""SourceText -> `Document`: front matter, body and record of one report, by the framework that its title names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ofsted_kg.document import Document, GradeLine, Notice, Passage, Section, SourceText
from ofsted_kg.errors import NotAReport, UnknownDocument
from ofsted_kg.structure.blocks import Block, blocks_of
from ofsted_kg.structure.body import Body, body_of, ornament_free
from ofsted_kg.structure.folding import passage_of
from ofsted_kg.structure.furniture import without_furniture
from ofsted_kg.structure.grammar import Grammar, grammar_of
from ofsted_kg.structure.lines import Line, heading_key, is_rule, is_wrapped, joined_lines, lines_of
from ofsted_kg.structure.record import record_of
from ofsted_kg.structure.told_headings import with_told_headings
from ofsted_kg.vocabulary import Framework, Vocabulary

_TITLE_WITHIN: Final = 60
"""Lines that are searched for a framework's title."""
_PROSE: Final = 60
"""Characters from which an unnumbered line is running text rather than an entry of the contents."""


def build_document(source: SourceText, vocabulary: Vocabulary) -> Document:
    """The report's structure; UnknownDocument where no framework's title stands in it, NotAReport where no body follows."""
    lines = without_furniture(source, lines_of(source.text))
    framework, title, first = _title(source, lines, vocabulary)
    grammar = grammar_of(framework)
    blocks = blocks_of(with_told_headings(lines[first:], grammar), grammar)
    start = _body_start(blocks, framework)
    end = _record_start(blocks, framework, start)
    body = body_of(source.text, blocks[start:end], grammar, wrapped=_is_wrapped(source, lines))
    if not body.paragraphs:
        raise _without_paragraphs(source, framework, blocks)
    section, record, record_notices = _record(source, blocks[end:], grammar)
    return Document(
        source=source,
        framework=framework.id,
        title=title,
        front=_front(source, blocks[:start]),
        sections=(_FRONT_MATTER, *body.sections, *section),
        paragraphs=body.paragraphs,
        grade_lines=body.grade_lines,
        record=record,
        bullets=body.bullets,
        notices=(*body.notices, *_gaps(body, framework), *record_notices),
    )


def _without_paragraphs(source: SourceText, framework: Framework, blocks: Sequence[Block]) -> NotAReport:
    if any(block.kind == "heading" for block in blocks):
        return NotAReport(source.name, f"has the title {framework.label!r} but no numbered paragraph: is it cut off?")
    reason = f"has the title {framework.label!r} but no heading of that framework: is it cut off, or is the framework's file?"
    return NotAReport(source.name, reason)


def _is_wrapped(source: SourceText, lines: Sequence[Line]) -> bool:
    """Whether the line ends are those of a printed page: in a file with pages they always are."""
    return len(source.page_starts) > 1 or is_wrapped(lines)


_FRONT_MATTER: Final = Section("front-matter", "front-matter", None)


def _title(source: SourceText, lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[Framework, Passage, int]:
    """The framework whose title stands first, the title as printed, and the index of the line behind it.

    A title may wrap; of two that begin alike the longer one is meant.
    """
    phrases = [(heading_key(phrase), framework) for framework in vocabulary.frameworks for phrase in framework.title_phrases]
    phrases.sort(key=lambda pair: -len(pair[0]))
    for index in range(min(len(lines), _TITLE_WITHIN)):
        for count in (1, 2, 3):
            parts = lines[index : index + count]
            title = joined_lines(parts) if all(part.key for part in parts) else None
            framework = next((f for phrase, f in phrases if title and title.key == phrase), None)
            if title is not None and framework is not None:
                return framework, ornament_free(source.text, title.span), index + count
    known = "; ".join(f.title_phrases[0] for f in vocabulary.frameworks if f.title_phrases)
    raise UnknownDocument(source.name, f"is no inspection report of a known framework (no title such as: {known})")


def _kinds(block: Block, framework: Framework) -> set[str]:
    return {framework.outline[entry].kind for entry in block.entries}


def _body_start(blocks: Sequence[Block], framework: Framework) -> int:
    """Index of the first heading of the body: the one over the first running text, behind the contents.

    Headings and grade lines that stand directly above it belong to it, as long as their order descends going up:
    the last entries of a contents page do not.
    """
    headed = False
    for index, block in enumerate(blocks):
        headed = headed or (block.kind == "heading" and "contents" not in _kinds(block, framework))
        if headed and (block.kind == "numbered" or (block.kind in ("prose", "bullet") and len(block.text) >= _PROSE)):
            return _first_heading_above(blocks, index)
    return len(blocks)


def _first_heading_above(blocks: Sequence[Block], index: int) -> int:
    start, ceiling = index, len(blocks) + 1_000_000
    for above in range(index - 1, -1, -1):
        block = blocks[above]
        if block.kind not in ("heading", "grade", "rule"):
            break
        lower = [e for e in block.entries if e < ceiling]
        if block.entries and not lower:
            break
        if lower:
            start, ceiling = above, max(lower)
    return start


def _record_start(blocks: Sequence[Block], framework: Framework, start: int) -> int:
    """Index of the record's heading, or the end where there is none."""
    found = (i for i in range(len(blocks) - 1, start - 1, -1) if "record" in _kinds(blocks[i], framework))
    return next(found, len(blocks))


def _record(
    source: SourceText, blocks: Sequence[Block], grammar: Grammar
) -> tuple[tuple[Section, ...], tuple[GradeLine, ...], tuple[Notice, ...]]:
    entry = next((e for e in grammar.framework.outline if e.kind == "record"), None)
    if entry is None:
        return (), (), ()
    if not blocks:
        gap = Notice(
            "record-missing", f"no {entry.headings[0]!r}: no area has an official grade; is the report cut off?", entry.key
        )
        return (), (), (gap,)
    rows, notices = record_of(source.text, [block.line for block in blocks[1:]], grammar, entry.key)
    return (Section(entry.key, "record", ornament_free(source.text, blocks[0].line.span)),), rows, notices


def _front(source: SourceText, blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """The lines between the title and the first heading, the contents among them left out."""
    lines: list[Passage] = []
    for block in blocks:
        if block.kind == "heading":
            break
        if not is_rule(block.line.text):
            lines.append(passage_of(source.text, [block.line.span]))
    return tuple(lines)


def _gaps(body: Body, framework: Framework) -> tuple[Notice, ...]:
    """Areas whose section or grade line the text does not print."""
    headed = {s.key for s in body.sections}
    graded = {g.section for g in body.grade_lines}
    areas = [e for e in framework.areas if not e.record_only]
    return tuple(
        Notice("section-missing", f"no section is headed {e.headings[0]!r}", e.key)
        if e.key not in headed
        else Notice("grade-line-missing", f"no grade line stands at the section {e.headings[0]!r}", e.key)
        for e in areas
        if e.key not in graded
    )
