"""Stored questions: what the header of a ``.rq`` file declares, as frozen values.

One header drives the command line, web forms, OpenAPI and tools for assistants, so it says everything that they need:
title, plain-English question, typed parameters with choices and defaults, what each column means, which column is the
evidence, how rows are ordered, and how they fold into a matrix.  Types only; `ofsted_kg.question_reader` reads them
from files, and ``docs/writing-questions.md`` describes the format to people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

ParameterType = Literal["concept", "text", "integer", "date", "boolean", "iri"]
ColumnType = Literal["concept", "report", "link", "text", "list", "integer", "decimal", "date", "boolean"]

PARAMETER_TYPES: Final[tuple[ParameterType, ...]] = get_args(ParameterType)
COLUMN_TYPES: Final[tuple[ColumnType, ...]] = get_args(ColumnType)
LIST_SEPARATOR: Final = " | "
"""Stands between the items of a ``list`` column as the query gives it: ``GROUP_CONCAT(?x; separator=" | ")``."""

_SLOT: Final = re.compile(r"\{(?P<name>\w+)(?:\|(?P<otherwise>[^{}|]*))?\}")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Named:
    """Where the text of a parameter is looked for: in what a variable of the query is called, or says."""

    properties: tuple[str, ...]
    """IRIs of properties whose values are texts."""
    variable: str
    """Every row has a subject in this variable with the text in one of them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that the person who asks may choose."""

    name: str
    type: ParameterType
    meaning: str
    """One sentence for people."""
    row: int
    """Index of the line ``VALUES ?name { UNDEF }`` in `Question.sparql`."""
    concept_class: str | None = None
    """IRI of the class whose concepts are the choices, where ``type`` is ``concept``."""
    choices: tuple[str, ...] = ()
    """The only values allowed, where the header lists them."""
    named: Named | None = None
    """Where a text is looked for, so that a store with an index of texts looks at few subjects alone."""
    default: str | None = None
    """What the file's own row stands for, where that is not ``UNDEF``."""
    required: bool = False
    repeatable: bool = True
    """Whether several values may be given, any of which may hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    type: ColumnType
    meaning: str
    """One sentence for people."""
    evidence: bool = False
    """True of the one column that shows what the row rests on."""
    if_any: bool = False
    """True of a column that tables leave out where no row has a value in it."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """How the rows fold into a matrix; each item is a column's name.

    The first of ``columns`` heads the matrix; the others are used only where it alone would put two values into a cell.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """A stored question."""

    name: str
    """File name without its ending, e.g. ``grades-of-area``."""
    title: str
    wording: str
    """Plain-English question with ``{parameter}`` or ``{parameter|words where it is not set}`` slots.

    What stands in ``[...]`` is left out where a parameter in it is not set.
    """
    description: str
    order: str
    """How the rows are ordered, in words."""
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str
    """The whole file as it stands."""
    pivot: Pivot | None = None
    index: str | None = None
    """Name of an index from which a store that has it may take the rows, which are the same."""

    @property
    def evidence(self) -> str:
        """Name of the column that shows what a row rests on."""
        return next(column.name for column in self.columns if column.evidence)

    def in_words(self, chosen: Mapping[str, str] | None = None) -> str:
        """The question with the chosen values (already words) in its slots; an empty slot reads "any ..."."""
        words = {p.name: p.default for p in self.parameters if p.default is not None} | dict(chosen or {})
        kept = _OPTIONAL.sub(lambda match: match[1] if _slots_filled(match[1], words) else "", self.wording)
        return _SLOT.sub(lambda match: words.get(match["name"]) or _otherwise(match), kept)


def slots(wording: str) -> tuple[str, ...]:
    """Names of the ``{parameter}`` slots in a question's wording, in order."""
    return tuple(match["name"] for match in _SLOT.finditer(wording))


def _otherwise(slot: re.Match[str]) -> str:
    return slot["otherwise"] or "any " + slot["name"].replace("_", " ")


def _slots_filled(text: str, words: Mapping[str, str]) -> bool:
    return all(name in words for name in slots(text))
