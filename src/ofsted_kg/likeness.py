"""Agencies of different reports that may be one and the same: names that are alike, but not surely one agency's.

A pure function of names.  `ofsted_kg.identity` decides what is the same agency; here is listed what it left apart and a
reader may know better: a hospital that two reports name, one name inside another, names that differ in a few letters.
Bodies that every area has of its own, teams and panels are no candidates: their names are alike everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ofsted_kg.identity import words_of

LEAST: Final = 88
"""Likeness, of 100, from which names count as alike."""
_FORMS: Final = frozenset(("nhs", "foundation", "trust", "trusts", "the", "and", "of", "ltd", "limited"))
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
    """Pairs of agencies of one type in different reports whose names are alike, each once, in the order of their IRIs."""
    ordered = sorted(candidates, key=lambda candidate: candidate.iri)
    words = [[(name, _telling(name)) for name in candidate.names] for candidate in ordered]
    found = []
    for first, second in sorted(_pairs(ordered, words)):
        best = max((_compared(a, b) for a in words[first] for b in words[second]), key=lambda pair: pair[0])
        if best[1]:
            found.append(Likeness(ordered[first].iri, ordered[second].iri, *best))
    return tuple(found)


def _telling(name: str) -> Words:
    words = frozenset(words_of(name))
    return (words - _FORMS) or words


def _pairs(ordered: list[Candidate], words: list[list[tuple[str, Words]]]) -> set[tuple[int, int]]:
    """Places of candidates of one type that share a word: no others can be alike."""
    holding: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, candidate in enumerate(ordered):
        for word in frozenset().union(*(telling for _, telling in words[place])):
            holding[candidate.type, word].append(place)
    pairs = {pair for places in holding.values() for pair in _combined(places)}
    return {(first, second) for first, second in pairs if not ordered[first].reports & ordered[second].reports}


def _combined(places: list[int]) -> Iterator[tuple[int, int]]:
    return ((first, second) for at, first in enumerate(places) for second in places[at + 1 :])


def _compared(one: tuple[str, Words], other: tuple[str, Words]) -> tuple[int, str]:
    """How alike two names are and why that matters; no reason where they are not alike enough."""
    from rapidfuzz import fuzz

    likeness = int(fuzz.token_sort_ratio(" ".join(sorted(one[1])), " ".join(sorted(other[1]))))
    if one[1] == other[1]:
        return 100, _SAME_NAME
    if min(len(one[1]), len(other[1])) > 1 and (one[1] <= other[1] or other[1] <= one[1]):
        return likeness, _INSIDE
    return likeness, _ALIKE if likeness >= LEAST else ""
