"""How much the graph holds: subjects, entities, and partitions by class and property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.binding import values_row
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.store import SparqlStore

_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
_ENTITIES: Final = """\
SELECT (COUNT(DISTINCT ?s) AS ?n)
WHERE {
VALUES ?space { UNDEF }
  GRAPH ?g { ?s ?p ?o }
  FILTER(ISIRI(?s) && STRSTARTS(STR(?s), ?space))
}
"""
_CLASSES: Final = """\
SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s a ?class } } GROUP BY ?class
"""
_PROPERTIES: Final = "SELECT ?property (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?property ?o } } GROUP BY ?property"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers over all graphs; a statement of two graphs counts twice, a subject once."""

    subjects: int
    entities: int
    """Subjects below the base of the resources."""
    classes: dict[str, int]
    """Instances by class."""
    properties: dict[str, int]
    """Statements by property."""


def count(store: SparqlStore) -> Counts:
    """The numbers, by queries that read everything."""
    entities = _ENTITIES.replace("VALUES ?space { UNDEF }", values_row("space", [Literal(RESOURCES)]))
    return Counts(
        subjects=_number(store, _SUBJECTS),
        entities=_number(store, entities),
        classes=_numbers(store, _CLASSES),
        properties=_numbers(store, _PROPERTIES),
    )


def _number(store: SparqlStore, sparql: str) -> int:
    return next(int(value.value) for (value,) in store.query(sparql) if isinstance(value, Literal))


def _numbers(store: SparqlStore, sparql: str) -> dict[str, int]:
    rows = store.query(sparql)
    found = ((key.value, number.value) for key, number in rows if isinstance(key, NamedNode) and isinstance(number, Literal))
    return {iri: int(number) for iri, number in sorted(found)}
