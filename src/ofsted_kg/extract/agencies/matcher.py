"""One pattern for many printed forms: a trie compiled once, so that a text is scanned once whatever the number of forms.

A form in lower case is found with and without capitals at its words, a form with capitals only as it is. Straight and
curly apostrophes are the same, and so are "&" and "and".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")
_FRAGMENT = re.compile(r"(?<= )and(?= )|.")
_SPECIAL: Final = {"and": "(?:and|&)", "'": "['’]"}
_OPENING: Final = "[ (/\"“‘']"
_END = ""
_GROUP: Final = 5
_Trie = dict[str, "_Trie"]


def folded_form(form: str) -> str:
    """The form with straight apostrophes and "and" for a "&" between words."""
    return form.replace("’", "'").replace(" & ", " and ")


@dataclass(frozen=True, slots=True)
class Match(Generic[_T]):
    """One place where a form is printed, and what the form stands for."""

    start: int
    end: int
    value: _T


class FormMatcher(Generic[_T]):
    """Finds printed forms in a text: the longest at each place, from left to right."""

    def __init__(self, forms: Iterable[tuple[str, _T]]) -> None:
        self._as_printed: dict[str, _T] = {}
        self._any_case: dict[str, _T] = {}
        for form, value in forms:
            folded = folded_form(form)
            (self._any_case if folded.islower() else self._as_printed).setdefault(folded, value)
        self._pattern = re.compile(trie_pattern([*self._as_printed, *self._any_case]))

    def matches(self, text: str) -> Iterator[Match[_T]]:
        """Where the forms stand in ``text``; a form at its very beginning is found if ``text`` opens with a blank."""
        for match in self._pattern.finditer(text):
            form = match.group()[1:]
            while form:
                value = self._value(form)
                if value is not None:
                    yield Match(match.start() + 1, match.start() + 1 + len(form), value)
                    break
                form = form.rpartition(" ")[0]

    def _value(self, form: str) -> _T | None:
        folded = folded_form(form)
        return self._as_printed.get(folded) or self._any_case.get(folded.lower())


def trie_pattern(forms: Iterable[str]) -> str:
    """A pattern of all forms behind a blank, an opening bracket, quote or slash, with common beginnings shared."""
    root: _Trie = {}
    for form in forms:
        node = root
        for fragment in _fragments(form):
            node = node.setdefault(fragment, {})
        node[_END] = {}
    letters = sorted(root)
    groups = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return f"{_OPENING}(?:{'|'.join(_guarded({letter: root[letter] for letter in group}) for group in groups)})(?!\\w)"


def _guarded(branches: _Trie) -> str:
    """Some branches of the root behind one look at the first letter, which rules out most words of a text."""
    first = "".join(fragment.strip("[]") for fragment in branches)
    return f"(?=[{first}]){_alternatives(branches)}"


def _fragments(form: str) -> Iterator[str]:
    """What a form is made of; the first letter of a word in both cases, so that all forms share one trie."""
    begins_word = True
    for found in _FRAGMENT.findall(folded_form(form)):
        if begins_word and len(found) == 1 and found.isalpha():
            yield f"[{found.upper()}{found.lower()}]"
        else:
            yield _SPECIAL.get(found) or re.escape(found)
        begins_word = found in (" ", "-")


def _alternatives(node: _Trie) -> str:
    branches = [fragment + _alternatives(child) for fragment, child in sorted(node.items()) if fragment != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"
