"""Graphs compared by value: what two stores hold is equal though they write it differently.

Stores change lexical forms ("007" to 7), kinds of integers to integer, the case of language tags and the names of blank
nodes; none of these changes what a graph says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, Quad, Triple

from ofsted_kg.rdf.namespaces import XSD

_TRUE_OR_FALSE: Final = {"1": "true", "0": "false"}
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = frozenset(
    _XSD + kind
    for kind in """
        integer byte short int long unsignedByte unsignedShort unsignedInt unsignedLong
        nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger
    """.split()
)
_UTC: Final = re.compile(r"(Z|[+-]00:00)$")


def same_graph(one: Iterable[Triple], other: Iterable[Triple]) -> bool:
    """Whether two graphs say the same."""
    return by_value(one) == by_value(other)


def by_value(graph: Iterable[Triple]) -> frozenset[str]:
    """The statements of a graph in a form that is equal wherever what they say is."""
    plain = [Triple(t.subject, t.predicate, _canonical(t.object) if isinstance(t.object, Literal) else t.object) for t in graph]
    if not any(isinstance(term, BlankNode) for triple in plain for term in (triple.subject, triple.object)):
        return frozenset(map(str, plain))
    dataset = Dataset(Quad(*triple) for triple in plain)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad.triple) for quad in dataset)


def _canonical(literal: Literal) -> Literal:
    if literal.language:
        return Literal(literal.value, language=literal.language.lower())
    text = literal.value.strip()
    if literal.datatype.value in _INTEGERS:
        return Literal(_number(text), datatype=XSD.integer)
    if literal.datatype == XSD.decimal:
        return Literal(_number(text), datatype=XSD.decimal)
    if literal.datatype == XSD.boolean:
        return Literal(_TRUE_OR_FALSE.get(text, text), datatype=literal.datatype)
    if literal.datatype == XSD.date:
        return Literal(_UTC.sub("Z", text), datatype=literal.datatype)
    return literal


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return format(number.normalize(), "f") if number else "0"
