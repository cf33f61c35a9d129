from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

DUDLEY = "https://w3id.org/ofsted-kg/id/authority/dudley"


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html", "/authority/dudley"),
        ("text/turtle", "/data/authority/dudley.ttl"),
        ("application/ld+json", "/data/authority/dudley.jsonld"),
        ("application/rdf+xml", "/data/authority/dudley.rdf"),
        ("application/n-triples", "/data/authority/dudley.nt"),
        ("text/turtle;q=0.9, text/html;q=0.2", "/data/authority/dudley.ttl"),
        ("*/*", "/authority/dudley"),
    ],
)
def test_an_iri_leads_to_its_page_or_its_data(client: TestClient, accept: str, target: str) -> None:
    answer = client.get("/id/authority/dudley", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (303, target, "Accept")


@pytest.mark.parametrize(
    ("rest", "target"),
    [
        ("report/dudley/slac/2011-12-09", "/report/dudley/slac/2011-12-09"),
        ("report/dudley/slac/2011-12-09/paragraph/14", "/report/dudley/slac/2011-12-09#p14"),
        (
            "report/dudley/slac/2011-12-09/judgement/safeguarding/overall-effectiveness",
            "/report/dudley/slac/2011-12-09#judgement-safeguarding-overall-effectiveness",
        ),
    ],
)
def test_a_part_of_a_report_leads_to_its_place_on_the_page(client: TestClient, rest: str, target: str) -> None:
    assert client.get(f"/id/{rest}", headers={"accept": "text/html"}).headers["location"] == target


@pytest.mark.parametrize(
    "address", ["/id/authority/nowhere", "/id/%7B", "/data/authority/nowhere.ttl", "/data/authority/dudley.gif", "/data/x"]
)
def test_an_unknown_iri_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address, headers={"accept": "text/turtle"}).status_code == 404


def test_a_type_that_is_not_offered_is_refused(client: TestClient) -> None:
    assert client.get("/id/authority/dudley", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld", "trig", "nq", "n3"])
def test_data_in_every_format_says_the_same(client: TestClient, ending: str) -> None:
    answer = client.get(f"/data/authority/dudley.{ending}")
    media_type = answer.headers["content-type"].partition(";")[0]
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    assert {quad.subject.value for quad in parse(answer.content, format=form)} == {DUDLEY}  # type: ignore[union-attr]


def test_the_data_of_a_report_is_its_graph(client: TestClient) -> None:
    iri = "https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09"
    data = client.get("/data/report/dudley/slac/2011-12-09.nt").content
    graph = client.get("/graphs", params={"graph": iri}, headers={"accept": "application/n-triples"}).content
    assert sorted(data.split(b"\n")) == sorted(graph.split(b"\n"))
    assert len(data.split(b"\n")) > 2000


def test_graphs_can_be_had_whole_or_as_the_union(client: TestClient) -> None:
    assert client.get("/graphs?default", headers={"accept": "application/n-triples"}).status_code == 200
    assert client.get("/graphs?graph=http://example.org/none").status_code == 404
    assert client.get("/graphs").status_code == 400
    assert client.get("/graphs?default", headers={"accept": "text/html"}).status_code == 406
    assert client.put("/graphs?default").status_code == 405


def test_void_lists_the_named_graphs_with_their_sizes(client: TestClient) -> None:
    text = client.get("/void", headers={"accept": "text/turtle"}).text
    assert "sd:name <https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09>" in text
    assert text.count("sd:NamedGraph") == 4


def test_void_describes_the_data_set_as_the_command_does(client: TestClient) -> None:
    text = client.get("/void", headers={"accept": "application/n-triples"}).text
    data = "<https://w3id.org/ofsted-kg/id/dataset>"
    assert f"<http://testserver/sparql> <http://www.w3.org/ns/dcat#servesDataset> {data} ." in text
    assert f"{data} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> ." in text
    for prop, number in {
        "rdfs.org/ns/void#classPartition": 50,
        "www.w3.org/ns/dqv#hasQualityMeasurement": 59,
        "www.w3.org/ns/prov#wasDerivedFrom": 1,
    }.items():
        assert text.count(f"\n{data} <http://{prop}>") > number
