"""Sentences that name agencies, with the places of the names: what cues of roles are looked for in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_SENTENCE_END: Final = re.compile(r"[.?!]['’”\"]? (?=[A-Z‘'“\"])")
_WORD: Final = re.compile(r"[\w’'&-]+")


class Placed(NamedTuple):
    """A name in a unit's text, and the agency that it means."""

    start: int
    end: int
    agency: int
    """Its place in the list of agencies."""
    type: str
    form: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a unit."""

    unit: Unit
    start: int
    end: int
    places: tuple[Placed, ...]
    """The names in it, in printed order."""
    earlier: tuple[Placed, ...]
    """The names before it in the unit."""

    @property
    def text(self) -> str:
        """The text of the whole unit: offsets count in that."""
        return self.unit.text

    def words(self, start: int, end: int) -> list[str]:
        """The words of a stretch, in lower case."""
        return [word.lower() for word in _WORD.findall(self.text[start:end])]

    def masked(self, start: int, end: int) -> str:
        """A stretch with the names in it blotted out; no offset moves."""
        text = self.text[start:end]
        for place in self.places:
            if start <= place.start and place.end <= end:
                size = place.end - place.start
                text = f"{text[: place.start - start]}{'_' * size}{text[place.end - start :]}"
        return text


def sentences_of(clusters: Sequence[Sequence[Sighting]], types: Sequence[str]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each paragraph that names an agency, in printed order."""
    units: dict[int, Unit] = {}
    places: defaultdict[int, list[Placed]] = defaultdict(list)
    for agency, cluster in enumerate(clusters):
        for sighting in (s for s in cluster if not s.unit.is_bullet):
            start = sighting.unit.passage.span.start
            units[start] = sighting.unit
            places[start].append(Placed(sighting.start, sighting.end, agency, types[agency], sighting.form))
    for start in sorted(units):
        yield _split(units[start], tuple(sorted(places[start])))


def _split(unit: Unit, places: tuple[Placed, ...]) -> tuple[Sentence, ...]:
    ends = [match.end() for match in _SENTENCE_END.finditer(unit.text)]
    starts = [1, *ends]
    return tuple(
        Sentence(
            unit,
            start,
            len(unit.text) if end == len(unit.text) else end - 1,
            tuple(place for place in places if start <= place.start and place.end <= end),
            tuple(place for place in places if place.end <= start),
        )
        for start, end in zip(starts, [*ends, len(unit.text)], strict=True)
    )
