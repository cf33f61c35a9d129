"""Turtle -> topics, their forms, and judging words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.errors import VocabularyError
from ofsted_kg.lexicon_types import JudgingWords, TopicForm, TopicLexicon
from ofsted_kg.rdf.lexicon_reader import read_lexicon
from ofsted_kg.rdf.turtle import read_terms

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TOPIC = 'ex:audit a okg:Topic ; dcterms:identifier "audit" ; skos:prefLabel "Audit" ; skos:broader ex:practice'


def read(tmp_path: Path, turtle: str) -> TopicLexicon:
    file = tmp_path / "topics.ttl"
    file.write_text(PREFIXES + turtle, "utf-8")
    return read_lexicon(read_terms([file]))


def test_a_topic_has_certain_forms_and_hints(tmp_path: Path) -> None:
    labels = 'skos:altLabel "case audit" ; skos:hiddenLabel "audti" ; okg:hintLabel "checks"'
    turtle = f'{TOPIC} ; skos:definition "Audits." ; {labels} .'
    (topic,) = read(tmp_path, turtle).topics
    assert (topic.id, topic.label, topic.definition, topic.group) == ("audit", "Audit", "Audits.", "practice")
    assert topic.forms == (TopicForm("audit", "case audit"), TopicForm("audit", "audti"), TopicForm("audit", "checks", hint=True))


def test_a_label_rule_gives_its_forms_their_conditions(tmp_path: Path) -> None:
    rule = """ex:r a okg:LabelRule ; okg:labelOf ex:audit ; okg:onlyInSection "safeguarding" ; okg:needsWord "case" ;
        okg:excludedByWord "money" ; skos:altLabel "check" ; okg:hintLabel "look" ."""
    (topic,) = read(tmp_path, f"{TOPIC} . {rule}").topics
    conditions = (("safeguarding",), ("case",), ("money",))
    assert topic.forms == (TopicForm("audit", "check", False, *conditions), TopicForm("audit", "look", True, *conditions))


def test_a_label_rule_without_a_condition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="has no condition"):
        read(tmp_path, f'{TOPIC} . ex:r a okg:LabelRule ; okg:labelOf ex:audit ; skos:altLabel "check" .')


def test_a_label_rule_of_an_unknown_topic_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"unknown topics: https://example\.org/none"):
        read(tmp_path, 'ex:r a okg:LabelRule ; okg:labelOf ex:none ; okg:needsWord "x" ; skos:altLabel "check" .')


def test_neutral_forms_speak_of_no_topic(tmp_path: Path) -> None:
    turtle = 'ex:n a okg:WordList ; dcterms:identifier "neutral-topic-form" ; okg:word "audit office" .'
    assert read(tmp_path, turtle).neutral == (TopicForm("", "audit office"),)


def test_judging_words_have_a_reach_or_none(tmp_path: Path) -> None:
    turtle = """ex:good a okg:JudgingWords ; dcterms:identifier "good" ; okg:reach 7 ; okg:word "strong" .
        ex:not a okg:JudgingWords ; dcterms:identifier "negator" ; okg:word "not", "no" ."""
    assert read(tmp_path, turtle).judging == (JudgingWords("good", ("strong",), 7), JudgingWords("negator", ("not", "no")))
