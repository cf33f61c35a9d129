"""One pattern for many printed forms: a trie compiled once, so that a text is scanned once whatever the number of forms.

A form in lower case is found in any case, a form with capitals only as it is. Straight and curly apostrophes are the
same, and so are "&" and "and" between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Generic, NamedTuple, TypeVar

_T = TypeVar("_T")
_FRAGMENT = re.compile(r"(?<= )and(?= )|.")
_SPECIAL: Final = {"and": "(?:and|&)", "'": "['’]"}
_OPENINGS: Final = ("(", "/", '"', "“", "‘")
_END = ""
_Trie = dict[str, "_Trie"]


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
        self._pattern = re.compile(trie_pattern(form.lower() for form in self._values))

    def matches(self, text: str, searched: str = "", start: int = 0) -> Iterator[Match[_T]]:
        """Where the forms stand in ``text``, each behind a blank or an opening mark.

        ``searched`` is the text as `searchable` gives it, where that is at hand; ``start`` is a blank to begin at.
        """
        for match in self._pattern.finditer(searched or searchable(text), start):
            begin, end = match.start() + 1, match.end()
            while begin < end:
                value = self._value(text[begin:end])
                if value is not None:
                    yield Match(begin, end, value)
                    break
                end = text.rfind(" ", begin, end)

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


def trie_pattern(forms: Iterable[str]) -> str:
    """A pattern of all forms behind a blank, with common beginnings shared."""
    root: _Trie = {}
    for form in forms:
        node = root
        for fragment in _FRAGMENT.findall(form):
            node = node.setdefault(_SPECIAL.get(fragment) or re.escape(fragment), {})
        node[_END] = {}
    return f" {_alternatives(root)}(?!\\w)"


def _alternatives(node: _Trie) -> str:
    branches = [fragment + _alternatives(child) for fragment, child in sorted(node.items()) if fragment != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"
