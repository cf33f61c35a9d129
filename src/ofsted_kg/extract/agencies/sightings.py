"""A sighting: one place in a report that names an agency, before it is known which sightings mean the same one."""

from __future__ import annotations

from dataclasses import dataclass

from ofsted_kg.agency_types import KnownAgency
from ofsted_kg.document import Document, Paragraph, SourceText
from ofsted_kg.structure.folding import FoldedText, folded_text


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a report in which agencies are looked for: a paragraph or a bullet."""

    index: int
    paragraph: int | None
    """Number of the paragraph to which mentions count: its own, or that of the paragraph which leads in to a bullet."""
    text: str
    """Its words behind one blank, so that a name at its beginning stands behind a blank like any other."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printed form in one place."""

    unit: int
    start: int
    end: int
    form: str
    type: str
    known: KnownAgency | None = None
    contextual: bool = False
    """True for a form that counts only where the report names the agency more fully as well."""
