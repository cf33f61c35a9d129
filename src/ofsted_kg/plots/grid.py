"""A table of shaded cells below column headings, in sections with headings of their own: what both matrices are drawn as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.plots.page import FAINT, INK, Box, Page, Shade, Style, width_of, wrapped

HEADING_HEIGHT: Final = 0.55
_PADDING: Final = 0.07
_LEGEND_SIZE: Final = 8.5
_SWATCH: Final = 0.42


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows."""

    text: str
    shade: Shade
    mark: str = ""
    """A symbol at its left; without one the text stands in the middle."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading: (label, cells)."""

    heading: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of a grid in inches, of its letters in points."""

    label: float
    cell: float
    row: float
    size: float

    def width(self, columns: int) -> float:
        """Width of a grid with that many columns of cells."""
        return self.label + columns * self.cell

    def height(self, sections: Sequence[Section]) -> float:
        """Height of some sections without the column headings."""
        return sum(len(section.rows) + 1 for section in sections) * self.row


def cell_width(columns: Sequence[str], size: float, least: float) -> float:
    """Width at which each word of the column headings fits."""
    words = [width_of(word, size, bold=True) for column in columns for word in column.split()]
    return max([least, *(width + 2 * _PADDING for width in words)])


def label_width(sections: Sequence[Section], size: float) -> float:
    """Width at which each row's label fits, and each section's heading."""
    labels = [width_of(label, size) for section in sections for label, _ in section.rows]
    headings = [width_of(section.heading, size, bold=True) for section in sections]
    return max([*labels, *headings]) + 3 * _PADDING


def draw_grid(
    page: Page, corner: tuple[float, float], columns: Sequence[str], sections: Sequence[Section], measures: Measures
) -> None:
    """Draw sections below their column headings."""
    x, y = corner
    _draw_headings(page, (x + measures.label, y), columns, measures)
    y += HEADING_HEIGHT
    for section in sections:
        page.text(x, y + measures.row * 0.58, section.heading, Style(measures.size, bold=True))
        page.line((x, y + measures.row * 0.97), (x + measures.width(len(columns)), y + measures.row * 0.97), colour=INK)
        for label, cells in section.rows:
            y += measures.row
            page.text(x + _PADDING, y + measures.row / 2, label, Style(measures.size))
            _draw_cells(page, (x + measures.label, y), cells, measures)
        y += measures.row


def draw_legend(page: Page, corner: tuple[float, float], entries: Sequence[tuple[Cell, str]], note: str = "") -> None:
    """Draw one row of swatches with their meanings, and a note behind them."""
    x, y = corner
    for cell, meaning in entries:
        box = Box(x, y - 0.09, _SWATCH, 0.18)
        page.box(box, cell.shade)
        page.text(x + _SWATCH / 2, y, cell.mark, Style(_LEGEND_SIZE, colour=cell.shade.ink, align="center", bold=True))
        x += _SWATCH + _PADDING
        page.text(x, y, meaning, Style(_LEGEND_SIZE))
        x += width_of(meaning, _LEGEND_SIZE) + 0.28
    page.text(x, y, note, Style(_LEGEND_SIZE, colour=FAINT))


def _draw_headings(page: Page, corner: tuple[float, float], columns: Sequence[str], measures: Measures) -> None:
    for place, column in enumerate(columns):
        middle = corner[0] + (place + 0.5) * measures.cell
        name, _, rest = column.partition("\n")
        words = wrapped(name, measures.cell - _PADDING, measures.size, bold=True)
        page.text(middle, corner[1] + 0.18, words, Style(measures.size, bold=True, align="center"))
        page.text(middle, corner[1] + 0.44, rest, Style(measures.size - 1.5, colour=FAINT, align="center"))


def _draw_cells(page: Page, corner: tuple[float, float], cells: Sequence[Cell], measures: Measures) -> None:
    x, y = corner
    middle = y + measures.row / 2
    for cell in cells:
        page.box(Box(x, y, measures.cell, measures.row), cell.shade)
        style = Style(measures.size, colour=cell.shade.ink, align="right" if cell.mark else "center")
        if cell.mark:
            page.text(x + _PADDING, middle, cell.mark, Style(measures.size, colour=cell.shade.ink, bold=True))
        page.text(x + measures.cell - _PADDING if cell.mark else x + measures.cell / 2, middle, cell.text, style)
        x += measures.cell
