"""`ontology/ofsted-kg.ttl` and `alignments.ttl` as texts: complete, free of the usual pitfalls, in step with what uses them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY
from ofsted_kg.rdf.reference import FILES, PAGE, with_reference
from ofsted_kg.rdf.turtle import read_triples
from ofsted_kg.rdf.vocabulary_reader import vocabulary_files
from ofsted_kg.resources import packaged_folder

ROOT = Path(__file__).parents[2]
OURS = packaged_folder("ontology") / "ofsted-kg.ttl"
ALIGNMENTS = packaged_folder("ontology") / "alignments.ttl"

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
BUILT_IN = (OWL, RDF, RDFS, XSD)
DECLARATIONS = {
    f"{OWL}{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
}
DATATYPES_OF_THE_OWL_2_MAP = {f"{XSD}{name}" for name in ("string", "boolean", "nonNegativeInteger")}
DATES = {f"{ONTOLOGY}{name}" for name in ("startDate", "endDate", "inForceFrom", "inForceUntil", "since", "until")}
AGENCY_TYPES = """
    local-safeguarding-children-board childrens-trust-board primary-care-trust clinical-commissioning-group
    strategic-health-authority nhs-provider-trust hospital police youth-offending-service probation fire-and-rescue
    ambulance school-or-college voluntary-organisation private-provider housing-provider court local-authority-service
    local-authority government-or-regulator young-peoples-group other
