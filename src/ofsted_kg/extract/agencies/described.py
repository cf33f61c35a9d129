"""Bodies without a name in capitals: described in lower case ("the care leavers forum"), or a council named by its place alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_MODIFIERS: Final = re.compile(r"\b[Tt]he ((?:[\w’'/-]+ ){1,5})$")
_NO_MODIFIERS: Final = frozenset(
    "is are was were has have had to which that by from a an through on in of the and or with for this its their as at".split()
) - {"of", "and", "at", "in"}
_PLACE: Final = r"[A-Z]\w+(?: [A-Z]\w+)*"
_WITH_PLACES: Final = re.compile(rf" with ({_PLACE}(?: and {_PLACE})?)(?=[.,;])")


def described_bodies(unit: Unit, names: Names) -> Iterator[Sighting]:
    """Lower-case descriptions with "the" before and a kind of body at the end, at least two words between."""
    for match in names.described.matches(unit.text):
        before = _MODIFIERS.search(unit.text, max(0, match.start - 70), match.start)
        if before is None:
            continue
        modifiers = before.group(1).split()
        if _NO_MODIFIERS.intersection(modifiers) or len(modifiers) + len(match.value.split()) < 3:
            continue
        yield Sighting(unit, before.start(1), match.end, names.type_of((*words_of(before.group(1)), *match.value.split())) or "other")


def neighbouring_councils(unit: Unit, names: Names) -> Iterator[Sighting]:
    """Other authorities with which something is done: "with Anyshire and Otherham."."""
    for match in _WITH_PLACES.finditer(unit.text):
        for place in re.finditer(_PLACE, match.group(1)):
            if place.group().lower() in names.authorities:
                start = match.start(1) + place.start()
                yield Sighting(unit, start, start + len(place.group()), "local-authority")
