"""Concepts by any of their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.queries.mini import MiniStore

from ofsted_kg.labels import NAMES, Labels, nearest, normalised, read_labels, tail

OKG = "https://w3id.org/ofsted-kg/ontology#"
ID = "https://w3id.org/ofsted-kg/id/"
SLAC = ID + "framework/slac/"
BOTH_OVERALL = [SLAC + "area/safeguarding/overall-effectiveness", SLAC + "area/looked-after-children/overall-effectiveness"]


@pytest.fixture(scope="module")
def labels() -> Labels:
    return read_labels(MiniStore())


@pytest.mark.parametrize(
    ("concept_class", "name", "iris"),
    [
        ("LocalAuthority", "Northvale", [ID + "authority/northvale"]),
        ("LocalAuthority", "northvale", [ID + "authority/northvale"]),
        ("LocalAuthority", "  NORTH-VALE ", [ID + "authority/northvale"]),
        ("LocalAuthority", "northvale metropolitan borough council", [ID + "authority/northvale"]),
        ("LocalAuthority", "E08999901", [ID + "authority/northvale"]),
        ("LocalAuthority", "89901", [ID + "authority/northvale"]),
        ("LocalAuthority", ID + "authority/northvale", [ID + "authority/northvale"]),
        ("LocalAuthority", "authority/northvale", [ID + "authority/northvale"]),
        ("LocalAuthority", "Southmere and Sands", [ID + "authority/southmere"]),
        ("LocalAuthority", "southmere", [ID + "authority/southmere"]),
        ("LocalAuthority", "Söuthmère & Sands", [ID + "authority/southmere"]),
        ("Timescale", "within three months", [SLAC + "timescale/within-three-months"]),
        ("Timescale", "Within 3 months", [SLAC + "timescale/within-three-months"]),
        ("Grade", "3", [SLAC + "grade/3"]),
        ("Grade", "adequate", [SLAC + "grade/3"]),
        ("Grade", "grade/3", [SLAC + "grade/3"]),
        ("ServiceArea", "Overall effectiveness", BOTH_OVERALL),
        ("ServiceArea", "overall-effectiveness", BOTH_OVERALL),
        ("ServiceArea", "safeguarding/overall-effectiveness", BOTH_OVERALL[:1]),
        ("Part", "safeguarding", [SLAC + "part/safeguarding"]),
        ("Part", "Northvale", []),
        ("LocalAuthority", "orthvale", []),
        ("LocalAuthority", "", []),
        ("LocalAuthority", "?!", []),
        ("LocalAuthority", "/", []),
        ("NoSuchClass", "Northvale", []),
    ],
)
def test_a_concept_is_found_by_any_of_its_names(labels: Labels, concept_class: str, name: str, iris: list[str]) -> None:
    assert [concept.iri for concept in labels.find(OKG + concept_class, name)] == iris


def test_all_names_are_read_by_one_query() -> None:
    store = MiniStore()
    read_labels(store)
    assert store.asked == [NAMES]


def test_concepts_of_a_class_stand_in_the_order_of_the_vocabulary(labels: Labels) -> None:
    assert [c.label for c in labels.of_class(OKG + "Grade")] == ["Outstanding", "Good", "Adequate", "Inadequate"]
    assert [c.label for c in labels.of_class(OKG + "LocalAuthority")] == ["Northvale", "Southmere & Sands"]
    assert labels.of_class(OKG + "NoSuchClass") == ()


def test_a_concept_shows_its_preferred_label_and_anything_else_the_end_of_its_iri(labels: Labels) -> None:
    assert labels.label(SLAC + "timescale/within-three-months") == "Within three months"
    assert labels.label(OKG + "Record") == "Record"
    assert labels.label("https://example.org/a/b/") == "b"


def test_few_choices_are_all_named_and_of_many_the_nearest(labels: Labels) -> None:
    assert labels.suggestions(OKG + "Part", "x") == "; expected one of Safeguarding services, Services for looked after children"
    many = tuple(labels.of_class(OKG + "LocalAuthority")) * 7
    crowd = Labels(labels.concepts, {OKG + "LocalAuthority": many})
    assert crowd.suggestions(OKG + "LocalAuthority", "nortvale") == '; did you mean "Northvale"?'
    assert crowd.suggestions(OKG + "LocalAuthority", "qqq") == ""


def test_the_nearest_names_come_best_first() -> None:
    assert nearest("paragrph", ["recommendations", "paragraph", "paragraphs"])[0] == "paragraph"
    assert nearest("qqq", ["recommendations"]) == ()


def test_the_end_of_an_iri_follows_the_last_slash_or_hash() -> None:
    assert tail("https://example.org/a#b") == "b"
    assert tail("urn:x") == "urn:x"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(st.text(alphabet="abcXYZ019 -_.,;:'’()/"))
def test_case_spaces_and_punctuation_do_not_matter(text: str) -> None:
    assert normalised(text) == normalised(text.upper().replace("-", " ").replace("’", ""))
