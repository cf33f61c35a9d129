"""The topic matrix: every topic by authority, with the verdict as a symbol on a shade and the clauses it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.answers import Cell as Value
from ofsted_kg.answers import Resource
from ofsted_kg.plots.columns import Inspection, heading, inspection_of, inspections
from ofsted_kg.plots.grid import HEADING_HEIGHT, Cell, Measures, Section, cell_width, draw_grid, draw_legend, label_width
from ofsted_kg.plots.page import FOOT_HEIGHT, MARGIN, RAMP, TITLE_HEIGHT, UNKNOWN, Page
from ofsted_kg.verdicts import ADEQUATE, MIXED, STRONG, WEAK

Row = Mapping[str, Value]

_SIZE: Final = 8
_ROW: Final = 0.205
_CELL: Final = 0.98
_GAP: Final = 0.5
_LEGEND: Final = 0.42
_SIDE_BY_SIDE: Final = 6
"""With up to so many columns the topics stand in two halves beside each other, which fits a landscape page."""
_MARKS: Final = {STRONG: "▲", ADEQUATE: "●", MIXED: "◆", WEAK: "▼"}
_SHADES: Final = dict(zip(_MARKS, RAMP, strict=True))
_SIGNS: Final = (("+", "strengths"), ("=", "adequate"), ("−", "weaknesses"))
_SILENT: Final = Cell("", UNKNOWN)
_SUBTITLE: Final = "What each report's clauses on a topic come to, and how many there are of each kind"
_NOTE: Final = "Clauses:  + strengths   = adequate   − weaknesses"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as the vocabulary lists it."""

    iri: str
    label: str
    group: str


def draw_topics(rows: Sequence[Row], topics: Sequence[Topic]) -> Page:
    """The picture of an answer to the question ``topic-matrix``; topics that no report speaks of are shown, too."""
    columns = inspections(rows)
    headings = tuple(map(heading, columns))
    sections = _sections(rows, topics, columns)
    panels = _halves(sections) if len(columns) <= _SIDE_BY_SIDE else (sections,)
    measures = Measures(label_width(sections, _SIZE), cell_width(headings, _SIZE, _CELL), _ROW, _SIZE)
    wide = measures.width(len(columns)) + _GAP
    top = TITLE_HEIGHT + _LEGEND
    height = top + HEADING_HEIGHT + max(map(measures.height, panels)) + FOOT_HEIGHT
    page = Page(max(2 * MARGIN + len(panels) * wide - _GAP, 9), height, "How every topic is judged", _SUBTITLE)
    draw_legend(page, (MARGIN, TITLE_HEIGHT + 0.12), _legend(), _NOTE)
    for place, panel in enumerate(panels):
        draw_grid(page, (MARGIN + place * wide, top), headings, panel, measures)
    return page


def _sections(rows: Sequence[Row], topics: Sequence[Topic], columns: Sequence[Inspection]) -> tuple[Section, ...]:
    cells = {(_iri(row["topic"]), inspection_of(row)): _cell(row) for row in rows}
    return tuple(
        Section(
            group,
            tuple(
                (topic.label, tuple(cells.get((topic.iri, column), _SILENT) for column in columns))
                for topic in topics
                if topic.group == group
            ),
        )
        for group in dict.fromkeys(topic.group for topic in topics)
    )


def _cell(row: Row) -> Cell:
    verdict = str(row["verdict"])
    counts = " ".join(f"{sign}{row[kind]}" for sign, kind in _SIGNS if row[kind])
    return Cell(counts, _SHADES[verdict], _MARKS[verdict])


def _halves(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], ...]:
    """The sections in two runs, as nearly of the same height as can be."""
    heights = [len(section.rows) + 1 for section in sections]
    cut = min(range(len(heights) + 1), key=lambda n: abs(2 * sum(heights[:n]) - sum(heights)))
    return tuple(half for half in (sections[:cut], sections[cut:]) if half)


def _legend() -> list[tuple[Cell, str]]:
    verdicts = [(Cell("", _SHADES[verdict], mark), verdict) for verdict, mark in _MARKS.items()]
    return [*verdicts, (_SILENT, "not judged")]


def _iri(cell: Value) -> str:
    return cell.iri if isinstance(cell, Resource) else ""
