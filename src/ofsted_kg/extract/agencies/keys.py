"""Keys: what two sightings must share to be of one agency by their own words alone."""

from __future__ import annotations

from typing import Final

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting

Key = tuple[str, ...]
LOOSE_TYPES: Final = frozenset(("other", "local-authority-service"))
"""Types whose names may be made of everyday words."""


def key_of(sighting: Sighting, names: Names) -> Key:
    """The known body that is meant, or type and distinctive words of the name."""
    if sighting.candidates:
        return ("known", sighting.candidates[0].id, *_elsewhere(sighting, names))
    words = words_of(sighting.form)
    if sighting.named_in_passing:
        return ("named", *(word.rstrip("s") for word in words))
    if sighting.type in LOOSE_TYPES:
        return ("everyday", *_everyday(sighting.form, words, names))
    fillers = names.types[sighting.type].fillers
    content = tuple(word.rstrip("s") for word in words if word not in fillers and word not in ("the", "and"))
    return (sighting.type, *(content or words))


def _everyday(form: str, words: Key, names: Names) -> Key:
    """Of a team or a project the acronym that it begins with, or its words without the inspected area before them."""
    first = form.partition(" ")[0]
    if first.isupper() and len(first) > 2 and first not in names.lists["ignored-acronym"]:
        return (words[0],)
    place = next((n for n in range(min(4, len(words) - 2), 0, -1) if " ".join(words[:n]) in names.inspected), 0)
    return tuple(word.rstrip("s") for word in words[place:] if word not in ("the", "and"))


def _elsewhere(sighting: Sighting, names: Names) -> Key:
    """The place before a local body's form where that is another authority than the inspected one."""
    form = sighting.form
    if not sighting.candidates[0].local or " " not in form or form[0].islower():
        return ()
    words = words_of(form)
    placed = names.placed(words)
    if not placed or any(name in " ".join(words) for name in names.inspected):
        return ()
    return (" ".join(words[:placed]),)
