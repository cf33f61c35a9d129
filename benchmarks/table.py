"""A table of measurements, each against what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

RATIO: Final = "of what is allowed"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    cells: tuple[str, ...]
    ratio: float | None = None
    """What was measured, of what is allowed; None where nothing is promised."""

    @property
    def holds(self) -> bool:
        return self.ratio is None or self.ratio <= 1


@dataclass(frozen=True, slots=True)
class Table:
    """Measurements of one kind."""

    title: str
    text: str
    """What is measured, how, and what is allowed."""
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def failures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.holds)


def in_markdown(table: Table) -> str:
    """The table with its title and text; a ratio above one is in bold."""
    heads = (RATIO, *table.heads) if any(row.ratio is not None for row in table.rows) else table.heads
    lines = [_line(heads), _line(["---"] * len(heads))]
    for row in table.rows:
        lines.append(_line((_ratio(row), *row.cells) if len(heads) > len(row.cells) else row.cells))
    return f"## {table.title}\n\n{table.text}\n\n" + "\n".join(lines) + "\n"


def _ratio(row: Row) -> str:
    if row.ratio is None:
        return ""
    return f"{row.ratio:.2f}" if row.holds else f"**{row.ratio:.2f}**"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
