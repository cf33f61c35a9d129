from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import igraph
import networkx as nx
import pytest
from pyoxigraph import RdfFormat, Store

from ofsted_kg.errors import ParameterError
from ofsted_kg.network import (
    Addressee,
    Clauses,
    NamedAgency,
    NetworkRows,
    Role,
    SharedAgency,
    Standing,
    build_network,
    communities,
    read_rows,
    shared_agencies,
    standings,
)
from ofsted_kg.network_files import WRITERS, to_gexf, to_graphml, to_json

if TYPE_CHECKING:
    from ofsted_kg.network import Network

ROWS = NetworkRows(
    authorities=(("a/east", "East"), ("a/west", "West")),
    named=(
        NamedAgency("a/east", "g/police", "Coast Police", "t/police", "Police", 5),
        NamedAgency("a/west", "g/police", "Coast Police", "t/police", "Police", 2),
        NamedAgency("a/east", "g/east-board", "East Board", "t/local-board", "Board", 9),
        NamedAgency("a/west", "g/clinic", "West Clinic", "", "", 1),
    ),
    addressees=(Addressee("a/east", "g/police", 2),),
    verdicts=(Clauses("a/east", "t/audit", "strengths", 3), Clauses("a/east", "t/audit", "weaknesses", 1)),
    findings=(Clauses("g/police", "t/audit", "weaknesses", 1),),
    roles=(Role("g/police", "memberOf", "g/east-board"), Role("g/police", "memberOf", "g/unknown")),
    topics=(("t/audit", "Audit"),),
)

TRIG = """
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://w3id.org/ofsted-kg/id/> .
@prefix r: <https://w3id.org/ofsted-kg/id/report/> .
GRAPH :vocabulary {
  :east a okg:LocalAuthority ; skos:prefLabel "East"@en .
  :west a okg:LocalAuthority ; skos:prefLabel "West"@en .
  :ofsted a okg:KnownAgency ; skos:prefLabel "Ofsted"@en ; okg:agencyType :regulator .
  :regulator a okg:AgencyType ; skos:prefLabel "Regulator"@en .
  :local-board a okg:AgencyType ; skos:prefLabel "Board"@en .
  :audit a okg:Topic ; skos:prefLabel "Audit"@en .
  :weakness skos:prefLabel "Weakness"@en .
}
GRAPH r:east {
  r:east rdfs:label "East, 2011" ; okg:reportOf :i1 . :i1 okg:inspectedAuthority :east .
  :m1 okg:mentionOf :ofsted . :m2 okg:mentionOf :ofsted . :m3 okg:mentionOf :east-board .
  :east-board skos:prefLabel "East Board" ; okg:agencyType :local-board ; okg:serves :east ; okg:reportsTo :ofsted .
  :f1 okg:namesAgency :east-board ; okg:topic :audit ; okg:polarity :weakness .
  :rec1 okg:addressee :east-board . :rec2 okg:addressee :east-board .
  :v1 okg:inspection :i1 ; okg:verdictValue okg:Weak ; okg:topic :audit ;
    okg:strengthCount 0 ; okg:adequateCount 1 ; okg:weaknessCount 4 .
}
GRAPH r:west {
  r:west rdfs:label "West, 2011" ; okg:reportOf :i2 . :i2 okg:inspectedAuthority :west . :m4 okg:mentionOf :ofsted .
}
"""
ID = "https://w3id.org/ofsted-kg/id/"


@pytest.fixture(scope="module")
def network() -> Network:
    return build_network(ROWS)


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(TRIG.encode(), RdfFormat.TRIG)
    return store


def edges(network: Network) -> dict[tuple[str, str, str], int]:
    return {(source, target, key): data["weight"] for source, target, key, data in network.edges(keys=True, data=True)}


def test_each_node_has_a_kind_and_a_label(network: Network) -> None:
    assert {node: (data["kind"], data["label"]) for node, data in network.nodes(data=True)} == {
        "a/east": ("authority", "East"),
        "a/west": ("authority", "West"),
        "g/clinic": ("agency", "West Clinic"),
        "g/east-board": ("board", "East Board"),
        "g/police": ("agency", "Coast Police"),
        "t/audit": ("topic", "Audit"),
    }


