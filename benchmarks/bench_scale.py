"""How cost grows with the number of reports: run it with ``python -m benchmarks.bench_scale``.

For each size: seconds of processor time to make the index, its peak memory and its size on disk, and the latency of every
stored question over everything.  From these the growth is fitted: the exponent of a straight line through the logarithms,
of the time and of the rows.  A question whose time grows faster than its rows and the graph's share is marked.

The reports beyond the five are the same graphs under other authorities and dates.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from benchmarks.bench_push import make_graph
from ofsted_kg.answers import answer
from ofsted_kg.labels import read_labels
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import open_store

SIZES = (5, 50, 500, 5_000)
SLACK = 0.15
"""By how much an exponent may exceed what is allowed: the logarithm of the index and the noise of a shared machine."""
NEEDED = {"search": {"words": "MARAC"}}


@dataclass(frozen=True)
class Measured:
    """What one size costs."""

    reports: int
    triples: int
    seconds: float
    memory: int
    """Bytes, at the peak."""
    disk: int
    questions: dict[str, tuple[float, int]]
    """Seconds and rows by question."""


def index_cost(folder: Path, number: int) -> tuple[float, int]:
    """Processor seconds and peak memory of making the graph, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_made, (folder, number))


def _made(folder: Path, number: int) -> tuple[float, int]:
    start = time.process_time()
    make_graph(folder, number)
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def latencies(folder: Path) -> dict[str, tuple[float, int]]:
    """Processor seconds and rows of each question: the better of two runs."""
    found: dict[str, tuple[float, int]] = {}
    with open_store(folder) as store:
        labels = read_labels(store)
        for name, question in load_questions(overlaid_files("queries", ".rq")).items():
            for _ in range(2):
                start = time.process_time()
                rows = len(answer(store, question, NEEDED.get(name), labels=labels).rows)
                taken = time.process_time() - start
                found[name] = (min(taken, found.get(name, (taken, 0))[0]), rows)
    return found


def measure(folder: Path, number: int) -> Measured:
    seconds, memory = index_cost(folder, number)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with open_store(folder) as store:
        triples = len(store)
    return Measured(number, triples, seconds, memory, disk, latencies(folder))


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of the least-squares line through the logarithms: 1 where twice the size costs twice as much."""
    across, up = [log(size) for size in sizes], [log(max(value, 1e-6)) for value in values]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / sum((x - middle) ** 2 for x in across)


def report(found: Sequence[Measured]) -> bool:
    """Print both tables; whether no question grows faster than it may."""
    print(f"{'reports':>8}{'triples':>12}{'index s':>9}{'MB memory':>11}{'MB disk':>9}")
    for one in found:
        print(f"{one.reports:8}{one.triples:12,}{one.seconds:9.1f}{one.memory / 1e6:11.0f}{one.disk / 1e6:9.0f}")
    sizes = [one.reports for one in found]
    print(f"\n{'question':36}" + "".join(f"{f'ms at {n}':>12}{'rows':>9}" for n in sizes) + f"{'time ^':>8}{'rows ^':>8}")
    within = True
    for name in found[0].questions:
        times, rows = zip(*(one.questions[name] for one in found), strict=True)
        growth, allowed = exponent(sizes, times), max(1.0, exponent(sizes, [max(n, 1) for n in rows]))
        cells = "".join(f"{seconds * 1000:12.1f}{number:9}" for seconds, number in zip(times, rows, strict=True))
        print(f"{name:36}{cells}{growth:8.2f}{allowed:8.2f}{'  grows faster' if growth > allowed + SLACK else ''}", flush=True)
        within &= growth <= allowed + SLACK
    return within


def main() -> int:
    """Print the tables; status 1 where a question grows faster than its answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of reports, at least two")
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory() as folder:
        return 0 if report([measure(Path(folder) / str(number), number) for number in sizes]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
