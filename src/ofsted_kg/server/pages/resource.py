"""The page of any other resource: what is said of it, and by which graph."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from ofsted_kg.answers import Resource
from ofsted_kg.labels import tail
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.server.lookups import about, names, passages_of
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.refusals import not_found

_MOST = 500
Value = Resource | str


def resource(asked: Asked) -> Content:
    """What the page of a resource shows."""
    try:
        thing = NamedNode(RESOURCES + asked.path["rest"])
    except ValueError:
        raise not_found("there is nothing here") from None
    rows = about(asked.edition.store, thing).rows[:_MOST]
    if not rows:
        raise not_found("there is nothing here")
    known = names(asked.edition.store, {term for row in rows for term in row if isinstance(term, NamedNode)} | {thing})
    statements = [(_named(row[1], known), _named(row[2], known), _named(row[0], known)) for row in rows]
    return {
        "iri": thing.value,
        "label": known.get(thing.value) or tail(thing.value),
        "statements": statements,
        "statements_table": Download("resource", {"thing": thing.value}),
        "passages": passages_of(asked.edition.store, thing),
    }


def _named(term: object, known: dict[str, str]) -> Value:
    if isinstance(term, NamedNode):
        return Resource(term.value, known.get(term.value) or tail(term.value))
    return term.value if isinstance(term, Literal) else str(term)
