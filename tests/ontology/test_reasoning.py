"""HermiT, as owlready2 brings it along, reads the ontology, the vocabulary and the graphs of the five reports.

It knows the datatypes of the OWL 2 datatype map alone, so it is given each xsd:date as the xsd:dateTime of its midnight:
two different days stay different. Nothing else is changed or left out.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import owlready2
import pytest
from owlready2 import reasoning
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from ofsted_kg.pipeline import Conversion
from ofsted_kg.rdf.namespaces import OKG, RDF, RESOURCES, XSD
from ofsted_kg.rdf.turtle import read_triples
from ofsted_kg.rdf.vocabulary_reader import vocabulary_files
from ofsted_kg.resources import packaged_folder
from textcases import Case, read_cases

ONTOLOGY = packaged_folder("ontology") / "ofsted-kg.ttl"
ALIGNMENTS = packaged_folder("ontology") / "alignments.ttl"
CONTRADICTIONS = read_cases("ontology/contradictions.txt")
PREFIXES = """
@prefix : <https://example.org/> .
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(autouse=True)
def quick_java(monkeypatch):
    """Java compiles less, which halves the time of runs that last a second or two."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")


def java(path: str | None = None) -> str:
    """The Java program; fails where there is none, because a reasoner that did not run has proved nothing."""
    found = shutil.which(owlready2.JAVA_EXE, path=path)
    if found is None:
        pytest.fail("HermiT needs a Java runtime, and there is no java. On Debian: apt-get install default-jre-headless")
    return found


def for_hermit(triple: Triple) -> Triple:
    value = triple.object
    if isinstance(value, Literal) and value.datatype == XSD.date:
        midnight = Literal(f"{value.value}T00:00:00Z", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"))
        return Triple(triple.subject, triple.predicate, midnight)
    return triple


def written(folder: Path, triples: Iterable[Triple]) -> Path:
    file = folder / "input.nt"
    file.write_bytes(serialize(map(for_hermit, dict.fromkeys(triples)), format=RdfFormat.N_TRIPLES))
    return file


def is_consistent(folder: Path, triples: Iterable[Triple]) -> bool:
    """HermiT's verdict, from its own command line: owlready2 would have it name every individual's classes as well."""
    hermit = [java(), "-cp", reasoning._HERMIT_CLASSPATH, "org.semanticweb.HermiT.cli.CommandLine", "--consistency"]
    done = subprocess.run([*hermit, written(folder, triples).as_uri()], capture_output=True, text=True, timeout=300)
    if done.returncode == 1 and "InconsistentOntologyException" in done.stderr:
        return False
    assert (done.returncode, done.stdout.strip()) == (0, "http://www.w3.org/2002/07/owl#Thing is satisfiable."), done.stderr
    return True


def unsatisfiable_classes(folder: Path, triples: Iterable[Triple]) -> set[str]:
    """Classes that can have no instance; OwlReadyInconsistentOntologyError where the whole is inconsistent."""
    java()
    world = owlready2.World()
    world.get_ontology(written(folder, triples).as_uri()).load()
    owlready2.sync_reasoner_hermit(world, debug=0)
    return {found.iri for found in world.inconsistent_classes()} - {owlready2.Nothing.iri}


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def terms() -> list[Triple]:
    return read_triples(ONTOLOGY) + read_triples(ALIGNMENTS)


def vocabulary() -> list[Triple]:
    return [triple for file in vocabulary_files() for triple in read_triples(file)]


def graph(conversion: Conversion) -> list[Triple]:
    return [quad.triple for quad in parse(conversion.nquads, format=RdfFormat.N_QUADS)]


@pytest.mark.parametrize("files", [(ONTOLOGY,), (ALIGNMENTS,), (ONTOLOGY, ALIGNMENTS)], ids=["ontology", "alignments", "both"])
def test_it_is_consistent_and_every_class_can_have_instances(files, tmp_path):
    assert unsatisfiable_classes(tmp_path, [triple for file in files for triple in read_triples(file)]) == set()


def test_a_class_that_can_have_no_instances_is_found(tmp_path):
    planted = turtle(":Both a owl:Class ; rdfs:subClassOf okg:Inspection, okg:InspectionReport .")
    assert unsatisfiable_classes(tmp_path, terms() + planted) == {"https://example.org/Both"}


def test_the_vocabulary_and_the_graphs_of_the_five_reports_are_consistent_with_it(conversions, tmp_path):
    graphs = [triple for conversion in conversions.values() for triple in graph(conversion)]
    assert is_consistent(tmp_path, terms() + vocabulary() + graphs)


def test_a_second_official_grade_in_a_real_graph_is_a_contradiction(conversions, tmp_path):
    real = graph(conversions["dudley"])
    judged = next(t for t in real if t.predicate == OKG.officialGrade)
    other = next(f"{RESOURCES}framework/slac/grade/{n}" for n in (1, 2) if not judged.object.value.endswith(f"/{n}"))
    second = Triple(judged.subject, OKG.officialGrade, NamedNode(other))
    assert not is_consistent(tmp_path, [*terms(), *vocabulary(), *real, second])


def test_a_report_typed_as_an_inspection_in_a_real_graph_is_a_contradiction(conversions, tmp_path):
    conversion = conversions["poole"]
    wrong = Triple(NamedNode(conversion.report), RDF.type, OKG.Inspection)
    assert not is_consistent(tmp_path, [*terms(), *vocabulary(), *graph(conversion), wrong])


def test_without_what_contradicts_them_the_planted_cases_are_sound(tmp_path):
    sound = [triple for number, case in enumerate(CONTRADICTIONS) for triple in turtle(apart(case.given, number))]
    assert is_consistent(tmp_path, terms() + sound)


def apart(text: str, number: int) -> str:
    """The same text about things of its own, so that no two cases speak of one thing."""
    return f"@prefix : <https://example.org/{number}/> .\n{text}"


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=str)
def test_a_planted_contradiction_is_caught(case: Case, tmp_path):
    assert not is_consistent(tmp_path, terms() + turtle(f"{case.given}\n{case.expected}"))


def test_without_java_the_tests_fail_and_say_what_to_install(tmp_path):
    with pytest.raises(pytest.fail.Exception, match="apt-get install default-jre-headless"):
        java(path=str(tmp_path))
