"""What a report's graph says of agencies, read back from the graphs of the five reports."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from ofsted_kg.pipeline import Conversion
from ofsted_kg.rdf.agency_graph import CLASSES
from ofsted_kg.rdf.namespaces import ONTOLOGY, RESOURCES
from ofsted_kg.vocabulary import Vocabulary

DUDLEY = f"{RESOURCES}report/dudley/slac/2011-12-09"
POLICE = f"{RESOURCES}agency/west-midlands-police"


@pytest.fixture(scope="module")
def dudley(conversions: dict[str, Conversion]) -> list[Quad]:
    return list(parse(conversions["dudley"].nquads, format=RdfFormat.N_QUADS))


def said(quads: list[Quad], subject: str) -> list[tuple[str, str]]:
    """Property and value of each statement about a subject, by their last part."""
    of_it = [quad for quad in quads if str(quad.subject) == f"<{subject}>"]
    return sorted((tail(quad.predicate.value), tail(str(getattr(quad.object, "value", "")))) for quad in of_it)


def tail(value: str) -> str:
    return value.rpartition("#")[2].rpartition("/")[2]


def test_an_agency_has_its_class_type_and_names(dudley: list[Quad]) -> None:
    assert said(dudley, POLICE) == [
        ("agencyType", "police"),
        ("altLabel", "Police"),
        ("altLabel", "West Midlands Force"),
        ("altLabel", "West Midlands Police"),
        ("altLabel", "West Midlands Police force"),
        ("memberOf", "childrens-trust-board"),
        ("prefLabel", "West Midlands Police Force"),
        ("providesFor", "dudley"),
        ("type", "Agency"),
        ("type", "PoliceForce"),
    ]


def test_an_authoritys_own_board_serves_it_and_is_one_of_its_kind(dudley: list[Quad]) -> None:
    board = said(dudley, f"{RESOURCES}agency/dudley/local-safeguarding-children-board")
    assert ("serves", "dudley") in board
    assert ("localBody", "local-safeguarding-children-board") in board


def test_a_role_says_who_plays_which_part_in_what_and_where_that_is_said(dudley: list[Quad]) -> None:
    seats = [str(q.subject).strip("<>") for q in dudley if q.predicate.value == f"{ONTOLOGY}holder" and q.object.value == POLICE]
    assert sorted(tail(seat.rpartition("/role/")[0]) + seat.partition("/role/")[2].rpartition("/")[0] for seat in seats) == [
        "2011-12-09member/p5",
        "2011-12-09provider/p10",
    ]
    passage = f"{DUDLEY}/passage/"
    said_of = [said(dudley, seat) for seat in sorted(seats)]
    assert [[pair for pair in pairs if pair[0] != "evidence"] for pairs in said_of] == [
        [
            ("body", "childrens-trust-board"),
            ("holder", "west-midlands-police"),
            ("inReport", "2011-12-09"),
            ("independent", "false"),
            ("role", "member"),
            ("type", "AgencyRole"),
            ("type", "Membership"),
        ],
        [
            ("forAuthority", "dudley"),
            ("holder", "west-midlands-police"),
            ("inReport", "2011-12-09"),
            ("role", "provider"),
            ("type", "AgencyRole"),
        ],
    ]
    quoted = said(dudley, passage + dict(said_of[1])["evidence"])
    assert [value for name, value in quoted if name == "quote"] == [
        "Policing in the Borough is delivered through the command structure of the West Midlands Police Force."
    ]


def test_an_office_chairs_a_board_and_is_no_agency(dudley: list[Quad]) -> None:
    (chair,) = {str(q.subject).strip("<>") for q in dudley if q.predicate.value == f"{ONTOLOGY}office"}
    assert [pair for pair in said(dudley, chair) if pair[0] in ("body", "holder", "office", "independent", "role")] == [
        ("body", "local-safeguarding-children-board"),
        ("independent", "false"),
        ("office", "Chief Executive of the borough council"),
        ("role", "chair"),
    ]


def test_a_mention_in_a_paragraph_is_a_passage_of_it(dudley: list[Quad]) -> None:
    of_police = [
        str(q.subject).strip("<>") for q in dudley if tail(q.predicate.value) == "mentionOf" and str(q.object) == f"<{POLICE}>"
    ]
    assert len(of_police) == 28
    first = min(of_police, key=lambda iri: int(tail(iri).split("-")[0]))
    passage = first.replace("/mention/", "/passage/")
    assert said(dudley, first) == [
        ("evidence", tail(passage)),
        ("inReport", "2011-12-09"),
        ("mentionOf", "west-midlands-police"),
        ("printedForm", "West Midlands Police Force"),
        ("type", "Mention"),
    ]
    assert ("inParagraph", "5") in said(dudley, passage)


def test_every_finding_that_names_an_agency_quotes_a_form_of_it(conversions: dict[str, Conversion]) -> None:
    counts = Counter[str]()
    for conversion in conversions.values():
        forms = {form for agency in conversion.facts.agencies for form in (agency.name, *agency.aliases, "Board", "Trust")}
        quads = list(parse(conversion.nquads, format=RdfFormat.N_QUADS))
        naming = {q.subject for q in quads if q.predicate.value == f"{ONTOLOGY}namesAgency"}
        evidence = {q.subject: q.object for q in quads if q.predicate.value == f"{ONTOLOGY}evidence"}
        quotes = {q.subject: q.object.value for q in quads if q.predicate.value == f"{ONTOLOGY}quote"}
        for finding in naming:
            counts[str(any(form in quotes[evidence[finding]] for form in forms))] += 1
    assert counts["False"] == 0
    assert counts["True"] > 300


def test_every_type_of_the_vocabulary_but_two_has_a_class(vocabulary: Vocabulary) -> None:
    assert {t.id for t in vocabulary.agencies.types} - set(CLASSES) == {"other", "local-authority"}
