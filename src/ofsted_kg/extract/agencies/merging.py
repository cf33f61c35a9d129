"""Sightings -> agencies: which printed forms mean one and the same body of this report.

Two sightings are of one agency where they are forms of one known body, where their names have the same words apart
from those that such names add and drop, where the report defines one as the acronym of the other or calls it by
another name, or where one is the short form of the other. What is not sure stays apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from ofsted_kg.extract.agencies.aliases import aliases_of, renamings_of
from ofsted_kg.extract.agencies.keys import LOOSE_TYPES, Key, key_of
from ofsted_kg.extract.agencies.matcher import goes_on
from ofsted_kg.extract.agencies.naming import Names
from ofsted_kg.extract.agencies.reading import Reading
from ofsted_kg.extract.agencies.references import references_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

Cluster = list[Sighting]
_INSIDE: Final = re.compile(r"[\w&-]")
"""Before a short form: it is the end of something longer."""
_LONGEST_ALIAS: Final = 12
"""Words of the longest short form."""


def clusters_of(readings: Sequence[Reading], names: Names) -> list[Cluster]:
    """The sightings of each agency in printed order, agencies in the order of their first sighting."""
    sightings = in_context([s for r in readings for s in r.sightings if not _is_inspected(s, names)])
    aliases = aliases_of(readings, sightings, names)
    same = _united(renamings_of(readings, names))
    gathered: dict[Key, Cluster] = defaultdict(list)
    for sighting in sightings:
        key = _key_by_alias(sighting, aliases) or key_of(sighting, names)
        gathered[same.get(key, key)].append(sighting)
    for alias, unit, start in _by_alias(readings, sightings, aliases):
        cluster = gathered[same.get(aliases[alias], aliases[alias])]
        cluster.append(
            _of_alias(unit, start, alias, aliases[alias], names) if not cluster else _like(cluster[0], unit, start, alias)
        )
    return _with_references(
        readings, sorted((sorted(found, key=_place) for found in gathered.values()), key=lambda found: _place(found[0]))
    )


def _with_references(readings: Sequence[Reading], clusters: Sequence[Cluster]) -> list[Cluster]:
    found = references_of(readings, clusters)
    return [sorted([*cluster, *more], key=_place) if more else cluster for cluster, more in zip(clusters, found, strict=True)]


def in_context(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings without those of contextual forms whose agency the report doesn't name, or of which it names several."""
    named = {agency.id for s in sightings if not s.contextual for agency in s.candidates}
    kept = []
    for sighting in sightings:
        meant = tuple(agency for agency in sighting.candidates if agency.id in named)
        if not sighting.contextual:
            kept.append(sighting)
        elif len(meant) == 1:
            kept.append(sighting._replace(candidates=meant))
    return kept


def _is_inspected(sighting: Sighting, names: Names) -> bool:
    return sighting.type == "local-authority" and sighting.form.lower() in names.inspected


def _united(pairs: Iterator[tuple[Key, Key]]) -> dict[Key, Key]:
    """Each key of some pairs with the key that stands for all that are linked with it."""
    same: dict[Key, Key] = {}
    for one, other in pairs:
        first, second = sorted((same.get(one, one), same.get(other, other)), key=lambda key: (key[0] != "known", key))
        same |= {key: first for key, root in same.items() if root == second}
        same |= {one: first, other: first}
    return same


def _place(sighting: Sighting) -> tuple[int, int]:
    return sighting.unit.passage.span.start, sighting.start


def _key_by_alias(sighting: Sighting, aliases: Mapping[str, Key]) -> Key | None:
    """The agency whose short form opens an everyday name: "DART team" is the DART."""
    if sighting.candidates or not (sighting.named_in_passing or sighting.type in LOOSE_TYPES):
        return None
    words = sighting.form.split()
    beginnings = (" ".join(words[:n]) for n in range(min(len(words), _LONGEST_ALIAS), 0, -1))
    return next((aliases[b] for b in beginnings if b in aliases and (b.isupper() or " " in b or b == sighting.form)), None)


def _by_alias(
    readings: Sequence[Reading], sightings: Sequence[Sighting], aliases: Mapping[str, Key]
) -> Iterator[tuple[str, Unit, int]]:
    """Where the short forms stand outside other names: one walk over the text for all of them."""
    units = [reading.unit for reading in readings]
    text = "\n".join([unit.text for unit in units])
    begins = list(accumulate([len(unit.text) + 1 for unit in units], initial=0))
    taken = sorted((s.unit.passage.span.start, s.start, s.end) for s in sightings)
    for alias, found in _standing(text, sorted(aliases, key=lambda alias: (-len(alias), alias))):
        at = bisect_right(begins, found) - 1
        unit, start = units[at], found - begins[at]
        if not _overlaps(taken, (unit.passage.span.start, start, start + len(alias))):
            yield alias, unit, start


def _standing(text: str, aliases: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each place of a short form that is no part of a longer word, with the longest of ``aliases`` there."""
    automaton = BytesAhoCorasick(map(_in_ascii, aliases), matchkind=MatchKind.LeftmostLongest)
    for longest, start, _ in automaton.find_matches_as_indexes(_in_ascii(text)):
        if not _INSIDE.match(text, start - 1):
            here = (alias for alias in aliases[longest:] if text.startswith(alias, start) and _ends(text, start + len(alias)))
            yield from ((alias, start) for alias in islice(here, 1))


def _in_ascii(text: str) -> bytes:
    """One byte for each character, so that offsets stay; what is found is compared with the text itself."""
    return text.encode("ascii", "replace")


def _ends(text: str, end: int) -> bool:
    """Whether a short form ends at an offset: "R" is none of "R&D"."""
    return not goes_on(text, end) and not text.startswith("&", end)


def _of_alias(unit: Unit, start: int, alias: str, key: Key, names: Names) -> Sighting:
    """A short form that stands for a body which the report never names in full."""
    meant = names.agencies[key[1]] if key[0] == "known" else None
    return Sighting(
        unit, start, start + len(alias), meant.type if meant else "local-authority-service", (meant,) if meant else ()
    )


def _like(sighting: Sighting, unit: Unit, start: int, alias: str) -> Sighting:
    return sighting._replace(unit=unit, start=start, end=start + len(alias), contextual=False)


def _overlaps(taken: Sequence[tuple[int, int, int]], place: tuple[int, int, int]) -> bool:
    near = bisect_right(taken, place)
    return any(t[0] == place[0] and t[1] < place[2] and place[1] < t[2] for t in taken[max(0, near - 1) : near + 1])
