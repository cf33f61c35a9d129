"""The description of the data set: what it says is so, and it is the same each time."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from tests.cli.conftest import TWO_REPORTS, Run, run, two_reports

from ofsted_kg.api import open_graph
from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.description.counts import count
from ofsted_kg.description.dataset import DataSet, statements
from ofsted_kg.export.graph_files import graphs_of
from ofsted_kg.store import open_store

__all__ = ["run", "two_reports"]

PREFIXES = """
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX dqv: <http://www.w3.org/ns/dqv#>
    PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX spdx: <http://spdx.org/rdf/terms#>
    PREFIX void: <http://rdfs.org/ns/void#>
"""


@pytest.fixture
def described(run: Run, two_reports: Path) -> Store:
    """The description that the command prints."""
    store = Store()
    store.load(run("describe", "--kg", two_reports).stdout.encode(), format=RdfFormat.TURTLE)
    return store


def rows(described: Store, pattern: str, *names: str) -> set[tuple[str, ...]]:
    """Values of some variables wherever the pattern is found."""
    query = f"{PREFIXES} SELECT {' '.join(f'?{name}' for name in names)} WHERE {{ {pattern} }}"
    return {tuple(row[name].value for name in names) for row in described.query(query)}


def test_it_says_what_the_data_set_is_and_under_which_licence(described: Store) -> None:
    pattern = "?data a dcat:Dataset, void:Dataset ; dcterms:title ?title ; dcterms:license ?licence ; dcterms:description ?text"
    assert {(data, licence.split("/")[2]) for data, licence in rows(described, pattern, "data", "licence")} == {
        ("https://w3id.org/ofsted-kg/id/dataset", "www.nationalarchives.gov.uk")
    }


def test_counts_are_those_of_the_graphs(described: Store, two_reports: Path) -> None:
    with open_store(two_reports) as store:
        quads = [quad for graph in graphs_of(store) for quad in graph]
    types = {(q.subject, q.object) for q in quads if q.predicate.value.endswith("#type")}
    findings = {subject for subject, kind in types if kind == NamedNode("https://w3id.org/ofsted-kg/ontology#Finding")}
    entities = {q.subject for q in quads if str(q.subject).startswith("<https://w3id.org/ofsted-kg/id/")}
    dataset = "?data a dcat:Dataset ; void:triples ?triples ; void:distinctSubjects ?subjects ; void:entities ?entities"
    assert rows(described, dataset, "triples", "subjects", "entities") == {
        (str(len(quads)), str(len({q.subject for q in quads})), str(len(entities)))
    }
    partition = "?data void:classPartition [ void:class okg:Finding ; void:entities ?n ]"
    assert rows(described, partition, "n") == {(str(len(findings)),)}
    quotes = sum(1 for quad in quads if quad.predicate.value.endswith("#quote"))
    assert rows(described, "?data void:propertyPartition [ void:property okg:quote ; void:triples ?n ]", "n") == {(str(quotes),)}
    assert len(rows(described, "?data void:classPartition/void:class ?class", "class")) == len({kind for _, kind in types})
    properties = rows(described, "?data void:propertyPartition/void:property ?property", "property")
    assert properties == {(quad.predicate.value,) for quad in quads}


def test_each_part_names_the_very_file_that_it_was_made_from(described: Store) -> None:
    pattern = "?part prov:wasDerivedFrom ?source . ?source rdfs:label ?name ; spdx:checksum/spdx:checksumValue ?sha256"
    found = rows(
        described, f"?data a dcat:Dataset ; void:subset ?part ; prov:wasDerivedFrom ?source . {pattern}", "name", "sha256"
    )
    assert found == {(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in TWO_REPORTS}
    digests = {urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=") for path in TWO_REPORTS}
    assert rows(described, pattern, "source") == {(f"ni:///sha-256;{digest}",) for digest in digests}


def test_its_files_are_those_of_the_folder(described: Store, two_reports: Path) -> None:
    pattern = "?file a dcat:Distribution ; dcterms:title ?name ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sha256"
    files = {f"graphs/{path.name}": path.read_bytes() for path in (two_reports / "graphs").glob("*.nq")}
    assert rows(described, pattern, "name", "size", "sha256") == {
        (name, str(len(content)), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    }


def test_its_measurements_are_the_figures_of_the_manual(described: Store) -> None:
    pattern = """
        ?data dqv:hasQualityMeasurement ?one .
        ?one dqv:isMeasurementOf/skos:prefLabel ?metric ; rdfs:label ?report ; dqv:value ?value
    """
    accuracy = read_accuracy()
    told = {
        (f"{figure} of {measure.replace('-', ' ')}", report, float(getattr(score, figure)))
        for report, scores in accuracy.reports
        for measure, score in zip(accuracy.measures, scores, strict=True)
        for figure in ("precision", "recall", "f1")
    }
    found = rows(described, pattern, "metric", "report", "value")
    assert {(metric, report, float(value)) for metric, report, value in found} == told
    assert len(told) == 60


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt", "rdf"])
def test_each_format_says_the_same_and_has_the_same_bytes_each_time(
    ending: str, run: Run, two_reports: Path, described: Store, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        assert run("describe", "-o", f"{name}.{ending}", "--kg", two_reports).exit_code == 0
    first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("first", "second"))
    assert first == second
    found = Store()
    found.load(first, format=RdfFormat.from_extension(ending))
    assert set(found) == set(described)
    assert run("describe", "--format", ending, "--kg", two_reports).stdout_bytes == first
    with open_graph(two_reports) as graph:
        assert graph.describe(ending) == first


def test_a_format_that_is_none_is_refused(run: Run, two_reports: Path) -> None:
    refused = run("describe", "-o", "dataset.xlsx", "--kg", two_reports)
    assert (refused.exit_code, "ttl, jsonld, nt, rdf" in refused.stderr) == (2, True)


def test_a_graph_that_lies_about_its_source_breaks_nothing(two_reports: Path) -> None:
    with open_store(two_reports) as store:
        graph = replace(store.graphs()[-1], name='odd <">#.nq', source='a "b" <c>', source_sha256="> . <x> <y> <z>")
        counts = count(store)
    made = list(statements(DataSet((graph,), read_accuracy(), counts)))
    assert not any("wasDerivedFrom" in triple.predicate.value for triple in made)
    assert Literal('a "b" <c>') in {triple.object for triple in made}


def test_where_the_files_can_be_downloaded_is_said_where_it_is_known(run: Run, two_reports: Path, described: Store) -> None:
    pattern = "?data dcat:distribution ?file . ?file dcterms:title ?name ; dcat:downloadURL ?address"
    assert rows(described, pattern, "name") == set()
    store = Store()
    published = run("describe", "--kg", two_reports, "--published-at", "https://data.example.org/kg/").stdout
    store.load(published.encode(), format=RdfFormat.TURTLE)
    found = rows(store, pattern, "name", "address")
    assert len(found) > 2
    assert {address for _, address in found} == {f"https://data.example.org/kg/{name}" for name, _ in found}


@pytest.mark.parametrize("address", ["ftp://example.org", "no address", "https://exa mple.org/<>"])
def test_an_address_that_is_none_is_refused(run: Run, two_reports: Path, address: str) -> None:
    refused = run("describe", "--kg", two_reports, "--published-at", address)
    assert refused.exit_code == 2
    assert "is no address to download from" in refused.stderr
