"""Blocks -> sections, paragraphs, grade lines and bullets of a report's body.

One walk in printed order; what a block does depends on the section that is open. Drafts are mutable and private to this
module, what leaves it is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ofsted_kg.document import Bullet, GradeLine, Notice, Paragraph, Passage, Section, Span
from ofsted_kg.structure.blocks import Block
from ofsted_kg.structure.folding import passage_of
from ofsted_kg.structure.grammar import Grammar
from ofsted_kg.structure.numbering import Numbering, numbering_of
from ofsted_kg.structure.outline import aligned
from ofsted_kg.vocabulary import OutlineEntry

_SENTENCE_ENDS: Final = (".", "!", "?", ":")
OTHER_TIMESCALE: Final = "other"
_PRIVATE_USE: Final = re.compile(r"[\ue000-\uf8ff]")
_LONGEST_TIMESCALE: Final = 60
"""Characters."""


@dataclass(frozen=True, slots=True)
class Body:
    """What the walk finds."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    grade_lines: tuple[GradeLine, ...]
    bullets: tuple[Bullet, ...]
    notices: tuple[Notice, ...]


@dataclass(slots=True)
class _Draft:
    """A paragraph or a bullet in the making."""

    fragments: list[Span]
    section: str
    number: int = 0
    printed: bool = True
    timescale: str = OTHER_TIMESCALE
    part: str = ""
    listing: bool = False
    """Whether the last fragment was an item of a list inside the paragraph."""


@dataclass(slots=True)
class _OpenSection:
    entry: OutlineEntry
    heading: Passage | None
    graded: bool = False
    timescale: str = OTHER_TIMESCALE
    mark: str = ""
    """The bullet of its recommendations."""
    item: _Draft | None = None
    """The paragraph or bullet that a continuation belongs to."""
    in_scale: bool = False
    """Whether the printed scale has begun and no paragraph since."""


@dataclass(slots=True)
class _Walk:
    text: str
    grammar: Grammar
    numbering: Numbering
    wrapped: bool
    sections: list[_OpenSection] = field(default_factory=list)
    paragraphs: list[_Draft] = field(default_factory=list)
    bullets: list[_Draft] = field(default_factory=list)
    grade_lines: list[GradeLine] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def section(self) -> _OpenSection | None:
        return self.sections[-1] if self.sections else None

    def notice(self, code: str, message: str, subject: str = "", passage: Passage | None = None) -> None:
        self.notices.append(Notice(code, message, subject, passage))


def body_of(text: str, blocks: Sequence[Block], grammar: Grammar, *, wrapped: bool = False) -> Body:
    """Sections with their paragraphs, grades and bullets, in printed order.

    ``wrapped`` says that line ends are those of a printed page and mean nothing.
    """
    walk = _Walk(text, grammar, numbering_of(blocks, wrapped=wrapped), wrapped)
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    chosen = aligned([blocks[i].entries for i in headings], grammar.framework.outline)
    entries = dict(zip(headings, chosen, strict=True))
    for index, block in enumerate(blocks):
        number = walk.numbering.number(index)
        if number is not None:
            _begin_paragraph(walk, index, number, block)
        elif index in entries:
            _open_section(walk, block, entries[index])
        else:
            _STEPS[block.kind](walk, block)
    _missing_numbers(walk)
    return _frozen(walk)


def _open_section(walk: _Walk, block: Block, index: int | None) -> None:
    if index is None or _is_one_too_many(walk, walk.grammar.framework.outline[index]):
        walk.notice("heading-repeated", f"heading {block.text!r} stands where the framework has none; passed over", block.text)
        return
    entry = walk.grammar.framework.outline[index]
    opened = _OpenSection(entry, _heading_passage(walk, block))
    if entry.kind == "improvement":
        _take_lead_in(walk, entry)
    walk.sections.append(opened)
    if block.grade is not None:
        _grade(walk, block)


def _is_one_too_many(walk: _Walk, entry: OutlineEntry) -> bool:
    """Whether a heading opens a section that is open already, or one that stands before or behind the body."""
    return entry.kind in ("contents", "record") or any(section.entry is entry for section in walk.sections)


def _heading_passage(walk: _Walk, block: Block) -> Passage:
    """The heading without the grade that may stand behind it."""
    span = block.line.span
    found = walk.grammar.grade_phrase.search(walk.text[span.start : span.end]) if block.grade is not None else None
    return ornament_free(walk.text, Span(span.start, span.start + found.start()) if found else span)


