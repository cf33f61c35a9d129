"""How cost grows with the number of reports: run it with ``python -m benchmarks.bench_scale``.

For each size: seconds of processor time to make the index, its peak memory and its size on disk, and the latency of every
stored question over everything.  From these the growth is fitted: the exponent of a straight line through the logarithms,
of the time and of the rows.  A question whose time grows faster than its rows and the graph's share is marked.

The reports beyond the five are theirs re-lettered: other authorities, dates and grades, paragraphs shuffled.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import log
from pathlib import Path

from benchmarks.bench_push import make_graph
from benchmarks.table import Row, Table, in_markdown
from ofsted_kg.answers import answer
from ofsted_kg.binding import bind, read_choices
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.queries import load_questions
from ofsted_kg.question import Question
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, open_store

SIZES = (5, 50, 500, 5_000)
LONG = 2.0
"""Seconds from which on a question is asked once."""
SLACK = 0.15
"""By how much an exponent may exceed what is allowed: the logarithm of the index and the noise of a shared machine."""
COMPARING = ("similar-authorities", "grade-changes")
"""Questions that compare reports with each other, and so grow faster: docs/scale.md says how far."""
COMPARABLE = 500
"""Reports up to which these are asked over everything: a hundred times as many pairs would take hours."""
GRAPH_TEXT = (
    "Making the index, in one process; memory is its peak. The reports beyond the five are theirs re-lettered: other\n"
    "authorities, dates and grades, paragraphs shuffled."
)
GRAPH_HEADS = ("reports", "triples", "processor s", "MB of memory", "MB on disk")
QUESTIONS_TEXT = (
    "Every stored question over everything, the better of two runs (one where it is long), in processor time. Growth is an\n"
    "exponent, the slope through the logarithms: 1 is twice as much for twice the reports. Allowed: as the rows do, at\n"
    f"least 1, and {SLACK} for the depth of the index; nothing where a question compares reports with each other, which is\n"
    f"asked of {COMPARABLE} reports at most."
)
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


def latencies(folder: Path, done: Collection[str]) -> Iterator[tuple[str, tuple[float, int]]]:
    """For each question that is not done yet processor seconds, and its rows, which are counted as they come."""
    with open_store(folder) as store:
        labels = read_labels(store)
        questions = load_questions(overlaid_files("queries", ".rq"))
        for name, question in questions.items():
            if name not in done:
                yield name, latency(lambda q=question: rows_of(store, q, labels))


def latency(ask: Callable[[], int]) -> tuple[float, int]:
    """Processor seconds, the better of two runs unless the first took long, and what was asked for."""
    start = time.process_time()
    rows = ask()
    first = time.process_time() - start
    if first > LONG:
        return first, rows
    start = time.process_time()
    ask()
    return min(first, time.process_time() - start), rows


def rows_of(store: EmbeddedStore, question: Question, labels: Labels) -> int:
    """How many rows a question has over everything."""
    values = NEEDED.get(question.name, {})
    if question.index:
        return len(answer(store, question, values, labels=labels).rows)
    return sum(1 for _ in store.query(bind(question, read_choices(question, values, labels))))


def measure(folder: Path, number: int) -> Measured:
    """What one size costs: what was measured in this folder before, and the rest now."""
    record = folder / "measured.json"
    found = Measured(**json.loads(record.read_text("utf-8"))) if record.exists() else _index(folder, number)
    left_out = COMPARING if number > COMPARABLE else ()
    for name, costs in latencies(folder, {*found.questions, *left_out}):
        found.questions[name] = costs
        record.write_text(json.dumps(asdict(found)), "utf-8")
    return found


def _index(folder: Path, number: int) -> Measured:
    seconds, memory = index_cost(folder, number)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with open_store(folder) as store:
        triples = len(store)
    return Measured(number, triples, seconds, memory, disk, {})


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of the least-squares line through the logarithms: 1 where twice the size costs twice as much."""
    across, up = [log(size) for size in sizes], [log(max(value, 1e-6)) for value in values]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / sum((x - middle) ** 2 for x in across)


def growth(found: Sequence[Measured]) -> tuple[Table, Table]:
    """What the graph costs by size, and how each question grows."""
    return Table("Growth of the graph", GRAPH_TEXT, GRAPH_HEADS, tuple(map(_graph_row, found))), _questions(found)


def _graph_row(one: Measured) -> Row:
    cells = (f"{one.reports}", f"{one.triples:,}", f"{one.seconds:.1f}", f"{one.memory / 1e6:.0f}", f"{one.disk / 1e6:.0f}")
    return Row(cells)


def _questions(found: Sequence[Measured]) -> Table:
    heads = ("question", *(f"ms and rows at {one.reports}" for one in found), "time grows by", "rows grow by")
    rows = tuple(_question_row(name, found) for name in found[0].questions)
    return Table("Growth of each question", QUESTIONS_TEXT, heads, rows)


def _question_row(name: str, found: Sequence[Measured]) -> Row:
    asked = {one.reports: one.questions[name] for one in found if name in one.questions}
    times, rows = zip(*asked.values(), strict=True)
    grows, answers = exponent(list(asked), times), exponent(list(asked), [max(number, 1) for number in rows])
    costs = (_cost(asked.get(one.reports)) for one in found)
    ratio = None if name in COMPARING else grows / (max(1.0, answers) + SLACK)
    return Row((name, *costs, f"{grows:.2f}", f"{answers:.2f}"), ratio)


def _cost(of: tuple[float, int] | None) -> str:
    return f"{of[0] * 1000:,.1f}, {of[1]:,}" if of else "not asked"


def measured(sizes: Sequence[int], kept: Path | None = None) -> tuple[Table, Table]:
    with tempfile.TemporaryDirectory() as folder:
        return growth([measure((kept or Path(folder)) / str(number), number) for number in sizes])


def tables(quick: bool) -> Iterator[Table]:
    yield from measured(SIZES[:2] if quick else SIZES[:3])


def main() -> int:
    """Print the tables; status 1 where a question grows faster than its answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of reports, at least two")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep there what was measured, and measure the rest")
    chosen = parser.parse_args()
    found = measured(chosen.sizes, chosen.keep)
    print("\n".join(map(in_markdown, found)))
    return 1 if any(table.failures for table in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
