"""Documents: what a report says and where, before anybody interprets it.

Types only, frozen.  Offsets count characters (Python ``str`` indices) in `SourceText.text`, which is the
file as decoded and never altered afterwards: every `Passage` can be sliced out of it and re-checked.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters in the source text, ``start <= i < end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file, decoded."""

    name: str
    """File name without its folder, e.g. ``dudley-2012.txt``."""
    text: str
    sha256: str
    """Of the file's bytes, as 64 hex digits."""
    media_type: str = "text/plain"
    page_starts: tuple[int, ...] = (0,)
    """Offset at which each page begins; a text file has one page."""

    def page(self, offset: int) -> int:
        """Number of the page, from 1, on which the character at ``offset`` stands."""
        return bisect_right(self.page_starts, offset)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the source, quoted.

    ``quote`` is the text of ``span`` without what lies in ``omits`` (page furniture that stands inside it),
    white space folded: see `ofsted_kg.structure.folding.fold`.
    """

    span: Span
    quote: str
    omits: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph of the report's body."""

    number: int
    passage: Passage
    section: str
    """`Section.key` of the section that holds it."""
    printed: bool = True
    """False where the text has lost the number, which was then inferred from its neighbours."""

    @property
    def text(self) -> str:
        """The paragraph's words, white space folded, without its number."""
        return self.passage.quote


@dataclass(frozen=True, slots=True)
class Bullet:
    """One item of a list under "Areas for improvement"."""

    passage: Passage
    section: str
    part: str
    timescale: str
    """A timescale id of the framework, or ``other`` where no timescale heading stands above it."""


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A printed grade: the line at a section, or a row of the record."""

    part: str
    area: str
    grade: int
    passage: Passage
    section: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the report under one heading of the framework's outline."""

    key: str
    """Unique in a report and stable, e.g. ``safeguarding/capacity-for-improvement``; also the tail of its IRI."""
    kind: str
    """``front-matter``, ``contents``, ``context``, ``part``, ``group``, ``area``, ``improvement`` or ``record``."""
    heading: Passage | None
    part: str | None = None
    area: str | None = None
    first_paragraph: int | None = None
    last_paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that could not be read, or was repaired: a gap said aloud, never a guess.

    ``code`` is from the closed list in ``docs/notices.md``; ``message`` says what, where and what it means.
    """

    code: str
    message: str
    subject: str = ""
    """What it is about: a section key, a paragraph number, a field name."""
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as structure: its parts in order, nothing judged yet."""

    source: SourceText
    framework: str
    title: Passage
    front: tuple[Passage, ...]
    """The lines between the title and the contents or the first section."""
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    grade_lines: tuple[GradeLine, ...]
    """Grades printed at the sections."""
    record: tuple[GradeLine, ...]
    """Grades printed in the record of main findings."""
    bullets: tuple[Bullet, ...]
    notices: tuple[Notice, ...] = ()
