"""The agencies of a report as statements: which they are, where they are named, and what names them.

An agency has the same IRI in every report that names it; what its names and mentions are is said in each report's own graph.
Findings and recommendations link to the agencies that they name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.document import Passage, Span
from ofsted_kg.facts import Addressee, Agency, Mention, ReportFacts
from ofsted_kg.identity import Identity, identities, words_of
from ofsted_kg.rdf.iris import ReportIris
from ofsted_kg.rdf.namespaces import OKG, RDF, RESOURCES, SKOS
from ofsted_kg.rdf.role_graph import role_statements, serving_statements
from ofsted_kg.vocabulary import Vocabulary

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
WritePassage = Callable[[Passage, str, int | None], Iterator[Statement]]
"""Writes a passage of a section, and of a paragraph where it stands in one."""

CLASSES: Final = {
    "local-safeguarding-children-board": OKG.LocalSafeguardingChildrenBoard,
    "childrens-trust-board": OKG.ChildrensTrustBoard,
    "nhs-provider-trust": OKG.NhsProviderTrust,
    "hospital": OKG.Hospital,
    "clinical-commissioning-group": OKG.ClinicalCommissioningGroup,
    "strategic-health-authority": OKG.StrategicHealthAuthority,
    "ambulance": OKG.AmbulanceService,
    "primary-care-trust": OKG.PrimaryCareTrust,
    "police": OKG.PoliceForce,
    "youth-offending-service": OKG.YouthOffendingService,
    "probation": OKG.ProbationService,
    "fire-and-rescue": OKG.FireAndRescueService,
    "court": OKG.Court,
    "young-peoples-group": OKG.YoungPeoplesGroup,
    "school-or-college": OKG.SchoolOrCollege,
    "housing-provider": OKG.HousingProvider,
    "government-or-regulator": OKG.GovernmentOrRegulator,
    "private-provider": OKG.PrivateProvider,
    "voluntary-organisation": OKG.VoluntaryOrganisation,
    "local-authority-service": OKG.LocalAuthorityService,
}
"""Class of each type's agencies; those of any other type are agencies and no more."""


@dataclass(frozen=True, slots=True)
class _Named:
    """An agency of the report with its IRI."""

    iri: NamedNode
    identity: Identity
    agency: Agency
    forms: frozenset[tuple[str, ...]]


def agency_statements(facts: ReportFacts, vocabulary: Vocabulary, iris: ReportIris, write: WritePassage) -> Iterator[Statement]:
    """What the report's graph says of agencies; another council is described by the vocabulary."""
    named = _named(facts, vocabulary, iris)
    described: set[NamedNode] = set()
    for one in named:
        yield from _mentions(facts, iris, one, write)
        yield iris.report, OKG.mentionsAgency, one.iri
        if one.iri not in described and not one.identity.is_authority:
            yield from _agency(one, vocabulary, iris)
            described.add(one.iri)
    yield from _findings(facts, iris, named)
    inspected = NamedNode(vocabulary.authority(facts.header.authority).iri)
    yield from role_statements(facts, inspected, iris, {one.agency: one.iri for one in named}, write)
    yield from _addressees(facts, vocabulary, iris, named)


def _named(facts: ReportFacts, vocabulary: Vocabulary, iris: ReportIris) -> tuple[_Named, ...]:
    return tuple(
        _Named(
            NamedNode(vocabulary.authority(identity.key).iri) if identity.is_authority else iris.agency(identity.key),
            identity,
            agency,
            frozenset(words_of(form) for form in (agency.name, *agency.aliases)),
        )
        for agency, identity in zip(facts.agencies, identities(facts, vocabulary), strict=True)
    )


