"""Which agency is which across reports: one key for each real agency, told from one report alone.

A body that the vocabulary knows has the vocabulary's own key.  A body that every area has belongs to the authority that its
name, or else its report, tells: one authority's safeguarding board is never another's, and a joint board serves both.
Any other agency goes by its name, without the words that printed forms of one name add and drop.  A name that two towns
may well give (a team, a panel, St Mary's Hospital) belongs to the report's authority.  The key depends on nothing but the
report and the vocabulary, so the same file gives the same keys whatever else is loaded.  What is not sure stays apart:
`ofsted_kg.likeness` lists it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ofsted_kg.facts import Agency, ReportFacts
from ofsted_kg.once import once_per_object
from ofsted_kg.vocabulary import Authority, Vocabulary

LEGAL_FORMS: Final = "agency-legal-form"
"""Id of the list of words that say in which legal form a body works."""
WIDER: Final = "agency-wider-area"
"""Id of the list of areas that are wider than an authority."""
EVERYDAY: Final = "agency-generic"
"""Id of the list of words that many names hold."""

_WORD: Final = re.compile(r"[a-z0-9+]+")
_COUNCIL: Final = "local-authority"
_OF_ONE_PLACE: Final = frozenset(("local-authority-service", "other", "young-peoples-group", "youth-offending-service"))
_OF_ONE_PLACE_BY_LAW: Final = frozenset(("local-safeguarding-children-board", "childrens-trust-board"))
_OF_A_REGION: Final = frozenset(("probation", "fire-and-rescue", "ambulance", "clinical-commissioning-group"))
"""Types of which every area has one that may serve other areas too: "West Midlands Fire Service"."""
_TOLD_BY_PLACE: Final = frozenset(("hospital", "school-or-college", "court"))
"""Types whose names recur from town to town, unless the town is part of the name."""
_TOLD_BY_LENGTH: Final = frozenset(("voluntary-organisation", "private-provider", "housing-provider"))
"""Types of whose names two words that are no everyday ones tell the agency."""
_TOLD_BY_FILLERS: Final = frozenset(("nhs-provider-trust", "hospital"))
"""Types of which there are several to a place, told by words that other types may drop: a hospital trust, a partnership trust."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Which agency is meant."""

    key: str
    """End of its IRI: ``ofsted``, ``dudley/local-safeguarding-children-board``, ``primary-care-trust/dudley``.

    Of another council the authority's id, where `is_authority`.
    """
    serves: tuple[str, ...] = ()
    """Ids of the authorities whose own body it is; () for one that is not bound to authorities."""
    is_authority: bool = False
    body: str | None = None
    """Id of the kind of local body that it is one of."""


@dataclass(frozen=True, slots=True)
class _Place:
    authorities: tuple[str, ...]
    length: int
    """How many words of the name it takes."""

    @property
    def slug(self) -> str:
        return "-and-".join(self.authorities)


def identities(facts: ReportFacts, vocabulary: Vocabulary) -> tuple[Identity, ...]:
    """Which agency each of a report's agencies is, in their order."""
    return tuple(identity_of(agency, facts.header.authority, vocabulary) for agency in facts.agencies)


def identity_of(agency: Agency, inspected: str, vocabulary: Vocabulary) -> Identity:
    """Which agency this is in the report on the authority ``inspected``."""
    if agency.known and not agency.local:
        return Identity(agency.known)
    if agency.known:
        return _local_body(agency, inspected, vocabulary)
    return _by_name(agency, inspected, vocabulary)


def words_of(name: str) -> Words:
    """The words of a name in lower case, without punctuation: "Dudley's CiC (NHS)" has ``dudley``, ``cic`` and ``nhs``."""
    plain = name.lower().replace("&", " and ").replace("’", "'")
    return tuple(_WORD.findall(re.sub(r"(?<=\w)'s\b", "s", plain).replace("'", "")))


def _local_body(agency: Agency, inspected: str, vocabulary: Vocabulary) -> Identity:
    """A body that every area has: the one of the place before its name, else of the report's authority."""
    assert agency.known is not None
    bodies = _body_forms(agency.known, vocabulary)
    names = [_without_article(words_of(form)) for form in (agency.name, *agency.aliases)]
    for name in names:
        place = _place_of(name, vocabulary, inspected)
        if place is not None and (name[place.length :] in bodies or agency.type in _OF_ONE_PLACE_BY_LAW):
            return Identity(f"{place.slug}/{agency.known}", place.authorities, body=agency.known)
    own = next((own for name in names if (own := _before(name, bodies))), ())
    if own and agency.type in _OF_A_REGION:
        return Identity(f"{agency.type}/{'-'.join(own)}")
    return Identity(f"{inspected}/{agency.known}", (inspected,), body=agency.known)


