"""Grades of several inspections side by side: service areas down, inspections across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ofsted_kg.answers import Answer, Cell, Resource


@dataclass(frozen=True, slots=True)
class Grade:
    """One cell."""

    grade: Resource
    number: int
    passage: Resource


@dataclass(frozen=True, slots=True)
class Inspection:
    """One column."""

    authority: Resource
    report: Resource
    inspected: Cell


@dataclass(frozen=True, slots=True)
class Row:
    """One service area; None where an inspection did not grade it, or the record lacks it."""

    area: Resource
    cells: tuple[Grade | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The areas of one part of a framework."""

    part: Resource | None
    inspections: tuple[Inspection, ...]
    rows: tuple[Row, ...]

    @property
    def scale(self) -> tuple[tuple[int, str], ...]:
        """The grades in it, (number, label), best first."""
        return tuple(sorted({(cell.number, cell.grade.label) for row in self.rows for cell in row.cells if cell}))


def heat_maps(answer: Answer, most: int = 30) -> tuple[HeatMap, ...]:
    """One map for each framework and part, of the inspections that ended last, by authority."""
    records = answer.records()
    groups: dict[tuple[Cell, Cell], list[Mapping[str, Cell]]] = {}
    for record in records:
        groups.setdefault((record["framework"], record["part"]), []).append(record)
    return tuple(_heat_map(part, found, most) for (_, part), found in groups.items())


def _heat_map(part: Cell, records: Sequence[Mapping[str, Cell]], most: int) -> HeatMap:
    known = {cast("Resource", r["report"]).iri: _inspection(r) for r in records}
    latest = sorted(known.values(), key=lambda one: str(one.inspected), reverse=True)[:most]
    columns = tuple(sorted(latest, key=lambda one: (one.authority.label, str(one.inspected))))
    areas = dict.fromkeys(cast("Resource", record["area"]) for record in records)
    cells = {(record["area"], cast("Resource", record["report"]).iri): _grade(record) for record in records}
    rows = tuple(Row(area, tuple(cells.get((area, column.report.iri)) for column in columns)) for area in areas)
    return HeatMap(cast("Resource | None", part), columns, rows)


def _inspection(record: Mapping[str, Cell]) -> Inspection:
    return Inspection(cast("Resource", record["authority"]), cast("Resource", record["report"]), record["inspected"])


def _grade(record: Mapping[str, Cell]) -> Grade:
    return Grade(cast("Resource", record["grade"]), cast("int", record["grade_number"]), cast("Resource", record["passage"]))
