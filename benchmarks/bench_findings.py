"""What it costs to find what the inspectors say of each topic, beside what it costs to read the report."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reading import Stage, table_of
from benchmarks.table import Table
from ofsted_kg.extract.findings import extract_findings

FINDINGS = Stage(
    title="Findings", does="find what it says of each topic", extract=extract_findings, counts={"findings": len}, allowed=100.0
)


def tables(quick: bool) -> Iterator[Table]:
    yield table_of(FINDINGS, quick)
