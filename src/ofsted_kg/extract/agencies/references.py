"""References: "the Board" and "the Trust", where the same paragraph has named one such body and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ofsted_kg.extract.agencies.reading import Reading
from ofsted_kg.extract.agencies.sightings import Sighting

# Without the "t" of "the", so that the search begins with a letter that is the same in "The".
_REFERENCE: Final = re.compile(r"he (Board|Trust)\b(?! [A-Z])")
_ACRONYMS: Final = {"Board": re.compile(r"\bLSCB$|SCB$"), "Trust": re.compile(r"\bPCT$")}


def references_of(readings: Sequence[Reading], clusters: Sequence[Sequence[Sighting]]) -> list[list[Sighting]]:
    """For each cluster the references to it; a reference that may mean two bodies of its paragraph means none."""
    found: list[list[Sighting]] = [[] for _ in clusters]
    named = _named_in(clusters)
    for reading in readings:
        here = named.get(reading.unit.passage.span.start, ())
        for match in _REFERENCE.finditer(reading.unit.text):
            if not reading.unit.text.endswith((" t", " T"), 0, match.start()):
                continue
            meant = {at for at, s in here if s.start < match.start() and _is_kind(s, match.group(1))}
            if len(meant) == 1 and not _is_taken(reading, match):
                found[meant.pop()].append(Sighting(reading.unit, match.start(1), match.end(1), "other", is_reference=True))
    return found


def _named_in(clusters: Sequence[Sequence[Sighting]]) -> dict[int, list[tuple[int, Sighting]]]:
    """Offset of a unit -> the sightings in it with the index of their cluster."""
    named: dict[int, list[tuple[int, Sighting]]] = {}
    for at, cluster in enumerate(clusters):
        for sighting in cluster:
            named.setdefault(sighting.unit.passage.span.start, []).append((at, sighting))
    return named


def _is_kind(sighting: Sighting, kind: str) -> bool:
    return sighting.form.lower().endswith(kind.lower()) or bool(_ACRONYMS[kind].search(sighting.form))


def _is_taken(reading: Reading, match: re.Match[str]) -> bool:
    return any(s.start < match.end() and match.start(1) < s.end for s in reading.sightings)
