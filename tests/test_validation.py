from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ofsted_kg.errors import ValidationError
from ofsted_kg.pipeline import Conversion
from ofsted_kg.resources import packaged_folder
from ofsted_kg.validation import (
    FileReport,
    Rules,
    ValidationReport,
    packaged_rules,
    validate_file,
    validate_graph,
    validate_many,
    validate_vocabulary,
)

INVALID = packaged_folder("shapes") / "examples" / "invalid"
VALID = packaged_folder("shapes") / "examples" / "valid"
PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def shape(constraints: str, severity: str = "Violation") -> str:
    return f"""{PREFIXES}
ex:mine a sh:NodeShape ; sh:targetClass okg:Notice ; sh:name "Mine" ; sh:message "Look at it." ;
    sh:severity sh:{severity} ; {constraints} ."""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(name: str, text: str) -> Path:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return written


Write = Callable[[str, str], Path]


def test_a_result_tells_what_is_wrong_and_where() -> None:
    [found] = validate_file(INVALID / "grade-statement-grade.ttl", packaged_rules())
    assert found.severity == "violation"
    assert found.focus == "https://example.org/statement"
    assert found.focus_label == 'grade statement "narrative"'
    assert found.shape == "https://w3id.org/ofsted-kg/shapes#grade-statement-grade"
    assert found.shape_name == "One place prints one grade"
    assert found.message.startswith("This place in the report prints no known grade")
    assert found.where == 'section "Partnership working": "Partnership working is good."'
    assert found.component == "http://www.w3.org/ns/shacl#MinCountConstraintComponent"
    assert found.path == "https://w3id.org/ofsted-kg/ontology#grade"
    assert found.value is None
    assert found.graph == ""
    assert found.line == f"{found.focus_label}: {found.message} [{found.where}]"


def test_a_result_carries_the_value_at_fault() -> None:
    [found] = validate_file(INVALID / "paragraph-number.ttl", packaged_rules())
    assert found.value == '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'
    [found] = validate_file(INVALID / "finding-topic.ttl", packaged_rules())
    assert found.value == "<https://example.org/unheard-of>"


def test_a_result_names_the_graph_that_describes_its_node() -> None:
    of_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/ofsted-kg/ontology#Notice>"
    statements = f"<https://example.org/n> {of_type} <https://example.org/g> .".encode()
    results = validate_graph(statements, packaged_rules())
    assert {result.graph for result in results} == {"https://example.org/g"}
    assert [result.shape.split("#")[1] for result in results] == ["notice-code", "notice-message", "notice-report"]


