"""Hostile variants of a report, as Hypothesis strategies.

Each strategy takes a text and gives texts that a careless converter, editor or download might have made of it.
Nothing here knows a framework: a heading is a short line that is neither numbered nor a list item nor a table row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

MOST_CHANGES: Final = 12
"""Changes of one kind in one text: enough to break neighbours, few enough to leave a report."""

INTRUDERS: Final = "\t\r\x0b\x0c\x1c\x85\xa0\u00ad\u200b\u2028\ufffe\ufeff-–—.:;()[]{}<>#*_|\"'\\’“”0123456789aZéß中😀٣Ⅷ²ıſİ"
"""Characters that mean something to the parser, to Turtle or to white space, and some that mean nothing."""

PAGE_FURNITURE: Final = ("", "- ", "---", "17", "Page 17 of 42", "\f", "# ", "|", "**", "1.")
"""What stands between two pages after conversion."""

_HEADING: Final = re.compile(r"(?!\s*(?:\d|- |\|)).{3,90}")


def mutated_report(text: str) -> st.SearchStrategy[str]:
    """One to three mutations of any kind, one after the other."""
    return st.integers(1, 3).flatmap(lambda times: _repeatedly(text, times))


def _repeatedly(text: str, times: int) -> st.SearchStrategy[str]:
    if times == 0:
        return st.just(text)
    return (
        st.sampled_from(MUTATIONS).flatmap(lambda mutate: mutate(text)).flatmap(lambda changed: _repeatedly(changed, times - 1))
    )


def with_lines_dropped(text: str) -> st.SearchStrategy[str]:
    """Some lines are gone."""
    lines = text.split("\n")
    return _places(len(lines)).map(lambda gone: "\n".join(line for i, line in enumerate(lines) if i not in gone))


def with_lines_doubled(text: str) -> st.SearchStrategy[str]:
    """Some lines stand twice."""
    lines = text.split("\n")
    return _places(len(lines)).map(lambda twice: "\n".join(_doubled(lines, twice)))


def with_lines_swapped(text: str) -> st.SearchStrategy[str]:
    """Pairs of lines have changed places."""
    lines = text.split("\n")
    place = st.integers(0, len(lines) - 1)
    pairs = st.lists(st.tuples(place, place), min_size=1, max_size=MOST_CHANGES)
    return pairs.map(lambda chosen: "\n".join(_swapped(lines, chosen)))


def with_lines_joined(text: str) -> st.SearchStrategy[str]:
    """Some line ends are gone, with or without a blank in their place."""
    ends = [i for i, character in enumerate(text) if character == "\n"]
    return _replaced_at(text, ends, st.sampled_from(["", " "]))


def with_page_breaks_moved(text: str) -> st.SearchStrategy[str]:
    """Some blanks within lines have become page breaks, with or without furniture."""
    blanks = [match.start() for match in re.finditer(r"(?<=\S) (?=\S)", text)]
    return _replaced_at(text, blanks, st.sampled_from([f"\n\n{furniture}\n\n" for furniture in PAGE_FURNITURE]))


def with_words_split(text: str) -> st.SearchStrategy[str]:
    """Some words are split by a hyphen at a line end or at a page break."""
    insides = [match.start() for match in re.finditer(r"(?<=[a-z])[a-z](?=[a-z])", text)]
    return _replaced_at(text, insides, st.sampled_from(["-\n", "-\n\n", "-\n\n- ", "- \n"]))


def with_headings_dropped(text: str) -> st.SearchStrategy[str]:
    """Some headings are gone."""
    lines = text.split("\n")
    headings = [i for i, line in enumerate(lines) if _HEADING.fullmatch(line)]
    chosen = _places(len(headings)).map(lambda places: {headings[p] for p in places if headings})
    return chosen.map(lambda gone: "\n".join(line for i, line in enumerate(lines) if i not in gone))


def with_characters_replaced(text: str) -> st.SearchStrategy[str]:
    """Some characters are others."""
    return _replaced_at(text, range(len(text)), st.sampled_from(INTRUDERS))


def with_numbers_changed(text: str) -> st.SearchStrategy[str]:
    """Some numbers at the beginning of a line are others: paragraphs that repeat, jump or run backwards."""
    firsts = [match.start() for match in re.finditer(r"(?m)^\d", text)]
    return _replaced_at(text, firsts, st.sampled_from(["0", "1", "7", "99", "100000", "-", ""]))


def cut_off(text: str) -> st.SearchStrategy[str]:
    """The report ends too early."""
    return st.integers(0, len(text)).map(lambda end: text[:end])


def begun_late(text: str) -> st.SearchStrategy[str]:
    """The report's beginning is gone."""
    return st.integers(0, len(text)).map(lambda start: text[start:])


def with_a_stretch_repeated(text: str) -> st.SearchStrategy[str]:
    """A stretch of the report stands twice, as after a bad merge of files."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    return ends.map(lambda pair: text[: pair[1]] + text[pair[0] :])


MUTATIONS: Final[tuple[Callable[[str], st.SearchStrategy[str]], ...]] = (
    with_lines_dropped,
    with_lines_doubled,
    with_lines_swapped,
    with_lines_joined,
    with_page_breaks_moved,
    with_words_split,
    with_headings_dropped,
    with_characters_replaced,
    with_numbers_changed,
    cut_off,
    begun_late,
    with_a_stretch_repeated,
)
"""All of them; a new one is an entry here."""


def _places(count: int) -> st.SearchStrategy[frozenset[int]]:
    """Some of the places 0 to ``count`` - 1."""
    return st.frozensets(st.integers(0, max(count - 1, 0)), min_size=1, max_size=min(MOST_CHANGES, max(count, 1)))


def _doubled(lines: list[str], twice: frozenset[int]) -> list[str]:
    return [copy for place, line in enumerate(lines) for copy in [line] * (1 + (place in twice))]


def _swapped(lines: list[str], pairs: list[tuple[int, int]]) -> list[str]:
    swapped = list(lines)
    for one, other in pairs:
        swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _replaced_at(text: str, offsets: list[int] | range, replacement: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Characters at some of the offsets (ascending) replaced; the text as it is where there are none."""
    if not offsets:
        return st.just(text)
    changes = st.dictionaries(st.integers(0, len(offsets) - 1), replacement, min_size=1, max_size=MOST_CHANGES)
    return changes.map(lambda chosen: _with_changes(text, {offsets[place]: new for place, new in chosen.items()}))


def _with_changes(text: str, changes: dict[int, str]) -> str:
    pieces, position = [], 0
    for offset in sorted(changes):
        pieces += [text[position:offset], changes[offset]]
        position = offset + 1
    return "".join([*pieces, text[position:]])
