"""What the page of a report shows of its text, read from the report's graph.

The parts of a query are sub-selects, so that the engine goes through each property once and joins them by their hashes.
To look up what it says of one passage after the other takes it five times as long.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, cast

from pyoxigraph import Literal, NamedNode

from ofsted_kg.answers import Resource
from ofsted_kg.labels import Labels
from ofsted_kg.server.pages.marks import Finding
from ofsted_kg.store import EmbeddedStore

SECTIONS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?order ?section ?kind ?heading
WHERE {
  GRAPH ?report {
    ?section okg:sectionKind ?kind ; okg:order ?order .
    OPTIONAL { ?section okg:heading ?heading }
  }
}
"""

OUTSIDE: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?passage ?section ?quote ?start ?number ?page ?lost ?field
WHERE {
  { SELECT * { GRAPH ?report { ?passage okg:inSection ?section } } }
  MINUS { SELECT * { GRAPH ?report { ?passage okg:inParagraph ?within } } }
  { SELECT * { GRAPH ?report { ?passage okg:start ?start } } }
  { SELECT * { GRAPH ?report { ?passage okg:quote ?quote } } }
  OPTIONAL { SELECT * { GRAPH ?report { ?passage okg:number ?number } } }
  OPTIONAL { SELECT * { GRAPH ?report { ?report okg:pageCount ?pages . ?passage okg:page ?page FILTER(?pages > 1) } } }
  OPTIONAL { SELECT * { GRAPH ?report { ?passage okg:numberLost ?lost } } }
  OPTIONAL { SELECT * { GRAPH ?report { ?passage okg:statesField ?field } } }
}
"""

INSIDE: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?number ?start ?topic ?passage ?finding ?quote ?polarity ?review
WHERE {
  { SELECT * { GRAPH ?report { ?within okg:number ?number } } }
  { SELECT * { GRAPH ?report { ?passage okg:inParagraph ?within } } }
  { SELECT * { GRAPH ?report { ?passage okg:start ?start } } }
  OPTIONAL { SELECT * {
    { SELECT * { GRAPH ?report { ?finding okg:polarity ?polarity } } }
    { SELECT * { GRAPH ?report { ?finding okg:topic ?topic } } }
    { SELECT * { GRAPH ?report { ?finding okg:evidence ?passage } } }
    { SELECT * { GRAPH ?report { ?passage okg:quote ?quote } } }
    OPTIONAL { SELECT * { GRAPH ?report { ?finding okg:reviewNote ?review } } }
  } }
}
"""

STATEMENTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?order ?place ?passage ?judgement ?area ?part ?grade ?notation
WHERE {
  { SELECT * { GRAPH ?report { ?judgement okg:statement ?statement } } }
  { SELECT * { GRAPH ?report { ?judgement okg:serviceArea ?area } } }
  { SELECT * { GRAPH ?report { ?statement okg:place ?place } } }
  { SELECT * { GRAPH ?report { ?statement okg:grade ?grade } } }
  { SELECT * { GRAPH ?report { ?statement okg:evidence ?passage } } }
  { SELECT * { GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { ?area okg:order ?order } } }
  { SELECT * { GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { ?grade skos:notation ?notation } } }
  OPTIONAL { SELECT * { GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { ?area okg:part ?part } } }
}
"""

VERDICTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?topic ?verdict ?strengths ?adequate ?weaknesses
WHERE {
  { SELECT * { GRAPH ?report { ?sum okg:verdictValue ?verdict } } }
  { SELECT * { GRAPH ?report { ?sum okg:topic ?topic } } }
  { SELECT * { GRAPH ?report { ?sum okg:strengthCount ?strengths } } }
  { SELECT * { GRAPH ?report { ?sum okg:adequateCount ?adequate } } }
  { SELECT * { GRAPH ?report { ?sum okg:weaknessCount ?weaknesses } } }
}
"""

