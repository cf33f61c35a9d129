"""PDF: what reading and structure cost beside the bare text layer, page for page, and whether memory stays flat.

The PDFs are the five sample reports, rendered as they are for the tests.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pypdfium2 import PdfDocument
from tests.pdf.rendering import render

from benchmarks.table import Row, Table
from benchmarks.timing import timed
from ofsted_kg.pipeline import read_facts
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary


def rendered(folder: Path, vocabulary: Vocabulary) -> list[Path]:
    """The five reports as PDF."""
    paths = []
    for report in sorted(packaged_folder("reports").glob("*.txt")):
        path = folder / f"{report.stem}.pdf"
        path.write_bytes(render(read_facts(report, vocabulary), vocabulary))
        paths.append(path)
    return paths


def bare(path: Path) -> int:
    """Extract the text layer and nothing else; number of pages."""
    with PdfDocument(path) as document:
        for page in document:
            layer = page.get_textpage()
            layer.get_text_range()
            layer.close()
            page.close()
        return len(document)


def resident() -> float:
    """Resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def tables(quick: bool) -> Iterator[Table]:
    vocabulary = packaged_vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        paths = rendered(Path(folder), vocabulary)
        rows = [_cost(path, vocabulary) for path in paths]
        text = "Reading a PDF and its structure, in milliseconds a page, beside extracting the bare text layer."
        heads = ("report", "pages", "bare text", "reading and structure", "ratio")
        yield Table("PDF", text, heads, tuple(rows))
        text = "Resident memory of one process that reads PDFs one after the other."
        yield Table("Memory of reading PDFs", text, ("PDFs read", "MB"), tuple(_memory(paths, vocabulary, 50 if quick else 500)))


def _cost(path: Path, vocabulary: Vocabulary) -> Row:
    pages = bare(path)
    plain = timed(lambda: bare(path)).seconds / pages
    read = timed(lambda: build_document(read_text(path), vocabulary)).seconds / pages
    return Row((path.stem, str(pages), f"{plain * 1000:.2f}", f"{read * 1000:.2f}", f"{read / plain:.2f}"))


def _memory(paths: list[Path], vocabulary: Vocabulary, reads: int) -> Iterator[Row]:
    for number in range(1, reads + 1):
        build_document(read_text(paths[number % len(paths)]), vocabulary)
        if number in (10, 50, 100, 250, 500):
            yield Row((str(number), f"{resident():.0f}"))