def test_each_relation_is_an_edge_of_its_own_with_how_much_there_is_of_it(network: Network) -> None:
    assert edges(network) == {
        ("a/east", "g/police", "names"): 5,
        ("a/west", "g/police", "names"): 2,
        ("a/east", "g/east-board", "names"): 9,
        ("a/west", "g/clinic", "names"): 1,
        ("a/east", "g/police", "addresses"): 2,
        ("a/east", "t/audit", "judges"): 4,
        ("g/police", "t/audit", "judged-on"): 1,
        ("g/police", "g/east-board", "memberOf"): 1,
    }


def test_an_edge_to_a_topic_counts_its_clauses_by_polarity(network: Network) -> None:
    judged = network.edges["a/east", "t/audit", "judges"]
    assert (judged["strengths"], judged["adequate"], judged["weaknesses"]) == (3, 0, 1)


def test_an_authority_inspected_twice_is_one_node_and_its_mentions_add_up() -> None:
    twice = build_network(replace(ROWS, named=(*ROWS.named, NamedAgency("a/west", "g/clinic", "The Clinic", "", "", 6))))
    assert edges(twice)["a/west", "g/clinic", "names"] == 7
    assert twice.nodes["g/clinic"]["label"] == "The Clinic"


def test_a_council_that_another_report_names_stays_an_authority() -> None:
    rows = replace(ROWS, named=(*ROWS.named, NamedAgency("a/east", "a/west", "West Council", "", "", 1)))
    network = build_network(rows)
    assert network.nodes["a/west"]["kind"] == "authority"
    assert edges(network)["a/east", "a/west", "names"] == 1


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = list(ROWS.named)
    random.Random(3).shuffle(mixed)
    assert to_json(build_network(replace(ROWS, named=tuple(mixed)))) == to_json(build_network(ROWS))


def test_no_rows_make_an_empty_network() -> None:
    network = build_network(NetworkRows())
    assert (len(network), shared_agencies(network), standings(network), communities(network)) == (0, (), (), ())


def test_a_shared_agency_is_one_that_two_authorities_name(network: Network) -> None:
    assert shared_agencies(network) == (SharedAgency("g/police", "Coast Police", "Police", ("East", "West")),)


def test_the_standing_of_organisations_leaves_topics_out(network: Network) -> None:
    assert standings(network) == (
        Standing("g/police", "Coast Police", 3, 0.666667),
        Standing("a/west", "West", 2, 0.5),
        Standing("a/east", "East", 2, 0.0),
        Standing("g/east-board", "East Board", 2, 0.0),
        Standing("g/clinic", "West Clinic", 1, 0.0),
    )


def test_communities_keep_together_who_has_most_to_do_with_each_other(network: Network) -> None:
    assert communities(network) == (("a/east", "g/east-board", "g/police"), ("a/west", "g/clinic"))
    assert network.nodes["g/clinic"]["community"] == 2


# --- from a store


def test_the_rows_are_read_from_a_store(store: Store) -> None:
    assert read_rows(store) == NetworkRows(
        authorities=((ID + "east", "East"), (ID + "west", "West")),
        named=(
            NamedAgency(ID + "east", ID + "east-board", "East Board", ID + "local-board", "Board", 1),
            NamedAgency(ID + "east", ID + "ofsted", "Ofsted", ID + "regulator", "Regulator", 2),
            NamedAgency(ID + "west", ID + "ofsted", "Ofsted", ID + "regulator", "Regulator", 1),
        ),
        addressees=(Addressee(ID + "east", ID + "east-board", 2),),
        verdicts=(Clauses(ID + "east", ID + "audit", "adequate", 1), Clauses(ID + "east", ID + "audit", "weaknesses", 4)),
        findings=(Clauses(ID + "east-board", ID + "audit", "weaknesses", 1),),
        roles=(
            Role(ID + "east-board", "reportsTo", ID + "ofsted"),
            Role(ID + "east-board", "serves", ID + "east"),
        ),
        topics=((ID + "audit", "Audit"),),
    )


