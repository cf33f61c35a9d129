"""Sightings: the places of a report that name an agency, before it is known which of them mean the same one."""

from __future__ import annotations

from dataclasses import dataclass

from ofsted_kg.agency_types import KnownAgency
from ofsted_kg.document import Document, Passage, Span
from ofsted_kg.structure.folding import folded_text


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a report in which agencies are looked for: a paragraph or a bullet."""

    paragraph: int | None
    """The paragraph to which its mentions count: itself, or the one that leads in to a bullet."""
    text: str
    """Its words behind one blank, so that a name at the very beginning has a blank before it like any other."""
    passage: Passage


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printed form in one place."""

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
    paragraphs = [Unit(p.number, f" {p.text}", p.passage) for p in document.paragraphs]
    bullets = [Unit(_lead_in(document, b.passage.span), f" {b.passage.quote}", b.passage) for b in document.bullets]
    return tuple(sorted(paragraphs + bullets, key=lambda unit: unit.passage.span))


def _lead_in(document: Document, span: Span) -> int | None:
    before = [p.number for p in document.paragraphs if p.passage.span.start <= span.start]
    return before[-1] if before else None


def passage_of(sighting: Sighting, source: str) -> Passage:
    """Where the form stands in the source."""
    start, end = sighting.start - 1, sighting.end - 1
    quote, span = sighting.unit.passage.quote, sighting.unit.passage.span
    if source.startswith(quote[:end], span.start):
        return Passage(Span(span.start + start, span.start + end), quote[start:end])
    from_end = span.end - len(quote)
    if source.startswith(quote[start:], from_end + start):
        return Passage(Span(from_end + start, from_end + end), quote[start:end])
    return folded_text(source, sighting.unit.passage).passage(start, end)
