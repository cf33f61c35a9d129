"""Fold the rows of an answer into a matrix, as its question's ``pivot`` declares.

SPARQL gives long rows, one for each value; people compare in a grid.  The result is an answer again, so that it can be
written in every format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ofsted_kg.answers import Answer, Cell, in_words
from ofsted_kg.question import Column, Pivot

_Key = tuple[Cell, ...]
_Cells = dict[tuple[_Key, _Key], list[Cell]]


def matrix(answer: Answer) -> Answer:
    """Fold an answer; one whose question declares no pivot comes back as it is.

    Rows keep the order of the answer, columns are in alphabetical order.  Columns are headed by the first of the
    pivot's columns, and by the further ones where fewer would put two values into one cell.
    """
    pivot = answer.question.pivot
    if pivot is None:
        return answer
    cells = _fewest_headings(answer.records(), pivot)
    heads = sorted({head for _, head in cells}, key=_heading)
    rows = dict.fromkeys(row for row, _ in cells)
    folded = tuple((*row, *(_folded(cells.get((row, head), [])) for head in heads)) for row in rows)
    return replace(answer, columns=_columns(answer, pivot, heads), rows=folded)


def _fewest_headings(records: Sequence[Mapping[str, Cell]], pivot: Pivot) -> _Cells:
    """Cells under the fewest leading columns that give each cell one value, or under all of them."""
    cells: _Cells = {}
    for used in range(1, len(pivot.columns) + 1):
        cells = _cells(records, pivot, pivot.columns[:used])
        if all(len(values) == 1 for values in cells.values()):
            break
    return cells


def _cells(records: Sequence[Mapping[str, Cell]], pivot: Pivot, columns: Sequence[str]) -> _Cells:
    cells: _Cells = {}
    for record in records:
        row = tuple(record[name] for name in pivot.rows)
        head = tuple(record[name] for name in columns)
        cells.setdefault((row, head), []).append(record[pivot.value])
    return cells


def _folded(values: Sequence[Cell]) -> Cell:
    if len(values) > 1:
        return tuple(in_words(value) for value in values)
    return values[0] if values else None


def _heading(head: _Key) -> str:
    return ", ".join(in_words(cell) for cell in head)


def _columns(answer: Answer, pivot: Pivot, heads: Sequence[_Key]) -> tuple[Column, ...]:
    by_name = {column.name: column for column in answer.columns}
    value = by_name[pivot.value]
    return (*(by_name[name] for name in pivot.rows), *(replace(value, name=_heading(head), evidence=False) for head in heads))
