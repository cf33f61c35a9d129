from __future__ import annotations

import json
import subprocess
import sys

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, parse

from ofsted_kg.resources import packaged_folder
from ofsted_kg.validation import Violation, packaged_rules, validate_file
from ofsted_kg.violations import Path, path_text
from ofsted_kg.w3c_report import to_w3c_report

SH = "http://www.w3.org/ns/shacl#"
NAMES = ["judgement-places-agree", "paragraph-number", "finding-topic", "inspection-report", "report-paragraph-numbers"]
A, B, C = (f"https://w3id.org/ofsted-kg/ontology#{letter}" for letter in "abc")


@pytest.fixture(scope="module")
def results() -> tuple[Violation, ...]:
    examples = packaged_folder("shapes") / "examples" / "invalid"
    return tuple(found for name in NAMES for found in validate_file(examples / f"{name}.ttl", packaged_rules()))


def canonical(content: bytes, rdf_format: RdfFormat) -> Dataset:
    dataset = Dataset(parse(content, format=rdf_format))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def values(content: bytes, term: str) -> list[str]:
    quads = parse(content, format=RdfFormat.TURTLE)
    return sorted(str(quad.object) for quad in quads if quad.predicate == NamedNode(SH + term))


def test_the_turtle_is_a_w3c_report(results: tuple[Violation, ...]) -> None:
    turtle = to_w3c_report(results, "turtle")
    assert len(values(turtle, "result")) == len(NAMES)
    assert values(turtle, "resultSeverity") == [f"<{SH}Violation>"] * 4 + [f"<{SH}Warning>"]
    assert values(turtle, "sourceShape") == sorted(f"<https://w3id.org/ofsted-kg/shapes#{name}>" for name in NAMES)
    assert len(values(turtle, "focusNode")) == len(values(turtle, "resultMessage")) == len(NAMES)
    assert len(values(turtle, "sourceConstraintComponent")) == len(NAMES)
    assert len(values(turtle, "resultPath")) == 4
    assert '"0"^^<http://www.w3.org/2001/XMLSchema#integer>' in values(turtle, "value")


def test_the_json_read_as_json_ld_is_the_same_graph(results: tuple[Violation, ...]) -> None:
    turtle, json_ld = (to_w3c_report(results, name) for name in ("turtle", "json"))
    assert canonical(json_ld, RdfFormat.JSON_LD) == canonical(turtle, RdfFormat.TURTLE)


def test_the_json_can_be_read_without_knowing_rdf(results: tuple[Violation, ...]) -> None:
    report = json.loads(to_w3c_report(results, "json"))
    [first, *_] = [found for found in report["result"] if found["resultSeverity"] == "Warning"]
    assert report["conforms"] is False
    assert first["focusNode"] == "https://example.org/judgement"
    assert first["focusLabel"] == 'judgement "Partnership working"'
    assert first["shapeName"] == "Record, heading and narrative give the same grade"
    assert first["where"] == 'narrative "Good": section "Partnership working": "Partnership working is good."'
    assert first["sourceConstraintComponent"] == "MaxCountConstraintComponent"


def test_its_conforms_is_false_with_a_mere_warning_and_true_without_results(results: tuple[Violation, ...]) -> None:
    [warning] = [result for result in results if result.severity == "warning"]
    boolean = "<http://www.w3.org/2001/XMLSchema#boolean>"
    assert values(to_w3c_report([warning], "turtle"), "conforms") == [f'"false"^^{boolean}']
    assert values(to_w3c_report([], "turtle"), "conforms") == [f'"true"^^{boolean}']
    assert json.loads(to_w3c_report([], "json"))["conforms"] is True


def test_the_same_results_give_the_same_bytes_in_another_process_and_order(results: tuple[Violation, ...]) -> None:
    program = (
        "import sys, pickle\nfrom ofsted_kg.w3c_report import to_w3c_report\n"
        "results = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(to_w3c_report(results, 'turtle') + to_w3c_report(results, 'json'))"
    )
    import pickle

    backwards = pickle.dumps(tuple(reversed(results)))
    written = subprocess.run([sys.executable, "-c", program], input=backwards, capture_output=True, check=True).stdout
    assert written == to_w3c_report(results, "turtle") + to_w3c_report(results, "json")


def test_another_format_is_a_key_error(results: tuple[Violation, ...]) -> None:
    with pytest.raises(KeyError):
        to_w3c_report(results, "xml")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (A, "okg:a"),
        (("sequence", (A, B)), "okg:a/okg:b"),
        (("inverse", (A,)), "^okg:a"),
        (("alternative", (A, ("sequence", (B, C)))), "okg:a|okg:b/okg:c"),
        (("sequence", (("alternative", (A, B)), C)), "(okg:a|okg:b)/okg:c"),
        (("sequence", (("inverse", (A,)), ("zeroOrMore", (B,)))), "^okg:a/okg:b*"),
        (("oneOrMore", (("sequence", (A, B)),)), "(okg:a/okg:b)+"),
        (("inverse", (("sequence", (A, B)),)), "^(okg:a/okg:b)"),
        ("https://example.org/a", "<https://example.org/a>"),
    ],
)
def test_a_path_is_written_as_sparql_writes_it(path: Path, text: str) -> None:
    assert path_text(path) == text


@pytest.mark.parametrize(
    "path", [("zeroOrMore", (A,)), ("inverse", (("alternative", (A, B)),)), ("zeroOrOne", (("sequence", (A, B)),))]
)
def test_any_path_is_the_same_in_turtle_and_json(path: Path) -> None:
    result = Violation(
        "", "info", "_:b", "thing", A, "Mine", 'Look\nat "it".', "", SH + "NodeKindConstraintComponent", path, '"x"@en'
    )
    turtle, json_ld = (to_w3c_report([result], name) for name in ("turtle", "json"))
    assert canonical(json_ld, RdfFormat.JSON_LD) == canonical(turtle, RdfFormat.TURTLE)
    assert len(values(turtle, f"{path[0]}Path")) == 1
