"""What a knowledge graph holds, report by report: the table that a first look wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.rdf.namespaces import OKG
from ofsted_kg.store import EmbeddedStore, Term

REPORTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?report ?authority ?start ?end ?published ?inspector ?paragraphs
WHERE {
  GRAPH ?report {
    ?report a okg:InspectionReport ;
      okg:reportOf ?inspection ;
      okg:paragraphCount ?paragraphs .
    ?inspection okg:inspectedAuthority ?local_authority .
    OPTIONAL { ?report dcterms:issued ?published }
    OPTIONAL { ?inspection okg:startDate ?start }
    OPTIONAL { ?inspection okg:endDate ?end }
    OPTIONAL { ?inspection okg:leadInspector ?inspector }
  }
  GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { ?local_authority skos:prefLabel ?authority }
}
ORDER BY ?authority ?end STR(?report)
"""

COUNTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?report ?class (COUNT(?thing) AS ?number)
WHERE {
  VALUES ?class { okg:Judgement okg:Recommendation }
  GRAPH ?report { ?thing a ?class }
}
GROUP BY ?report ?class
"""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """One report of the graph; dates in ISO 8601, empty where the report prints none."""

    report: str
    """IRI of the report."""
    authority: str
    start: str
    end: str
    published: str
    inspector: str
    paragraphs: int
    judgements: int
    recommendations: int
    triples: int
    """In the report's own graph."""


def summarise(store: EmbeddedStore) -> tuple[ReportSummary, ...]:
    """The reports of a store, by authority and date."""
    counts = {(_text(report), _text(kind)): int(_text(number)) for report, kind, number in store.query(COUNTS)}
    triples = {graph.graph: graph.triples for graph in store.graphs()}
    return tuple(_summary([_text(term) for term in row], counts, triples) for row in store.query(REPORTS))


def _summary(row: list[str], counts: dict[tuple[str, str], int], triples: dict[str, int]) -> ReportSummary:
    report, authority, start, end, published, inspector, paragraphs = row
    return ReportSummary(
        report=report,
        authority=authority,
        start=start,
        end=end,
        published=published,
        inspector=inspector,
        paragraphs=int(paragraphs),
        judgements=counts.get((report, OKG.Judgement.value), 0),
        recommendations=counts.get((report, OKG.Recommendation.value), 0),
        triples=triples[report],
    )


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
