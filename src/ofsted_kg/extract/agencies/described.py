"""Bodies without a name of their own: described in lower case ("the care leavers forum"), or a council told by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ofsted_kg.extract.agencies.matcher import Match
from ofsted_kg.extract.agencies.naming import Form, Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_PUNCTUATION: Final = re.compile(r"[^\w’'/ -]|(?<!\w)['’]|(?<=[^s])['’](?!\w)")
_LONGEST: Final = 60
_ARTICLE: Final = len(" the ")
_NO_MODIFIERS: Final = frozenset(
    "is are was were has have had to which that by from a an through on the or this its their as holds pending".split()
)
_PHRASES: Final = frozenset(("of", "in", "at", "for", "following"))
"""Words that the name of a panel or a forum may hold, a team's may not."""
_TEAMS: Final = frozenset(("team", "service", "group", "centre"))
_JOINT: Final = frozenset(
    "multi agency multi-agency disciplinary multi-disciplinary joint new newly recently formed established".split()
)
_PLACE: Final = r"[A-Z]\w+(?: [A-Z]\w+)*"
_WITH: Final = " with "
_ONE_PLACE: Final = re.compile(_PLACE)
_PLACES: Final = re.compile(rf"{_PLACE}(?: and {_PLACE})?(?=[.,;])")
_NEIGHBOURS: Final = ("borders", "border", "boundaries", "boundary")
"""Words before "with" that tell where a place lies, and name no partner."""


def described_body(unit: Unit, kind: Match[Form], names: Names) -> Sighting | None:
    """The lower-case description that ends with a kind of body, with "the" before it and at least two words between."""
    text, behind = unit.text, kind.start
    first = max(0, behind - _LONGEST - _ARTICLE)
    opening = max(text.rfind(" the ", first, behind), text.rfind(" The ", first, behind)) + _ARTICLE
    if opening < _ARTICLE or not 0 < behind - opening < _LONGEST:
        return None
    modifiers = text[opening:behind]
    if _PUNCTUATION.search(modifiers):
        return None
    start = _without_joint(modifiers, opening)
    described = text[start : kind.end]
    words = words_of(described)
    if not described.islower() or not _is_description(words, names):
        return None
    return Sighting(unit, start, kind.end, names.type_of(words) or "other")


def _is_description(words: tuple[str, ...], names: Names) -> bool:
    if (
        not 3 <= len(words) <= 6
        or _NO_MODIFIERS.intersection(words)
        or names.is_ignored(words)
        or names.lists["person"].intersection(words)
    ):
        return False
    if words[-1] in _TEAMS:
        return not _PHRASES.intersection(words) and names.is_own(words[:-1], "described-everyday")
    return True


def _without_joint(modifiers: str, start: int) -> int:
    """Offset of the first word that is part of the name: "multi-agency" is none."""
    for word in modifiers.split():
        if word not in _JOINT:
            break
        start += len(word) + 1
    return start


def neighbouring_councils(unit: Unit, names: Names) -> Iterator[Sighting]:
    """Other authorities with which something is done: "with Anyshire and Otherham."."""
    for places in _places_behind_with(unit.text):
        for place in _ONE_PLACE.finditer(unit.text, places.start(), places.end()):
            if place.group().lower() in names.authorities:
                yield Sighting(unit, place.start(), place.end(), "local-authority")


def _places_behind_with(text: str) -> Iterator[re.Match[str]]:
    at = text.find(_WITH)
    while at >= 0:
        behind = at + len(_WITH)
        places = _PLACES.match(text, behind)
        if places and not text.endswith(_NEIGHBOURS, 0, at):
            yield places
        at = text.find(_WITH, behind)
