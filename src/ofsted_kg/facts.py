"""Facts: what one report says, each with the passage it rests on.

Types only, frozen; no RDF.  The JSON that ``ofsted-kg facts`` prints is made of these in `ofsted_kg.facts_json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ofsted_kg.document import Notice, Paragraph, Passage, Section, SourceText
from ofsted_kg.reviews import FindingReview, Review


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """The front matter.  A field that could not be read is None and has a notice."""

    title: str
    authority: str
    """Authority id in the vocabulary, e.g. ``telford-and-wrekin``."""
    authority_as_printed: str
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    reporting_inspector: str | None
    age_group: str | None
    evidence: tuple[tuple[str, Passage], ...] = ()
    """(field name, passage): ``authority``, ``inspection_dates``, ``published``, ``reporting_inspector``, ..."""


@dataclass(frozen=True, slots=True)
class GradeStatement:
    """One place that prints a grade."""

    place: str
    """``record``, ``inline`` or ``narrative``."""
    grade: int
    passage: Passage
    section: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the inspection judged one service area to be, with a statement for each place that prints it."""

    part: str
    area: str
    statements: tuple[GradeStatement, ...]
    first_paragraph: int | None = None
    last_paragraph: int | None = None

    def grade(self, place: str) -> int | None:
        """Grade that ``place`` prints, 1 to 4, or None where it prints none."""
        return next((s.grade for s in self.statements if s.place == place), None)


@dataclass(frozen=True, slots=True)
class Addressee:
    """An organisation that a recommendation makes responsible, as printed, without "the"."""

    name: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One bullet under "Areas for improvement"."""

    part: str
    timescale: str
    passage: Passage
    section: str
    addressees: tuple[Addressee, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The bullet's words, white space folded."""
        return self.passage.quote


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed form of an agency in one place."""

    form: str
    passage: Passage
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Agency:
    """A named partner organisation, board, service or group."""

    name: str
    """The fullest printed form."""
    aliases: tuple[str, ...]
    type: str
    mentions: tuple[Mention, ...]
    known: str | None = None
    """Id of the body of the vocabulary that it is, or None where the vocabulary doesn't know it."""
    local: bool = False
    """True where that is a body that every area has of its own, so that the place tells which one it is."""

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """Numbers of the paragraphs that mention it, ascending, each once."""
        return tuple(sorted({m.paragraph for m in self.mentions if m.paragraph is not None}))


@dataclass(frozen=True, slots=True)
class Role:
    """A part that an agency, the council or the holder of an office plays, as one sentence states it."""

    kind: str
    """Id of the role in the vocabulary: ``provider``, ``commissioner``, ``member`` or ``chair``."""
    holder: Agency | None
    """Who plays it; None for the inspected council, and where an office is named instead."""
    office: str
    """The office of whoever chairs, as printed; empty where an agency or the council plays the part."""
    body: Agency | None
    """The board or partnership in which it is played; None for what is done for the whole area."""
    passage: Passage
    """The sentence."""
    paragraph: int
    section: str
    independent: bool = False
    """True where the sentence calls whoever chairs independent."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause in which the inspectors evaluate a topic."""

    paragraph: int
    topic: str
    polarity: str
    """``strength``, ``adequate`` or ``weakness``."""
    passage: Passage
    section: str
    reasons: tuple[str, ...] = ()
    """Which rule and which words decided, for ``ofsted-kg explain``."""
    review: FindingReview | None = None
    """What a person decided about it."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that one report says."""

    source: SourceText
    framework: str
    header: ReportHeader
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    judgements: tuple[Judgement, ...]
    recommendations: tuple[Recommendation, ...]
    agencies: tuple[Agency, ...] = ()
    roles: tuple[Role, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = field(default=())
    reviews: tuple[Review, ...] = ()
    """What people decided about findings and verdicts, as far as it holds."""
    reviews_version: str = ""
    """Changes with whatever people said of this report; empty where they said nothing."""
