"""Lines -> blocks: what each line is by itself, by an ordered table of rules.

A rule is a function of a line and the grammar that returns a Block or None; the first that answers wins, and the last
one always does. What a block means beside its neighbours is for `sections` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ofsted_kg.document import Span
from ofsted_kg.structure.grammar import Grammar
from ofsted_kg.structure.lines import Line, is_rule, plain

_NUMBERED = re.compile(r"(?:[-–•*\uf0b7\uf0a7]\s+)?(?:\*\*)?(\d{1,3})\.(?:\*\*)?\s+(?=\S)")
_BULLET = re.compile(r"[-–•*\uf0b7\uf0a7]\s+(?=\S)")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """A line with what it is."""

    kind: str
    """``rule``, ``table``, ``heading``, ``grade``, ``timescale``, ``numbered``, ``bullet`` or ``prose``."""
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


def ornament(line: Line, grammar: Grammar) -> Block | None:
    """A ruler, a lone dash, an empty table row: page furniture."""
    return _block("rule", line) if is_rule(line.text) else None


def heading(line: Line, grammar: Grammar) -> Block | None:
    """A heading of the outline alone on its line."""
    entries = grammar.headings.get(line.key)
    return Block("heading", line, line.span, line.text, entries=entries) if entries else None


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
    """A heading over recommendations."""
    found = grammar.timescales.get(line.key)
    return Block("timescale", line, line.span, line.text, timescale=found) if found else None


def numbered(line: Line, grammar: Grammar) -> Block | None:
    """A paragraph with its number, perhaps behind a dash."""
    found = _NUMBERED.match(line.text)
    if found is None:
        return None
    start = line.span.start + found.end()
    return Block("numbered", line, Span(start, line.span.end), line.text[found.end() :], number=int(found[1]))


def table_row(line: Line, grammar: Grammar) -> Block | None:
    """Cells between bars or tabs: the contents, the scale, the record."""
    return _block("table", line) if line.text.startswith("|") or "\t" in line.text else None


def bullet(line: Line, grammar: Grammar) -> Block | None:
    """A list item, whatever it is an item of."""
    found = _BULLET.match(line.text) or _PRIVATE_USE.match(line.text)
    return _block("bullet", line, found.end()) if found else None


def prose(line: Line, grammar: Grammar) -> Block | None:
    """Everything else."""
    return _block("prose", line)


RULES: tuple[Rule, ...] = (ornament, heading, heading_with_grade, timescale, numbered, table_row, bullet, prose)


def blocks_of(lines: tuple[Line, ...], grammar: Grammar) -> tuple[Block, ...]:
    """One block a line."""
    return tuple(next(filter(None, (rule(line, grammar) for rule in RULES))) for line in lines)


def row_title_and_grade(block: Block, grammar: Grammar) -> tuple[str, int | None]:
    """Title and grade of a row of the record; the grade is None in a row that is a heading."""
    row = plain(block.text)
    found = grammar.record_grade.fullmatch(row)
    if found is None:
        return row, None
    return found["title"], grammar.grades[found["grade"].casefold()]