def test_the_rows_of_one_authority_are_its_own(store: Store) -> None:
    rows = read_rows(store, ["west"])
    assert rows.authorities == ((ID + "west", "West"),)
    assert [row.agency for row in rows.named] == [ID + "ofsted"]
    assert (rows.addressees, rows.verdicts, rows.findings, rows.roles) == ((), (), (), ())


def test_an_unknown_authority_is_refused(store: Store) -> None:
    with pytest.raises(ParameterError, match="authority"):
        read_rows(store, ["north"])


# --- files


def test_graphml_is_read_back_as_the_same_network(network: Network, tmp_path: Path) -> None:
    (tmp_path / "n.graphml").write_bytes(to_graphml(network))
    back = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(network.nodes(data=True))
    assert edges(back) == edges(network)


def test_graphml_is_opened_by_igraph_which_computes_the_same_measures(network: Network, tmp_path: Path) -> None:
    """A reader that shares no code with the writer."""
    (tmp_path / "n.graphml").write_bytes(to_graphml(network))
    read = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    assert {(v["id"], v["kind"], v["label"]) for v in read.vs} == {
        (node, data["kind"], data["label"]) for node, data in network.nodes(data=True)
    }
    found = {(read.vs[e.source]["id"], read.vs[e.target]["id"], e["relation"]): e["weight"] for e in read.es}
    assert found == edges(network)
    ties = read.induced_subgraph(read.vs.select(kind_ne="topic")).as_undirected(mode="collapse")
    pairs = (ties.vcount() - 1) * (ties.vcount() - 2) / 2
    for node, between in zip(ties.vs, ties.betweenness(), strict=True):
        assert node.degree() == node["degree"]
        assert node["betweenness"] == pytest.approx(between / pairs, abs=1e-6)
    shared = {node["label"]: node["authorities"] for node in ties.vs if node["kind"] != "authority"}
    assert shared == {"Coast Police": 2, "East Board": 1, "West Clinic": 1}


def test_graphml_is_plain_for_an_xml_parser(network: Network) -> None:
    root = ElementTree.fromstring(to_graphml(network))
    graph = root.find("{*}graph")
    assert root.tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
    assert graph is not None
    assert graph.get("edgedefault") == "directed"
    assert (len(graph.findall("{*}node")), len(graph.findall("{*}edge"))) == (6, 8)


def test_gexf_is_read_back_as_the_same_network(network: Network, tmp_path: Path) -> None:
    (tmp_path / "n.gexf").write_bytes(to_gexf(network))
    back = nx.read_gexf(tmp_path / "n.gexf", version="1.2draft")
    assert dict(back.nodes(data=True)) == dict(network.nodes(data=True))
    found = {(source, target, data["relation"]): data["weight"] for source, target, data in back.edges(data=True)}
    assert found == edges(network)


def test_gexf_is_plain_for_an_xml_parser_and_has_no_date(network: Network) -> None:
    root = ElementTree.fromstring(to_gexf(network))
    assert (root.tag, root.get("version")) == ("{http://www.gexf.net/1.2draft}gexf", "1.2")
    assert root.find("{*}meta") is None
    assert {node.get("label") for node in root.iter() if node.tag.endswith("}node")} == {
        "East", "West", "West Clinic", "East Board", "Coast Police", "Audit",
    }  # fmt: skip
    assert sum(node.tag.endswith("}edge") for node in root.iter()) == 8


def test_json_has_nodes_and_links(network: Network) -> None:
    read = json.loads(to_json(network))
    assert [node["id"] for node in read["nodes"]] == sorted(network)
    assert {(link["source"], link["target"], link["key"]) for link in read["links"]} == set(edges(network))


SCRIPT = """
import sys
from tests.test_network import ROWS, build_network
from ofsted_kg.network_files import WRITERS
for write in WRITERS.values(): sys.stdout.buffer.write(write(build_network(ROWS)))
"""


def test_the_files_are_the_same_in_every_process(network: Network) -> None:
    root = Path(__file__).parents[1]
    expected = b"".join(write(network) for write in WRITERS.values())
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(root), str(root / "src")))}
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, env=environment, check=True, timeout=120)
        assert done.stdout == expected
