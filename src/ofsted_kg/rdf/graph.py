"""`ReportFacts` -> the report's named graph, as sorted N-Quads.

One function for each kind of fact yields (subject, property, value); `to_graph` puts them into the graph that is named
as the report. The same facts give the same bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache, partial
from importlib.metadata import version
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ofsted_kg.document import Notice, Paragraph, Passage, Section, Span
from ofsted_kg.facts import Finding, GradeStatement, Judgement, Recommendation, ReportFacts
from ofsted_kg.rdf.agency_graph import agency_statements
from ofsted_kg.rdf.iris import ReportIris
from ofsted_kg.rdf.namespaces import DCTERMS, OKG, RDF, RDFS, RESOURCES, XSD
from ofsted_kg.reviews import FindingReview
from ofsted_kg.verdicts import ADEQUATE, MIXED, STRONG, WEAK, ReportVerdict, report_verdicts, rests_on
from ofsted_kg.vocabulary import Framework, Vocabulary

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

_PLACES: Final = {"record": OKG.Record, "inline": OKG.Inline, "narrative": OKG.Narrative}
_COUNTS: Final = {"strength": OKG.strengthCount, "adequate": OKG.adequateCount, "weakness": OKG.weaknessCount}
NO_GRADE: Final = "no-official-grade"
"""Code of the gap where the record does not grade an area that the framework requires."""
VERDICT_VALUES: Final = {WEAK: OKG.Weak, MIXED: OKG.Mixed, ADEQUATE: OKG.Adequate, STRONG: OKG.Strong}
_SECTION_KINDS: Final = {
    "front-matter": OKG.FrontMatter,
    "context": OKG.ContextSection,
    "part": OKG.PartSection,
    "group": OKG.GroupSection,
    "area": OKG.AreaSection,
    "improvement": OKG.ImprovementSection,
    "record": OKG.RecordSection,
}


@cache
def package_version() -> str:
    """Version of this package, for provenance."""
    return version("ofsted-kg")


@dataclass(frozen=True, slots=True)
class _Writer:
    facts: ReportFacts
    vocabulary: Vocabulary
    framework: Framework
    iris: ReportIris
    described: dict[tuple[Span, int | None], tuple[str, str]] = field(default_factory=dict)
    """Quotes and sections of the passages that stand in the graph already, since many facts may rest on one."""


def to_graph(facts: ReportFacts, vocabulary: Vocabulary, iris: ReportIris) -> bytes:
    """The report's statements as the graph named ``iris.report``: sorted N-Quads, one line a quad, each once."""
    writer = _Writer(facts, vocabulary, vocabulary.framework(facts.framework), iris)
    said: defaultdict[str, set[str]] = defaultdict(set)
    # a term's str is its form in N-Quads, and to make quads of terms first takes twice as long
    for subject, prop, value in _statements(writer):
        said[str(subject)].add(f"{prop!s} {value!s}")
    return "".join(_lines(said, str(iris.report))).encode()


