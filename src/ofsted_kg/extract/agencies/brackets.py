"""What brackets say of names: acronyms that a report defines, before or after the words that they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.extract.agencies.naming import Names, words_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_BRACKET: Final = re.compile(r"\(([^()]{2,80})\)")
_ACRONYM: Final = re.compile(r"[A-Z][\w&+-]{1,11}")
_PLURAL: Final = re.compile(r"(?<=[A-Z])s$")
_CAPITALS: Final = re.compile(r"[A-Z]")
_WORD: Final = re.compile(r"[\w'’&+]+")
_BEHIND: Final = re.compile(r" ([a-z]+)\b")
_UPPER_BEFORE: Final = re.compile(r"\b([A-Z][A-Z0-9&+]+)(?:['’]s)? $")
_SMALL: Final = frozenset(("of", "and", "for", "the", "in", "with", "to", "&", "through", "at", "or", "after"))


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and the name it stands for; no name where it stands for something that is no agency."""

    acronym: str
    sighting: Sighting | None


def definitions_of(unit: Unit, sightings: Sequence[Sighting], names: Names) -> Iterator[Definition]:
    """The acronyms that a unit defines."""
    for bracket in _BRACKET.finditer(unit.text):
        inside = bracket.group(1)
        if _is_acronym(inside):
            yield _defined_before(unit, bracket, sightings, names)
            continue
        found = _UPPER_BEFORE.search(unit.text, max(0, bracket.start() - 16), bracket.start())
        if found and _is_spelt_by(found.group(1), inside.split()):
            yield _defined_behind(unit, found, names)


def _is_acronym(text: str) -> bool:
    return bool(_ACRONYM.fullmatch(text)) and (len(_CAPITALS.findall(text)) > 1 or text[-1].isdigit())


def _defined_before(unit: Unit, bracket: re.Match[str], sightings: Sequence[Sighting], names: Names) -> Definition:
    acronym = _PLURAL.sub("", bracket.group(1))
    if acronym.upper() in names.lists["ignored-acronym"]:
        return Definition(acronym, None)
    at = bisect_right(sightings, bracket.start() - 1, key=lambda sighting: sighting.end)
    if at and unit.text[sightings[at - 1].end : bracket.start()].strip("'’s ") == "":
        return Definition(acronym, sightings[at - 1])
    return Definition(acronym, _spelt_out(unit, bracket, names) or _described(unit, bracket, names))


def _spelt_out(unit: Unit, bracket: re.Match[str], names: Names) -> Sighting | None:
    """The words before a bracket whose beginnings make its acronym, if they are an agency's name."""
    words = list(_WORD.finditer(unit.text, max(0, bracket.start() - 120), bracket.start()))
    spelt = _spelling(_PLURAL.sub("", bracket.group(1)), words)
    if spelt is None:
        return None
    behind = _BEHIND.match(unit.text, bracket.end())
    head = behind is not None and names.is_head(behind.group(1))
    lower = words_of(unit.text[spelt : bracket.start()])
    if not head and not any(names.is_head(word) or names.is_head(word.removesuffix("s")) for word in lower):
        return _proper(unit, spelt, bracket, names)
    end = behind.end() if head and behind else _end_before(unit, bracket)
    kind = names.type_of((*lower, behind.group(1))) if head and behind else names.type_of(lower)
    return Sighting(unit, spelt, end, kind or "local-authority-service")


def _proper(unit: Unit, start: int, bracket: re.Match[str], names: Names) -> Sighting | None:
    """Capitalised words without a mark, where the words before them say what they name."""
    end = _end_before(unit, bracket)
    words = unit.text[start:end].split()
    if len(words) < 2 or any(word[0].islower() and word not in _SMALL for word in words):
        return None
    if words_of(words[-1])[0].removesuffix("s") in names.lists["no-body"]:
        return None
    before = unit.text[max(0, start - 100) : start].rpartition(". ")[2].lower()
    return Sighting(unit, start, end, names.cued_type(before))


def _end_before(unit: Unit, bracket: re.Match[str]) -> int:
    """Where the words before a bracket end, whether one blank, none or a second bracket stands between."""
    return len(unit.text[: bracket.start()].rstrip(" ("))


def _spelling(acronym: str, words: Sequence[re.Match[str]]) -> int | None:
    """Where the shortest stretch of words begins that makes the acronym."""
    letters = _letters(acronym)
    lower = tuple(word.group().lower() for word in words)
    spelt = (at for at in range(len(words) - 1, -1, -1) if lower[at][0] == letters[0] and _spells(letters, lower[at:]))
    first = next(spelt, None)
    return None if first is None else words[first].start()


def _is_spelt_by(acronym: str, words: Sequence[str]) -> bool:
    return _spells(_letters(acronym), tuple(word.lower() for word in words))


def _letters(acronym: str) -> str:
    return "".join(character for character in acronym.lower() if character.isalnum())


def _spells(letters: str, words: tuple[str, ...]) -> bool:
    """Whether the letters are the first of each word, where small words may be left out and a word may give three letters."""
    if not words or not letters:
        return not words and not letters
    word = words[0]
    given = (n for n in (1, 2, 3) if word.startswith(letters[:n]) and n <= len(letters))
    if any(_spells(letters[n:], words[1:]) for n in given):
        return True
    return word in _SMALL and _spells(letters, words[1:])


def _described(unit: Unit, bracket: re.Match[str], names: Names) -> Sighting | None:
    """A name in brackets behind words that describe its bearer: "a group of young people (Us4)"."""
    before = unit.text[max(0, bracket.start() - 80) : bracket.start()].rpartition(". ")[2].lower()
    acronym = len(_CAPITALS.findall(bracket.group(1))) > 1
    described = before.split()[-1:] if acronym else before.split()
    if not names.lists["quoted-kind"].intersection(described):
        return None
    return Sighting(unit, bracket.start(1), bracket.end(1), names.cued_type(before))


def _defined_behind(unit: Unit, found: re.Match[str], names: Names) -> Definition:
    acronym = found.group(1)
    if acronym.upper() in names.lists["ignored-acronym"]:
        return Definition(acronym, None)
    return Definition(acronym, Sighting(unit, found.start(1), found.end(1), "local-authority-service"))
