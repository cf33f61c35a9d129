"""What it costs to read a report's agencies and their roles, beside what it costs to read the report."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.table import Row, Table
from benchmarks.timing import timed
from ofsted_kg.extract.agencies import extract_partners
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text

ALLOWED = 20.0
"""Milliseconds for one report, beyond reading it."""


def tables(quick: bool) -> Iterator[Table]:
    vocabulary = packaged_vocabulary()
    seconds = 0.5 if quick else 2.0
    rows = []
    for path in sorted(packaged_folder("reports").glob("*.txt")):
        reading = timed(lambda path=path: build_document(read_text(path), vocabulary), seconds)
        finding = timed(lambda document=reading.result: extract_partners(document, vocabulary), seconds)
        cost, base = 1000 * finding.seconds, 1000 * reading.seconds
        counts = (str(len(finding.result.agencies)), str(len(finding.result.roles)))
        rows.append(Row((path.stem, *counts, f"{base:.1f}", f"{cost:.1f}", f"{cost / base:.1f}"), cost / ALLOWED))
    text = (
        "Processor time of one sample report, warm, the least of several rounds: to read it (text and structure), and to "
        f"read its agencies and their roles, for which {ALLOWED:g} ms are allowed."
    )
    heads = ("report", "agencies", "roles", "reading, ms", "agencies, ms", "times reading")
    yield Table("Agencies", text, heads, tuple(rows))
