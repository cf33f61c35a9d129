"""What two graphs must share to say the same, and what they need not."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from ofsted_kg.remote.by_value import same_graph

PREFIXES = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def graph(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (':a :p "007"^^xsd:integer', ":a :p 7"),
        (':a :p "-0"^^xsd:integer', ":a :p 0"),
        (":a :p 100", ':a :p "100"^^xsd:nonNegativeInteger'),
        (":a :p 1.50", ":a :p 1.5"),
        (':a :p "1"^^xsd:boolean', ":a :p true"),
        (':a :p "x"@en-GB', ':a :p "x"@en-gb'),
        (':a :p "2011-12-09Z"^^xsd:date', ':a :p "2011-12-09+00:00"^^xsd:date'),
        (":a :p [ :q 1 ], [ :q 2 ]", ":a :p _:z, _:y . _:y :q 01 . _:z :q 2"),
        (":a :p 1 . :b :p 2", ":b :p 2 . :a :p 1, 1"),
    ],
)
def test_what_a_store_may_change_makes_no_difference(one: str, other: str) -> None:
    assert same_graph(graph(f"{one} ."), graph(f"{other} ."))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (':a :p "7"', ":a :p 7"),
        (':a :p "x"@en', ':a :p "x"'),
        (":a :p 1.5", ":a :p 1.05"),
        (":a :p [ :q 1 ], [ :q 2 ]", ":a :p [ :q 1, 2 ], []"),
        (':a :p "x "', ':a :p "x"'),
        (":a :p :b", ":a :p :b, :c"),
        (':a :p "many"^^xsd:integer', ":a :p 1"),
    ],
)
def test_what_a_graph_says_otherwise_makes_a_difference(one: str, other: str) -> None:
    assert not same_graph(graph(f"{one} ."), graph(f"{other} ."))
