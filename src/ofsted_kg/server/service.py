"""What the endpoint says of itself: SPARQL 1.1 Service Description, with the data set described in VoID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ofsted_kg.manifest import GraphFile
from ofsted_kg.rdf.namespaces import DCTERMS, ONTOLOGY, RDF, RDFS, RESOURCES
from ofsted_kg.server.evaluation import PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3"),
)
_LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_PREFIXES: Final = {**PREFIXES, "sd": _SD, "void": _VOID, "formats": _FORMATS}
Statement = tuple[NamedNode | BlankNode, str, NamedNode | BlankNode | Literal]


def describe(endpoint: str, graphs: Iterable[GraphFile], form: RdfFormat) -> bytes:
    """The description of the endpoint at a URL, over some named graphs."""
    triples = [Triple(s, NamedNode(p), o) for s, p, o in _statements(NamedNode(endpoint), tuple(graphs))]
    return serialize(triples, format=form, prefixes=_PREFIXES) or b""


def _statements(endpoint: NamedNode, graphs: tuple[GraphFile, ...]) -> Iterator[Statement]:
    data, union = BlankNode("dataset"), BlankNode("union")
    yield endpoint, RDF.type.value, NamedNode(_SD + "Service")
    yield endpoint, _SD + "endpoint", endpoint
    yield endpoint, _SD + "supportedLanguage", NamedNode(_SD + "SPARQL11Query")
    yield endpoint, _SD + "feature", NamedNode(_SD + "UnionDefaultGraph")
    for name in _RESULT_FORMATS:
        yield endpoint, _SD + "resultFormat", NamedNode(_FORMATS + name)
    yield endpoint, _SD + "defaultDataset", data
    yield data, RDF.type.value, NamedNode(_SD + "Dataset")
    yield from _dataset(data, endpoint)
    yield data, _SD + "defaultGraph", union
    yield union, RDF.type.value, NamedNode(_SD + "Graph")
    yield union, RDF.type.value, NamedNode(_VOID + "Dataset")
    yield union, _VOID + "triples", Literal(sum(graph.triples for graph in graphs))
    for number, graph in enumerate(graphs):
        yield from _named_graph(data, graph, number)


def _dataset(data: BlankNode, endpoint: NamedNode) -> Iterator[Statement]:
    yield data, RDF.type.value, NamedNode(_VOID + "Dataset")
    yield data, DCTERMS.title.value, Literal("Inspections of children's services in England", language="en")
    yield data, DCTERMS.license.value, NamedNode(_LICENCE)
    yield data, _VOID + "sparqlEndpoint", endpoint
    yield data, _VOID + "uriSpace", Literal(RESOURCES)
    for vocabulary in (ONTOLOGY, PREFIXES["skos"], PREFIXES["dcterms"]):
        yield data, _VOID + "vocabulary", NamedNode(vocabulary)


def _named_graph(data: BlankNode, graph: GraphFile, number: int) -> Iterator[Statement]:
    node, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
    yield data, _SD + "namedGraph", node
    yield node, RDF.type.value, NamedNode(_SD + "NamedGraph")
    yield node, _SD + "name", NamedNode(graph.graph)
    yield node, _SD + "graph", content
    yield content, RDF.type.value, NamedNode(_SD + "Graph")
    yield content, RDF.type.value, NamedNode(_VOID + "Dataset")
    yield content, _VOID + "triples", Literal(graph.triples)
    if graph.source:
        yield content, RDFS.label.value, Literal(graph.source)
