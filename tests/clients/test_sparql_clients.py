"""SPARQL clients that know nothing of this server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

OKG = Namespace("https://w3id.org/ofsted-kg/ontology#")
COMUNICA = Path(__file__).parents[2] / "web" / "node_modules" / ".bin" / "comunica-sparql"
COUNCILS = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name WHERE { ?inspection okg:inspectedAuthority/skos:prefLabel ?name } ORDER BY ?name
"""
NAMES = ["Dudley", "Poole", "Tameside", "Telford and Wrekin", "Wolverhampton"]
DUDLEY = URIRef("https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09")


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_selects(site: str, method: str) -> None:
    client = SPARQLWrapper(f"{site}/sparql")
    client.setMethod(method)
    client.setReturnFormat(JSON)
    client.setQuery(COUNCILS)
    assert [row["name"]["value"] for row in client.queryAndConvert()["results"]["bindings"]] == NAMES


def test_sparqlwrapper_gets_csv_and_graphs(site: str) -> None:
    client = SPARQLWrapper(f"{site}/sparql")
    client.setReturnFormat(CSV)
    client.setQuery(COUNCILS)
    assert client.queryAndConvert().decode().split("\r\n") == ["name", *NAMES, ""]
    client.setReturnFormat(TURTLE)
    client.setQuery(f"DESCRIBE <{DUDLEY}>")
    assert (DUDLEY, RDF.type, OKG.InspectionReport) in Graph().parse(client.queryAndConvert())


def test_sparqlwrapper_sees_a_query_that_does_not_parse(site: str) -> None:
    client = SPARQLWrapper(f"{site}/sparql")
    client.setQuery("SELECT ?x WHERE {")
    with pytest.raises(QueryBadFormed, match="line 1"):
        client.query()


def test_rdflib_reads_the_endpoint_as_a_graph(site: str) -> None:
    graph = Graph(SPARQLStore(f"{site}/sparql"))
    assert [str(name) for (name,) in graph.query(COUNCILS)] == NAMES  # type: ignore[misc]
    assert (DUDLEY, RDF.type, OKG.InspectionReport) in graph
    assert len(set(graph.subjects(RDF.type, OKG.InspectionReport))) == 5


def test_rdflib_reads_one_report_by_its_name(site: str) -> None:
    named = Graph(SPARQLStore(f"{site}/sparql"), identifier=DUDLEY)
    assert set(named.subjects(RDF.type, OKG.InspectionReport)) == {DUDLEY}


def test_curl_asks_in_one_line(site: str) -> None:
    answer = curl(f"{site}/sparql", "--data-urlencode", f"query={COUNCILS}", "-H", "Accept: text/csv")
    assert answer.split("\r\n") == ["name", *NAMES, ""]


def test_curl_follows_an_iri_to_its_data(site: str) -> None:
    found = curl(f"{site}/id/report/dudley/slac/2011-12-09", "--location", "-H", "Accept: text/turtle")
    assert (DUDLEY, RDF.type, OKG.InspectionReport) in Graph().parse(data=found, format="turtle")


def test_comunica_asks_the_endpoint(site: str) -> None:
    assert comunica(f"sparql@{site}/sparql", COUNCILS) == ["name", *" ".join(NAMES).split()]


def test_comunica_reads_the_linked_data_of_a_report(site: str) -> None:
    query = f"SELECT ?start WHERE {{ ?inspection <{OKG.startDate}> ?start }}"
    assert comunica(f"{site}/data/report/dudley/slac/2011-12-09.ttl", query) == ["start", "2011-11-28"]


def curl(*words: str) -> str:
    return subprocess.run(["curl", "--silent", "--fail", *words], check=True, capture_output=True, timeout=60).stdout.decode()


def comunica(source: str, query: str) -> list[str]:
    """Lines of CSV as Comunica prints them."""
    node = shutil.which("node")
    assert node
    assert COMUNICA.exists(), "this test needs web/node_modules; scripts/prepare test installs them"
    command = [node, COMUNICA, source, query, "-t", "text/csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout.split()
