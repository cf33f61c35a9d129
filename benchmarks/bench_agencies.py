"""What it costs to read a report's agencies and their roles, beside what it costs to read the report."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reading import Stage, table_of
from benchmarks.table import Table
from ofsted_kg.extract.agencies import extract_partners

AGENCIES = Stage(
    title="Agencies",
    does="read its agencies and their roles",
    extract=extract_partners,
    counts={"agencies": lambda found: len(found.agencies), "roles": lambda found: len(found.roles)},
    allowed=20.0,
)


def tables(quick: bool) -> Iterator[Table]:
    yield table_of(AGENCIES, quick)
