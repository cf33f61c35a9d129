"""Sightings: the places of a report that name an agency, before it is known which of them mean the same one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from ofsted_kg.agency_types import KnownAgency
from ofsted_kg.document import Document, Passage, Span
from ofsted_kg.extract.agencies.matcher import searchable
from ofsted_kg.structure.folding import FoldedText, folded_text


class Unit(NamedTuple):
    """A stretch of a report in which agencies are looked for: a paragraph or a bullet."""

    paragraph: int | None
    """The paragraph to which its mentions count: itself, or the one that leads in to a bullet."""
    text: str
    """Its words behind one blank, so that a name at the very beginning has a blank before it like any other."""
    searchable: str
    """Its words as a `FormMatcher` searches them: most are searched twice, for known forms and for roles."""
    passage: Passage
    is_bullet: bool


class Sighting(NamedTuple):
    """One printed form in one place; a report has some hundreds, so they are the cheapest immutable value there is."""

    unit: Unit
    start: int
    end: int
    type: str
    candidates: tuple[KnownAgency, ...] = ()
    """Which known agency it is; where there are several, the one that the report names elsewhere, if it is one."""
    contextual: bool = False
    """True for a form that counts only where the report names the agency more fully as well."""

    named_in_passing: bool = False
    """True for a name without a mark of its type, told by quotation marks or by the words around it."""

    is_reference: bool = False
    """True for "the Board" and its like: a mention, but no name."""

    @property
    def form(self) -> str:
        """The name as printed."""
        return self.unit.text[self.start : self.end]


def units_of(document: Document) -> tuple[Unit, ...]:
    """Paragraphs and bullets in printed order."""
    paragraphs = [_unit(p.number, p.passage, is_bullet=False) for p in document.paragraphs]
    bullets = [_unit(_lead_in(document, b.passage.span), b.passage, is_bullet=True) for b in document.bullets]
    return tuple(sorted(paragraphs + bullets, key=lambda unit: unit.passage.span))


def _unit(paragraph: int | None, passage: Passage, *, is_bullet: bool) -> Unit:
    text = f" {passage.quote}"
    return Unit(paragraph, text, searchable(text), passage, is_bullet)


def _lead_in(document: Document, span: Span) -> int | None:
    before = bisect_right(document.paragraphs, span.start, key=lambda paragraph: paragraph.passage.span.start)
    return document.paragraphs[before - 1].number if before else None


class Locator:
    """Finds sightings in the source; each unit is compared with the source once, however many stand in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._alike: dict[Span, tuple[int, int]] = {}
        self._folded: dict[Span, FoldedText] = {}

    def passage(self, sighting: Sighting) -> Passage:
        """Where the form stands in the source."""
        return self.stretch(sighting.unit, sighting.start, sighting.end)

    def stretch(self, of: Unit, first: int, last: int) -> Passage:
        """Where some characters of a unit's text stand in the source."""
        start, end = first - 1, last - 1
        unit = of.passage
        if unit.span not in self._alike:
            self._alike[unit.span] = _alike(unit, self._source)
        opening, ending = self._alike[unit.span]
        if end <= opening:
            return Passage(Span(unit.span.start + start, unit.span.start + end), unit.quote[start:end])
        if start >= ending:
            from_end = unit.span.end - len(unit.quote)
            return Passage(Span(from_end + start, from_end + end), unit.quote[start:end])
        if unit.span not in self._folded:
            self._folded[unit.span] = folded_text(self._source, unit)
        return self._folded[unit.span].passage(start, end)


def _alike(unit: Passage, source: str) -> tuple[int, int]:
    """Up to which offset of a unit's quote, and from which on, the source has the very same characters."""
    quote, span = unit.quote, unit.span
    if source.startswith(quote, span.start) and span.end - span.start == len(quote):
        return len(quote), 0
    size = len(quote)
    opening = bisect_left(range(1, size + 1), True, key=lambda n: not source.startswith(quote[:n], span.start))
    ending = bisect_left(range(1, size + 1), True, key=lambda n: not source.endswith(quote[size - n :], 0, span.end))
    return opening, size - ending
