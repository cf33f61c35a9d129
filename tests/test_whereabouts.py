from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from ofsted_kg.rdf.in_memory import rdflib_graph
from ofsted_kg.whereabouts import label, where

PREFIXES = """
@prefix ex: <https://example.org/report/> .
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
VOCABULARY = """
ex:area skos:prefLabel "Staying safe"@en ; okg:part ex:part .
ex:part skos:prefLabel "Looked after children"@en .
ex:good skos:prefLabel "Good"@en .
ex:section okg:heading "Staying safe:" .
ex:record okg:sectionKind okg:RecordSection .
ex:p7 a okg:Passage, okg:Paragraph ; okg:number 7 ; okg:quote "Care is good." ; okg:start 70 .
ex:clause okg:quote "Care is good" ; okg:inParagraph ex:p7 ; okg:inSection ex:section ; okg:start 71 .
ex:row okg:quote "Staying safe Good" ; okg:inSection ex:record ; okg:start 9 .
"""


def words(description: str, *nodes: str) -> tuple[str, str]:
    from rdflib import URIRef

    graph = rdflib_graph(quad.triple for quad in parse(PREFIXES + VOCABULARY + description, format=RdfFormat.TURTLE))
    terms = [URIRef(f"https://example.org/report/{node}") for node in nodes or ("x",)]
    return label(graph, terms[0]), where(graph, terms)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ('ex:x a okg:InspectionReport ; rdfs:label "Wessex, 2020"@en .', "inspection report Wessex, 2020"),
        ("ex:x a okg:Judgement ; okg:serviceArea ex:area .", 'judgement "Staying safe" (Looked after children)'),
        ("ex:x a okg:Paragraph, okg:Passage ; okg:number 14 .", "paragraph 14"),
        ("ex:x a okg:GradeStatement ; okg:place okg:Inline .", 'grade statement "inline"'),
        ('ex:x a okg:Recommendation ; okg:text "do it" ; okg:part ex:part .', 'recommendation "do it" (Looked after children)'),
        ('ex:x a okg:Notice ; okg:code "grade-missing" .', 'notice "grade-missing"'),
        ("ex:x a okg:Section .", "section x"),
        ("", "unknown thing x"),
    ],
)
def test_a_node_is_called_by_what_tells_it_from_others(description: str, expected: str) -> None:
    assert words(description)[0] == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("ex:x okg:evidence ex:clause .", 'paragraph 7: "Care is good"'),
        ("ex:x okg:evidence ex:row .", 'record section: "Staying safe Good"'),
        ("ex:x okg:evidence ex:clause, ex:row .", 'record section: "Staying safe Good"; paragraph 7: "Care is good"'),
        (
            "ex:x okg:statement ex:n . ex:n okg:place okg:Narrative ; okg:grade ex:good ; okg:evidence ex:clause .",
            'narrative "Good": paragraph 7: "Care is good"',
        ),
        ("ex:x okg:statement ex:n . ex:n okg:place okg:Inline .", "heading"),
        ('ex:x okg:quote "Plans." ; okg:inSection ex:section .', 'section "Staying safe": "Plans."'),
        ('ex:x okg:quote "Plans." .', '"Plans."'),
        ("", ""),
    ],
)
def test_where_to_look_is_a_paragraph_or_section_with_the_words(description: str, expected: str) -> None:
    assert words(description)[1] == expected


def test_a_long_quotation_is_cut_between_words() -> None:
    text = " ".join(["wonderful"] * 20)
    assert words(f'ex:x okg:quote "{text}" .')[1] == f'"{" ".join(["wonderful"] * 7)} ..."'


def test_the_value_at_fault_tells_where_to_look_if_the_node_does_not() -> None:
    assert words("", "x", "p7")[1] == 'paragraph 7: "Care is good."'


def test_a_passage_without_a_readable_start_is_listed_all_the_same() -> None:
    assert words('ex:x okg:evidence ex:y . ex:y okg:quote "Plans." ; okg:start "soon" .')[1] == '"Plans."'
