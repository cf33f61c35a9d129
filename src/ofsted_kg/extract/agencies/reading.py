"""Units of text -> the sightings in each, the acronyms it defines, and the capitals that may turn out to be short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from ofsted_kg.extract.agencies.brackets import Definition, definitions_of
from ofsted_kg.extract.agencies.described import described_body, neighbouring_councils
from ofsted_kg.extract.agencies.keys import LOOSE_TYPES
from ofsted_kg.extract.agencies.matcher import Match
from ofsted_kg.extract.agencies.naming import Form, Names
from ofsted_kg.extract.agencies.quoted import opens_quote, quoted_names
from ofsted_kg.extract.agencies.runs import LINKS, Hit, Name, Word, names_in, opens_sentence, runs_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_EVERYDAY_HEADS: Final = frozenset(("team", "service", "unit", "centre", "project", "group", "scheme", "programme"))
_CIRCUMSTANCES: Final = frozenset(("in", "at", "after", "with"))
"""Links behind which no part of a name without a mark stands: "The Old Mill in December"."""
_NO_NAME_BEHIND: Final = ("Director of ", "Directors of ")
_EXPLAINED: Final = re.compile(
    r", (?:the|a|an) (?:[a-z’'-]+ ){1,4}?(team|service|project|charity|group|scheme|centre|forum|council)\b"
)


class Reading(NamedTuple):
    """What one unit names."""

    unit: Unit
    sightings: tuple[Sighting, ...]
    """In printed order, none overlapping another."""
    definitions: tuple[Definition, ...]
    acronyms: tuple[str, ...]
    """Its words in capitals whose last letters show a local body: "ASCB"."""
    loose: tuple[Name, ...]
    """Names without a word that names end with."""


def read_units(units: Sequence[Unit], names: Names) -> list[Reading]:
    """What each unit names, as far as it can be told without the rest of the report."""
    # Step by step for all units, not unit by unit through all steps: that takes a quarter less time.
    matches = [list(names.known.matches(unit.text, unit.searchable)) for unit in units]
    hits = [tuple(_hits(unit, here, names)) for unit, here in zip(units, matches, strict=True)]
    runs = [tuple(runs_of(unit.text, here, names)) for unit, here in zip(units, hits, strict=True)]
    found = [[name for run in here for name in names_in(run, names, unit.text)] for unit, here in zip(units, runs, strict=True)]
    sure = [_sure(*one, names) for one in zip(units, hits, found, strict=True)]
    by_context = [_by_context(*one, names) for one in zip(units, matches, hits, found, strict=True)]
    kept = [without_overlaps([*first, *second]) for first, second in zip(sure, by_context, strict=True)]
    return [_reading(*one, names) for one in zip(units, runs, found, kept, strict=True)]


def _sure(unit: Unit, hits: Sequence[Hit], found: Sequence[Name], names: Names) -> list[Sighting]:
    """Names that show by their own words what they are, and forms that the vocabulary knows."""
    sightings = [sighting for name in found if name.headed for sighting in _sightings(unit, name, names)]
    return sightings + [_of_hit(unit, hit, hit.start) for hit in hits]


def _by_context(
    unit: Unit, matches: Sequence[Match[Form]], hits: Sequence[Hit], found: Sequence[Name], names: Names
) -> list[Sighting]:
    """Names that the words beside them show to be an agency's."""
    sightings = list(quoted_names(unit, names)) if opens_quote(unit.text) else []
    sightings += [s for match in matches if not match.value.agencies if (s := described_body(unit, match, names))]
    sightings += neighbouring_councils(unit, names)
    return sightings + [
        s for name in found if not name.headed if (s := _introduced(unit, name, names) or _explained(unit, name, hits))
    ]


def _reading(
    unit: Unit, runs: Iterable[Sequence[Word]], found: Iterable[Name], kept: tuple[Sighting, ...], names: Names
) -> Reading:
    definitions = tuple(definitions_of(unit, kept, names)) if "(" in unit.text else ()
    if definitions:
        kept = without_overlaps([*kept, *(d.sighting for d in definitions if d.sighting)])
    words = [word.text for run in runs for word in run]
    acronyms = tuple([word for word in words if word.isupper() and word.endswith(names.body_acronyms)])
    return Reading(unit, kept, definitions, acronyms, tuple([name for name in found if not name.headed]))


