"""What a query is like, and what that is remembered for."""

from __future__ import annotations

import pytest

from ofsted_kg.server.shapes import Shapes

ASKED = 'SELECT ?o { <http://a/1> <http://a/p> ?o FILTER(STR(?o) != "x") } LIMIT 7'


@pytest.mark.parametrize(
    ("query", "is_known"),
    [
        (ASKED, True),
        ('SELECT ?o { <http://a/2> <http://a/q> ?o FILTER(STR(?o) != "y") } LIMIT 123', True),
        ("SELECT ?o { ?s <http://a/p> ?o FILTER(STR(?o) != 'x') } LIMIT 7", False),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c }", False),
    ],
    ids=["itself", "other values", "a variable in place of a value", "another query"],
)
def test_a_query_is_known_by_all_but_its_values(query: str, is_known: bool) -> None:
    shapes = Shapes()
    shapes.learn(ASKED)
    assert shapes.knows(query) is is_known


def test_the_shapes_learned_first_are_forgotten_first() -> None:
    shapes = Shapes()
    queries = [f"SELECT ?v{'x' * number} {{}}" for number in range(600)]
    for query in queries:
        shapes.learn(query)
    assert [shapes.knows(query) for query in queries] == [False] * 88 + [True] * 512


def test_a_shape_that_is_met_again_is_not_forgotten() -> None:
    shapes = Shapes()
    for number in range(600):
        shapes.learn(ASKED)
        shapes.learn(f"SELECT ?v{'x' * number} {{}}")
    assert shapes.knows(ASKED)


def test_a_query_that_is_very_long_is_not_learned() -> None:
    shapes, query = Shapes(), "SELECT * {}" + " " * 10_000
    shapes.learn(query)
    assert not shapes.knows(query)
