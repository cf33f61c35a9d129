"""Agencies of the vocabulary: what the Turtle says, and what is amiss in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.agency_types import AgencyVocabulary
from ofsted_kg.errors import VocabularyError
from ofsted_kg.rdf.agency_reader import read_agencies
from ofsted_kg.rdf.turtle import read_terms
from ofsted_kg.vocabulary import Vocabulary

PREFIXES = """
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix agency: <https://w3id.org/ofsted-kg/id/agency/> .
@prefix body: <https://w3id.org/ofsted-kg/id/local-body/> .
@prefix type: <https://w3id.org/ofsted-kg/id/agency-type/> .
@prefix words: <https://w3id.org/ofsted-kg/id/word-list/> .
"""
TYPES = """
type:other a okg:AgencyType ; dcterms:identifier "other" ; okg:order 2 ; skos:prefLabel "Other"@en ; okg:nameEnding "board" .
type:police a okg:AgencyType ; dcterms:identifier "police" ; okg:order 1 ; skos:prefLabel "Police"@en ; okg:needsOwnName true .
words:police-ending a okg:WordList ; dcterms:identifier "police-ending" ; okg:word "Police", "Constabulary" .
words:police-in-context a okg:WordList ; dcterms:identifier "police-in-context" ; okg:word "police" .
"""


def read(tmp_path: Path, turtle: str) -> AgencyVocabulary:
    file = tmp_path / "agencies.ttl"
    file.write_text(PREFIXES + TYPES + turtle, "utf-8")
    return read_agencies(read_terms([file]))


def test_types_are_tried_in_their_order(tmp_path: Path) -> None:
    types = read(tmp_path, "").types
    assert [(t.id, t.endings, t.needs_own_name) for t in types] == [("police", (), True), ("other", ("board",), False)]


def test_a_local_body_has_its_forms_and_those_that_need_a_context(tmp_path: Path) -> None:
    (body,) = read(
        tmp_path,
        'body:parish-board a okg:LocalBody ; okg:agencyType type:other ; skos:prefLabel "parish board" ;'
        ' skos:altLabel "PB" ; skos:hiddenLabel "Parrish Board" ; okg:contextualLabel "the board" .',
    ).known
    assert (body.id, body.type, body.local) == ("parish-board", "other", True)
    assert body.forms == ("parish board", "PB", "Parrish Board")
    assert body.contextual_forms == ("the board",)


def test_a_police_force_is_found_by_its_area_with_every_ending(tmp_path: Path) -> None:
    (force,) = read(
        tmp_path,
        "agency:anyshire-police a okg:KnownAgency, okg:PoliceForce ; okg:agencyType type:police ;"
        ' skos:prefLabel "Anyshire Police" ; okg:policeArea "Anyshire" .',
    ).known
    assert (force.local, force.forms) == (False, ("Anyshire Police", "Anyshire Police", "Anyshire Constabulary"))
    assert force.contextual_forms == ("police",)


def test_an_unknown_type_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="unknown agency type 'choir'; known: other, police"):
        read(tmp_path, 'agency:x a okg:KnownAgency ; okg:agencyType type:choir ; skos:prefLabel "X" .')


def test_an_agency_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="has no"):
        read(tmp_path, "agency:x a okg:KnownAgency ; okg:agencyType type:other .")


def test_the_packaged_types_are_those_of_the_facts(vocabulary: Vocabulary) -> None:
    assert {t.id for t in vocabulary.agencies.types} == {
        *("local-safeguarding-children-board", "childrens-trust-board", "primary-care-trust", "clinical-commissioning-group"),
        *("strategic-health-authority", "nhs-provider-trust", "hospital", "police", "youth-offending-service", "probation"),
        *("fire-and-rescue", "ambulance", "school-or-college", "voluntary-organisation", "private-provider", "housing-provider"),
        *("court", "local-authority-service", "local-authority", "government-or-regulator", "young-peoples-group", "other"),
    }


def test_the_packaged_vocabulary_knows_the_39_forces_of_england(vocabulary: Vocabulary) -> None:
    forces = [k for k in vocabulary.agencies.known if k.type == "police" and k.contextual_forms]
    assert len(forces) == 39


def test_no_form_of_the_packaged_vocabulary_means_two_agencies(vocabulary: Vocabulary) -> None:
    forms = [(form, k.id) for k in vocabulary.agencies.known for form in set(k.forms)]
    doubled = {form for form, _ in forms if len({identifier for f, identifier in forms if f == form}) > 1}
    assert doubled == set()


def test_no_two_known_agencies_share_an_id(vocabulary: Vocabulary) -> None:
    ids = [k.id for k in vocabulary.agencies.known]
    assert len(ids) == len(set(ids))


CUE = """
<https://w3id.org/ofsted-kg/id/role/cook> a okg:Role ; dcterms:identifier "cook" ; okg:heldIn type:other .
<https://w3id.org/ofsted-kg/id/role-cue/cooks> a okg:RoleCue ; okg:cueOf <https://w3id.org/ofsted-kg/id/role/ROLE> ;
    okg:wordOrder "ORDER" ; okg:word "cooks", "cook" ; okg:needsWord "kitchen" ; okg:excludedByWord "books" .
"""


def test_a_cue_of_a_role_has_its_words_and_their_conditions(tmp_path: Path) -> None:
    found = read(tmp_path, CUE.replace("ROLE", "cook").replace("ORDER", "holder words"))
    (cue,) = found.cues
    assert (cue.role, cue.order, cue.words) == ("cook", "holder words", ("cooks", "cook"))
    assert (cue.needs, cue.excluded_by) == (frozenset(("kitchen",)), frozenset(("books",)))
    assert found.held_in == (("cook", frozenset(("other",))),)


def test_a_cue_of_a_role_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="unknown role 'baker'; known: cook"):
        read(tmp_path, CUE.replace("ROLE", "baker").replace("ORDER", "holder words"))


def test_a_cue_with_an_unknown_order_of_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="unknown word order 'words first'; known: body words, body words holder, "):
        read(tmp_path, CUE.replace("ROLE", "cook").replace("ORDER", "words first"))
