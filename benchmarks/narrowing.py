"""Values to narrow a stored question by: those of the first row of its whole answer that has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.question import Parameter, Question

COLUMN_OF: Final[Mapping[str, str]] = {
    "agency": "name",
    "board": "name",
    "direction": "turn",
    "finding": "link",
    "inspector": "lead_inspector",
    "like": "area",
    "member": "holder",
    "number": "paragraph",
    "since": "inspected",
    "until": "inspected",
    "words": "quote",
}
"""Where the column that a parameter restricts has another name, and no plural of it either."""
_WORD: Final = re.compile(r"[A-Za-z]{7,}")
NEEDED: Final[Mapping[str, Mapping[str, str]]] = {"search": {"words": "MARAC"}}
"""Values without which a question can't be asked."""


def narrowings(whole: Answer) -> dict[str, str]:
    """For each parameter that can restrict an answer with these rows, a value that leaves some of them."""
    given = NEEDED.get(whole.question.name, {})
    found = ((parameter.name, _value(whole, parameter)) for parameter in whole.question.parameters if parameter.name not in given)
    return {name: value for name, value in found if value is not None}


def narrowings_of_one_row(whole: Answer) -> dict[str, str]:
    """The same with all values from one row, the one that has most: together they leave that row at least."""
    rows = [narrowings(Answer(whole.question, whole.columns, (row,))) for row in whole.rows]
    return max(rows, key=len, default={})


def _value(whole: Answer, parameter: Parameter) -> str | None:
    place = place_of(parameter, whole.question)
    if parameter.default is not None or place is None:
        return None
    values = (_as_choice(parameter, row[place]) for row in whole.rows)
    return next((value for value in values if value), None)


def place_of(parameter: Parameter, question: Question) -> int | None:
    """Index of the column that a parameter restricts."""
    names = [column.name for column in question.columns]
    called = (parameter.name, f"{parameter.name}s", COLUMN_OF.get(parameter.name))
    return next((names.index(name) for name in called if name in names), None)


def _as_choice(parameter: Parameter, cell: Cell) -> str | None:
    if isinstance(cell, Resource):
        return cell.label if parameter.type == "text" else cell.iri
    if isinstance(cell, tuple):
        return next(iter(cell), None)
    if parameter.name == "words":
        found = _WORD.search(str(cell))
        return found[0] if found else None
    return None if cell is None else str(cell)
