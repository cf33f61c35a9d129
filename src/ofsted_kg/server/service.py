"""What the endpoint says of itself: SPARQL 1.1 Service Description, with the description of its data set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ofsted_kg.description.dataset import DATA_SET, DCAT, VOID, DataSet, of, part, statements
from ofsted_kg.description.dataset import PREFIXES as DESCRIBING
from ofsted_kg.manifest import GraphFile
from ofsted_kg.rdf.namespaces import RDF
from ofsted_kg.server.evaluation import PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3"),
)
_PREFIXES: Final = {**PREFIXES, **DESCRIBING, "sd": _SD, "formats": _FORMATS}


def describe(endpoint: str, data: DataSet, form: RdfFormat) -> bytes:
    """The description of the endpoint at a URL, over a data set."""
    triples = chain(_service(NamedNode(endpoint)), _graphs(data.graphs), statements(data))
    return serialize(triples, format=form, prefixes=_PREFIXES) or b""


def _service(endpoint: NamedNode) -> Iterator[Triple]:
    yield from of(
        endpoint,
        (RDF.type.value, NamedNode(_SD + "Service")),
        (RDF.type.value, NamedNode(DCAT + "DataService")),
        (_SD + "endpoint", endpoint),
        (DCAT + "endpointURL", endpoint),
        (DCAT + "servesDataset", DATA_SET),
        (_SD + "supportedLanguage", NamedNode(_SD + "SPARQL11Query")),
        (_SD + "feature", NamedNode(_SD + "UnionDefaultGraph")),
        (_SD + "defaultDataset", DATA_SET),
    )
    yield from of(endpoint, *((_SD + "resultFormat", NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS))
    yield from of(DATA_SET, (RDF.type.value, NamedNode(_SD + "Dataset")), (VOID + "sparqlEndpoint", endpoint))


def _graphs(graphs: tuple[GraphFile, ...]) -> Iterator[Triple]:
    union = BlankNode("union")
    yield Triple(DATA_SET, NamedNode(_SD + "defaultGraph"), union)
    yield Triple(union, RDF.type, NamedNode(_SD + "Graph"))
    yield Triple(union, RDF.type, NamedNode(VOID + "Dataset"))
    yield Triple(union, NamedNode(VOID + "triples"), Literal(sum(graph.triples for graph in graphs)))
    for number, graph in enumerate(graphs):
        yield from _named_graph(BlankNode(f"named{number}"), graph)


def _named_graph(node: BlankNode, graph: GraphFile) -> Iterator[Triple]:
    yield Triple(DATA_SET, NamedNode(_SD + "namedGraph"), node)
    yield Triple(node, RDF.type, NamedNode(_SD + "NamedGraph"))
    yield Triple(node, NamedNode(_SD + "name"), NamedNode(graph.graph))
    yield Triple(node, NamedNode(_SD + "graph"), part(graph))
    yield Triple(part(graph), RDF.type, NamedNode(_SD + "Graph"))
