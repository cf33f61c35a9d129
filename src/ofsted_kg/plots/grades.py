"""The grade matrix: service areas by authority, each cell with its grade in words on a shade that darkens with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ofsted_kg.answers import Cell as Value
from ofsted_kg.plots.columns import Inspection, heading, inspection_of, inspections
from ofsted_kg.plots.grid import HEADING_HEIGHT, Cell, Measures, Section, cell_width, draw_grid, draw_legend, label_width
from ofsted_kg.plots.page import FOOT_HEIGHT, MARGIN, RAMP, TITLE_HEIGHT, UNKNOWN, Page

Row = Mapping[str, Value]

_SIZE: Final = 9
_ROW: Final = 0.27
_CELL: Final = 1.12
_LEGEND: Final = 0.4
_NO_GRADE: Final = Cell("not graded", UNKNOWN)
_SUBTITLE: Final = "The official grade of each service area, as the record of main findings prints it"
_NOTE: Final = "the darker, the worse"


def draw_grades(rows: Sequence[Row]) -> Page:
    """The picture of an answer to the question ``grade-matrix``."""
    columns = inspections(rows)
    sections = _sections(rows, columns)
    headings = tuple(map(heading, columns))
    measures = Measures(label_width(sections, _SIZE), cell_width(headings, _SIZE, _CELL), _ROW, _SIZE)
    width = max(2 * MARGIN + measures.width(len(columns)), 9)
    top = TITLE_HEIGHT + _LEGEND
    page = Page(
        width,
        top + HEADING_HEIGHT + measures.height(sections) + FOOT_HEIGHT + 0.1,
        "How every service area was graded",
        _SUBTITLE,
    )
    draw_legend(page, (MARGIN, TITLE_HEIGHT + 0.12), _legend(rows), _NOTE)
    draw_grid(page, (MARGIN, top), headings, sections, measures)
    return page


def _sections(rows: Sequence[Row], columns: Sequence[Inspection]) -> tuple[Section, ...]:
    cells = {(row["part"], row["area"], inspection_of(row)): _cell(row) for row in rows}
    areas = dict.fromkeys((row["part"], row["area"]) for row in rows)
    return tuple(
        Section(
            str(part),
            tuple(
                (str(area), tuple(cells.get((part, area, column), _NO_GRADE) for column in columns))
                for half, area in areas
                if half == part
            ),
        )
        for part in dict.fromkeys(part for part, _ in areas)
    )


def _cell(row: Row) -> Cell:
    return Cell(str(row["grade"]), RAMP[_place(row) - 1])


def _place(row: Row) -> int:
    """Place of a grade on the ramp; a grade without number counts as the last, one beyond it as well."""
    number = row["grade_number"]
    return max(1, min(number, len(RAMP))) if isinstance(number, int) else len(RAMP)


def _legend(rows: Sequence[Row]) -> list[tuple[Cell, str]]:
    grades = sorted({(_place(row), str(row["grade"])) for row in rows})
    swatches = [(Cell("", RAMP[place - 1], str(place)), grade) for place, grade in grades]
    return [*swatches, (Cell("", UNKNOWN), "no grade in the record")]
