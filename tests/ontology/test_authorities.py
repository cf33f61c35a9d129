"""`ontology/authorities.ttl` and `regions.ttl`, held against the table of authorities that lies beside this file."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary

ONTOLOGY = Path(__file__).parents[2] / "ontology"
TABLE = Path(__file__).parent / "local-authorities.csv"

OKG = "https://w3id.org/ofsted-kg/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
IDS = "https://w3id.org/ofsted-kg/id/"
AREAS = "http://statistics.data.gov.uk/id/statistical-geography/"
SPATIAL = "http://purl.org/dc/terms/spatial"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"

NAMED_AFTER_THEIR_COUNTY_COUNCIL = {
    "buckinghamshire-county-council",
    "dorset-county-council",
    "north-yorkshire-county-council",
    "somerset-county-council",
}
"""Former authorities whose short name their successor has: their slugs are made of the long name."""

SUCCESSORS = {
    "bournemouth": {"bournemouth-christchurch-and-poole"},
    "buckinghamshire-county-council": {"buckinghamshire"},
    "cumbria": {"cumberland", "westmorland-and-furness"},
    "dorset-county-council": {"dorset"},
    "north-yorkshire-county-council": {"north-yorkshire"},
    "northamptonshire": {"north-northamptonshire", "west-northamptonshire"},
    "poole": {"bournemouth-christchurch-and-poole"},
    "somerset-county-council": {"somerset"},
}

Statements = dict[str, dict[str, list[str]]]


@cache
def triples(name: str) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse((ONTOLOGY / name).read_bytes(), format=RdfFormat.TURTLE))


@cache
def described(name: str) -> Statements:
    found: Statements = defaultdict(lambda: defaultdict(list))
    for triple in triples(name):
        found[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return found


def members(name: str, kind: str, prefix: str) -> Statements:
    iris = {iri: facts for iri, facts in described(name).items() if OKG + kind in facts[TYPE]}
    return {iri.removeprefix(IDS + prefix): facts for iri, facts in iris.items()}


def authorities() -> Statements:
    return members("authorities.ttl", "LocalAuthority", "authority/")


def regions() -> Statements:
    return members("regions.ttl", "Region", "region/")


@cache
def table() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def slugified(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def period(facts: dict[str, list[str]]) -> tuple[str, str]:
    """First day and the day after the last, ISO; the ends of time where the file gives none."""
    return (facts[OKG + "since"] or ["0001-01-01"])[0], (facts[OKG + "until"] or ["9999-12-31"])[0]


def lived_together(one: dict[str, list[str]], other: dict[str, list[str]]) -> bool:
    (since, until), (other_since, other_until) = period(one), period(other)
    return max(since, other_since) < min(until, other_until)


def printed_forms(facts: dict[str, list[str]]) -> set[str]:
    return {label.casefold() for label in facts[SKOS + "prefLabel"] + facts[SKOS + "altLabel"]}


def alive_on(day: str) -> set[str]:
    return {slug for slug, facts in authorities().items() if period(facts)[0] <= day < period(facts)[1]}


def found_by(name: str, day: str) -> set[str]:
    return {slug for slug in alive_on(day) if name.casefold() in printed_forms(authorities()[slug])}


def test_every_authority_of_the_table_stands_there_with_its_codes_and_type():
    from_turtle = {
        (slug, *(facts[OKG + p][0] for p in ("urn", "dfeCode", "gssCode", "authorityType"))): facts[OKG + "region"][0]
        for slug, facts in authorities().items()
        if facts[OKG + "urn"]
    }
    from_table = {
        (
            slugified(row["name"]),
            row["urn"],
            row["old_la_code"],
            row["gss_code"],
            row["type"],
        ): f"{IDS}region/{slugified(row['region'])}"
        for row in table()
    }
    assert from_turtle == from_table


def test_the_authorities_of_the_table_that_are_current_are_the_ones_without_an_end():
    current = {slugified(row["name"]) for row in table() if row["status"] == "current"}
    assert {slug for slug, facts in authorities().items() if not facts[OKG + "until"]} == current


def test_there_are_153_authorities_now_and_eight_that_ended():
    ended = [slug for slug, facts in authorities().items() if facts[OKG + "until"]]
    assert (len(authorities()) - len(ended), len(ended)) == (153, 8)


@pytest.mark.parametrize(("day", "number"), [("2009-04-01", 152), ("2019-04-01", 151), ("2021-04-01", 152), ("2023-04-01", 153)])
def test_the_number_of_authorities_on_a_day_follows_the_reorganisations(day, number):
    assert len(alive_on(day)) == number


@pytest.mark.parametrize(
    "predicate", [SKOS + "prefLabel", OKG + "gssCode", OKG + "region", OKG + "dfeCode", OKG + "authorityType", SPATIAL]
)
def test_every_authority_has_exactly_one(predicate):
    assert {slug: facts[predicate] for slug, facts in authorities().items() if len(facts[predicate]) != 1} == {}


def test_the_area_of_an_authority_is_named_by_its_gss_code():
    assert all(facts[SPATIAL] == [AREAS + facts[OKG + "gssCode"][0]] for facts in authorities().values())


def test_the_shape_of_a_gss_code_fits_the_type_of_authority():
    kinds = Counter((facts[OKG + "authorityType"][0], facts[OKG + "gssCode"][0][:3]) for facts in authorities().values())
    assert kinds == {
        ("County", "E10"): 27,
        ("London Borough", "E09"): 33,
        ("Metropolitan District", "E08"): 36,
        ("Unitary Authority", "E06"): 65,
    }


def test_each_region_of_the_table_stands_there_with_its_code():
    of_table = {slugified(row["region"]): (row["region"], row["region_gss"]) for row in table()}
    assert {slug: (f[SKOS + "prefLabel"][0], f[OKG + "gssCode"][0]) for slug, f in regions().items()} == of_table
    assert all(facts[SPATIAL] == [AREAS + facts[OKG + "gssCode"][0]] for facts in regions().values())


def test_no_two_authorities_of_the_same_time_share_a_gss_code():
    clashes = [
        (one, other)
        for (one, facts), (other, others) in combinations(authorities().items(), 2)
        if facts[OKG + "gssCode"] == others[OKG + "gssCode"] and lived_together(facts, others)
    ]
    assert clashes == []


def test_no_two_authorities_share_a_urn():
    urns = Counter(urn for facts in authorities().values() for urn in facts[OKG + "urn"])
    assert set(urns.values()) == {1}


def test_no_printed_form_names_two_authorities_of_the_same_time():
    clashes = {
        (one, other): shared
        for (one, facts), (other, others) in combinations(authorities().items(), 2)
        if lived_together(facts, others) and (shared := printed_forms(facts) & printed_forms(others))
    }
    assert clashes == {}


def test_every_name_that_the_table_knows_leads_to_its_authority():
    lost = [
        (name, row["name"])
        for row in table()
        for name in [row["name"], *filter(None, map(str.strip, row["alt_names"].split(";")))]
        if not any(name.casefold() in printed_forms(authorities()[slug]) for slug in namesakes(row["name"]))
    ]
    assert lost == []


def namesakes(name: str) -> list[str]:
    return [slug for slug, facts in authorities().items() if facts[SKOS + "prefLabel"] == [name]]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Telford and Wrekin Council", "telford-and-wrekin"),
        ("Borough of Telford & Wrekin", "telford-and-wrekin"),
        ("Borough of Poole", "poole"),
        ("Dudley Metropolitan Borough Council", "dudley"),
        ("Wolverhampton City Council", "wolverhampton"),
        ("London Borough of Barnet", "barnet"),
        ("London Borough of Hammersmith & Fulham", "hammersmith-and-fulham"),
        ("Royal Borough of Kensington & Chelsea", "kensington-and-chelsea"),
        ("Hull City Council", "kingston-upon-hull"),
        ("St. Helens Metropolitan Borough Council", "st-helens"),
        ("Stoke on Trent City Council", "stoke-on-trent"),
        ("City of York Council", "york"),
        ("Kent County Council", "kent"),
        ("Cumbria County Council", "cumbria"),
        ("Council of the Isles of Scilly", "isles-of-scilly"),
    ],
)
def test_a_usual_printed_form_leads_to_one_authority(name, slug):
    assert found_by(name, "2012-06-30") == {slug}


@pytest.mark.parametrize(
    ("name", "before", "day", "after"),
    [
        ("Dorset", "dorset-county-council", "2019-04-01", "dorset"),
        ("Buckinghamshire", "buckinghamshire-county-council", "2020-04-01", "buckinghamshire"),
        ("North Yorkshire", "north-yorkshire-county-council", "2023-04-01", "north-yorkshire"),
        ("Somerset", "somerset-county-council", "2023-04-01", "somerset"),
    ],
)
def test_a_name_that_two_authorities_bore_is_told_apart_by_the_day(name, before, day, after):
    assert (found_by(name, "2012-06-30"), found_by(name, day)) == ({before}, {after})


def test_an_ended_authority_is_known_until_the_day_before_its_end():
    assert (found_by("Poole", "2019-03-31"), found_by("Poole", "2019-04-01")) == ({"poole"}, set())


def test_each_ended_authority_names_its_successors_and_where_that_is_from():
    ended = {slug: facts for slug, facts in authorities().items() if facts[OKG + "until"]}
    successors = {slug: {iri.removeprefix(IDS + "authority/") for iri in f[OKG + "successor"]} for slug, f in ended.items()}
    assert successors == SUCCESSORS
    assert all("(Structural Changes) Order" in facts[SKOS + "editorialNote"][0] for facts in ended.values())


def test_a_successor_begins_on_the_day_on_which_its_forerunner_ends():
    handovers = {
        (period(authorities()[old])[1], period(authorities()[new])[0]) for old, new_ones in SUCCESSORS.items() for new in new_ones
    }
    assert {(end, start) for end, start in handovers if end != start} == set()


def test_an_authority_without_an_end_has_no_successor():
    assert [slug for slug, facts in authorities().items() if facts[OKG + "successor"] and not facts[OKG + "until"]] == []


def test_every_authority_begins_before_it_ends_and_dates_are_dates():
    dates = [t.object for t in triples("authorities.ttl") if t.predicate.value in (OKG + "since", OKG + "until")]
    assert {date.datatype.value for date in dates if isinstance(date, Literal)} == {XSD_DATE}
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", date.value) for date in dates)
    assert all(period(facts)[0] < period(facts)[1] for facts in authorities().values())


def test_a_slug_is_the_short_name_unless_a_successor_has_that_name():
    odd = {slug for slug, facts in authorities().items() if slug != slugified(facts[SKOS + "prefLabel"][0])}
    assert odd == NAMED_AFTER_THEIR_COUNTY_COUNCIL
    assert all(slugified(name + " County Council") in odd for name, slugs in by_name().items() if len(slugs) > 1)


def by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for slug, facts in authorities().items():
        found[facts[SKOS + "prefLabel"][0]].append(slug)
    return found


@pytest.mark.parametrize("name", ["authorities.ttl", "regions.ttl"])
def test_there_are_no_blank_nodes_and_all_names_are_english(name):
    terms = [term for triple in triples(name) for term in (triple.subject, triple.object)]
    assert [term for term in terms if isinstance(term, BlankNode)] == []
    labels = [t.object for t in triples(name) if t.predicate in (NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "altLabel"))]
    assert {label.language for label in labels} == {"en"}


@pytest.mark.parametrize(("name", "prefix"), [("authorities.ttl", "authority:"), ("regions.ttl", "region:")])
def test_entries_stand_in_alphabetical_order(name, prefix):
    lines = (ONTOLOGY / name).read_text("utf-8").splitlines()
    order = [line.split()[0] for line in lines if line.startswith(prefix)]
    assert order == sorted(order)


def test_printed_forms_stand_in_alphabetical_order_and_none_repeats_the_short_name():
    unsorted = [s for s, f in authorities().items() if f[SKOS + "altLabel"] != sorted(f[SKOS + "altLabel"], key=str.casefold)]
    repeated = [s for s, f in authorities().items() if len(printed_forms(f)) != 1 + len(f[SKOS + "altLabel"])]
    assert (unsorted, repeated) == ([], [])


def test_no_line_is_too_long_to_read():
    assert max(map(len, (ONTOLOGY / "authorities.ttl").read_text("utf-8").splitlines())) <= 130


def test_a_file_of_ones_own_adds_a_printed_form_to_a_packaged_authority(tmp_path):
    example = re.search(r"```turtle\n(.*?)```", (ONTOLOGY.parent / "docs" / "authorities.md").read_text("utf-8"), re.DOTALL)
    assert example is not None
    (tmp_path / "more-authorities.ttl").write_text(example[1], "utf-8")
    packaged, own = packaged_vocabulary(), packaged_vocabulary(tmp_path)
    assert set(own.authority("dudley").names) - set(packaged.authority("dudley").names) == {"Dudley Children's Services"}
    assert len(own.authorities) == len(packaged.authorities)
