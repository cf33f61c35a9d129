"""Statements as an rdflib graph in memory, for the libraries that need one.

Several times quicker than rdflib's own parsers: pyoxigraph parses, each term is made once, and the store keeps no named
graphs apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Identifier, Node

Term = NamedNode | BlankNode | Literal | Triple

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """A graph of these statements; TypeError for a statement about a statement."""
    import rdflib

    from ofsted_kg.rdf.quick_store import QuickStore

    terms = _Terms()
    with _without_complaints():
        statements = [(terms[triple.subject], terms[triple.predicate], terms[triple.object]) for triple in triples]
    return rdflib.Graph(store=QuickStore(statements), bind_namespaces="none")


@contextmanager
def _without_complaints() -> Iterator[None]:
    """Stop rdflib from printing a traceback for each value that does not fit its datatype: a shape says so, in words."""
    log = logging.getLogger("rdflib.term")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


class _Terms(dict[Term, "Identifier"]):
    """The rdflib term of each pyoxigraph term, made when first asked for."""

    def __missing__(self, term: Term) -> Identifier:
        made = self[term] = _rdflib_term(term)
        return made


def _rdflib_term(term: Term) -> Identifier:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        kind = None if term.language or term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    raise TypeError(f"{term}: statements about statements are not supported")


def n_triples(term: Node) -> str:
    """An rdflib term as N-Triples writes it."""
    import rdflib

    if isinstance(term, rdflib.Literal):
        datatype = NamedNode(str(term.datatype)) if term.datatype else None
        return str(Literal(str(term), language=term.language) if term.language else Literal(str(term), datatype=datatype))
    return f"_:{term}" if isinstance(term, rdflib.BNode) else f"<{term}>"
