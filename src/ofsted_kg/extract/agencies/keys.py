"""Keys: what two sightings must share to be of one agency by their own words alone."""

from __future__ import annotations

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting

Key = tuple[str, ...]


def key_of(sighting: Sighting, names: Names) -> Key:
    """The known body that is meant, or type and distinctive words of the name."""
    if sighting.candidates:
        return ("known", sighting.candidates[0].id, *_elsewhere(sighting, names))
    words = words_of(sighting.form)
    fillers = names.types[sighting.type].fillers
    if sighting.named_in_passing:
        return ("named", *(word.rstrip("s") for word in words))
    content = tuple(word.rstrip("s") for word in words if word not in fillers and word not in ("the", "and"))
    return (sighting.type, *(content or words))


def _elsewhere(sighting: Sighting, names: Names) -> Key:
    """The place before a local body's form where that is another authority than the inspected one."""
    if not sighting.candidates[0].local:
        return ()
    words = words_of(sighting.form)
    place = next((" ".join(words[:n]) for n in range(4, 0, -1) if " ".join(words[:n]) in names.authorities), None)
    return (place,) if place and place not in names.inspected else ()