def _agency(named: _Named, vocabulary: Vocabulary, iris: ReportIris) -> Iterator[Statement]:
    yield named.iri, RDF.type, OKG.Agency
    if named.agency.type in CLASSES:
        yield named.iri, RDF.type, CLASSES[named.agency.type]
    yield named.iri, SKOS.prefLabel, Literal(named.agency.name, language="en")
    for alias in named.agency.aliases:
        yield named.iri, SKOS.altLabel, Literal(alias, language="en")
    yield named.iri, OKG.agencyType, NamedNode(f"{RESOURCES}agency-type/{named.agency.type}")
    if named.identity.body is not None:
        yield named.iri, OKG.localBody, NamedNode(f"{RESOURCES}local-body/{named.identity.body}")
    fullest = next((m for m in named.agency.mentions if m.form == named.agency.name), named.agency.mentions[0])
    for authority in named.identity.serves:
        served = NamedNode(vocabulary.authority(authority).iri)
        yield from serving_statements(named.iri, served, iris, fullest.passage)


def _mentions(facts: ReportFacts, iris: ReportIris, named: _Named, write: WritePassage) -> Iterator[Statement]:
    for mention in named.agency.mentions:
        iri = iris.mention(mention.passage.span)
        yield iri, RDF.type, OKG.Mention
        yield iri, OKG.inReport, iris.report
        yield iri, OKG.mentionOf, named.iri
        yield iri, OKG.printedForm, Literal(mention.form)
        yield iri, OKG.evidence, iris.passage(mention.passage.span)
        yield from write(mention.passage, *_place(facts, mention))


def _place(facts: ReportFacts, mention: Mention) -> tuple[str, int | None]:
    """Section, and paragraph where it stands in one: a bullet belongs to the section of the paragraph that leads in to it."""
    start = mention.passage.span.start
    at = bisect_right(facts.paragraphs, start, key=lambda paragraph: paragraph.passage.span.start) - 1
    if at >= 0 and _holds(facts.paragraphs[at].passage.span, mention.passage.span):
        return facts.paragraphs[at].section, facts.paragraphs[at].number
    bullet = next((r for r in facts.recommendations if _holds(r.passage.span, mention.passage.span)), None)
    return (bullet.section if bullet else facts.paragraphs[max(at, 0)].section), None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _findings(facts: ReportFacts, iris: ReportIris, named: Sequence[_Named]) -> Iterator[Statement]:
    """Each finding with the agencies that are named inside its clause."""
    places = sorted((mention.passage.span, one.iri.value) for one in named for mention in one.agency.mentions)
    for finding in facts.findings:
        span = finding.passage.span
        begin, end = bisect_right(places, (Span(span.start, -1), "")), bisect_left(places, (Span(span.end, -1), ""))
        inside = [agency for mention, agency in places[begin:end] if mention.end <= span.end]
        if inside:
            iri = iris.of_finding(finding)
            yield from ((iri, OKG.namesAgency, NamedNode(agency)) for agency in inside)


def _addressees(facts: ReportFacts, vocabulary: Vocabulary, iris: ReportIris, named: Sequence[_Named]) -> Iterator[Statement]:
    """Each recommendation with whom it makes responsible: agencies of the report, and the council itself."""
    inspected = vocabulary.authority(facts.header.authority)
    own = {words_of(name) for name in inspected.names}
    council = (NamedNode(inspected.iri),)
    for recommendation in facts.recommendations:
        iri = iris.recommendation(recommendation.part, recommendation.timescale, recommendation.text)
        for addressee in recommendation.addressees:
            for agency in council if words_of(addressee.name) in own else _meant(addressee, named):
                yield iri, OKG.addressee, agency


def _meant(addressee: Addressee, named: Iterable[_Named]) -> tuple[NamedNode, ...]:
    """The agency that is named where the addressee stands, else the only one that goes by the addressee's name."""
    span = addressee.passage.span
    there = {one.iri for one in named if any(_holds(mention.passage.span, span) for mention in one.agency.mentions)}
    called = {one.iri for one in named if words_of(addressee.name) in one.forms}
    return tuple(there or (called if len(called) == 1 else ()))
