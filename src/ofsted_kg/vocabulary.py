"""The vocabulary: what the Turtle in ``ontology/`` says, as frozen values.

Types only, read once by `ofsted_kg.rdf.vocabulary_reader` and passed in as an argument; no RDF here.
Ids are the last part of a term's IRI, e.g. ``safeguarding``, ``being-healthy``, ``dudley``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ofsted_kg.agency_types import AgencyVocabulary
from ofsted_kg.lexicon_types import TopicLexicon


@dataclass(frozen=True, slots=True)
class Grade:
    """A point of a framework's scale."""

    id: str
    number: int
    label: str
    """As printed, e.g. ``Adequate``; compared without regard to case."""
    definition: str
    iri: str


@dataclass(frozen=True, slots=True)
class Timescale:
    """A heading under which recommendations stand, with the time it allows."""

    id: str
    headings: tuple[str, ...]
    months: int | None
    iri: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading that the framework's reports print, at its place in their order.

    ``kind`` is one of `ofsted_kg.document.Section.kind`; areas carry ``area`` and ``part``.
    """

    id: str
    kind: str
    order: int
    headings: tuple[str, ...]
    """As printed first, then its variants and misprints."""
    part: str | None
    iri: str
    record_only: bool = False
    """True for an area that is graded in the record and has no section of its own."""
    required: bool = False
    """True for an area that each inspection of the framework must grade."""

    @property
    def key(self) -> str:
        """Key of the section under this heading, e.g. ``safeguarding/partnership-working``."""
        return f"{self.part}/{self.id}" if self.part and self.kind != "part" else self.id


@dataclass(frozen=True, slots=True)
class Framework:
    """How one kind of inspection report is laid out and graded."""

    id: str
    label: str
    title_phrases: tuple[str, ...]
    """Titles that identify a report of this framework."""
    outline: tuple[OutlineEntry, ...]
    """In printed order."""
    grades: tuple[Grade, ...]
    timescales: tuple[Timescale, ...]
    grade_lines: tuple[str, ...]
    """Templates of a section's grade line with ``{number}`` and ``{label}``, e.g. ``Grade {number} ({label})``."""
    record_grades: tuple[str, ...]
    """Templates of a grade in the record, e.g. ``{label}``, ``{label} {number}``."""
    scale_lines: tuple[str, ...]
    """Templates of the lines that print the scale itself, e.g. ``{label} (Grade {number})``: no judgement."""
    narrative_patterns: tuple[str, ...]
    """Templates with ``{grade}`` of the opening sentence that grades its section, e.g. ``is {grade}``."""
    field_labels: tuple[tuple[str, str], ...]
    """(printed label, header field), e.g. (``Inspection dates``, ``inspection_dates``)."""
    lead_ins: tuple[str, ...]
    """Phrases of a paragraph that introduces recommendations, e.g. ``take the following action``."""
    iri: str

    @property
    def areas(self) -> tuple[OutlineEntry, ...]:
        """The service areas that it grades, in printed order."""
        return tuple(e for e in self.outline if e.kind == "area")


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority with children's services."""

    id: str
    name: str
    """Short name, e.g. ``Telford and Wrekin``."""
    names: tuple[str, ...]
    """All printed forms, the short name first."""
    gss_code: str | None
    urn: str | None
    iri: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class WordList:
    """Words that do one job for one extractor, e.g. those that mark an addressee."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the parser knows of the world."""

    frameworks: tuple[Framework, ...]
    authorities: tuple[Authority, ...]
    version: str
    """Hash of the files it was read from, as 16 hex digits: names the vocabulary in provenance."""
    word_lists: tuple[WordList, ...] = ()
    agencies: AgencyVocabulary = AgencyVocabulary()
    lexicon: TopicLexicon = TopicLexicon()

    def words(self, list_id: str) -> tuple[str, ...]:
        """The words of a list, () where the vocabulary has no such list."""
        return next((found.words for found in self.word_lists if found.id == list_id), ())

    def framework(self, framework_id: str) -> Framework:
        """Framework of that id; KeyError names the known ones."""
        for framework in self.frameworks:
            if framework.id == framework_id:
                return framework
        raise KeyError(f"no framework {framework_id!r}; known: {', '.join(f.id for f in self.frameworks)}")

    def authority(self, authority_id: str) -> Authority:
        """Authority of that id; KeyError where there is none."""
        for authority in self.authorities:
            if authority.id == authority_id:
                return authority
        raise KeyError(f"no authority {authority_id!r}")
