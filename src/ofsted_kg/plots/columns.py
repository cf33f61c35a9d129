"""Columns of a picture: one for each inspection, by authority and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ofsted_kg.answers import Cell, Resource

Inspection = tuple[str, date | None, str]
"""Name of the authority, day on which the inspection ended, IRI of the report."""


def inspection_of(row: Mapping[str, Cell]) -> Inspection:
    """The inspection that a row of an answer speaks of."""
    report, day = row["report"], row.get("inspected")
    return (str(row["authority"]), day if isinstance(day, date) else None, report.iri if isinstance(report, Resource) else "")


def inspections(rows: Iterable[Mapping[str, Cell]]) -> tuple[Inspection, ...]:
    """Each inspection once, by authority and day."""
    return tuple(sorted({inspection_of(row) for row in rows}, key=lambda found: (found[0], found[1] or date.min, found[2])))


def heading(inspection: Inspection) -> str:
    """The authority, and below it the month of the inspection."""
    authority, day, _ = inspection
    return f"{authority}\n{day:%B %Y}" if day else authority
