"""A table on what it costs to take something out of each sample report, beside what it costs to read the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.table import Row, Table
from benchmarks.timing import timed
from ofsted_kg.document import Document
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that is taken out of a report."""

    title: str
    does: str
    """What it does, in words that follow "to"."""
    extract: Callable[[Document, Vocabulary], Any]
    counts: Mapping[str, Callable[[Any], int]]
    """How much of what it finds, by the head of a column."""
    allowed: float
    """Milliseconds for one report, beyond reading it."""


def table_of(stage: Stage, quick: bool) -> Table:
    """What the stage costs for each of the sample reports, against what is allowed."""
    vocabulary = packaged_vocabulary()
    seconds = 0.5 if quick else 2.0
    rows = []
    for path in sorted(packaged_folder("reports").glob("*.txt")):
        reading = timed(lambda path=path: build_document(read_text(path), vocabulary), seconds)
        taking = timed(lambda document=reading.result: stage.extract(document, vocabulary), seconds)
        cost, base = 1000 * taking.seconds, 1000 * reading.seconds
        found = (str(count(taking.result)) for count in stage.counts.values())
        rows.append(Row((path.stem, *found, f"{base:.1f}", f"{cost:.1f}", f"{cost / base:.1f}"), cost / stage.allowed))
    text = (
        "Processor time of one sample report, warm, the least of several rounds: to read it (text and structure), and to "
        f"{stage.does}, for which {stage.allowed:g} ms are allowed."
    )
    heads = ("report", *stage.counts, "reading, ms", f"{stage.title.lower()}, ms", "times reading")
    return Table(stage.title, text, heads, tuple(rows))
