"""Sentences that name agencies, with the places of the names: what cues of roles are looked for in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_BEGINNING: Final = re.compile(r"[A-Z‘'“\"]")
_SENTENCE_END: Final = re.compile(rf"[.?!]['’”\"]? (?={_BEGINNING.pattern})")
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
        return _WORD.findall(self.text[start:end].lower())

    def masked(self, start: int, end: int) -> str:
        """A stretch with the names in it blotted out; no offset moves."""
        text = self.text[start:end]
        for place in self.places:
            if start <= place.start and place.end <= end:
                size = place.end - place.start
                text = f"{text[: place.start - start]}{'_' * size}{text[place.end - start :]}"
        return text


class Naming(NamedTuple):
    """A paragraph that names agencies, with the places of the names in printed order."""

    unit: Unit
    places: tuple[Placed, ...]

    @property
    def start(self) -> int:
        """The blank before the sentence that holds the first name, or some sentence before it."""
        return _opening(self.unit.text, self.places[0].start) - 1

    def sentence(self, offset: int) -> Sentence:
        """The sentence in which a character stands."""
        text, places = self.unit.text, self.places
        opening = _opening(text, offset)
        start = max((match.end() for match in _SENTENCE_END.finditer(text, opening, offset + 1)), default=opening)
        ending = _SENTENCE_END.search(text, offset)
        end = ending.end() - 1 if ending else len(text)
        inside = tuple([place for place in places if start <= place.start and place.end <= end])
        return Sentence(self.unit, start, end, inside, tuple([place for place in places if place.end <= start]))


def _opening(text: str, offset: int) -> int:
    """Where a sentence begins that ends behind ``offset``, or one shortly before it: seen without a search from the start."""
    stop = text.rfind(". ", 0, offset)
    while stop >= 0 and not _BEGINNING.match(text, stop + 2):
        stop = text.rfind(". ", 0, stop)
    return stop + 2 if stop >= 0 else 1


def namings_of(clusters: Sequence[Sequence[Sighting]], types: Sequence[str]) -> Iterator[Naming]:
    """The paragraphs that name agencies, in printed order."""
    units: dict[int, Unit] = {}
    places: defaultdict[int, list[Placed]] = defaultdict(list)
    for agency, cluster in enumerate(clusters):
        kind = types[agency]
        for sighting in cluster:
            unit = sighting.unit
            if not unit.is_bullet:
                start = unit.passage.span.start
                units[start] = unit
                places[start].append(Placed(sighting.start, sighting.end, agency, kind, sighting.form))
    for start in sorted(units):
        yield Naming(units[start], tuple(sorted(places[start])))
