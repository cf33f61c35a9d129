from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from ofsted_kg.rdf.context import Context, read_context

VOCABULARY = """
@prefix ex: <https://example.org/> .
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
okg:Board rdfs:subClassOf okg:Agency ; rdfs:label "board" .
ex:framework a okg:Framework .
ex:area okg:framework ex:framework ; okg:part ex:part ; skos:altLabel "Area" ; skos:prefLabel "The area" .
ex:part okg:framework ex:framework .
ex:wessex okg:successor ex:greater-wessex .
ex:greater-wessex okg:gssCode "E06000001" .
ex:mercia okg:gssCode "E06000002" .
"""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "vocabulary.ttl").write_text(VOCABULARY, "utf-8")
    return read_context([tmp_path / "vocabulary.ttl"])


def known(context: Context, report: str) -> set[tuple[str, str]]:
    """(subject, property) of what the context adds to a report, by the ends of their IRIs."""
    prefixes = "@prefix ex: <https://example.org/> . @prefix okg: <https://w3id.org/ofsted-kg/ontology#> .\n"
    triples = [quad.triple for quad in parse(prefixes + report, format=RdfFormat.TURTLE)]
    ends = ((str(t.subject), str(t.predicate)) for t in context.of(triples))
    return {(s.strip("<>").replace("#", "/").split("/")[-1], p.strip("<>").replace("#", "/").split("/")[-1]) for s, p in ends}


def test_what_is_said_of_a_term_comes_with_the_terms_in_it(context: Context) -> None:
    assert known(context, "ex:i okg:inspectedAuthority ex:wessex .") == {("wessex", "successor"), ("greater-wessex", "gssCode")}


def test_a_framework_comes_with_all_that_belongs_to_it(context: Context) -> None:
    assert {subject for subject, _ in known(context, "ex:i okg:framework ex:framework .")} == {"framework", "area", "part"}


def test_names_that_only_the_parser_needs_stay_out(context: Context) -> None:
    said = {prop for subject, prop in known(context, "ex:j okg:serviceArea ex:area .") if subject == "area"}
    assert said == {"framework", "part", "prefLabel"}


def test_of_a_class_only_its_place_in_the_hierarchy_comes(context: Context) -> None:
    assert known(context, "ex:b a okg:Board .") == {("Board", "subClassOf")}


def test_what_the_report_itself_describes_is_left_to_it(context: Context) -> None:
    assert known(context, 'ex:i okg:inspectedAuthority ex:mercia . ex:mercia okg:gssCode "E1" .') == set()
