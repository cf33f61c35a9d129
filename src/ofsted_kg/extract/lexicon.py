"""Words and printed forms: a text as tokens, and all forms of a lexicon found in one scan of them.

A token is a word, a number or a mark of punctuation.  Forms match by the *stems* of their words, so that "health
assessments" finds "health assessment" and "children's centre" finds "children centre": a stem is the word in lower
case without ``'s`` and without the ``s`` of a plural.  Of the forms that begin at one place the longest wins whose
conditions hold, and the search goes on behind it, so a longer form hides the shorter ones inside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from sys import intern
from typing import Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from ofsted_kg.lexicon_types import TopicForm, TopicLexicon
from ofsted_kg.once import OncePerKey, once_per_object

_TOKEN: Final = re.compile(r"[A-Za-z]+(?:['’]s\b)?|\d+(?:[.,]\d+)*%?|[;:,()]")
_PRINTED: Final = re.compile(rf"[A-Za-z]++ (?=[A-Za-z])|(?:{_TOKEN.pattern})[^A-Za-z\d;:,()]*")
"""A token with what stands between it and the next: most are words with a blank between."""
_SINGULAR: Final = ("ss", "us", "is")
_IRREGULAR: Final = {"children": "child"}
_ANY: Final = "*"
_FIRST_LETTER: Final = 0x10000
"""From here on there are letters for a million stems."""
_Value = TypeVar("_Value")


# Here and in `findings`, what a report has by the thousand is not frozen: to make it takes a quarter of the time.
@dataclass(slots=True)
class Tokens:
    """The words of a stretch of text, and where they stand: by columns, because a report has many thousands."""

    words: tuple[str, ...]
    """In lower case."""
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each begins in the text."""

    @property
    def start(self) -> int:
        """Where the first begins."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Where the last ends."""
        return self.starts[-1] + len(self.words[-1])

    def cut(self, start: int, end: int | None = None) -> Tokens:
        """The tokens ``start <= i < end``."""
        return Tokens(self.words[start:end], self.stems[start:end], self.starts[start:end])

    def between(self, start: int, end: int) -> Tokens:
        """The tokens that begin in a stretch of the text."""
        return self.cut(bisect_left(self.starts, start), bisect_left(self.starts, end))


def tokens_of(text: str) -> Tokens:
    """The tokens of a text."""
    first = _TOKEN.search(text)
    if first is None:
        return Tokens((), (), ())
    printed = _PRINTED.findall(text, first.start())
    words = tuple(map(_WORDS.__getitem__, printed))
    starts = tuple(accumulate(map(len, printed), initial=first.start()))
    return Tokens(words, tuple(map(_STEMS.__getitem__, words)), starts[:-1])