def without_overlaps(sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """The sightings in printed order; of overlapping ones the longest, of equal ones the first."""
    kept: list[Sighting] = []
    for sighting in sorted(sightings, key=lambda s: (s.start, -s.end)):
        if not kept or kept[-1].end <= sighting.start:
            kept.append(sighting)
        elif sighting.end - sighting.start > kept[-1].end - kept[-1].start:
            kept[-1] = sighting
    return tuple(kept)


def _hits(unit: Unit, matches: Sequence[Match[Form]], names: Names) -> Iterator[Hit]:
    for match in matches:
        if not match.value.agencies or unit.text.endswith(_NO_NAME_BEHIND, 0, match.start):
            continue
        if not match.value.local and unit.text[match.end + 1 : match.end + 20].lower().startswith(names.not_before):
            continue
        yield Hit(match.start, match.end, unit.text[match.start : match.end], match.value)


def _of_hit(unit: Unit, hit: Hit, start: int) -> Sighting:
    return Sighting(unit, start, hit.end, hit.form.agencies[0].type, hit.form.agencies, hit.form.contextual)


def _sightings(unit: Unit, name: Name, names: Names) -> Iterator[Sighting]:
    """What a name with a head names: known forms, with the place before them, or itself."""
    known = [at for at, word in enumerate(name.words) if word.hit is not None]
    if not known or (name.words[known[-1]].hit.form.contextual and known[-1] < len(name.words) - 1):  # type: ignore[union-attr]
        yield from _new(unit, name, names)
        return
    first = 0
    for at in known:
        hit = name.words[at].hit
        before = tuple(word.lower for word in name.words[first:at])
        joined = at > 0 and name.words[at - 1].text in LINKS
        if hit and hit.form.local and not hit.form.contextual and before and not joined and names.is_own(before):
            yield _of_hit(unit, hit, name.words[first].start)
        first = at + 1


def _new(unit: Unit, name: Name, names: Names) -> Iterator[Sighting]:
    """A sighting of a name that the vocabulary doesn't know, if it is an agency's."""
    words = name.lower
    kind = names.type_of(words)
    if kind is None or len(words) < 2 or not _is_agency(unit, name, kind, names):
        return
    yield Sighting(unit, name.start, name.end, kind)


def _is_agency(unit: Unit, name: Name, kind: str, names: Names) -> bool:
    words = name.lower
    if names.is_ignored(words) or names.lists["person"].intersection(words):
        return False
    if kind in LOOSE_TYPES and (name.goes_on or _is_plural(words)):
        return False
    own = names.own_words(words)
    if not (name.words[0].text[0].isupper() or name.words[0].text[0].isdigit()):
        return False
    if names.types[kind].needs_own_name:
        return names.is_own(own)
    capitals = [word for word in name.words if word.text[0].isupper() or word.text[0].isdigit()]
    if len(capitals) > 1:
        defined = unit.text.endswith((" the ", " The "), 0, name.start)
        return defined or len(words) > 2 or names.is_own(own) or words[-1] not in _EVERYDAY_HEADS
    return (
        names.is_own(own) and not opens_sentence(unit.text, name.start) and own[0].upper() not in names.lists["ignored-acronym"]
    )


def _is_plural(words: tuple[str, ...]) -> bool:
    """Whether it is a name for several bodies; "Fair Access Panels" and three words before "Teams" are taken for one's."""
    if words[-1] == "teams":
        return len(words) < 3 or "and" in words
    return words[-1].endswith("s") and words[-1] != "panels"


def _introduced(unit: Unit, name: Name, names: Names) -> Sighting | None:
    """A name without a head that the words beside it introduce or explain."""
    if not _is_introduced(unit, name, names):
        return None
    named = tuple(takewhile(lambda word: word.text not in _CIRCUMSTANCES, name.words))
    name = Name.of(named, headed=name.headed) if named else name
    words = name.lower
    if not names.is_own(words) or names.is_ignored(words) or words[0].upper() in names.lists["ignored-acronym"]:
        return None
    if (words[0] in names.lists["leading"] and words[0] != "the") or names.lists["person"].intersection(words):
        return None
    sentence = unit.text[max(0, name.start - 100) : name.end + 60].lower()
    return Sighting(unit, name.start, name.end, names.cued_type(sentence), named_in_passing=True)


def _explained(unit: Unit, name: Name, hits: Sequence[Hit]) -> Sighting | None:
    """The own name of a young people's body that is explained behind it: "Us4U, the Children in Care Council"."""
    if not unit.text.startswith(", the ", name.end):
        return None
    body = next((hit for hit in hits if hit.start == name.end + len(", the ")), None)
    if body is None or body.form.agencies[0].type != "young-peoples-group":
        return None
    return Sighting(unit, name.start, name.end, body.form.agencies[0].type, body.form.agencies, named_in_passing=True)


def _shows_itself(unit: Unit, name: Name, names: Names) -> bool:
    """Whether a name does something ("Anyshire Shield provides"), or its article is a part of it ("at The Old Vicarage")."""
    if len(name.words) > 1 and unit.text.startswith(names.doing, name.end):
        return True
    return len(name.words) > 2 and name.words[0].text == "The" and not opens_sentence(unit.text, name.start)


def _is_introduced(unit: Unit, name: Name, names: Names) -> bool:
    if unit.text.endswith(names.introductions, 0, name.start - 1) or _shows_itself(unit, name, names):
        return True
    if unit.text.startswith(", ", name.end):
        explained = _EXPLAINED.match(unit.text, name.end)
        return bool(explained and explained.group(1) in names.lists["quoted-kind"])
    if not unit.text.endswith(", ", 0, name.start):
        return False
    return unit.text[max(0, name.start - 20) : name.start - 2].rpartition(" ")[2] in names.lists["quoted-kind"]
