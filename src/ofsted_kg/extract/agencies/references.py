"""References: "the Board" and "the Trust", where the same paragraph has named one such body and no other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from ofsted_kg.extract.agencies.reading import Reading
from ofsted_kg.extract.agencies.sightings import Sighting

# Without the "t" of "the", so that the search begins with a letter that is the same in "The".
_REFERENCE: Final = re.compile(r"he (Board|Trust)\b(?! [A-Z])")
_NOUNS: Final = {"board": "Board", "trust": "Trust"}
_ACRONYMS: Final = {"SCB": "Board", "PCT": "Trust"}


def references_of(readings: Sequence[Reading], clusters: Sequence[Sequence[Sighting]]) -> list[list[Sighting]]:
    """For each cluster the references to it; a reference that may mean two bodies of its paragraph means none."""
    found: list[list[Sighting]] = [[] for _ in clusters]
    named = _bodies(clusters)
    for reading in (reading for reading in readings if reading.unit.passage.span.start in named):
        matches = [match for match in _REFERENCE.finditer(reading.unit.text) if _is_reference(reading, match)]
        for match, meant in _with_meanings(matches, named[reading.unit.passage.span.start]):
            if len(meant) == 1:
                found[next(iter(meant))].append(Sighting(reading.unit, match.start(1), match.end(1), "other", is_reference=True))
    return found


def _is_reference(reading: Reading, match: re.Match[str]) -> bool:
    """Whether "the" stands before the word, and no name holds it."""
    if not reading.unit.text.endswith((" t", " T"), 0, match.start()):
        return False
    at = bisect_left(reading.sightings, match.end(), key=lambda sighting: sighting.start)
    return at == 0 or reading.sightings[at - 1].end <= match.start(1)


def _with_meanings(
    matches: Sequence[re.Match[str]], named: Sequence[tuple[int, str, int]]
) -> Iterator[tuple[re.Match[str], set[int]]]:
    """Each reference with the clusters of the bodies of its kind that are named before it; one walk over both."""
    waiting = sorted(named, reverse=True)
    meant: dict[str, set[int]] = {kind: set() for kind in _NOUNS.values()}
    for match in matches:
        while waiting and waiting[-1][0] < match.start():
            _, kind, cluster = waiting.pop()
            meant[kind].add(cluster)
        yield match, meant[match.group(1)]


def _bodies(clusters: Sequence[Sequence[Sighting]]) -> dict[int, list[tuple[int, str, int]]]:
    """Offset of a unit -> (start, kind, index of the cluster) of each body named in it that may be referred to."""
    named: dict[int, list[tuple[int, str, int]]] = {}
    for at, cluster in enumerate(clusters):
        for sighting in cluster:
            kind = _kind(sighting.form)
            if kind is not None:
                named.setdefault(sighting.unit.passage.span.start, []).append((sighting.start, kind, at))
    return named


def _kind(form: str) -> str | None:
    """What a body of this name may be called again: "the Board", "the Trust"."""
    return _ACRONYMS.get(form[-3:]) or _NOUNS.get(form[-5:].lower())