""".split()

Statements = dict[str, dict[str, list[object]]]


def key(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


@cache
def triples(file: Path) -> tuple[Triple, ...]:
    return tuple(read_triples(file))


def statements(found: Iterable[Triple]) -> Statements:
    known: Statements = defaultdict(lambda: defaultdict(list))
    for triple in found:
        known[key(triple.subject)][triple.predicate.value].append(triple.object)
    return known


@cache
def ontology() -> Statements:
    return statements(triples(OURS))


@cache
def kinds(iri: str) -> set[str]:
    return {key(kind) for kind in ontology()[iri][f"{RDF}type"]}


def terms(*wanted: str) -> list[str]:
    """Our own terms of one of the kinds, e.g. ``ObjectProperty``; all of them where none is named."""
    of = {f"{OWL}{kind}" for kind in wanted} or DECLARATIONS
    return sorted(iri for iri in list(ontology()) if iri.startswith(ONTOLOGY) and kinds(iri) & of)


def properties() -> list[str]:
    return terms("ObjectProperty", "DatatypeProperty")


def members(known: Statements, head: object) -> list[str]:
    if key(head) == f"{RDF}nil":
        return []
    cell = known[key(head)]
    return [key(cell[f"{RDF}first"][0]), *members(known, cell[f"{RDF}rest"][0])]


@cache
def classes_of(iri: str, predicate: str) -> set[str]:
    """The classes or datatypes that a domain or range names, those of a union one by one."""
    found = set()
    for value in ontology()[iri][predicate]:
        unions = ontology()[key(value)][f"{OWL}unionOf"] if not isinstance(value, NamedNode) else []
        found |= {member for union in unions for member in members(ontology(), union)} or {key(value)}
    return found


def local(iris: Iterable[str]) -> list[str]:
    return sorted(iri.removeprefix(ONTOLOGY) for iri in iris)


# What every term says of itself


@pytest.mark.parametrize("predicate", [f"{RDFS}label", f"{RDFS}comment", f"{RDFS}isDefinedBy"])
def test_every_term_has_exactly_one(predicate):
    assert local(iri for iri in terms() if len(ontology()[iri][predicate]) != 1) == []


def test_labels_and_definitions_are_english_and_each_definition_is_one_sentence():
    texts = {(iri, name): ontology()[iri][f"{RDFS}{name}"][0] for iri in terms() for name in ("label", "comment")}
    assert [where for where, text in texts.items() if not isinstance(text, Literal) or text.language != "en"] == []
    definitions = {iri: text.value for (iri, name), text in texts.items() if name == "comment"}
    assert local(iri for iri, text in definitions.items() if not re.fullmatch(r"[A-Z](?:[^.]|\.(?! ))*\.", text)) == []


def test_no_two_terms_have_the_same_definition():
    definitions = Counter(ontology()[iri][f"{RDFS}comment"][0].value.casefold() for iri in terms())
    assert {text for text, times in definitions.items() if times > 1} <= {
        "whether a finding speaks of a strength, of something adequate or of a weakness."
    }


@pytest.mark.parametrize("wanted", [("Class",), ("ObjectProperty", "DatatypeProperty"), ("NamedIndividual",)])
def test_no_two_terms_of_a_kind_have_the_same_label(wanted):
    labels = Counter(ontology()[iri][f"{RDFS}label"][0].value.casefold() for iri in terms(*wanted))
    assert {label for label, times in labels.items() if times > 1} == set()


def test_classes_and_individuals_begin_with_a_capital_and_properties_do_not():
    wrong = [name for name in local(terms("Class", "NamedIndividual")) if not re.fullmatch(r"[A-Z][A-Za-z]+", name)]
    assert wrong + [name for name in local(properties()) if not re.fullmatch(r"[a-z][A-Za-z0-9]+", name)] == []


def test_no_term_is_of_two_kinds():
    assert local(iri for iri in terms() if len(kinds(iri) & DECLARATIONS) != 1) == []


# Domains, ranges, inverses


def test_every_property_has_one_domain_and_at_most_one_range():
    """Two domains would mean their intersection, which is rarely what is meant."""
    assert local(iri for iri in properties() if len(ontology()[iri][f"{RDFS}domain"]) != 1) == []
    assert local(iri for iri in properties() if len(ontology()[iri][f"{RDFS}range"]) > 1) == []


def test_every_property_without_a_range_holds_dates_and_says_so():
    bare = {iri for iri in properties() if not ontology()[iri][f"{RDFS}range"]}
    assert bare == DATES
    notes = {note.value for iri in bare for note in ontology()[iri][f"{SKOS}editorialNote"]}
    assert notes == {"No range: values are xsd:date, which is not in the OWL 2 datatype map."}


def test_domains_and_ranges_are_our_classes_or_datatypes_that_a_reasoner_knows():
    ours = set(terms("Class"))
    assert {iri: wrong for iri in properties() if (wrong := classes_of(iri, f"{RDFS}domain") - ours)} == {}
    assert {iri: wrong for iri in terms("ObjectProperty") if (wrong := classes_of(iri, f"{RDFS}range") - ours)} == {}
    data = {iri: classes_of(iri, f"{RDFS}range") for iri in terms("DatatypeProperty")}
    assert {iri: wrong for iri, found in data.items() if (wrong := found - DATATYPES_OF_THE_OWL_2_MAP)} == {}


def test_an_inverse_mirrors_domain_range_and_functionality():
    pairs = [(iri, key(other)) for iri in properties() for other in ontology()[iri][f"{OWL}inverseOf"]]
    assert len(pairs) == 5
    for inverse, of in pairs:
        assert classes_of(inverse, f"{RDFS}domain") == classes_of(of, f"{RDFS}range")
        assert classes_of(inverse, f"{RDFS}range") == classes_of(of, f"{RDFS}domain")
        assert (f"{OWL}FunctionalProperty" in kinds(of)) == (f"{OWL}InverseFunctionalProperty" in kinds(inverse))
        assert (f"{OWL}InverseFunctionalProperty" in kinds(of)) == (f"{OWL}FunctionalProperty" in kinds(inverse))


# Hierarchies and disjointness


@cache
def everything() -> Statements:
    return statements((*triples(OURS), *triples(ALIGNMENTS)))


@cache
def above(iri: str, predicate: str) -> set[str]:
    """Everything that one gets to by going up from a term, itself only where there is a cycle."""
    seen: set[str] = set()
    waiting = [iri]
    while waiting:
        parents = {key(parent) for parent in everything()[waiting.pop()][predicate]} - seen
        seen |= parents
        waiting += parents
    return seen


@pytest.mark.parametrize("predicate", [f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"])
def test_no_hierarchy_runs_in_a_circle(predicate):
    assert [iri for iri in list(everything()) if iri in above(iri, predicate)] == []


def test_all_classes_without_a_superclass_of_ours_exclude_each_other():
    sets = [members(ontology(), head) for node in list(ontology().values()) for head in node[f"{OWL}members"]]
    ours = set(terms("Class"))
    roots = {iri for iri in ours if not above(iri, f"{RDFS}subClassOf") & ours}
    assert [iris for iris in map(set, sets) if iris == roots] == [roots]


def test_members_of_sets_stand_in_alphabetical_order_and_once():
    heads = [
        head
        for node in list(ontology().values())
        for name in ("members", "distinctMembers", "unionOf", "oneOf")
        for head in node[OWL + name]
    ]
    lists = [members(ontology(), head) for head in heads]
    assert [iris for iris in lists if iris != sorted(set(iris), key=str.casefold)] == []


def test_individuals_that_a_class_enumerates_are_its_members_and_differ():
    closed = {iri: node for iri in terms("Class") for node in ontology()[iri][f"{OWL}equivalentClass"]}
    enumerated = {iri: set(members(ontology(), ontology()[key(node)][f"{OWL}oneOf"][0])) for iri, node in closed.items()}
    assert local(enumerated) == ["Decision", "SectionKind", "StatementPlace", "VerdictValue"]
    for iri, found in enumerated.items():
        assert {individual for individual in terms("NamedIndividual") if iri in kinds(individual)} == found
    different = [set(members(ontology(), head)) for node in list(ontology().values()) for head in node[f"{OWL}distinctMembers"]]
    assert sorted(map(sorted, different)) == sorted(map(sorted, enumerated.values()))


def test_there_is_a_class_for_each_type_of_agency():
    identified = {
        ontology()[iri]["http://purl.org/dc/terms/identifier"][0].value: iri
        for iri in terms("Class")
        if ontology()[iri]["http://purl.org/dc/terms/identifier"]
    }
    assert sorted(identified) == sorted(AGENCY_TYPES)
    agency = f"{ONTOLOGY}Agency"
    assert [name for name, iri in identified.items() if agency not in {iri, *above(iri, f"{RDFS}subClassOf")}] == []


# The file as a whole


def test_the_header_names_version_licence_and_prefix_and_imports_nothing():
    for file, iri in ((OURS, "https://w3id.org/ofsted-kg/ontology"), (ALIGNMENTS, "https://w3id.org/ofsted-kg/alignments")):
        header = statements(triples(file))[iri]
        version = header[f"{OWL}versionInfo"][0].value
        assert [key(value) for value in header[f"{OWL}versionIRI"]] == [f"{iri}/{version}"]
        assert [key(value) for value in header["http://purl.org/dc/terms/license"]] == [
            "https://www.apache.org/licenses/LICENSE-2.0"
        ]
        assert len(header["http://purl.org/dc/terms/title"]) == 1
        assert [triple for triple in triples(file) if triple.predicate.value == f"{OWL}imports"] == []


@pytest.mark.parametrize("file", [OURS, ALIGNMENTS], ids=lambda file: file.name)
def test_each_file_declares_every_term_that_it_uses(file):
    """What OWL 2 DL asks of a file without imports."""
    known = statements(triples(file))
    declared = {iri for iri, node in known.items() if {key(kind) for kind in node[f"{RDF}type"]} & DECLARATIONS}
    predicates = {triple.predicate.value for triple in triples(file)}
    classes = {
        key(t.object)
        for t in triples(file)
        if t.predicate.value in (f"{RDF}type", f"{RDFS}subClassOf", f"{RDFS}domain", f"{RDFS}range")
    }
    parents = {
        key(t.object)
        for t in triples(file)
        if t.predicate.value in (f"{RDFS}subPropertyOf", f"{OWL}inverseOf", f"{OWL}disjointWith")
    }
    used = {iri for iri in predicates | classes | parents if iri.startswith("http") and not iri.startswith(BUILT_IN)}
    assert sorted(used - declared) == []


def test_alignments_speak_of_our_terms_as_the_ontology_declares_them():
    aligned = statements(triples(ALIGNMENTS))
    ours = {iri: {key(kind) for kind in node[f"{RDF}type"]} for iri, node in aligned.items() if iri.startswith(ONTOLOGY)}
    assert {iri: found for iri, found in ours.items() if not found or not found <= kinds(iri)} == {}


def test_alignments_lead_from_our_terms_to_foreign_ones():
    links = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}closeMatch")
    ours = [
        (key(t.subject), key(t.object))
        for t in triples(ALIGNMENTS)
        if t.predicate.value in links and key(t.subject).startswith(ONTOLOGY)
    ]
    assert len(ours) > 40
    assert [(term, other) for term, other in ours if other.startswith(ONTOLOGY)] == []


def test_no_foreign_term_is_of_two_kinds_in_the_two_files():
    foreign = {iri: {key(kind) for kind in node[f"{RDF}type"]} & DECLARATIONS for iri, node in everything().items()}
    assert {iri: found for iri, found in foreign.items() if len(found) > 1} == {}


def test_the_reference_page_is_in_step():
    """``python -m ofsted_kg.rdf.reference`` rewrites it."""
    page = (ROOT / PAGE).read_text("utf-8")
    assert page == with_reference(page, [ROOT / file for file in FILES])


# Those who use it


def undeclared(text: str) -> list[str]:
    """Our terms in a SPARQL or Turtle text, by prefix or in full, that the ontology does not declare; comments aside."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    used = set(re.findall(rf"(?:\bokg:|{re.escape(ONTOLOGY)})([A-Za-z][A-Za-z0-9]*)", code))
    return sorted(used - set(local(terms())))


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_no_file_uses_a_term_that_the_ontology_does_not_declare(folder):
    files = [file for file in packaged_folder(folder).rglob("*") if file.suffix in (".ttl", ".rq")]
    assert files
    assert {file.name: found for file in files if (found := undeclared(file.read_text("utf-8")))} == {}