def _take_lead_in(walk: _Walk, entry: OutlineEntry) -> None:
    """Give the improvement section the paragraph that introduces it where that stands before its heading."""
    item = walk.section.item if walk.section else None
    if item is not None and item.number and _is_lead_in(walk, item):
        item.section = entry.key


def _is_lead_in(walk: _Walk, draft: _Draft) -> bool:
    words = passage_of(walk.text, draft.fragments).quote.casefold()
    return any(phrase.casefold() in words for phrase in walk.grammar.framework.lead_ins)


def _begin_paragraph(walk: _Walk, index: int, number: int, block: Block) -> None:
    draft = _Draft([block.content], walk.section.entry.key if walk.section else "", number, index in walk.numbering.printed)
    walk.paragraphs.append(draft)
    if not draft.printed:
        message = f"paragraph {number} has lost its number in the text; its neighbours give it"
        walk.notice("paragraph-number-lost", message, str(number))
    if walk.section is None:
        walk.sections.append(_OpenSection(_UNHEADED, None))
        draft.section = _UNHEADED.key
        walk.notice("heading-missing", f"paragraph {number} stands under no heading of the framework", str(number))
    walk.sections[-1].item, walk.sections[-1].in_scale = draft, False


_UNHEADED: Final = OutlineEntry("unheaded", "context", 0, (), None, "")
"""Where paragraphs stand before the first heading that is known."""


def _grade(walk: _Walk, block: Block) -> None:
    section = walk.section
    if section is None or section.entry.kind != "area" or section.graded or section.item is not None or block.grade is None:
        walk.notice("grade-line-unplaced", f"grade line {block.text!r} belongs to no section of an area; passed over", block.text)
        return
    section.graded = True
    passage = _grade_passage(walk, block)
    entry = section.entry
    walk.grade_lines.append(GradeLine(entry.part or "", entry.id, block.grade, passage, entry.key))


def _grade_passage(walk: _Walk, block: Block) -> Passage:
    """The grade line alone where it is glued to its heading."""
    found = walk.grammar.grade_phrase.search(walk.text[block.line.span.start : block.line.span.end])
    if found is None:
        return ornament_free(walk.text, block.line.span)
    start = block.line.span.start
    return passage_of(walk.text, [Span(start + found.start(), start + found.end())])


def _timescale(walk: _Walk, block: Block) -> None:
    section = walk.section
    if section is None or section.entry.kind != "improvement":
        section = _implied_improvement(walk, section)
    if section is None:
        walk.notice("timescale-unplaced", f"{block.text!r} stands under no heading for improvement; passed over", block.text)
        return
    section.timescale = block.timescale or OTHER_TIMESCALE
    section.item = None


def _implied_improvement(walk: _Walk, section: _OpenSection | None) -> _OpenSection | None:
    """The improvement section of the open part, whose heading is missing."""
    part = section.entry.part if section else None
    entry = next((e for e in walk.grammar.framework.outline if e.kind == "improvement" and e.part == part), None)
    if entry is None or any(s.entry is entry for s in walk.sections):
        return None
    _take_lead_in(walk, entry)
    walk.notice("heading-missing", f"recommendations stand under no heading {entry.headings[0]!r}", entry.key)
    walk.sections.append(_OpenSection(entry, None))
    return walk.sections[-1]


def _bullet(walk: _Walk, block: Block) -> None:
    section = walk.section
    if section is None or section.entry.kind != "improvement":
        _continue_paragraph(walk, block)
    elif walk.wrapped and section.item is not None and not section.item.number and block.line.text[0] != section.mark:
        # A dash within a sentence, or an item of the item's own list: recommendations have one mark.
        section.item.fragments.append(block.content if _PRIVATE_USE.match(block.line.text) else block.line.span)
    else:
        section.mark = block.line.text[0]
        _recommendation(walk, section, block)


def _prose(walk: _Walk, block: Block) -> None:
    section = walk.section
    if section is not None and section.entry.kind == "improvement" and _is_unknown_timescale(walk, section.item, block):
        walk.notice("timescale-unknown", f"{block.text!r} is no timescale of the framework", block.text)
        section.timescale, section.item = OTHER_TIMESCALE, None
    elif section is None or section.entry.kind != "improvement" or (section.item and section.item.number):
        _continue_paragraph(walk, block)
    elif section.item is not None and _goes_on(walk, section.item, block):
        section.item.fragments.append(block.content)
    else:
        _recommendation(walk, section, block)


def _is_unknown_timescale(walk: _Walk, item: _Draft | None, block: Block) -> bool:
    """Whether a line among the recommendations is a heading over some of them: short, from a capital to a colon."""
    if not block.text.endswith(":") or not block.text[:1].isupper() or len(block.text) > _LONGEST_TIMESCALE:
        return False
    last = item.fragments[-1] if item is not None and item.number else None
    return last is None or walk.text[last.start : last.end].endswith(_SENTENCE_ENDS)