NOTICES: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?code ?subject ?message ?notice
WHERE {
  {
    GRAPH ?report { ?notice okg:code ?code ; okg:message ?message }
    OPTIONAL { GRAPH ?report { ?notice okg:subject ?subject } }
  }
  UNION {
    GRAPH <https://w3id.org/ofsted-kg/id/derived> { ?notice okg:inReport ?report ; okg:code ?code ; okg:message ?message }
    OPTIONAL { GRAPH <https://w3id.org/ofsted-kg/id/derived> { ?notice okg:subject ?subject } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the report."""

    iri: str
    kind: str
    """IRI of the kind of section that it is."""
    words: str
    """Empty where it prints none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or something quoted that stands in none."""

    iri: str
    section: str
    quote: str
    start: int
    number: int
    """Of the paragraph; 0 for what is none."""
    page: int
    """Of the file; 0 where that has no pages."""
    number_lost: bool
    field: str
    """What of the front matter it states."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A place that prints a grade."""

    judgement: str
    area: Resource
    part: Resource | None
    place: str
    """IRI of the kind of place that it is."""
    grade: Resource
    grade_number: int
    passage: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands within a paragraph, as printed."""

    passages: list[str] = field(default_factory=list)
    """IRIs; one of a passage for each finding that rests on it."""
    findings: list[Finding] = field(default_factory=list)

    def on(self, topic: Resource | None) -> list[Finding]:
        """The findings on a topic; on any where none is chosen."""
        return [finding for finding in self.findings if finding.topic == topic] if topic else self.findings


class ReportRows:
    """Rows of one report."""

    def __init__(self, store: EmbeddedStore, labels: Labels, report: str) -> None:
        """Read nothing yet."""
        self._store = store
        self._labels = labels
        self._report = str(NamedNode(report))
        self._named: dict[str, Resource] = {}

    def headings(self) -> list[Heading]:
        """The sections as printed."""
        rows = sorted(self._rows(SECTIONS), key=lambda row: int(row[0]))
        return [Heading(*about) for _, *about in rows]

    def passages(self) -> list[Passage]:
        """All that stands in no paragraph, the paragraphs by number among it; once for each field that it states."""
        found = [
            Passage(iri, section, quote, int(start), int(number or 0), int(page or 0), bool(lost), field)
            for iri, section, quote, start, number, page, lost, field in self._rows(OUTSIDE)
        ]
        return sorted(found, key=lambda one: (one.number, one.start, one.field, one.iri))

    def statements(self) -> list[Statement]:
        """The places that print a grade, by service area and kind of place."""
        rows = sorted(self._rows(STATEMENTS), key=lambda row: (int(row[0]), *row[1:3]))
        return [
            Statement(
                judgement=judgement,
                area=self._resource(area),
                part=self._resource(part) if part else None,
                place=place,
                grade=self._resource(grade),
                grade_number=int(notation),
                passage=passage,
            )
            for _, place, passage, judgement, area, part, grade, notation in rows
        ]

    def verdicts(self) -> list[tuple[Resource, Resource, int, int, int]]:
        """Topic, verdict and numbers of strengths, adequate and weaknesses, by topic."""
        return [
            (self._resource(topic), self._resource(verdict), int(strengths), int(adequate), int(weaknesses))
            for topic, verdict, strengths, adequate, weaknesses in sorted(self._rows(VERDICTS))
        ]

    def notices(self) -> list[tuple[str, str | None, str]]:
        """Code, subject and message of what could not be read as printed, by code and subject."""
        rows = sorted(self._rows(NOTICES), key=itemgetter(0, 1, 3))
        return [(code, subject or None, message) for code, subject, message, _ in rows]

    def inside(self) -> dict[int, Inside]:
        """What stands within paragraphs, by their numbers."""
        found: defaultdict[int, Inside] = defaultdict(Inside)
        rows = sorted(self._rows(INSIDE), key=lambda row: (int(row[1]), *row[2:5]))
        for number, start, topic, passage, iri, quote, polarity, review in rows:
            within = found[int(number)]
            within.passages.append(passage)
            if iri:
                about = self._resource(topic), self._resource(polarity)
                within.findings.append(Finding(iri, *about, passage, quote, int(start), review))
        return found

    def _rows(self, query: str) -> list[list[str]]:
        """Rows with the value of each term, empty where there is none."""
        # the report's IRI as the RDF library writes it
        rows = self._store.query(query.replace("?report", self._report)).rows
        return [
            ["" if term is None else term.value for term in cast("tuple[NamedNode | Literal | None, ...]", row)] for row in rows
        ]

    def _resource(self, iri: str) -> Resource:
        if iri not in self._named:
            self._named[iri] = Resource(iri, self._labels.label(iri))
        return self._named[iri]