def test_python_names_no_term_that_the_ontology_does_not_declare():
    assert sorted(set(vars(OKG)) - set(local(terms()))) == []


def used_in_graphs(conversions: Iterable) -> Iterator[tuple[str, list[Triple]]]:
    """The vocabulary, and each report's graph with the vocabulary that it points to."""
    listed = [triple for file in vocabulary_files() for triple in triples(file)]
    yield "vocabulary", listed
    for conversion in conversions:
        yield conversion.report, listed + [quad.triple for quad in parse(conversion.nquads, format=RdfFormat.N_QUADS)]


def types_in(found: Iterable[Triple]) -> dict[str, set[str]]:
    """What each thing is said to be, with the classes above."""
    types: dict[str, set[str]] = {iri: kinds(iri) for iri in terms("NamedIndividual")}
    for triple in found:
        if triple.predicate.value == f"{RDF}type":
            types.setdefault(key(triple.subject), set()).update(
                {key(triple.object)}, above(key(triple.object), f"{RDFS}subClassOf")
            )
    return types


def test_graphs_use_declared_properties_and_classes_alone(conversions):
    for _, found in used_in_graphs(conversions.values()):
        used = {t.predicate.value for t in found} | {key(t.object) for t in found if t.predicate.value == f"{RDF}type"}
        assert sorted(iri for iri in used if not iri.startswith(BUILT_IN) and not kinds(iri) & DECLARATIONS) == []