def _goes_on(walk: _Walk, item: _Draft, block: Block) -> bool:
    """Whether prose continues the bullet above: it does in wrapped lines, across a page break, after no sentence's end."""
    last = item.fragments[-1]
    if walk.wrapped:
        return True
    ended = walk.text[last.start : last.end].endswith(_SENTENCE_ENDS)
    return not ended and (block.line.after_blank or not block.text[:1].isupper())


def _recommendation(walk: _Walk, section: _OpenSection, block: Block) -> None:
    entry = section.entry
    draft = _Draft([block.content], entry.key, timescale=section.timescale, part=entry.part or "")
    section.item = draft
    walk.bullets.append(draft)
    if section.timescale == OTHER_TIMESCALE:
        passage = passage_of(walk.text, [block.content])
        walk.notice("timescale-missing", "a recommendation stands under no timescale", entry.key, passage)


def _continue_paragraph(walk: _Walk, block: Block) -> None:
    item = walk.section.item if walk.section else None
    if item is None and walk.section is not None and walk.section.in_scale:
        return
    if item is None:
        passage = passage_of(walk.text, [block.line.span])
        key = walk.section.entry.key if walk.section else ""
        walk.notice("text-unplaced", "text that belongs to no paragraph; passed over", key, passage)
        return
    last = item.fragments[-1]
    item.listing = block.kind == "bullet" and (item.listing or walk.text[last.start : last.end].endswith(":"))
    # A dash in a list inside the paragraph is the report's own, as is each on a printed page, which has none but printed
    # ones; a stray one elsewhere is furniture and left out, like a glyph that is no character.
    kept = (item.listing or walk.wrapped) and not _PRIVATE_USE.match(block.line.text)
    item.fragments.append(block.line.span if kept else block.content)


def _nothing(_walk: _Walk, _block: Block) -> None:
    """Page furniture and tables say nothing here."""


def _scale(walk: _Walk, _block: Block) -> None:
    """The scale ends the paragraph that announces it; the rest of its lines is no text of the report."""
    if walk.section is not None:
        walk.section.item, walk.section.in_scale = None, True


def _misnumbered(walk: _Walk, block: Block) -> None:
    message = f"a line begins with {block.number}, out of order; read as running text"
    walk.notice("paragraph-number-out-of-order", message, str(block.number))
    _continue_paragraph(walk, Block("prose", block.line, block.line.span, block.line.text))


_STEPS: Final[dict[str, Callable[[_Walk, Block], None]]] = {
    "rule": _nothing,
    "table": _nothing,
    "scale": _scale,
    "grade": _grade,
    "timescale": _timescale,
    "numbered": _misnumbered,
    "bullet": _bullet,
    "prose": _prose,
}


def _missing_numbers(walk: _Walk) -> None:
    for number in walk.numbering.missing:
        walk.notice("paragraph-missing", f"paragraph {number} is not in the text: its neighbours are", str(number))


def ornament_free(text: str, span: Span) -> Passage:
    """The passage of a line without the markdown at its ends."""
    content = text[span.start : span.end]
    left = len(content) - len(content.lstrip("#*_| \t"))
    right = len(content.rstrip("#*_| \t"))
    return passage_of(text, [Span(span.start + left, span.start + max(right, left + 1)) if left < len(content) else span])


def _frozen(walk: _Walk) -> Body:
    paragraphs = tuple(Paragraph(d.number, passage_of(walk.text, d.fragments), d.section, d.printed) for d in walk.paragraphs)
    numbers: dict[str, list[int]] = {}
    for paragraph in paragraphs:
        numbers.setdefault(paragraph.section, []).append(paragraph.number)
    return Body(
        sections=tuple(_frozen_section(s, numbers.get(s.entry.key, [])) for s in walk.sections),
        paragraphs=paragraphs,
        grade_lines=tuple(walk.grade_lines),
        bullets=tuple(Bullet(passage_of(walk.text, d.fragments), d.section, d.part, d.timescale) for d in walk.bullets),
        notices=tuple(walk.notices),
    )


def _frozen_section(section: _OpenSection, numbers: list[int]) -> Section:
    entry = section.entry
    return Section(
        key=entry.key,
        kind=entry.kind,
        heading=section.heading,
        part=entry.part,
        area=entry.id if entry.kind == "area" else None,
        first_paragraph=min(numbers, default=None),
        last_paragraph=max(numbers, default=None),
    )
