"""Lines -> blocks: what each line is by itself, by an ordered table of rules.

A rule is a function of a line and the grammar that returns a Block or None; the first that answers wins, and the last
one always does. What a block means beside its neighbours is for `sections` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ofsted_kg.document import Span
from ofsted_kg.structure.grammar import Grammar, first_word
from ofsted_kg.structure.lines import Line, is_rule, joined_lines, plain

_NUMBERED = re.compile(r"(?:[-–•*\uf0b7\uf0a7]\s+)?(?:\*\*)?(\d{1,3})\.(?:\*\*)?(?:\s+(?=\S)|(?=[A-Z‘“]))")
_BULLET = re.compile(r"(?:[-–•*▪■●○◦‣·►➢✓\uf0b7\uf0a7]|o(?=\s+[A-Za-z]))\s+(?=\S)")
_INITIAL_SMALL = re.compile(r"[^\w]*[a-z]")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]\s*(?=\S)")


class Block(NamedTuple):
    """A line with what it is."""

    kind: str
    """Name of the rule that answered: ``rule`` (an ornament), ``heading``, ``grade``, ``timescale``, ``scale``, ``numbered``,
    ``table``, ``bullet`` or ``prose``."""
    line: Line
    content: Span
    """Of the words without number or bullet."""
    text: str
    number: int | None = None
    entries: tuple[int, ...] = ()
    """Outline indices that the heading may stand for."""
    grade: int | None = None
    """Of a grade line, which may be glued to a heading."""
    timescale: str | None = None


Rule = Callable[[Line, Grammar], Block | None]


def _block(kind: str, line: Line, skip: int = 0) -> Block:
    return Block(kind, line, Span(line.span.start + skip, line.span.end), line.text[skip:])


def ornament(line: Line, _grammar: Grammar) -> Block | None:
    """A ruler, a lone dash, an empty table row: page furniture."""
    return _block("rule", line) if is_rule(line.text) else None


def heading(line: Line, grammar: Grammar) -> Block | None:
    """A heading of the outline alone on its line, which never begins with a small letter."""
    entries = grammar.headings.get(line.key)
    if not entries or _INITIAL_SMALL.match(line.text):
        return None
    return Block("heading", line, line.span, line.text, entries=entries)


def scale(line: Line, grammar: Grammar) -> Block | None:
    """A line of the printed scale: "Good (Grade 2) ..." defines a grade and judges nothing."""
    return _block("scale", line) if grammar.scale_line.match(line.text) else None


def heading_with_grade(line: Line, grammar: Grammar) -> Block | None:
    """A grade line, alone or behind its heading."""
    graded = grammar.grade_at_end(line.text)
    if graded is None:
        return None
    before, grade = graded
    entries = grammar.entries(before)
    if before and not entries:
        return None
    return Block("heading" if entries else "grade", line, line.span, line.text, entries=entries, grade=grade)


def timescale(line: Line, grammar: Grammar) -> Block | None:
    """A heading over recommendations; behind its words it may go on to a colon ("Within a month of this report:")."""
    found = grammar.timescales.get(line.key)
    if found is None and line.text.endswith(":") and line.key and not _INITIAL_SMALL.match(line.text):
        found = next((id_ for key, id_ in grammar.timescales.items() if line.key.startswith(f"{key} ")), None)
    return Block("timescale", line, line.span, line.text, timescale=found) if found else None


def numbered(line: Line, _grammar: Grammar) -> Block | None:
    """A paragraph with its number, perhaps behind a dash."""
    found = _NUMBERED.match(line.text)
    if found is None:
        return None
    start = line.span.start + found.end()
    return Block("numbered", line, Span(start, line.span.end), line.text[found.end() :], number=int(found[1]))


def table_row(line: Line, _grammar: Grammar) -> Block | None:
    """Cells between bars or tabs: the contents, the scale, the record."""
    return _block("table", line) if line.text.startswith("|") or "\t" in line.text else None


def bullet(line: Line, _grammar: Grammar) -> Block | None:
    """A list item, whatever it is an item of."""
    found = _BULLET.match(line.text) or _PRIVATE_USE.match(line.text)
    return _block("bullet", line, found.end()) if found else None


def prose(line: Line, _grammar: Grammar) -> Block | None:
    """Everything else."""
    return _block("prose", line)


RULES: tuple[Rule, ...] = (ornament, heading, heading_with_grade, timescale, scale, numbered, table_row, bullet, prose)

_HEADING_LINES = (3, 2)
"""Lines over which a heading may wrap, the most first."""


def blocks_of(lines: tuple[Line, ...], grammar: Grammar) -> tuple[Block, ...]:
    """One block a line, or a few lines where a heading wraps."""
    return tuple(_first_answer(line, grammar) for line in _with_whole_headings(lines, grammar))


def _first_answer(line: Line, grammar: Grammar) -> Block:
    for rule in RULES:
        block = rule(line, grammar)
        if block is not None:
            return block
    raise AssertionError("the last rule answers always")


def _with_whole_headings(lines: tuple[Line, ...], grammar: Grammar) -> Iterator[Line]:
    """The lines, those of one wrapped heading joined."""
    index = 0
    while index < len(lines):
        joined = _wrapped_heading(lines, index, grammar)
        yield joined or lines[index]
        index += joined.lines if joined else 1


def _wrapped_heading(lines: tuple[Line, ...], index: int, grammar: Grammar) -> Line | None:
    key = lines[index].key
    if not key or key in grammar.headings or first_word(key) not in grammar.first_words:
        return None
    for count in _HEADING_LINES:
        parts = lines[index : index + count]
        if any(not part.key or part.after_blank for part in parts[1:]):
            continue
        joined = joined_lines(parts)
        if grammar.entries(joined.text) or _is_graded_heading(joined, grammar):
            return joined
    return None


def _is_graded_heading(line: Line, grammar: Grammar) -> bool:
    graded = grammar.grade_at_end(line.text)
    return graded is not None and bool(grammar.entries(graded[0]))


def row_title_and_grade(line: Line, grammar: Grammar) -> tuple[str, int | None]:
    """Title and grade of a row of the record; the grade is None in a row that is a heading, the title may be empty."""
    row = plain(line.text)
    found = grammar.record_grade.search(row)
    if found is None:
        return row, None
    return row[: found.start()], grammar.grades[found["label"].casefold()]
