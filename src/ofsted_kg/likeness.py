"""Agencies of different reports that may be one and the same: names that are alike, but not surely one agency's.

A pure function of names.  `ofsted_kg.identity` decides what is the same agency; here is listed what it left apart and a
reader may know better: a hospital that two reports name, one name inside another, names that differ in a few letters.
Bodies that every area has of its own, teams and panels are no candidates: their names are alike everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Final

from ofsted_kg.identity import words_of

LEAST: Final = 88
"""Likeness, of 100, from which names count as alike."""
_FORMS: Final = frozenset(("nhs", "foundation", "trust", "trusts", "the", "and", "of", "ltd", "limited"))
_COMMON: Final = 60
"""A word that more names hold than these ("hospital") is no reason to compare them all."""
_SAME_NAME: Final = "the reports give them the same name, which two bodies may have"
_INSIDE: Final = "the one name holds all words of the other"
_ALIKE: Final = "their names differ in a few letters"

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency as the reports name it."""

    iri: str
    type: str
    names: tuple[str, ...]
    """Its fullest names, one for each report."""
    reports: frozenset[str]
    """Those that name it: what one report keeps apart is not the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two agencies that may be the same."""

    one: str
    other: str
    likeness: int
    """Of 100."""
    reason: str


def likenesses(candidates: Iterable[Candidate]) -> tuple[Likeness, ...]:
    """Pairs of agencies of one type in different reports whose names are alike, each once, in the order of their IRIs.

    Of many agencies with the same names each is paired with the next, and the first of them stands for all beside others:
    pairs are as many as names, not as many as a hundred hospitals called after one saint have among themselves.
    """
    namesakes = _namesakes(candidates)
    pairs = [pair for group in namesakes for pair in pairwise(group) if _apart(*pair)]
    pairs += [pair for one, other in _pairs(namesakes) if (pair := _first_apart(namesakes[one], namesakes[other]))]
    found = [likeness for one, other in pairs if (likeness := _likeness(one, other))]
    return tuple(sorted(found, key=lambda likeness: (likeness.one, likeness.other)))


@dataclass(frozen=True, slots=True)
class _Named:
    candidate: Candidate
    names: tuple[tuple[str, Words], ...]
    """Each name with the words that tell it from others."""


def _namesakes(candidates: Iterable[Candidate]) -> list[list[_Named]]:
    """Agencies of one type and the same names together, both in the order of their IRIs."""
    groups: dict[tuple[str, frozenset[Words]], list[_Named]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda candidate: candidate.iri):
        named = _Named(candidate, tuple((name, _telling(name)) for name in candidate.names))
        groups[candidate.type, frozenset(words for _, words in named.names)].append(named)
    return list(groups.values())


def _telling(name: str) -> Words:
    words = frozenset(words_of(name))
    return (words - _FORMS) or words


def _pairs(namesakes: list[list[_Named]]) -> set[tuple[int, int]]:
    """Places of groups of one type that share a word which is not in too many names: no others can be alike."""
    holding: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, group in enumerate(namesakes):
        for word in frozenset().union(*(telling for _, telling in group[0].names)):
            holding[group[0].candidate.type, word].append(place)
    return {pair for places in holding.values() if len(places) <= _COMMON for pair in combinations(places, 2)}


def _first_apart(one: list[_Named], other: list[_Named]) -> tuple[_Named, _Named] | None:
    return next(((a, b) for a, b in product(one, other) if _apart(a, b)), None)


def _apart(one: _Named, other: _Named) -> bool:
    """Whether no report names both: what one report keeps apart is not the same."""
    return not one.candidate.reports & other.candidate.reports


def _likeness(one: _Named, other: _Named) -> Likeness | None:
    likeness, reason = max((_compared(a, b) for a in one.names for b in other.names), key=lambda pair: pair[0])
    first, second = sorted((one.candidate.iri, other.candidate.iri))
    return Likeness(first, second, likeness, reason) if reason else None


def _compared(one: tuple[str, Words], other: tuple[str, Words]) -> tuple[int, str]:
    """How alike two names are and why that matters; no reason where they are not alike enough."""
    from rapidfuzz import fuzz

    likeness = int(fuzz.token_sort_ratio(" ".join(sorted(one[1])), " ".join(sorted(other[1]))))
    if one[1] == other[1]:
        return 100, _SAME_NAME
    if min(len(one[1]), len(other[1])) > 1 and (one[1] <= other[1] or other[1] <= one[1]):
        return likeness, _INSIDE
    return likeness, _ALIKE if likeness >= LEAST else ""
