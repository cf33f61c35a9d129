"""What a report itself says of names: acronyms it defines, new names it gives, and short names it goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from ofsted_kg.extract.agencies.keys import Key, key_of
from ofsted_kg.extract.agencies.naming import Names
from ofsted_kg.extract.agencies.reading import Reading
from ofsted_kg.extract.agencies.sightings import Sighting

_SHORT_NAME_TYPES: Final = frozenset(("school-or-college", "private-provider", "voluntary-organisation", "housing-provider"))
_TRUST: Final = "nhs-provider-trust"
_HOSPITAL: Final = "hospital"
_APPOSITIONS: Final = frozenset((", the", ", a", ", an"))
_FAR: Final = 80
"""Characters between two names behind which none is another name of the other: what the longest words of renaming take, twice."""
_UNDEFINED: Final = re.compile(r"[A-Z]{4,}")


def aliases_of(readings: Sequence[Reading], sightings: Sequence[Sighting], names: Names) -> dict[str, Key]:
    """Short forms that the report uses, each with the key of the agency that it means."""
    found: dict[str, Key] = {}
    for alias, key in (
        *_by_ending(readings, names),
        *_defined(readings, names),
        *_short_names(sightings, names),
        *((s.form, key_of(s, names)) for s in sightings if s.named_in_passing),
        *_undefined(readings, names),
    ):
        found.setdefault(alias, key)
    no_agencies = {d.acronym for r in readings for d in r.definitions if d.sighting is None}
    return {alias: key for alias, key in found.items() if alias not in no_agencies}


def _defined(readings: Sequence[Reading], names: Names) -> Iterator[tuple[str, Key]]:
    return ((d.acronym, key_of(d.sighting, names)) for r in readings for d in r.definitions if d.sighting)


def renamings_of(readings: Sequence[Reading], names: Names) -> Iterator[tuple[Key, Key]]:
    """Pairs of keys that the report says to be one body: "the Youth Voice, renamed the 'Us4'"."""
    for reading in readings:
        for first, second in zip(reading.sightings, reading.sightings[1:], strict=False):
            if second.start - first.end > _FAR:
                continue
            between = reading.unit.text[first.end : second.start].strip(" '’‘“”\"(")
            explained = between == "," and second.named_in_passing and first.form.islower()
            explained = explained or (between in _APPOSITIONS and first.named_in_passing and second.form.islower())
            if explained or between in names.lists["renaming"] or _is_bracketed(reading, first, second):
                yield key_of(first, names), key_of(second, names)
    yield from _hospital_trusts(readings, names)
    meanings: dict[str, Key] = {}
    for acronym, key in _defined(readings, names):
        yield meanings.setdefault(acronym, key), key


def _is_bracketed(reading: Reading, first: Sighting, second: Sighting) -> bool:
    between = reading.unit.text[first.end : second.start]
    return between.rstrip("'‘“\"") == " (" and reading.unit.text[second.end :].lstrip("'’”\"").startswith(")")


def _hospital_trusts(readings: Sequence[Reading], names: Names) -> Iterator[tuple[Key, Key]]:
    """A hospital whose name begins the name of its trust: the short form of the trust."""
    sightings = [s for r in readings for s in r.sightings]
    trusts = {s.form: s for s in sightings if s.type == _TRUST}
    for hospital in (s for s in sightings if s.type == _HOSPITAL):
        for trust in (trust for form, trust in trusts.items() if form.startswith(f"{hospital.form} ")):
            yield key_of(hospital, names), key_of(trust, names)


def _short_names(sightings: Sequence[Sighting], names: Names) -> Iterator[tuple[str, Key]]:
    """A proper name without the words that show its type: "Fairfield" for "Fairfield School"."""
    for sighting in sightings:
        if sighting.type in _SHORT_NAME_TYPES and not sighting.candidates:
            words = sighting.form.split()
            kept = list(takewhile(lambda word: names.is_own((word.lower(),)) and not names.is_head(word.lower()), words))
            if len(kept) < len(words) and _is_short_name(kept, sighting.type, names):
                yield " ".join(kept), key_of(sighting, names)


def _is_short_name(words: Sequence[str], kind: str, names: Names) -> bool:
    """Several words, or one for a school; never those of a place."""
    if names.place_words.intersection(word.lower() for word in words):
        return False
    return len(words) > 1 or (len(words) == 1 and len(words[0]) > 5 and kind == "school-or-college")


def _undefined(readings: Sequence[Reading], names: Names) -> Iterator[tuple[str, Key]]:
    """Capitals that the report never spells out and that are no acronym of the field: the name of a service."""
    for reading in readings:
        for name in reading.loose:
            word = name.words[0].text
            if len(name.words) == 1 and _UNDEFINED.fullmatch(word) and word not in names.lists["ignored-acronym"]:
                yield word, ("local-authority-service", word.lower())


def _by_ending(readings: Sequence[Reading], names: Names) -> Iterator[tuple[str, Key]]:
    """Acronyms whose last letters show a local body, defined or not: "ASCB"."""
    for word in sorted({word for reading in readings for word in reading.acronyms}):
        for ending, kind in names.acronym_endings:
            if word.endswith(ending) and word != ending and kind in names.bodies:
                yield word, ("known", names.bodies[kind].id)
