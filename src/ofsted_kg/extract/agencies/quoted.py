"""Names in quotation marks: a body's where the words beside them say so, else a phrase, a book or a slogan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_QUOTED: Final = re.compile(r"[‘'“\"](?<=[ (][‘'“\"])([^‘'’“”\"]{2,45})[’'”\"](?!\w)")
_NEAR: Final = 100
"""Characters beside a name that are looked at."""


def opens_quote(text: str) -> bool:
    """Whether a quotation may begin anywhere: most texts have no such mark but apostrophes, and need no closer look."""
    return "‘" in text or "“" in text or '"' in text or " '" in text or "('" in text


def quoted_names(unit: Unit, names: Names) -> Iterator[Sighting]:
    """The quoted names of a unit."""
    for match in _QUOTED.finditer(unit.text):
        if _is_name(unit, match, names):
            yield Sighting(unit, match.start(1), match.end(1), _type_of(unit, match, names), named_in_passing=True)


def _is_name(unit: Unit, match: re.Match[str], names: Names) -> bool:
    inside, kinds = match.group(1), names.lists["quoted-kind"]
    behind = unit.text[match.end() : match.end() + _NEAR].lstrip(" ,")
    if inside[0].islower():
        return words_of(inside)[-1] in kinds
    if behind.startswith(tuple(kinds)) and any(re.match(rf"{kind}\b", behind) for kind in kinds):
        return True
    before = unit.text[max(0, match.start() - _NEAR) : match.start()].rstrip(" (").replace("(", " ")
    if unit.text[match.start() - 1] == "(" and names.is_head(before.rpartition(" ")[2].lower()):
        return True
    return before.endswith(names.introductions)


def _type_of(unit: Unit, match: re.Match[str], names: Names) -> str:
    marked = names.type_of(words_of(match.group(1)))
    if marked:
        return marked
    around = unit.text[max(0, match.start() - 100) : match.end() + 60]
    return names.cued_type(around.lower())
