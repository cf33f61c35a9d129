"""Words and printed forms: a text as tokens, and all forms of a lexicon found in one walk over them.

A token is a word, a number or a mark of punctuation.  Forms match by the *stems* of their words, so that "health
assessments" finds "health assessment" and "children's centre" finds "children centre": a stem is the word in lower
case without ``'s`` and without the ``s`` of a plural.  The forms stand in a trie of stems; at each place the longest
form whose conditions hold wins, and the walk goes on behind it, so a longer form hides the shorter ones inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from typing import Any, Final, NamedTuple

from ofsted_kg.lexicon_types import TopicForm, TopicLexicon
from ofsted_kg.once import once_per_object

_TOKEN: Final = re.compile(r"[A-Za-z]+(?:['’]s\b)?|\d+(?:[.,]\d+)*%?|[;:,()]")
_SINGULAR: Final = ("ss", "us", "is")
_IRREGULAR: Final = {"children": "child"}
_END: Final = ""
"""Key of a trie's node under which the values of the form stand that ends there."""

_ANY: Final = "*"

Trie = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a stretch of text, and where they stand: by columns, because a report has many thousands."""

    words: tuple[str, ...]
    """In lower case."""
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each begins in the text."""

    def __len__(self) -> int:
        """How many they are."""
        return len(self.words)

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


class Match(NamedTuple):
    """Forms found at one place: the tokens ``start <= i < end`` of those that were searched."""

    start: int
    end: int
    values: tuple[Any, ...]


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of a stretch of ``text``, with offsets in the whole of it."""
    found = list(_TOKEN.finditer(text, start, len(text) if end is None else end))
    words = tuple(map(str.lower, map(re.Match.group, found)))
    return Tokens(words, tuple(map(stem, words)), tuple(map(re.Match.start, found)))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word in lower case without the endings by which its printed forms differ."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_SINGULAR):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def stems_of(form: str) -> tuple[str, ...]:
    """The stems by which a printed form is found; a form that begins with ``*`` is any word with that ending."""
    if form.startswith(_ANY):
        return (form.lower(),)
    return tokens_of(form).stems


def trie_of(forms: Iterable[tuple[str, Any]]) -> Trie:
    """A trie of printed forms, each with its value; forms of the same stems share a place."""
    root: Trie = {}
    for text, value in forms:
        node = root
        for part in stems_of(text):
            node = node.setdefault(part, {})
        node.setdefault(_END, []).append(value)
    return root


def find(stems: Sequence[str], trie: Trie, holds: Callable[[Any], bool] | None = None) -> list[Match]:
    """The longest forms from left to right, none overlapping; ``holds`` says whether a form's conditions are met."""
    found: list[Match] = []
    place = 0
    for begin in _beginnings(stems, trie):
        match = _longest(stems, begin, trie, holds) if begin >= place else None
        if match is not None:
            found.append(match)
            place = match.end
    return found


def _beginnings(stems: Sequence[str], trie: Trie) -> list[int]:
    """Where a form may begin: its first word stands there, and it is a form of one word or its second stands behind."""
    # Most words that begin some form ("the", "child") begin none where they stand, and a walk for each would take long.
    last = len(stems) - 1
    places = compress(count(), map(trie.__contains__, stems))
    return [at for at in places if _END in (node := trie[stems[at]]) or (at < last and stems[at + 1] in node)]


def _longest(stems: Sequence[str], start: int, trie: Trie, holds: Callable[[Any], bool] | None) -> Match | None:
    """The longest form at ``start`` of which some value holds; a form begins there."""
    node: Trie | None = trie[stems[start]]
    ends, end, last = [], start + 1, len(stems)
    while node is not None:
        if _END in node:
            ends.append((end, node[_END]))
        node = node.get(stems[end]) if end < last else None
        end += 1
    for end, found in reversed(ends):
        values = tuple(found if holds is None else filter(holds, found))
        if values:
            return Match(start, end, values)
    return None


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A topic's form with its conditions as stems."""

    topic: str
    text: str
    hint: bool
    only_in: tuple[str, ...]
    needs: frozenset[str]
    excluded_by: frozenset[str]

    def holds(self, section: str, stems: frozenset[str]) -> bool:
        """Whether the form counts in a sentence of these stems in that section."""
        if self.only_in and section and not section.startswith(self.only_in):
            return False
        return (not self.needs or not self.needs.isdisjoint(stems)) and self.excluded_by.isdisjoint(stems)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLexicon:
    """A lexicon made ready for the walk, once for many reports."""

    topics: Trie
    """Of `CompiledForm`."""
    judging: Trie
    """Of (what the word does, the word as the Turtle prints it)."""
    reach: Mapping[str, int]
    """How far each kind of judging words acts."""
    endings: tuple[str, ...]
    """Endings by which words are found whatever stands before: ``scb`` for the form ``*SCB``."""


@once_per_object
def compiled(lexicon: TopicLexicon) -> CompiledLexicon:
    """The lexicon made ready; the same object for the same lexicon."""
    forms = (*(form for topic in lexicon.topics for form in topic.forms), *lexicon.neutral)
    return CompiledLexicon(
        topics=trie_of((form.text, _compiled_form(form)) for form in forms),
        judging=trie_of((word, (words.id, word)) for words in lexicon.judging for word in words.words),
        reach={words.id: words.reach for words in lexicon.judging},
        endings=tuple(form.text[1:].lower() for form in forms if form.text.startswith(_ANY)),
    )


def _compiled_form(form: TopicForm) -> CompiledForm:
    needs, excluded_by = frozenset(map(stem, form.needs)), frozenset(map(stem, form.excluded_by))
    return CompiledForm(form.topic, form.text, form.hint, form.only_in, needs, excluded_by)


class TopicMatch(NamedTuple):
    """A form that speaks of a topic, and the tokens where it stands."""

    start: int
    end: int
    topic: str
    form: str
    hint: bool


def topic_matches(tokens: Tokens, lexicon: CompiledLexicon, section: str = "") -> tuple[TopicMatch, ...]:
    """Every mention of a topic in one sentence, in order; ``section`` empty means that no section is asked for."""
    stems = _stems(tokens, lexicon.endings)
    present = frozenset(stems)
    found = find(stems, lexicon.topics, lambda form: form.holds(section, present))
    rows = [(match.start, match.end, form) for match in found for form in match.values if form.topic]
    return tuple([TopicMatch(start, end, form.topic, form.text, form.hint) for start, end, form in rows])


def _stems(tokens: Tokens, endings: tuple[str, ...]) -> Sequence[str]:
    """The stems of the tokens; a word with one of the endings is found by that."""
    together = " ".join(tokens.stems)
    if not any(map(together.__contains__, endings)):
        return tokens.stems
    return [next((_ANY + ending for ending in endings if word.endswith(ending)), word) for word in tokens.stems]
