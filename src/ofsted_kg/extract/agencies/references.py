"""References: "the Board" and "the Trust", where the same paragraph has named one such body and no other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from typing import Final

from ofsted_kg.extract.agencies.reading import Reading
from ofsted_kg.extract.agencies.sightings import Sighting

# Without the "t" of "the", so that the search begins with a letter that is the same in "The".
_REFERENCE: Final = re.compile(r"he (Board|Trust)\b(?! [A-Z])")
_ACRONYMS: Final = {"Board": re.compile(r"\bLSCB$|SCB$"), "Trust": re.compile(r"\bPCT$")}


def references_of(readings: Sequence[Reading], clusters: Sequence[Sequence[Sighting]]) -> list[list[Sighting]]:
    """For each cluster the references to it; a reference that may mean two bodies of its paragraph means none."""
    found: list[list[Sighting]] = [[] for _ in clusters]
    all_matches = ((r, [m for m in _REFERENCE.finditer(r.unit.text) if _is_reference(r, m)]) for r in readings)
    matched = {reading.unit.passage.span.start: (reading, matches) for reading, matches in all_matches if matches}
    named = _named_in(clusters, matched)
    for start, (reading, matches) in matched.items():
        for match, meant in _with_meanings(matches, named.get(start, ())):
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
    matches: Sequence[re.Match[str]], named: Sequence[tuple[int, Sighting]]
) -> Iterator[tuple[re.Match[str], set[int]]]:
    """Each reference with the clusters of the bodies of its kind that are named before it; one walk over both."""
    waiting = sorted(named, key=lambda pair: pair[1].start, reverse=True)
    meant: dict[str, set[int]] = {kind: set() for kind in _ACRONYMS}
    for match in matches:
        while waiting and waiting[-1][1].start < match.start():
            cluster, sighting = waiting.pop()
            for kind in (kind for kind in _ACRONYMS if _is_kind(sighting, kind)):
                meant[kind].add(cluster)
        yield match, meant[match.group(1)]


def _named_in(clusters: Sequence[Sequence[Sighting]], units: Container[int]) -> dict[int, list[tuple[int, Sighting]]]:
    """Offset of each of some units -> the sightings in it with the index of their cluster."""
    named: dict[int, list[tuple[int, Sighting]]] = {}
    for at, cluster in enumerate(clusters):
        for sighting in cluster:
            start = sighting.unit.passage.span.start
            if start in units:
                named.setdefault(start, []).append((at, sighting))
    return named


def _is_kind(sighting: Sighting, kind: str) -> bool:
    return sighting.form.lower().endswith(kind.lower()) or bool(_ACRONYMS[kind].search(sighting.form))