def _by_name(agency: Agency, inspected: str, vocabulary: Vocabulary) -> Identity:
    words = _without_article(words_of(agency.name))
    if agency.type == _COUNCIL and (place := _place_of(words, vocabulary, inspected)) and len(place.authorities) == 1:
        return Identity(place.authorities[0], is_authority=True)
    if agency.type in _OF_ONE_PLACE and _is_wider(words, vocabulary.words(WIDER)):
        return Identity(f"{agency.type}/{'-'.join(words)}")
    if agency.type in _OF_ONE_PLACE or agency.type in _OF_ONE_PLACE_BY_LAW:
        return _placed(words, inspected, vocabulary)
    own = _distinctive(words, agency.type, vocabulary)
    holds_place = any(_place_of(words[at:], vocabulary, inspected) for at in range(len(words)))
    vague = agency.type in _TOLD_BY_PLACE or (agency.type in _TOLD_BY_LENGTH and len(_unusual(own, agency.type, vocabulary)) < 2)
    if vague and not holds_place:
        return _placed(words, inspected, vocabulary)
    return Identity(f"{agency.type}/{'-'.join(own)}")


def _placed(words: Words, inspected: str, vocabulary: Vocabulary) -> Identity:
    """A body of the place before its name, else of the report's authority."""
    place = _place_of(words, vocabulary, inspected)
    if place is None or place.length == len(words):
        return Identity(f"{inspected}/{'-'.join(words)}", (inspected,))
    return Identity(f"{place.slug}/{'-'.join(words[place.length :])}", place.authorities)


def _is_wider(words: Words, areas: Words) -> bool:
    """Whether a name speaks of a region or the whole country: such a body is no single authority's."""
    return any(f" {area} " in f" {' '.join(words)} " for area in areas)


def _distinctive(words: Words, kind: str, vocabulary: Vocabulary) -> Words:
    """The words that tell an agency of this type from others; all where none does."""
    fillers = next((t.fillers for t in vocabulary.agencies.types if t.id == kind), frozenset())
    dropped = frozenset(vocabulary.words(LEGAL_FORMS)) | (frozenset() if kind in _TOLD_BY_FILLERS else fillers)
    singular = [word[:-1] if word.endswith("s") and word[:-1] in fillers else word for word in words]
    return tuple(word for word in singular if word not in dropped) or words


def _unusual(words: Words, kind: str, vocabulary: Vocabulary) -> Words:
    """The words that neither many names hold nor show the type: of "Christian fellowship" the first."""
    everyday = _everyday(vocabulary.words(EVERYDAY))
    marks = {word for t in vocabulary.agencies.types if t.id == kind for ending in t.endings for word in ending.split()}
    return tuple(word for word in words if word not in everyday and word not in marks)


@lru_cache(maxsize=4)
def _everyday(words: Words) -> frozenset[str]:
    return frozenset(word.replace("'", "") for word in words)


def _without_article(words: Words) -> Words:
    return words[1:] if words[:1] == ("the",) else words


def _place_of(words: Words, vocabulary: Vocabulary, inspected: str) -> _Place | None:
    """The authority, or the authorities joined by "and", that a name begins with."""
    places = _places(vocabulary.authorities)
    first = _leading(words, places)
    if not first:
        return None
    joined = words[first : first + 1] == ("and",)
    second = _leading(words[first + 1 :], places) if joined else 0
    ids = [_one_of(places[words[:first]], inspected)]
    if second:
        ids.append(_one_of(places[words[first + 1 : first + 1 + second]], inspected))
    return _Place(tuple(ids), first + 1 + second if second else first)


def _leading(words: Words, places: dict[Words, Words]) -> int:
    """How many words the longest name of an authority takes at the beginning."""
    return next((n for n in range(min(len(words), 8), 0, -1) if words[:n] in places), 0)


def _one_of(ids: Words, inspected: str) -> str:
    """Of authorities that share a name the inspected one, else the first."""
    return inspected if inspected in ids else ids[0]


@once_per_object
def _places(authorities: tuple[Authority, ...]) -> dict[Words, Words]:
    """The words of each authority's name, possessive too -> ids of those that go by it."""
    found: dict[Words, Words] = {}
    for authority in authorities:
        for name in {words_of(name) for name in authority.names}:
            for words in (name, (*name[:-1], f"{name[-1]}s")):
                found[words] = (*found.get(words, ()), authority.id)
    return found


def _body_forms(known: str, vocabulary: Vocabulary) -> frozenset[Words]:
    body = next(body for body in vocabulary.agencies.known if body.local and body.id == known)
    return frozenset(words_of(form) for form in (*body.forms, *body.contextual_forms))


def _before(name: Words, bodies: frozenset[Words]) -> Words:
    """What stands before the longest form of a body."""
    return next((name[:at] for at in range(len(name)) if name[at:] in bodies), ())