def test_violations_come_before_warnings_and_always_in_one_order() -> None:
    judgement = (INVALID / "judgement-places-agree.ttl").read_bytes().replace(b'okg:sourceFile "wessex.txt" ; ', b"")
    from pyoxigraph import RdfFormat, parse, serialize

    quads = serialize(parse(judgement, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS)
    backwards = b"\n".join(reversed(quads.splitlines()))
    results = validate_graph(quads, packaged_rules())
    assert [result.severity for result in results] == ["violation", "warning"]
    assert validate_graph(backwards, packaged_rules()) == results


def test_a_file_may_be_of_any_rdf_format(file: Write) -> None:
    from pyoxigraph import RdfFormat, parse, serialize

    triples = [quad.triple for quad in parse((INVALID / "passage-quote.ttl").read_bytes(), format=RdfFormat.TURTLE)]
    expected = validate_file(INVALID / "passage-quote.ttl", packaged_rules())
    for ending in ("nt", "nq", "trig", "rdf", "jsonld"):
        content = serialize(triples, format=RdfFormat.from_extension(ending)).decode()
        assert validate_file(file(f"example.{ending}", content), packaged_rules()) == expected


def test_a_value_of_the_wrong_type_is_a_result_and_no_noise(file: Write, capsys: pytest.CaptureFixture[str]) -> None:
    text = (VALID / "report-published.ttl").read_text("utf-8").replace("2020-03-02", "2 March 2020")
    results = validate_file(file("report.ttl", text), packaged_rules())
    assert {result.shape.split("#")[1] for result in results} == {"report-published"}
    assert capsys.readouterr().err == ""


def test_a_file_that_brings_its_own_vocabulary_is_judged_by_it(file: Write) -> None:
    authority = "<https://w3id.org/ofsted-kg/id/authority/dudley>"
    text = (VALID / "inspection-authority.ttl").read_text("utf-8").replace("ex:wessex", authority)
    assert validate_file(file("one.ttl", text), packaged_rules()) == ()
    without_code = text.replace(' ; okg:gssCode "E06000099"', "")
    [found] = validate_file(file("other.ttl", without_code), packaged_rules())
    assert found.shape_name == "The inspected authority has a GSS code"


def test_shapes_of_the_users_own_add_to_the_packaged_ones(file: Write) -> None:
    overlay = file("own/mine.ttl", shape("sh:property [ sh:path okg:subject ; sh:minCount 1 ]", "Warning")).parent
    rules = packaged_rules(shapes=overlay)
    assert len(rules.shapes) == len(packaged_rules().shapes) + 1
    found = validate_file(VALID / "notice-code.ttl", rules)
    assert found != ()
    assert (
        ValidationReport((FileReport("notice-code.ttl", found),)).exit_status == 1
    )  # the nested shape has no severity of its own


def test_shapes_of_the_users_own_replace_those_of_the_same_file_name(file: Write) -> None:
    overlay = file("own/notice.ttl", shape("sh:class okg:Notice")).parent
    assert validate_file(INVALID / "notice-code.ttl", packaged_rules(shapes=overlay)) == ()


def test_a_vocabulary_of_the_users_own_is_what_reports_are_judged_by(file: Write, conversions: dict[str, Conversion]) -> None:
    required = """
        @prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://w3id.org/ofsted-kg/id/framework/slac/area/play> a okg:ServiceArea ; skos:prefLabel "Play"@en ; okg:order 999 ;
            okg:framework <https://w3id.org/ofsted-kg/id/framework/slac> ; okg:required true ."""
    overlay = file("own/play.ttl", required).parent
    [found] = validate_graph(conversions["poole"].nquads, packaged_rules(ontology=overlay))
    assert found.shape_name == "Every area that the framework requires is judged"
    assert found.value == "<https://w3id.org/ofsted-kg/id/framework/slac/area/play>"


def test_rules_are_read_again_when_a_file_changes(file: Write) -> None:
    rules = Rules((file("mine.ttl", shape("sh:class okg:Notice")),), ())
    assert validate_file(VALID / "notice-code.ttl", rules) == ()
    file("mine.ttl", shape("sh:class okg:Finding"))
    os.utime(rules.shapes[0], ns=(1, 1))
    assert [found.shape_name for found in validate_file(VALID / "notice-code.ttl", rules)] == ["Mine"]


def test_a_mistake_in_the_vocabulary_itself_is_found(file: Write) -> None:
    overlay = file("own/mistake.ttl", f"{PREFIXES} ex:atlantis a okg:LocalAuthority .").parent
    [found] = validate_vocabulary(packaged_rules(ontology=overlay))
    assert (found.focus, found.shape_name) == ("https://example.org/atlantis", "An authority has one short name")


EXECUTORS: dict[str, Callable[[], Executor]] = {
    "threads": partial(ThreadPoolExecutor, 2),
    "processes": partial(ProcessPoolExecutor, 2),
}


@pytest.mark.parametrize("executor", EXECUTORS.values(), ids=EXECUTORS)
def test_many_files_are_validated_by_any_executor_in_their_own_order(executor: Callable[[], Executor]) -> None:
    paths = [INVALID / "topic-name.ttl", VALID / "topic-name.ttl", INVALID / "grade-name.ttl"]
    with executor() as workers:
        reports = list(validate_many(paths, packaged_rules(), workers))
    assert reports == list(validate_many(paths, packaged_rules()))
    assert [report.source for report in reports] == [str(path) for path in paths]
    assert [len(report.results) for report in reports] == [1, 0, 1]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(file: Write) -> None:
    paths = [file("broken.ttl", "@prefix ."), INVALID / "topic-name.ttl", Path("missing.nq"), file("notes.docx", "")]
    report = ValidationReport(tuple(validate_many(paths, packaged_rules())))
    broken, topic, missing, notes = report.files
    assert broken.error.startswith("line 1, column ")
    assert len(topic.results) == 1
    assert missing.error == "No such file or directory"
    assert notes.error == "no RDF file by its ending; known: .ttl .trig .nt .nq .rdf .jsonld"
    assert report.exit_status == 2
    assert report.errors[1] == "missing.nq: No such file or directory"


@pytest.mark.parametrize(
    ("name", "status", "conforms"),
    [("notice-code", 1, False), ("judgement-places-agree", 0, True), ("report-published-known", 0, True)],
)
def test_a_violation_fails_and_a_warning_does_not(name: str, status: int, conforms: bool) -> None:
    report = ValidationReport(tuple(validate_many([INVALID / f"{name}.ttl"], packaged_rules())))
    assert (report.exit_status, report.conforms) == (status, conforms)
    assert len(report.results) == 1


def test_nothing_to_validate_conforms() -> None:
    assert ValidationReport(()).exit_status == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ex:mine a sh:NodeShape", r"mine\.ttl: line 1, column 1: "),
        (shape('sh:sparql [ sh:select "SELECT $this WHERE {" ]'), "the shapes can't be applied: "),
        (shape('sh:sparql [ sh:select "SELECT $this WHERE { MINUS { ?a ?b ?c } }" ]'), "must not contain a MINUS clause"),
        (shape("sh:property [ sh:minCount 1 ]"), "the shapes can't be applied: "),
    ],
)
def test_shapes_that_cannot_be_used_are_an_error_of_one_line(text: str, words: str, file: Write) -> None:
    rules = Rules((file("mine.ttl", text),), ())
    with pytest.raises(ValidationError, match=words) as caught:
        validate_file(VALID / "notice-code.ttl", rules)
    assert "\n" not in str(caught.value)


def test_without_any_shapes_nothing_is_validated() -> None:
    with pytest.raises(ValidationError, match="no shapes"):
        validate_graph(b"", Rules((), ()))


def test_a_missing_file_of_shapes_is_told_before_any_work() -> None:
    rules = replace(packaged_rules(), shapes=(Path("nowhere.ttl"),))
    with pytest.raises(ValidationError, match=r"nowhere\.ttl: No such file or directory"):
        validate_many([], rules)


def test_a_graph_that_is_no_n_quads_is_an_error_with_its_line() -> None:
    with pytest.raises(ValidationError, match="line 1: "):
        validate_graph(b"nonsense", packaged_rules())


def test_an_empty_graph_has_no_results() -> None:
    assert validate_graph(b"", packaged_rules()) == ()