def stem(word: str) -> str:
    """A word in lower case without the endings by which its printed forms differ."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_SINGULAR):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _word(printed: str) -> str:
    """A token in lower case, without what stands behind it."""
    return intern(_TOKEN.findall(printed)[0].lower())


# Each word and stem is one object however often it is printed, so that a look for it compares no letters.
_WORDS: Final = OncePerKey(_word)
_STEMS: Final = OncePerKey[str, str](lambda word: intern(stem(word)))


def stems_of(form: str) -> tuple[str, ...]:
    """The stems by which a printed form is found; a form that begins with ``*`` is any word with that ending."""
    if form.startswith(_ANY):
        return (form.lower(),)
    return tokens_of(form).stems


Match = tuple[int, int, tuple[_Value, ...]]
"""Forms found at one place: the tokens ``start <= i < end`` of those that were searched, and the values of the forms."""


class Forms(Generic[_Value]):
    """Printed forms, each with its value; forms of the same stems share a place.

    Each stem that stands in a form is written as one letter, and all others as a blank: so an automaton for strings
    (Aho-Corasick) finds whole words, and tells places by their number.
    """

    def __init__(self, forms: Iterable[tuple[str, _Value]]) -> None:
        by_stems: dict[tuple[str, ...], list[_Value]] = {}
        for text, value in forms:
            by_stems.setdefault(stems_of(text), []).append(value)
        by_stems.pop((), None)
        alphabet = {part: chr(_FIRST_LETTER + n) for n, part in enumerate(sorted({*chain.from_iterable(by_stems)}))}
        endings = [part for part in alphabet if part.startswith(_ANY)]
        self._letters = OncePerKey[str, str](lambda part: alphabet.get(_found_as(part, endings), " "))
        self._values = [tuple(values) for values in by_stems.values()]
        self._forms = ["".join(map(alphabet.__getitem__, stems)) for stems in by_stems]

    @cached_property
    def _for_longest(self) -> AhoCorasick:
        return AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    @cached_property
    def _for_all(self) -> AhoCorasick:
        return AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    def longest(self, stems: Iterable[str]) -> list[Match[_Value]]:
        """The longest forms from left to right, none overlapping."""
        found = self._for_longest.find_matches_as_indexes(self._written(stems))
        return [(start, end, self._values[form]) for form, start, end in found]

    def all(self, stems: Iterable[str]) -> list[Match[_Value]]:
        """All forms from left to right, of those that begin at one place the longest first."""
        found = self._for_all.find_matches_as_indexes(self._written(stems), overlapping=True)
        return [(start, -end, self._values[form]) for start, end, form in sorted([(s, -e, form) for form, s, e in found])]

    def _written(self, stems: Iterable[str]) -> str:
        return "".join(map(self._letters.__getitem__, stems))


def _found_as(part: str, endings: Iterable[str]) -> str:
    """The stem by which a word is found: ``*scb``, where it ends like the form ``*SCB``; else its own."""
    return next((ending for ending in endings if part.endswith(ending[1:])), part)


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A topic's form with its conditions as stems."""

    topic: str
    text: str
    hint: bool
    only_in: tuple[str, ...]
    needs: frozenset[str]
    excluded_by: frozenset[str]
    free: bool
    """Whether it has no condition."""

    def holds(self, section: str, stems: Sequence[str]) -> bool:
        """Whether the form counts in a sentence of these stems in that section."""
        if self.only_in and section and not section.startswith(self.only_in):
            return False
        return (not self.needs or not self.needs.isdisjoint(stems)) and self.excluded_by.isdisjoint(stems)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLexicon:
    """A lexicon made ready for the walk, once for many reports."""

    topics: Forms[CompiledForm]
    judging: Forms[tuple[str, str]]
    """Each with what the word does and the word as the Turtle prints it."""
    reach: Mapping[str, int]
    """How far each kind of judging words acts."""


@once_per_object
def compiled(lexicon: TopicLexicon) -> CompiledLexicon:
    """The lexicon made ready; the same object for the same lexicon."""
    forms = (*(form for topic in lexicon.topics for form in topic.forms), *lexicon.neutral)
    endings = [form.text.lower() for form in forms if form.text.startswith(_ANY)]
    return CompiledLexicon(
        topics=Forms((form.text, _compiled_form(form, endings)) for form in forms),
        judging=Forms((word, (words.id, word)) for words in lexicon.judging for word in words.words),
        reach={words.id: words.reach for words in lexicon.judging},
    )


def _compiled_form(form: TopicForm, endings: Sequence[str]) -> CompiledForm:
    # No condition sees a word that is found by its ending.
    needs = frozenset([_found_as(stem(word), endings) for word in form.needs])
    excluded_by = frozenset([_found_as(stem(word), endings) for word in form.excluded_by])
    free = not (form.only_in or needs or excluded_by)
    return CompiledForm(form.topic, form.text, form.hint, form.only_in, needs, excluded_by, free)


@dataclass(slots=True)
class TopicMatch:
    """A form that speaks of a topic, and the tokens where it stands."""

    start: int
    end: int
    topic: str
    form: str
    hint: bool


def topic_matches(tokens: Tokens, lexicon: CompiledLexicon, section: str = "") -> tuple[TopicMatch, ...]:
    """Every mention of a topic in one sentence, in order; ``section`` empty means that no section is asked for."""
    stems = tokens.stems
    found: list[TopicMatch] = []
    behind = 0
    for start, end, forms in lexicon.topics.all(stems):
        if start >= behind and (counting := [form for form in forms if form.free or form.holds(section, stems)]):
            found += [TopicMatch(start, end, form.topic, form.text, form.hint) for form in counting if form.topic]
            behind = end
    return tuple(found)
