"""The record of main findings: its rows as grades, aligned with the framework's outline by their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ofsted_kg.document import GradeLine, Notice, Span
from ofsted_kg.structure.blocks import row_title_and_grade
from ofsted_kg.structure.body import ornament_free
from ofsted_kg.structure.grammar import Grammar
from ofsted_kg.structure.lines import Line, is_rule
from ofsted_kg.structure.outline import aligned
from ofsted_kg.structure.told_headings import known_beginning
from ofsted_kg.vocabulary import OutlineEntry

_LONGEST_ROW: Final = 300
"""Characters; a longer line is no row."""
_ROW_LINES: Final = 5
"""Lines over which a row's cells may wrap."""


class _Printed(NamedTuple):
    """A line, read as a row."""

    line: Line
    title: str
    grade: int | None


class _Row(NamedTuple):
    lines: Sequence[_Printed]
    entries: tuple[int, ...]
    grade: int | None

    @property
    def title(self) -> str:
        return " ".join([line.title for line in self.lines])

    @property
    def span(self) -> Span:
        return Span(self.lines[0].line.span.start, self.lines[-1].line.span.end)


def record_of(text: str, lines: Sequence[Line], grammar: Grammar, key: str) -> tuple[tuple[GradeLine, ...], tuple[Notice, ...]]:
    """The graded rows below the record's heading, and what is missing of them. ``key`` is the record's section."""
    rows = _rows([line for line in lines if not is_rule(line.text) and len(line.text) <= _LONGEST_ROW], grammar)
    outline = grammar.framework.outline
    graded: dict[int, GradeLine] = {}
    for row, index in zip(rows, aligned([row.entries for row in rows], outline), strict=True):
        if index is not None and row.grade is not None and outline[index].kind == "area":
            entry = outline[index]
            graded[index] = GradeLine(entry.part or "", entry.id, row.grade, ornament_free(text, row.span), key)
    return tuple(graded.values()), _missing(grammar, graded)


def _rows(lines: Sequence[Line], grammar: Grammar) -> list[_Row]:
    """The rows, those of several lines joined: a cell may wrap, and its grade may stand on a line of its own."""
    rows: list[_Row] = []
    printed = [_Printed(line, *row_title_and_grade(line, grammar)) for line in lines]
    index = 0
    while index < len(lines):
        row = _row(printed[index : index + _ROW_LINES], grammar)
        rows.append(row)
        index += len(row.lines)
    return rows


def _row(lines: Sequence[_Printed], grammar: Grammar) -> _Row:
    """The row that begins with the first line: the shortest one that is graded and known, else known, else the line."""
    readings = [_reading(lines[:count], grammar) for count in range(1, len(lines) + 1)]
    known = [row for row in readings if row.entries]
    graded = next((row for row in known if row.grade is not None), None)
    # A part's or group's own row has no grade, and must not take that of the row below.
    if graded is not None and (graded is known[0] or graded.entries == known[0].entries):
        return graded
    return next(iter(known or filter(None, (_begun(row, grammar) for row in readings))), readings[0])


def _begun(row: _Row, grammar: Grammar) -> _Row | None:
    """A graded row whose title goes on behind the words that the framework knows."""
    title = known_beginning(row.title, grammar) if row.grade is not None else None
    return row._replace(entries=grammar.entries(title)) if title else None


def _reading(lines: Sequence[_Printed], grammar: Grammar) -> _Row:
    """Several lines read as one row: their titles as one title, with the one grade that stands among them."""
    grades = [line.grade for line in lines if line.grade is not None]
    row = _Row(lines, (), grades[0] if len(grades) == 1 else None)
    return row._replace(entries=grammar.entries(row.title)) if len(grades) <= 1 else row


def _missing(grammar: Grammar, graded: dict[int, GradeLine]) -> tuple[Notice, ...]:
    return tuple(
        Notice("record-row-missing", f"the record of main findings has no grade for {_name(entry)}", entry.key)
        for index, entry in enumerate(grammar.framework.outline)
        if entry.kind == "area" and index not in graded
    )


def _name(entry: OutlineEntry) -> str:
    return f"{entry.headings[0]} ({entry.part})" if entry.part else entry.headings[0]