def test_graphs_give_objects_to_object_properties_and_literals_to_datatype_properties(conversions):
    for _, found in used_in_graphs(conversions.values()):
        literal = {t.predicate.value for t in found if isinstance(t.object, Literal)}
        named = {t.predicate.value for t in found if isinstance(t.object, NamedNode)}
        assert [iri for iri in literal if f"{OWL}ObjectProperty" in kinds(iri)] == []
        assert [iri for iri in named if f"{OWL}DatatypeProperty" in kinds(iri)] == []


@pytest.mark.parametrize("end", ["domain", "range"])
def test_graphs_say_of_both_ends_of_a_property_what_the_ontology_would_conclude(conversions, end):
    """Domain and range add no types that a graph leaves unsaid: queries work without a reasoner."""
    wrong = set()
    for _, found in used_in_graphs(conversions.values()):
        types = types_in(found)
        for triple in found:
            thing = triple.subject if end == "domain" else triple.object
            wanted = classes_of(triple.predicate.value, f"{RDFS}{end}") if isinstance(thing, NamedNode) else set()
            if wanted and not wanted & types.get(key(thing), set()):
                wrong.add((triple.predicate.value.removeprefix(ONTOLOGY), key(thing)))
    assert wrong == set()


def test_graphs_leave_inverses_to_be_read_backwards(conversions):
    inverses = {iri for iri in properties() if ontology()[iri][f"{OWL}inverseOf"]}
    for _, found in used_in_graphs(conversions.values()):
        assert {t.predicate.value for t in found} & inverses == set()
