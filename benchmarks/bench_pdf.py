"""PDF: what reading and structure cost beside the bare text layer, page for page, and whether memory stays flat.

    python -m benchmarks.bench_pdf [--reads 500]

The PDFs are the five sample reports, rendered as they are for the tests.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pypdfium2 import PdfDocument
from tests.pdf.rendering import render

from ofsted_kg.pipeline import read_facts
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

ROUNDS = 5


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


def cpu(task: Callable[[], object]) -> float:
    """Least CPU time of a few rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def resident() -> float:
    """Largest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reads", type=int, default=500)
    reads = parser.parse_args().reads
    vocabulary = packaged_vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        paths = rendered(Path(folder), vocabulary)
        print("| report | pages | bare text, ms a page | reading and structure, ms a page | ratio |")
        print("| --- | --- | --- | --- | --- |")
        for path in paths:
            pages = bare(path)
            plain = cpu(lambda path=path: bare(path)) / pages
            read = cpu(lambda path=path: build_document(read_text(path), vocabulary)) / pages
            print(f"| {path.stem} | {pages} | {plain * 1000:.2f} | {read * 1000:.2f} | {read / plain:.2f} |")
        print("\n| PDFs read | resident memory, MB |\n| --- | --- |")
        for number in range(1, reads + 1):
            build_document(read_text(paths[number % len(paths)]), vocabulary)
            if number in (10, 50, 100, 250, reads):
                print(f"| {number} | {resident():.0f} |")


if __name__ == "__main__":
    main()
