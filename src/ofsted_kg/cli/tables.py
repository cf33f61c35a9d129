"""Tables: drawn by rich to a terminal's width, plain and whole in a pipe.

A plain table has a line of headings, a line of dashes and one line per row, columns apart by two spaces; no cell
is cut or wrapped, so that ``grep`` and ``awk`` find what a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ofsted_kg.cli import console

if TYPE_CHECKING:
    import rich.table

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of text; a cell that is None is a gap."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    title: str = ""


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> Table:
    """A table of any values; None stays a gap, the rest is printed as ``str`` does."""
    return Table(tuple(columns), tuple(tuple(None if v is None else str(v) for v in row) for row in rows), title)


def show(shown: Table) -> None:
    """Print a table in the manner of its reader."""
    if console.in_terminal():
        console.draw(_drawn(shown))
    else:
        console.say(plain(shown))


def plain(shown: Table) -> str:
    """The table as lines of text, whole."""
    rows = [[_one_line(cell) for cell in row] for row in shown.rows]
    widths = [max(map(len, column)) for column in zip(shown.columns, *rows, strict=True)]
    right = [_is_numeric(column) for column in zip(*rows, strict=True)] or [False] * len(widths)
    lines = [list(shown.columns), ["-" * width for width in widths], *rows]
    body = [_line(cells, widths, right) for cells in lines]
    return "\n".join([shown.title, *body] if shown.title else body)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
    return _GAP.join(padded).rstrip()


def _one_line(cell: str | None) -> str:
    return " ".join(cell.split()) if cell else ""


def _is_numeric(column: Sequence[str]) -> bool:
    return any(column) and all(not cell or cell.replace(",", "").isdigit() for cell in column)


def _drawn(shown: Table) -> rich.table.Table:
    from rich import box
    from rich.table import Table as Drawing
    from rich.text import Text

    drawing = Drawing(title=shown.title or None, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    columns = zip(*shown.rows, strict=True) if shown.rows else iter([()] * len(shown.columns))
    for heading, column in zip(shown.columns, columns, strict=True):
        numeric = _is_numeric([cell or "" for cell in column])
        drawing.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in shown.rows:
        drawing.add_row(*(Text(cell or "") for cell in row))
    return drawing
