from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.vocabulary_check import Problem, check_vocabulary, line_of

PREFIXES = """\
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix la: <https://w3id.org/ofsted-kg/id/authority/> .
"""
ATLANTIS = 'la:atlantis a okg:LocalAuthority, skos:Concept ; skos:prefLabel "Atlantis"@en ; okg:gssCode "E99000001" .\n'


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    (tmp_path / "atlantis.ttl").write_text(PREFIXES + ATLANTIS, "utf-8")
    return tmp_path


def edit(overlay: Path, old: str, new: str) -> Path:
    file = overlay / "atlantis.ttl"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")
    return file


def test_the_packaged_vocabulary_is_in_order() -> None:
    assert check_vocabulary() == ()


def test_an_edit_in_order_has_no_problems(overlay: Path) -> None:
    assert check_vocabulary(overlay) == ()


def test_a_file_that_does_not_parse_is_told_with_its_line(overlay: Path) -> None:
    file = edit(overlay, "okg:gssCode", ";; okg gssCode")
    (problem,) = check_vocabulary(overlay)
    assert (problem.file, problem.line) == (file, 4)
    assert problem.message.startswith("not Turtle: ")


def test_a_misspelt_term_is_told_with_what_was_meant(overlay: Path) -> None:
    file = edit(overlay, "okg:gssCode", "\n  okg:gsCode")
    assert check_vocabulary(overlay) == (Problem(file, 5, 'the ontology has no term okg:gsCode; did you mean "gssCode"?'),)


def test_what_the_reader_needs_is_told_at_the_term_that_lacks_it(overlay: Path) -> None:
    file = edit(overlay, 'skos:prefLabel "Atlantis"@en ; ', "")
    (problem,) = check_vocabulary(overlay)
    assert (problem.file, problem.line) == (file, 4)
    assert "https://w3id.org/ofsted-kg/id/authority/atlantis" in problem.message
    assert "prefLabel" in problem.message


def test_what_a_framework_lacks_before_it_can_read_a_report_is_told(overlay: Path) -> None:
    file = overlay / "lamps.ttl"
    framework = 'fw:lamps a okg:Framework ; dcterms:identifier "lamps" ; skos:prefLabel "Lamps"@en ; okg:titlePhrase "Lamps" .\n'
    prefixes = (
        "@prefix fw: <https://w3id.org/ofsted-kg/id/framework/> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n" + PREFIXES
    )
    file.write_text(prefixes + framework, "utf-8")
    problems = check_vocabulary(overlay)
    assert {(problem.file, problem.line) for problem in problems} == {(file, 6)}
    assert [problem.message.split(" (")[0] for problem in problems] == [
        "framework 'lamps' has no service area",
        "framework 'lamps' has no grade",
        "framework 'lamps' has no label of the dates",
    ]


def test_what_the_shapes_ask_is_told_at_the_term_that_breaks_them(overlay: Path) -> None:
    file = edit(overlay, '"E99000001"', '"somewhere"')
    (problem,) = check_vocabulary(overlay)
    assert (problem.file, problem.line) == (file, 4)
    assert "Atlantis" in problem.message


@pytest.mark.parametrize(
    ("iri", "line"),
    [
        ("https://w3id.org/ofsted-kg/id/authority/atlantis", 2),
        ("https://example.org/x/y", 4),
        ("https://example.org/full", 3),
        ("https://example.org/atlan", 1),
        ("", 1),
    ],
)
def test_a_line_is_found_however_the_file_writes_the_iri(iri: str, line: int, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        "@prefix la: <https://w3id.org/ofsted-kg/id/authority/> . @prefix ex: <https://example.org/> . # la:atlantis-north\n"
        'la:atlantis ex:label "a" .\n<https://example.org/full> ex:label la:atlantis .\nex:x\\/y ex:label "b" .\n',
        "utf-8",
    )
    assert line_of(file, iri) == line
