"""Small queries that are no question of anybody's: all of a graph, all about one resource, what its parts are called.

As in stored questions, a value goes into a query in place of one whole ``VALUES`` row, serialised by the RDF library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_kg.binding import values_row
from ofsted_kg.rdf.namespaces import ONTOLOGY, RESOURCES
from ofsted_kg.store import EmbeddedStore, Solutions, Triples

GRAPH: Final = """\
CONSTRUCT { ?s ?p ?o }
WHERE {
VALUES ?graph { UNDEF }
  GRAPH ?graph { ?s ?p ?o }
}
"""

ABOUT: Final = """\
SELECT ?graph ?property ?value
WHERE {
VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing ?property ?value }
}
ORDER BY ?graph ?property ?value
"""

DESCRIPTION: Final = """\
CONSTRUCT { ?thing ?property ?value }
WHERE {
VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing ?property ?value }
}
"""

NAMES: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing (MIN(STR(?name)) AS ?label)
WHERE {
VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing rdfs:label|skos:prefLabel|okg:heading ?name }
}
GROUP BY ?thing
"""

PLACE: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?paragraph
WHERE {
VALUES ?thing { UNDEF }
  GRAPH ?graph {
    ?thing okg:evidence? ?passage .
    ?passage okg:inParagraph?/okg:number ?paragraph .
  }
}
ORDER BY ?paragraph
LIMIT 1
"""

SAYING: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?report ?quote (MIN(STR(?passage)) AS ?first)
WHERE {
VALUES ?quote { UNDEF }
  GRAPH ?report { ?passage okg:quote ?quote }
}
GROUP BY ?report ?quote
"""

EVIDENCE: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?passage ?quote
WHERE {
VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing okg:statement?/okg:evidence ?passage . ?passage okg:quote ?quote }
}
ORDER BY ?passage
"""

COUNTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?report ?property (COUNT(*) AS ?number)
WHERE {
  VALUES ?property { okg:recordRow okg:text okg:verdictValue }
  GRAPH ?report { ?thing ?property ?value }
}
GROUP BY ?report ?property
"""

VERDICTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?topic ?verdict (COUNT(*) AS ?reports) (SUM(?strengths + ?adequate + ?weaknesses) AS ?findings)
WHERE {
  { SELECT * { GRAPH ?report { ?sum okg:verdictValue ?verdict } } }
  { SELECT * { GRAPH ?report { ?sum okg:topic ?topic } } }
  { SELECT * { GRAPH ?report { ?sum okg:strengthCount ?strengths } } }
  { SELECT * { GRAPH ?report { ?sum okg:adequateCount ?adequate } } }
  { SELECT * { GRAPH ?report { ?sum okg:weaknessCount ?weaknesses } } }
}
GROUP BY ?topic ?verdict
"""

_COUNTED: Final = {
    f"{ONTOLOGY}recordRow": "grades",
    f"{ONTOLOGY}text": "recommendations",
    f"{ONTOLOGY}verdictValue": "verdicts",
}

_USES: Final = (
    *("inspectedAuthority", "framework", "part", "serviceArea", "grade", "officialGrade", "timescale", "topic", "polarity"),
    "agencyType",
)
"""Properties by which reports speak of concepts."""

# to look for one use of each concept takes the same time whatever the number of reports
USED: Final = f"""\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?concept
WHERE {{
  GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> {{ ?concept skos:prefLabel ?label }}
  FILTER({
    " || ".join(
        f"EXISTS {{ GRAPH ?graph {{ ?thing okg:{name} ?concept }} FILTER(STRSTARTS(STR(?graph), '{RESOURCES}report/')) }}"
        for name in _USES
    )
})
}}
"""


def graph_triples(store: EmbeddedStore, graphs: Iterable[NamedNode]) -> tuple[Triple, ...]:
    """All triples of some named graphs, each once."""
    found = store.run(with_terms(GRAPH, "graph", graphs))
    return found.triples if isinstance(found, Triples) else ()


def description(store: EmbeddedStore, thing: NamedNode) -> tuple[Triple, ...]:
    """All that is said of one resource."""
    found = store.run(with_terms(DESCRIPTION, "thing", [thing]))
    return found.triples if isinstance(found, Triples) else ()


def about(store: EmbeddedStore, thing: NamedNode) -> Solutions:
    """Graph, property and value of each statement about a resource."""
    return store.query(with_terms(ABOUT, "thing", [thing]))


def names(store: EmbeddedStore, things: Iterable[NamedNode]) -> dict[str, str]:
    """What resources are called, by IRI; those without a name are left out."""
    wanted = list(things)
    if not wanted:
        return {}
    return {
        getattr(thing, "value", ""): getattr(label, "value", "")
        for thing, label in store.query(with_terms(NAMES, "thing", wanted))
    }


def paragraph_of(store: EmbeddedStore, thing: NamedNode) -> int | None:
    """Number of the paragraph that a resource stands in, where it stands in one."""
    rows = store.query(with_terms(PLACE, "thing", [thing])).rows
    return next((int(getattr(row[0], "value", "0")) for row in rows), None)


def with_terms(query: str, variable: str, terms: Iterable[NamedNode]) -> str:
    """A query with terms in the row of a variable."""
    return query.replace(f"VALUES ?{variable} {{ UNDEF }}", values_row(variable, terms))


def passages_saying(store: EmbeddedStore, quotes: Iterable[str]) -> dict[tuple[str, str], str]:
    """IRI of the first passage of each report with some words, by report and words."""
    wanted = [Literal(quote) for quote in quotes]
    if not wanted:
        return {}
    rows = store.query(SAYING.replace("VALUES ?quote { UNDEF }", values_row("quote", wanted)))
    return {(_text(report), _text(quote)): _text(passage) for report, quote, passage in rows}


def passages_of(store: EmbeddedStore, thing: NamedNode) -> list[tuple[str, str]]:
    """IRI and words of each passage that a resource rests on."""
    return [(_text(passage), _text(quote)) for passage, quote in store.query(with_terms(EVIDENCE, "thing", [thing]))]


def used_concepts(store: EmbeddedStore) -> frozenset[str]:
    """IRIs of the concepts of the vocabulary that reports speak of."""
    return frozenset(_text(concept) for (concept,) in store.query(USED))


def counts_by_report(store: EmbeddedStore) -> dict[str, Counter[str]]:
    """How many ``grades``, ``recommendations`` and ``verdicts`` each report holds, by its IRI."""
    found: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED.values()}
    for report, counted, number in store.query(COUNTS):
        found[_COUNTED[_text(counted)]][_text(report)] = int(_text(number))
    return found


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many reports come to one verdict on a topic, and from how many findings."""

    topic: str
    verdict: str
    reports: int
    findings: int


def verdict_counts(store: EmbeddedStore) -> list[VerdictCount]:
    """Verdicts of all reports, by topic and value."""
    rows = sorted(tuple(map(_text, row)) for row in store.query(VERDICTS))
    return [VerdictCount(topic, verdict, int(reports), int(findings)) for topic, verdict, reports, findings in rows]


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))
