"""The names of concepts, read from a store's vocabulary graph.

Two uses: a person who asks may write a concept by any of its names, in any case and with any spaces or punctuation
("dudley", "Partnership working", "within three months", "3", a GSS code, the IRI or its end); and an answer shows each
concept by its preferred label.  The names come by a SPARQL query, so a remote store serves as well as the embedded
one; read them once for each version of a store and pass them on.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ofsted_kg.rdf.namespaces import ONTOLOGY, RDF, SKOS

Term = NamedNode | BlankNode | Literal | Triple

_NOT_ASCII_ALPHANUMERIC: Final = re.compile(r"[^0-9a-z]+")
_NEAR: Final = 60.0
"""Least likeness, of 100, at which a name is offered as what may have been meant."""
_OFFERED: Final = 5
_LISTED: Final = 12
"""As many choices as a message names outright; of more it offers the nearest."""

_SAID_BESIDE: Final = "arrangements"
"""A word that people put behind a concept's name when they ask for it, in whatever they ask for."""

NAMES: Final = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?property ?value
WHERE {
  VALUES ?property {
    rdf:type skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation dcterms:identifier okg:gssCode okg:urn okg:order
  }
  GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { ?concept ?property ?value }
}
"""


class Queryable(Protocol):
    """Anything that answers a SELECT: the embedded store, a remote endpoint, a pyoxigraph store in a test."""

    def query(self, sparql: str, /) -> Iterable[Iterable[Term | None]]:
        """Solutions of a SELECT, each with its terms in the order of the selected variables."""
        ...


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept that may be chosen as the value of a parameter."""

    iri: str
    label: str
    names: frozenset[str]
    """Every name that it goes by, the label among them."""
    order: int | None = None
    """Place among its like, as the vocabulary gives it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """All concepts of one version of a vocabulary."""

    concepts: Mapping[str, Concept]
    """By IRI."""
    members: Mapping[str, tuple[Concept, ...]] = field(repr=False)
    """By IRI of the class, in the vocabulary's order."""

    def label(self, iri: str) -> str:
        """Preferred label, or the IRI's own end where the vocabulary has none."""
        concept = self.concepts.get(iri)
        return concept.label if concept else tail(iri)

    def of_class(self, concept_class: str) -> tuple[Concept, ...]:
        """Concepts of a class in the vocabulary's order; none for an unknown class."""
        return self.members.get(concept_class, ())

    def find(self, concept_class: str, text: str) -> tuple[Concept, ...]:
        """All concepts of a class that go by a name; several where they share it.

        A name with a slash is an IRI or the end of one, e.g. ``safeguarding/overall-effectiveness``.
        """
        concepts = self.of_class(concept_class)
        if "/" in text:
            return tuple(c for c in concepts if c.iri == text or c.iri.endswith("/" + text.strip("/")))
        wanted = normalised(text)
        return _named(concepts, wanted) or _named(concepts, wanted.removesuffix(_SAID_BESIDE))

    def suggestions(self, concept_class: str, text: str) -> str:
        """What a person may have meant: every choice where they are few, the nearest names where they are many."""
        concepts = self.of_class(concept_class)
        if len(concepts) <= _LISTED:
            return one_of(unique(c.label for c in concepts))
        near = nearest(text, (name for c in concepts for name in c.names))
        labels = {name: c.label for c in concepts for name in c.names}
        return did_you_mean(unique(labels[name] for name in near))


def _named(concepts: Iterable[Concept], wanted: str) -> tuple[Concept, ...]:
    return tuple(c for c in concepts if wanted and wanted in map(_normalised_name, c.names))


def read_labels(store: Queryable) -> Labels:
    """Read every concept's names from the vocabulary graph of a store, by one query."""
    properties: dict[str, dict[str, list[Literal | NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for concept, prop, value in store.query(NAMES):
        if isinstance(concept, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, (Literal, NamedNode)):
            properties[concept.value][prop.value].append(value)
    concepts = {iri: _concept(iri, found) for iri, found in properties.items()}
    members: dict[str, list[Concept]] = defaultdict(list)
    for named in sorted(concepts.values(), key=_vocabulary_order):
        for kind in properties[named.iri][RDF.type.value]:
            members[kind.value].append(named)
    return Labels(concepts, {kind: tuple(found) for kind, found in members.items()})


def normalised(text: str) -> str:
    """Reduce a name to what counts in a comparison: letters and digits without case or accents; "&" reads "and"."""
    plain = text.replace("&", " and ").casefold()
    if plain.isascii():
        # nearly all names are
        return _NOT_ASCII_ALPHANUMERIC.sub("", plain)
    # folded before and after each decomposition, as the Unicode Standard, D146, has it: a letter may hide in a sign
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return "".join(character for character in folded if character.isalnum())


@lru_cache(maxsize=16_384)
def _normalised_name(name: str) -> str:
    """A name of the vocabulary, reduced; each question compares hundreds of them with what a person wrote."""
    return normalised(name)


def tail(iri: str) -> str:
    """Last part of an IRI."""
    return iri.rstrip("/").rpartition("#" if "#" in iri else "/")[2] or iri


def nearest(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names most like a text, best first, ties in alphabetical order; none where nothing is like it."""
    from rapidfuzz import fuzz, process

    candidates = sorted(set(names))
    found = process.extract(text, candidates, scorer=fuzz.WRatio, processor=normalised, limit=_OFFERED, score_cutoff=_NEAR)
    return tuple(name for name, _, _ in found)


def did_you_mean(names: Iterable[str]) -> str:
    """Offer names at the end of a message; empty where there is none to offer."""
    quoted = [f'"{name}"' for name in names]
    return f"; did you mean {' or '.join(quoted)}?" if quoted else ""


def one_of(names: Iterable[str]) -> str:
    """List the allowed values at the end of a message."""
    return f"; expected one of {', '.join(names)}"


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the order of its first appearance."""
    return tuple(dict.fromkeys(names))


def _concept(iri: str, found: Mapping[str, list[Literal | NamedNode]]) -> Concept:
    names = [value for prop, values in found.items() if prop not in _NO_NAMES for value in values]
    return Concept(
        iri=iri,
        label=_preferred(found.get(SKOS.prefLabel.value, [])) or tail(iri),
        names=frozenset({value.value for value in names} | {tail(iri)}),
        order=next((int(value.value) for value in found.get(_ORDER, [])), None),
    )


def _preferred(labels: Iterable[Literal | NamedNode]) -> str | None:
    """The English label where there is one, else the first in alphabetical order."""
    ranked = sorted((getattr(label, "language", None) not in ("en", "en-gb"), label.value) for label in labels)
    return ranked[0][1] if ranked else None


def _vocabulary_order(concept: Concept) -> tuple[bool, int, str, str]:
    return (concept.order is None, concept.order or 0, concept.label, concept.iri)


_ORDER: Final = ONTOLOGY + "order"
_NO_NAMES: Final = (RDF.type.value, _ORDER)