def _lines(said: Mapping[str, Collection[str]], graph: str) -> Iterator[str]:
    """Sorted lines of what is said of each subject; an IRI ends with ">", so that none is the beginning of another."""
    for subject in sorted(said):
        yield from [f"{subject} {statement} {graph} .\n" for statement in sorted(said[subject])]


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads, one line a quad, each once."""
    serialized = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return b"\n".join(sorted(set(serialized.split(b"\n")) - {b""})) + b"\n"


def _statements(writer: _Writer) -> Iterator[Statement]:
    yield from _report(writer)
    yield from _inspection(writer)
    for order, section in enumerate(writer.facts.sections):
        yield from _section(writer, section, order)
    yield from _balances(writer)
    for paragraph in writer.facts.paragraphs:
        yield from _paragraph(writer, paragraph)
    for judgement in writer.facts.judgements:
        yield from _judgement(writer, judgement)
    yield from _recommendations(writer)
    for finding in writer.facts.findings:
        yield from _finding(writer, finding)
    yield from agency_statements(writer.facts, writer.vocabulary, writer.iris, partial(_passage, writer))
    yield from _repetitions(writer)
    yield from _reviewed_sections(writer)
    for verdict in report_verdicts(writer.facts):
        yield from _verdict(writer, verdict)
    for notice in (*writer.facts.notices, *_gaps(writer)):
        yield from _notice(writer, notice)


@lru_cache(maxsize=1 << 14)
def _number(value: int) -> Literal:
    return Literal(value)


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date)


def _label(writer: _Writer) -> Literal:
    header = writer.facts.header
    name = writer.vocabulary.authority(header.authority).name
    when = header.inspection_end.isoformat() if header.inspection_end else "no date"
    return Literal(f"{name}, {when} ({writer.facts.framework})", language="en")


def _report(writer: _Writer) -> Iterator[Statement]:
    facts, report = writer.facts, writer.iris.report
    yield report, RDF.type, OKG.InspectionReport
    yield report, RDFS.label, _label(writer)
    yield report, DCTERMS.title, Literal(facts.header.title)
    yield report, OKG.reportOf, writer.iris.inspection
    if facts.header.published:
        yield report, DCTERMS.issued, _day(facts.header.published)
    yield report, OKG.sourceFile, Literal(facts.source.name)
    yield report, OKG.sha256, Literal(facts.source.sha256)
    yield report, OKG.mediaType, Literal(facts.source.media_type)
    yield report, OKG.charactersInSource, _number(len(facts.source.text))
    yield report, OKG.pageCount, _number(len(facts.source.page_starts))
    yield report, OKG.paragraphCount, _number(len(facts.paragraphs))
    yield report, OKG.judgementCount, _number(len({(judgement.part, judgement.area) for judgement in facts.judgements}))
    yield report, OKG.recommendationCount, _number(_different(writer, facts.recommendations))
    yield report, OKG.converterVersion, Literal(package_version())
    yield report, OKG.vocabularyVersion, Literal(writer.vocabulary.version)
    if facts.reviews_version:
        yield report, OKG.reviewsVersion, Literal(facts.reviews_version)
    for name, passage in facts.header.evidence:
        yield report, OKG.evidence, writer.iris.passage(passage.span)
        yield writer.iris.passage(passage.span), OKG.statesField, Literal(name)
        yield from _passage(writer, passage, "front-matter")


def _inspection(writer: _Writer) -> Iterator[Statement]:
    header, inspection = writer.facts.header, writer.iris.inspection
    yield inspection, RDF.type, OKG.Inspection
    yield inspection, RDFS.label, _label(writer)
    yield inspection, OKG.inspectedAuthority, NamedNode(writer.vocabulary.authority(header.authority).iri)
    yield inspection, OKG.authorityAsPrinted, Literal(header.authority_as_printed)
    yield inspection, OKG.framework, NamedNode(writer.framework.iri)
    for prop, value in (
        (OKG.startDate, header.inspection_start and _day(header.inspection_start)),
        (OKG.endDate, header.inspection_end and _day(header.inspection_end)),
        (OKG.leadInspector, header.reporting_inspector and Literal(header.reporting_inspector)),
        (OKG.ageGroup, header.age_group and Literal(header.age_group)),
    ):
        if value:
            yield inspection, prop, value


def _section(writer: _Writer, section: Section, order: int) -> Iterator[Statement]:
    iri = writer.iris.section(section.key)
    yield iri, RDF.type, OKG.Section
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.sectionKind, _SECTION_KINDS[section.kind]
    yield iri, OKG.order, _number(order)
    if section.heading is not None:
        yield iri, OKG.heading, Literal(section.heading.quote)
    if section.part is not None:
        yield iri, OKG.part, _part(writer, section.part)
    if section.area is not None:
        yield iri, OKG.serviceArea, _area(writer, section.part or "", section.area)
    if section.first_paragraph is not None and section.last_paragraph is not None:
        yield iri, OKG.firstParagraph, _number(section.first_paragraph)
        yield iri, OKG.lastParagraph, _number(section.last_paragraph)
    grade = None if section.area is None else _official_grade(writer, section.part or "", section.area)
    if grade is not None:
        yield iri, OKG.areaGrade, _grade(writer, grade)


def _balances(writer: _Writer) -> Iterator[Statement]:
    """How many findings of each polarity each section holds."""
    found = {(f.section, f.polarity, f.topic, f.passage.span) for f in writer.facts.findings}
    counts = Counter((section, polarity) for section, polarity, _, _ in found)
    for section in writer.facts.sections:
        for polarity, prop in _COUNTS.items():
            yield writer.iris.section(section.key), prop, _number(counts[section.key, polarity])


def _official_grade(writer: _Writer, part: str, area: str) -> int | None:
    """What the record grades an area, if it does."""
    return next((j.grade("record") for j in writer.facts.judgements if (j.part, j.area) == (part, area)), None)


def _part(writer: _Writer, part: str) -> NamedNode:
    return NamedNode(next(e.iri for e in writer.framework.outline if e.kind == "part" and e.id == part))


def _area(writer: _Writer, part: str, area: str) -> NamedNode:
    return NamedNode(next(e.iri for e in writer.framework.areas if e.id == area and (e.part or "") == part))


def _grade(writer: _Writer, number: int) -> NamedNode:
    return NamedNode(next(g.iri for g in writer.framework.grades if g.number == number))


def _paragraph(writer: _Writer, paragraph: Paragraph) -> Iterator[Statement]:
    iri = writer.iris.paragraph(paragraph.number)
    yield iri, RDF.type, OKG.Paragraph
    yield iri, OKG.number, _number(paragraph.number)
    if not paragraph.printed:
        yield iri, OKG.numberLost, Literal(True)
    yield from _stretch(writer, iri, paragraph.passage, paragraph.section)


def _passage(writer: _Writer, passage: Passage, section: str, paragraph: int | None = None) -> Iterator[Statement]:
    if (passage.span, paragraph) in writer.described:
        return
    writer.described[passage.span, paragraph] = (passage.quote, section)
    iri = writer.iris.passage(passage.span)
    yield from _stretch(writer, iri, passage, section)
    if paragraph is not None:
        yield iri, OKG.inParagraph, writer.iris.paragraph(paragraph)


def _stretch(writer: _Writer, iri: NamedNode, passage: Passage, section: str) -> Iterator[Statement]:
    yield iri, RDF.type, OKG.Passage
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.inSection, writer.iris.section(section)
    yield iri, OKG.quote, Literal(passage.quote)
    yield iri, OKG.start, _number(passage.span.start)
    yield iri, OKG.end, _number(passage.span.end)
    yield iri, OKG.page, _number(writer.facts.source.page(passage.span.start))
    if passage.omits:
        yield iri, OKG.omits, Literal(" ".join(f"{omit.start}-{omit.end}" for omit in passage.omits))


def _judgement(writer: _Writer, judgement: Judgement) -> Iterator[Statement]:
    iri = writer.iris.judgement(judgement.part, judgement.area)
    yield iri, RDF.type, OKG.Judgement
    yield iri, OKG.inspection, writer.iris.inspection
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.serviceArea, _area(writer, judgement.part, judgement.area)
    section = next((s for s in writer.facts.sections if (s.part or "", s.area) == (judgement.part, judgement.area)), None)
    if section is not None:
        yield iri, OKG.section, writer.iris.section(section.key)
    official = judgement.grade("record")
    if official is not None:
        yield iri, OKG.officialGrade, _grade(writer, official)
    for statement in judgement.statements:
        yield from _grade_statement(writer, judgement, statement)
        if official is not None and statement.grade != official:
            yield iri, OKG.contradictedBy, writer.iris.statement(judgement.part, judgement.area, statement.place)


def _grade_statement(writer: _Writer, judgement: Judgement, statement: GradeStatement) -> Iterator[Statement]:
    iri = writer.iris.statement(judgement.part, judgement.area, statement.place)
    yield writer.iris.judgement(judgement.part, judgement.area), OKG.statement, iri
    yield iri, RDF.type, OKG.GradeStatement
    yield iri, OKG.place, _PLACES[statement.place]
    yield iri, OKG.grade, _grade(writer, statement.grade)
    yield iri, OKG.evidence, writer.iris.passage(statement.passage.span)
    if statement.place == "record":
        yield writer.iris.judgement(judgement.part, judgement.area), OKG.recordRow, writer.iris.passage(statement.passage.span)
    yield from _passage(writer, statement.passage, statement.section, statement.paragraph)


def _recommendations(writer: _Writer) -> Iterator[Statement]:
    """A bullet that its list repeats is one recommendation, resting on each of its passages."""
    described: set[NamedNode] = set()
    for order, recommendation in enumerate(writer.facts.recommendations, start=1):
        iri = writer.iris.recommendation(recommendation.part, recommendation.timescale, recommendation.text)
        if iri not in described:
            yield from _recommendation(writer, iri, recommendation, order)
            described.add(iri)
        yield iri, OKG.evidence, writer.iris.passage(recommendation.passage.span)
        yield from _passage(writer, recommendation.passage, recommendation.section)


def _recommendation(writer: _Writer, iri: NamedNode, recommendation: Recommendation, order: int) -> Iterator[Statement]:
    yield iri, RDF.type, OKG.Recommendation
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.inspection, writer.iris.inspection
    yield iri, OKG.order, _number(order)
    yield iri, OKG.text, Literal(recommendation.text)
    if recommendation.part:
        yield iri, OKG.part, _part(writer, recommendation.part)
    timescale = next((t.iri for t in writer.framework.timescales if t.id == recommendation.timescale), None)
    if timescale is not None:
        yield iri, OKG.timescale, NamedNode(timescale)
    for topic in recommendation.topics:
        yield iri, OKG.topic, NamedNode(f"{RESOURCES}topic/{topic}")
    for addressee in recommendation.addressees:
        yield iri, OKG.addresseeName, Literal(addressee.name)


def _finding(writer: _Writer, finding: Finding) -> Iterator[Statement]:
    iri = writer.iris.of_finding(finding)
    yield iri, RDF.type, OKG.Finding
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.topic, NamedNode(f"{RESOURCES}topic/{finding.topic}")
    yield iri, OKG.polarity, NamedNode(f"{RESOURCES}polarity/{finding.polarity}")
    yield iri, OKG.evidence, writer.iris.passage(finding.passage.span)
    yield from _passage(writer, finding.passage, finding.section, finding.paragraph)
    if finding.review:
        yield iri, OKG.review, NamedNode(finding.review.iri)
        yield iri, OKG.reviewNote, Literal(finding.review.note)


def _repetitions(writer: _Writer) -> Iterator[Statement]:
    """The clauses of findings that stand again, word for word, in a later paragraph of another section."""
    places: dict[str, list[tuple[int, str, Span]]] = {}
    for (span, paragraph), (quote, section) in writer.described.items():
        if paragraph is not None:
            places.setdefault(quote, []).append((paragraph, section, span))
    for finding in writer.facts.findings:
        for paragraph, section, span in places[finding.passage.quote]:
            if paragraph > finding.paragraph and section != finding.section:
                yield writer.iris.report, OKG.repeats, writer.iris.passage(finding.passage.span)
                yield writer.iris.passage(finding.passage.span), OKG.repeatedBy, writer.iris.passage(span)


def _reviewed_sections(writer: _Writer) -> Iterator[Statement]:
    """Tells of each section that people have decided about findings in it, rejected ones included."""
    sections = {paragraph.number: paragraph.section for paragraph in writer.facts.paragraphs}
    reviews: dict[str, list[FindingReview]] = {}
    for review in writer.facts.reviews:
        if isinstance(review, FindingReview):
            reviews.setdefault(sections[review.paragraph], []).append(review)
    for section, found in reviews.items():
        yield writer.iris.section(section), OKG.reviewNote, Literal(rests_on(found))


def _verdict(writer: _Writer, found: ReportVerdict) -> Iterator[Statement]:
    verdict = found.verdict
    iri = writer.iris.verdict(verdict.topic)
    yield iri, RDF.type, OKG.Verdict
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.inspection, writer.iris.inspection
    yield iri, OKG.topic, NamedNode(f"{RESOURCES}topic/{verdict.topic}")
    yield iri, OKG.verdictValue, VERDICT_VALUES[verdict.verdict]
    yield iri, OKG.strengthCount, _number(verdict.strengths)
    yield iri, OKG.adequateCount, _number(verdict.adequate)
    yield iri, OKG.weaknessCount, _number(verdict.weaknesses)
    concerned = (r for r in writer.facts.recommendations if verdict.topic in r.topics)
    yield iri, OKG.recommendationCount, _number(_different(writer, concerned))
    for finding in writer.facts.findings:
        if finding.topic == verdict.topic:
            yield iri, OKG.basedOn, writer.iris.of_finding(finding)
    if found.review:
        yield iri, OKG.review, NamedNode(found.review.iri)
    if found.note:
        yield iri, OKG.reviewNote, Literal(found.note)


def _different(writer: _Writer, recommendations: Iterable[Recommendation]) -> int:
    """How many recommendations these are, those counted once that a list repeats."""
    return len({writer.iris.recommendation(r.part, r.timescale, r.text) for r in recommendations})


def _gaps(writer: _Writer) -> Iterator[Notice]:
    """What the report should state by its framework, and does not."""
    for area in writer.framework.areas:
        if area.required and _official_grade(writer, area.part or "", area.id) is None:
            label = area.headings[0]
            yield Notice(NO_GRADE, f"The graph holds no official grade for {label}.", area.key)


def _notice(writer: _Writer, notice: Notice) -> Iterator[Statement]:
    iri = writer.iris.notice(notice)
    yield iri, RDF.type, OKG.Notice
    yield iri, OKG.inReport, writer.iris.report
    yield iri, OKG.code, Literal(notice.code)
    yield iri, OKG.message, Literal(notice.message)
    if notice.subject:
        yield iri, OKG.subject, Literal(notice.subject)
