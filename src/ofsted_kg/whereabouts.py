"""What a node of a report's graph is called, and where in the report a reader should look.

The graph is rdflib's, with what the vocabulary says of its terms.  Everything is in words: no IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ofsted_kg.rdf.namespaces import DCTERMS, OKG, RDF, RDFS, SKOS

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import NamedNode
    from rdflib.term import Node

_NAMES: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
_TELLING: Final = (OKG.number, OKG.serviceArea, OKG.topic, OKG.place, OKG.heading, OKG.code, OKG.text, OKG.quote)
"""What tells a node without a name from the others of its class, the most telling first."""
_PLACES: Final = {OKG.Inline.value: "heading"}
_LENGTH: Final = 80


def label(graph: rdflib.Graph, node: Node) -> str:
    """What a node is: ``judgement "Overall effectiveness" (Safeguarding services)``, ``paragraph 14``."""
    name = _first(graph, node, _NAMES)
    kind = " ".join(_in_words(kind) for kind in sorted(map(str, _values(graph, node, RDF.type)))[:1])
    if name:
        return f"{kind} {name}".strip()
    return " ".join(filter(None, (kind or "unknown thing", _telling(graph, node)))) + _part(graph, node)


def where(graph: rdflib.Graph, nodes: Iterable[Node | None]) -> str:
    """Where to look, by the first of the nodes that knows; empty where none does."""
    found = (_places(graph, node) for node in nodes if node is not None)
    return "; ".join(next(filter(None, found), []))


def _places(graph: rdflib.Graph, node: Node) -> list[str]:
    statements = sorted(_values(graph, node, OKG.statement), key=str)
    return [_statement(graph, s) for s in statements] or [_passage(graph, p) for p in _passages(graph, node)]


def _statement(graph: rdflib.Graph, statement: Node) -> str:
    """``narrative "Good": paragraph 57: "..."``."""
    place, grade = (_value(graph, statement, prop) for prop in (OKG.place, OKG.grade))
    words = f"{_PLACES.get(str(place), _in_words(str(place or '')))} {_quoted(_name(graph, grade))}".strip()
    return ": ".join((words, *(_passage(graph, passage) for passage in _passages(graph, statement))))


def _passages(graph: rdflib.Graph, node: Node) -> list[Node]:
    if _value(graph, node, OKG.quote) is not None:
        return [node]
    return sorted(_values(graph, node, OKG.evidence), key=lambda p: (_start(graph, p), str(p)))


def _start(graph: rdflib.Graph, passage: Node) -> int:
    start = str(_value(graph, passage, OKG.start))
    return int(start) if start.isdecimal() else 0


def _passage(graph: rdflib.Graph, passage: Node) -> str:
    """``paragraph 14: "..."``, or the heading of the section where the passage stands in no paragraph."""
    paragraph = _value(graph, passage, OKG.inParagraph) or passage
    number = _value(graph, paragraph, OKG.number)
    section = _value(graph, passage, OKG.inSection)
    place = f"paragraph {number}" if number is not None else _section(graph, section)
    return ": ".join(filter(None, (place, _quoted(str(_value(graph, passage, OKG.quote) or "")))))


def _section(graph: rdflib.Graph, section: Node | None) -> str:
    if section is None:
        return ""
    heading = _value(graph, section, OKG.heading)
    return (
        f"section {_quoted(str(heading).rstrip(' :'))}"
        if heading
        else _in_words(str(_value(graph, section, OKG.sectionKind) or "section"))
    )


def _telling(graph: rdflib.Graph, node: Node) -> str:
    for prop in _TELLING:
        value = _value(graph, node, prop)
        if value is not None:
            return str(value) if prop == OKG.number else _quoted(_name(graph, value))
    return str(node).rsplit("/", 1)[-1]


def _part(graph: rdflib.Graph, node: Node) -> str:
    """The half of the report, where the same area or timescale stands in both."""
    part = _value(graph, node, OKG.part) or _value(graph, _value(graph, node, OKG.serviceArea), OKG.part)
    return f" ({_name(graph, part)})" if part is not None else ""


def _name(graph: rdflib.Graph, node: Node | None) -> str:
    if node is None:
        return ""
    return _first(graph, node, _NAMES) or (_in_words(str(node)) if str(node).startswith("http") else str(node))


def _first(graph: rdflib.Graph, node: Node, properties: Iterable[NamedNode]) -> str:
    return next((str(value) for prop in properties if (value := _value(graph, node, prop)) is not None), "")


def _value(graph: rdflib.Graph, node: Node | None, prop: NamedNode) -> Node | None:
    return min(_values(graph, node, prop), key=str, default=None)


def _values(graph: rdflib.Graph, node: Node | None, prop: NamedNode) -> Iterator[Node]:
    from rdflib import Literal, URIRef

    if node is not None and not isinstance(node, Literal):
        yield from graph.objects(node, URIRef(prop.value))


def _in_words(iri: str) -> str:
    """``https://...#GradeStatement`` -> ``grade statement``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", re.split(r"[#/]", iri)[-1]).lower()


def _quoted(text: str) -> str:
    if not text:
        return ""
    return f'"{text if len(text) <= _LENGTH else text[: _LENGTH - 4].rsplit(" ", 1)[0] + " ..."}"'
