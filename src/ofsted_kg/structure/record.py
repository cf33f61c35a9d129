"""The record of main findings: its rows as grades, aligned with the framework's outline by their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ofsted_kg.document import GradeLine, Notice
from ofsted_kg.structure.blocks import Block, row_title_and_grade
from ofsted_kg.structure.body import ornament_free
from ofsted_kg.structure.grammar import Grammar
from ofsted_kg.structure.outline import aligned
from ofsted_kg.vocabulary import OutlineEntry

_LONGEST_ROW: Final = 300
"""Characters; a longer line is no row."""


def record_of(text: str, blocks: Sequence[Block], grammar: Grammar, key: str) -> tuple[tuple[GradeLine, ...], tuple[Notice, ...]]:
    """The graded rows below the record's heading, and what is missing of them. ``key`` is the record's section."""
    rows = [b for b in blocks if b.kind != "rule" and len(b.line.text) <= _LONGEST_ROW]
    read = [row_title_and_grade(row, grammar) for row in rows]
    entries = aligned([grammar.entries(title) for title, _ in read], grammar.framework.outline)
    graded: dict[int, GradeLine] = {}
    for row, (_, grade), index in zip(rows, read, entries, strict=True):
        if index is not None and grade is not None and grammar.framework.outline[index].kind == "area":
            entry = grammar.framework.outline[index]
            graded[index] = GradeLine(entry.part or "", entry.id, grade, ornament_free(text, row.line.span), key)
    return tuple(graded.values()), _missing(grammar, graded)


def _missing(grammar: Grammar, graded: dict[int, GradeLine]) -> tuple[Notice, ...]:
    return tuple(
        Notice("record-row-missing", f"the record of main findings has no grade for {_name(entry)}", entry.key)
        for index, entry in enumerate(grammar.framework.outline)
        if entry.kind == "area" and index not in graded
    )


def _name(entry: OutlineEntry) -> str:
    return f"{entry.headings[0]} ({entry.part})" if entry.part else entry.headings[0]
