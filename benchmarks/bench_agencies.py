"""What reading agencies and their roles costs: CPU time for each report, warm, and beside reading and structure.

    python -m benchmarks.bench_agencies [--rounds 15] [FILE ...]

The least of some rounds is shown, because other work on the machine can only add. The budget is 20 ms for each report.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from ofsted_kg.extract.agencies import extract_partners
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text

BUDGET = 20.0


def milliseconds(task: Callable[[], object], rounds: int) -> float:
    """Least CPU time of some rounds, after one that nobody counts."""
    task()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="reports; the five samples where none is given")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    vocabulary = packaged_vocabulary()
    print(f"{'report':30} {'characters':>10} {'agencies':>8} {'roles':>5} {'reading ms':>10} {'agencies ms':>11} {'ratio':>5}")
    for path in options.files or sorted(packaged_folder("reports").glob("*.txt")):
        document = build_document(read_text(path), vocabulary)
        partners = extract_partners(document, vocabulary)
        reading = milliseconds(lambda path=path: build_document(read_text(path), vocabulary), options.rounds)
        cost = milliseconds(lambda document=document: extract_partners(document, vocabulary), options.rounds)
        counts = f"{len(document.source.text):10,} {len(partners.agencies):8} {len(partners.roles):5}"
        over = "" if cost <= BUDGET else f"  over the budget of {BUDGET:.0f} ms"
        print(f"{path.name:30} {counts} {reading:10.1f} {cost:11.1f} {cost / reading:5.2f}{over}")


if __name__ == "__main__":
    main()
