from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple, parse

from ofsted_kg.rdf.in_memory import n_triples, rdflib_graph

TURTLE = b"""
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:b ex:c, _:d, "plain", "words"@en, 7, "2020-02-03"^^xsd:date, true, "x\\ny \\"z\\"", "no date"^^xsd:date .
"""


def test_a_graph_holds_the_same_terms_as_rdflib_would_read() -> None:
    from rdflib import Graph

    expected = Graph().parse(data=TURTLE.decode().replace(", _:d", ""), format="turtle")
    read = rdflib_graph(quad.triple for quad in parse(TURTLE.replace(b", _:d", b""), format=_turtle()))
    assert set(read) == set(expected)
    assert len(read) == 8


def test_terms_are_written_back_as_they_were() -> None:
    triples = [quad.triple for quad in parse(TURTLE, format=_turtle())]
    assert sorted(n_triples(value) for value in rdflib_graph(triples).objects()) == sorted(str(t.object) for t in triples)


def test_a_statement_counts_once() -> None:
    triple = Triple(NamedNode("a:a"), NamedNode("a:b"), Literal("c"))
    assert len(rdflib_graph([triple, triple])) == 1


def test_a_statement_about_a_statement_is_refused() -> None:
    quoted = Triple(NamedNode("a:a"), NamedNode("a:b"), BlankNode("c"))
    with pytest.raises(TypeError, match="statements about statements"):
        rdflib_graph([Triple(NamedNode("a:a"), NamedNode("a:b"), quoted)])


def _turtle() -> object:
    from pyoxigraph import RdfFormat

    return RdfFormat.TURTLE
