"""Small queries that are no question of anybody's: all of a graph, all about one resource, what its parts are called.

As in stored questions, a value goes into a query in place of one whole ``VALUES`` row, serialised by the RDF library.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_kg.binding import values_row
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
  VALUES ?property { rdfs:label skos:prefLabel okg:heading }
  GRAPH ?graph { ?thing ?property ?name }
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

USED: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?concept
WHERE {
  VALUES ?property {
    okg:inspectedAuthority okg:framework okg:part okg:serviceArea okg:grade okg:officialGrade okg:timescale okg:topic
    okg:polarity okg:agencyType
  }
  GRAPH ?report { ?report a okg:InspectionReport . ?thing ?property ?concept }
}
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


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))
