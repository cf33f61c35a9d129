"""One automaton for many printed forms (Aho-Corasick), made once, so that a text is scanned once whatever their number.

A form in lower case is found in any case, a form with capitals only as it is. Straight and curly apostrophes are the
same, and so are "&" and "and" between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

_T = TypeVar("_T")
_FRAGMENT: Final = re.compile(r"(?<= )and(?= )|'|(?:(?!(?<= )and )[^'])+")
_SPECIAL: Final = {"and": ("and", "&"), "'": ("'", "’")}
_OPENINGS: Final = ("(", "/", '"', "“", "‘")


def folded_form(form: str) -> str:
    """The form with straight apostrophes and "and" for a "&" between words."""
    return form.replace("’", "'").replace(" & ", " and ")


class Match(NamedTuple, Generic[_T]):
    """One place where a form is printed, and what the form stands for."""

    start: int
    end: int
    value: _T


class FormMatcher(Generic[_T]):
    """Finds printed forms in a text: the longest at each place, from left to right."""

    def __init__(self, forms: Iterable[tuple[str, _T]]) -> None:
        self._values: dict[str, _T] = {}
        for form, value in forms:
            self._values.setdefault(folded_form(form), value)
        printed = sorted({f" {variant}" for form in self._values for variant in variants(form.lower())})
        self._automaton = AhoCorasick(printed, matchkind=MatchKind.Standard, implementation=Implementation.DFA)

    def matches(self, text: str, searched: str = "", start: int = 0) -> Iterator[Match[_T]]:
        """Where the forms stand in ``text``, each behind a blank or an opening mark.

        ``searched`` is the text as `searchable` gives it, where that is at hand; ``start`` is a blank to begin at.
        """
        behind = start
        for blank, longest in self._longest(searched or searchable(text), start):
            if blank < behind:
                continue
            begin, end = blank + 1, longest
            behind = longest
            while begin < end:
                value = self._value(text[begin:end])
                if value is not None:
                    yield Match(begin, end, value)
                    break
                end = text.rfind(" ", begin, end)

    def _longest(self, searched: str, start: int) -> Iterable[tuple[int, int]]:
        """The blank before each form and the end of the longest there, from left to right; each ends with a word."""
        found: dict[int, int] = {}
        for _, blank, end in self._automaton.find_matches_as_indexes(searched[start:], overlapping=True):
            if not goes_on(searched, start + end):
                found[start + blank] = start + end
        return sorted(found.items())

    def _value(self, form: str) -> _T | None:
        plain = self._values.get(form)
        if plain is not None:
            return plain
        folded = folded_form(form)
        return self._values.get(folded) or self._values.get(folded.lower())


def searchable(text: str) -> str:
    """The text in lower case, with a blank for each opening quote, bracket or slash; no offset moves.

    So a form is plain letters behind one blank, which is what the engine searches fastest.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for opening in _OPENINGS:
        if opening in lower:
            lower = lower.replace(opening, " ")
    return lower.replace(" '", "  ")


def variants(form: str) -> Iterator[str]:
    """The ways to print a form: "&" for "and" between words, and either apostrophe."""
    parts = [_SPECIAL.get(fragment, (fragment,)) for fragment in _FRAGMENT.findall(form)]
    return map("".join, product(*parts))


def goes_on(text: str, end: int) -> bool:
    """Whether a word goes on at an offset."""
    return end < len(text) and (text[end].isalnum() or text[end] == "_")
