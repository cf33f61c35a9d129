"""The questions' files on another engine: they parse as they stand, and the first ten give the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib.plugins.sparql import prepareQuery
from tests.queries.memory import MemoryStore

from ofsted_kg.answers import answer
from ofsted_kg.binding import Choice
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.labels import Term
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
ASKED: list[tuple[str, dict[str, Choice]]] = [
    ("data-quality", {}),
    ("data-quality", {"code": "paragraph-number-lost"}),
    ("grade-conflicts", {}),
    ("grade-conflicts", {"authority": "tameside"}),
    ("grade-matrix", {}),
    ("grade-matrix", {"part": "safeguarding", "authority": ["poole", "dudley"]}),
    ("grades-of-area", {}),
    ("grades-of-area", {"area": "overall effectiveness", "grade": "adequate"}),
    ("inadequate-judgements", {}),
    ("inadequate-judgements", {"part": "looked after children"}),
    ("inspections", {}),
    ("inspections", {"since": "2011-11-12", "until": "2012-03-26", "inspector": "hmi"}),
    ("paragraph", {"authority": "tameside"}),
    ("paragraph", {"number": [14, 60]}),
    ("recommendation-counts", {}),
    ("recommendation-counts", {"timescale": "immediately", "part": "safeguarding"}),
    ("recommendations", {}),
    ("recommendations", {"addressee": "nhs", "timescale": "within three months", "words": ["mental", "review"]}),
    ("safeguarding-against-looked-after", {}),
    ("safeguarding-against-looked-after", {"area": "leadership and management"}),
]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_file_parses_as_it_stands(name: str) -> None:
    prepared = prepareQuery(QUESTIONS[name].sparql)
    assert [str(variable) for variable in prepared.algebra.PV] == [column.name for column in QUESTIONS[name].columns]


class RdflibStore:
    """An rdflib dataset behind the protocol of stored questions."""

    def __init__(self, graphs: Iterable[bytes]) -> None:
        self.dataset = rdflib.Dataset()
        for graph in graphs:
            self.dataset.addN(quads(graph, self.dataset))

    def query(self, sparql: str, /) -> Iterable[Iterable[Term | None]]:
        return [[from_rdflib(term) for term in row] for row in self.dataset.query(sparql)]


def quads(content: bytes, dataset: rdflib.Dataset) -> Iterator[tuple[rdflib.Node, rdflib.Node, rdflib.Node, rdflib.Graph]]:
    for quad in parse(content, format=RdfFormat.N_QUADS):
        if "/finding/" not in quad.subject.value:
            graph = dataset.graph(rdflib.URIRef(quad.graph_name.value))
            yield to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object), graph


@cache
def to_rdflib(term: Term) -> rdflib.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, Literal):
        return rdflib.BNode(str(term))
    datatype = None if term.language else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


def from_rdflib(term: rdflib.Node | None) -> Term | None:
    if term is None:
        return None
    return Literal(str(term)) if isinstance(term, rdflib.Literal) else NamedNode(str(term))


@pytest.fixture(scope="module")
def graphs(conversions: dict[str, Conversion]) -> list[bytes]:
    return [*vocabulary_graphs().values(), *(conversion.nquads for conversion in conversions.values())]


@pytest.fixture(scope="module")
def ours(graphs: list[bytes]) -> MemoryStore:
    return MemoryStore(graphs)


@pytest.fixture(scope="module")
def theirs(graphs: list[bytes]) -> RdflibStore:
    return RdflibStore(graphs)


@pytest.mark.parametrize(("name", "choices"), ASKED)
def test_rdflib_gives_the_same_rows(name: str, choices: dict[str, Choice], ours: MemoryStore, theirs: RdflibStore) -> None:
    expected = answer(ours, QUESTIONS[name], choices)
    assert expected.rows
    assert answer(theirs, QUESTIONS[name], choices).rows == expected.rows


@pytest.mark.parametrize("name", sorted({name for name, _ in ASKED}))
def test_rdflib_runs_a_file_as_it_stands(name: str, ours: MemoryStore, theirs: RdflibStore) -> None:
    unrestricted = answer(ours, QUESTIONS[name])
    rows = list(theirs.query(QUESTIONS[name].sparql))
    assert len(rows) == len(unrestricted.rows)
