"""Turtle -> `AgencyVocabulary`: the agency types and the bodies known by name of ``ontology/agencies.ttl``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.agency_types import WORD_ORDERS, AgencyType, AgencyVocabulary, KnownAgency, RoleCue
from ofsted_kg.errors import VocabularyError
from ofsted_kg.rdf.namespaces import DCTERMS, OKG, RDF, SKOS
from ofsted_kg.rdf.turtle import Terms

_FORMS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_POLICE_ENDINGS: Final = "police-ending"
_POLICE_IN_CONTEXT: Final = "police-in-context"


def read_agencies(terms: Terms) -> AgencyVocabulary:
    """Agency types in the order of their ``okg:order``, known agencies and local bodies in the order of the files."""
    in_order = sorted(terms.of_type(OKG.AgencyType), key=lambda iri: terms.number(iri, OKG.order))
    types = tuple(_agency_type(terms, iri) for iri in in_order)
    known = tuple(_known(terms, iri) for iri in (*terms.of_type(OKG.LocalBody), *terms.of_type(OKG.KnownAgency)))
    _check_types(types, known)
    roles = {iri.value: terms.required(iri, DCTERMS.identifier) for iri in terms.of_type(OKG.Role)}
    held_in = tuple((roles[iri.value], _types_of(terms, iri)) for iri in terms.of_type(OKG.Role) if _types_of(terms, iri))
    return AgencyVocabulary(types, known, tuple(_cue(terms, iri, roles) for iri in terms.of_type(OKG.RoleCue)), held_in)


def _types_of(terms: Terms, role: NamedNode) -> frozenset[str]:
    return frozenset(kind.rsplit("/", 1)[-1] for kind in terms.values(role, OKG.heldIn))


def _cue(terms: Terms, iri: NamedNode, roles: Mapping[str, str]) -> RoleCue:
    role, order = terms.required(iri, OKG.cueOf), terms.required(iri, OKG.wordOrder)
    if role not in roles:
        raise VocabularyError(f"{iri}: unknown role {role.rsplit('/', 1)[-1]!r}; known: {', '.join(sorted(roles.values()))}")
    if order not in WORD_ORDERS:
        raise VocabularyError(f"{iri}: unknown word order {order!r}; known: {', '.join(sorted(WORD_ORDERS))}")
    needs, excluded_by = frozenset(terms.values(iri, OKG.needsWord)), frozenset(terms.values(iri, OKG.excludedByWord))
    return RoleCue(roles[role], order, terms.values(iri, OKG.word), needs, excluded_by)


def _agency_type(terms: Terms, iri: NamedNode) -> AgencyType:
    return AgencyType(
        id=terms.required(iri, DCTERMS.identifier),
        label=terms.required(iri, SKOS.prefLabel),
        iri=iri.value,
        endings=terms.values(iri, OKG.nameEnding),
        beginnings=terms.values(iri, OKG.nameBeginning),
        fillers=frozenset(terms.values(iri, OKG.filler)),
        acronym_endings=terms.values(iri, OKG.acronymEnding),
        cues=terms.values(iri, OKG.cue),
        needs_own_name=terms.value(iri, OKG.needsOwnName) == "true",
    )


def _known(terms: Terms, iri: NamedNode) -> KnownAgency:
    force = terms.value(iri, OKG.policeArea)
    return KnownAgency(
        id=iri.value.rsplit("/", 1)[-1],
        name=terms.required(iri, SKOS.prefLabel),
        type=terms.local_name(iri, OKG.agencyType) or "",
        iri=iri.value,
        forms=terms.values(iri, *_FORMS) + (_force_forms(terms, force) if force else ()),
        contextual_forms=terms.values(iri, OKG.contextualLabel) + (_words(terms, _POLICE_IN_CONTEXT) if force else ()),
        local=OKG.LocalBody.value in terms.values(iri, RDF.type),
    )


def _force_forms(terms: Terms, area: str) -> tuple[str, ...]:
    """``West Midlands`` with every ending of a police force: ``West Midlands Police Force``, ..."""
    return tuple(f"{area} {ending}" for ending in _words(terms, _POLICE_ENDINGS))


def _words(terms: Terms, identifier: str) -> tuple[str, ...]:
    lists = (iri for iri in terms.of_type(OKG.WordList) if terms.value(iri, DCTERMS.identifier) == identifier)
    return tuple(word for iri in lists for word in terms.values(iri, OKG.word))


def _check_types(types: tuple[AgencyType, ...], known: tuple[KnownAgency, ...]) -> None:
    ids = {agency_type.id for agency_type in types}
    for agency in known:
        if agency.type not in ids:
            raise VocabularyError(f"{agency.iri}: unknown agency type {agency.type!r}; known: {', '.join(sorted(ids))}")
