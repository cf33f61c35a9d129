"""Sightings -> agencies: which printed forms mean one and the same body of this report.

Two sightings are of one agency where they are forms of one known body, where their names have the same words apart
from those that such names add and drop, where the report defines one as the acronym of the other or calls it by
another name, or where one is the short form of the other. What is not sure stays apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.reading import LOOSE_TYPES, Reading
from ofsted_kg.extract.agencies.runs import Word
from ofsted_kg.extract.agencies.sightings import Sighting

Key = tuple[str, ...]
_SHORT_NAME_TYPES: Final = frozenset(("school-or-college", "private-provider", "voluntary-organisation", "housing-provider"))
_UNDEFINED: Final = re.compile(r"[A-Z]{4,}")


class Merger:
    """The sightings of one report, gathered by agency."""

    def __init__(self, names: Names, own_names: frozenset[str]) -> None:
        self._names = names
        self._own_names = own_names
        self._same: dict[Key, Key] = {}
        self._aliases: dict[str, Key] = {}
        self._no_agencies: set[str] = set()

    def clusters(self, readings: Sequence[Reading]) -> list[list[Sighting]]:
        """The sightings of each agency in printed order, agencies in the order of their first sighting."""
        sightings = [s for reading in readings for s in reading.sightings if not self._is_own_council(s)]
        self._learn_definitions(readings)
        self._learn_renamings(readings)
        self._learn_short_names(sightings)
        self._learn_hospital_names(sightings)
        sightings = self._without_unnamed([self._settled(s, sightings) for s in sightings])
        sightings += [s for reading in readings for s in self._by_alias(reading, sightings)]
        gathered: dict[Key, list[Sighting]] = defaultdict(list)
        for sighting in sorted(sightings, key=lambda s: (s.unit.passage.span, s.start)):
            gathered[self._root(self._key(sighting))].append(sighting)
        return list(gathered.values())
