"""What the stored questions cost at 5 and at 500 reports: run it with ``python -m benchmarks.bench_queries``.

Two tables.  The first asks each question narrowed by a value: the time until the answer stands in Python, labels read
before, against the limits of 10 ms at 5 reports and 100 ms at 500.  The second asks for the whole table and compares it
with its bare join: the same patterns without parameters, their filters, and order, rows taken as the store gives them.

The reports beyond the five are the same graphs under other authorities and dates.  Times are the best of several runs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, RdfFormat, Store

from ofsted_kg.answers import Answer, answer
from ofsted_kg.binding import bind
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.pipeline import convert
from ofsted_kg.queries import load_questions
from ofsted_kg.question import Question
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import overlaid_files, packaged_folder

SIZES = (5, 500)
LIMITS = {5: 10.0, 500: 100.0}
"""Milliseconds allowed to a narrowed question at so many reports."""
WHOLE = 2.0
"""How many times its bare join a whole table may take."""
NARROWED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("data-quality", {"authority": "tameside"}),
    ("grade-conflicts", {"authority": "tameside"}),
    ("grade-conflicts", {"area": "being healthy"}),
    ("grade-matrix", {"authority": "dudley"}),
    ("grades-of-area", {"area": "being healthy"}),
    ("grades-of-area", {"authority": "dudley"}),
    ("grades-of-area", {"grade": "inadequate"}),
    ("inadequate-judgements", {"authority": "telford and wrekin"}),
    ("inadequate-judgements", {"area": "quality of provision"}),
    ("inspections", {"authority": "dudley"}),
    ("paragraph", {"authority": "dudley", "number": 14}),
    ("paragraph", {"number": 14}),
    ("recommendation-counts", {"authority": "dudley"}),
    ("recommendations", {"authority": "dudley"}),
    ("safeguarding-against-looked-after", {"authority": "dudley"}),
    ("safeguarding-against-looked-after", {"area": "safeguarding/quality-of-provision"}),
)
TABLES = tuple(dict.fromkeys(name for name, _ in NARROWED))


@dataclass(frozen=True)
class Plain:
    """A store on disk behind the protocol of stored questions."""

    store: Store

    def query(self, sparql: str, /) -> list[tuple[Any, ...]]:
        """All rows of a SELECT."""
        found = self.store.query(sparql)
        assert isinstance(found, QuerySolutions)
        return [tuple(row) for row in found]


@dataclass(frozen=True)
class Report:
    """One converted report."""

    authority: str
    ended: str
    nquads: str


def originals() -> list[Report]:
    """The five reports."""
    vocabulary = packaged_vocabulary()
    found = [convert(path, vocabulary) for path in sorted(packaged_folder("reports").glob("*.txt"))]
    return [Report(c.facts.header.authority, str(c.facts.header.inspection_end), c.nquads.decode()) for c in found]


def graphs(number: int) -> Iterator[str]:
    """The named graphs of so many reports, the five themselves first."""
    reports = originals()
    taken = {report.authority for report in reports}
    others = [authority.id for authority in packaged_vocabulary().authorities if authority.id not in taken]
    for place in range(number):
        report = reports[place % len(reports)]
        if place < len(reports):
            yield report.nquads
        else:
            month = 1 + place // len(others) % 12
            yield renamed(report, others[place % len(others)], f"2010-{month:02d}-15")


def renamed(report: Report, authority: str, ended: str) -> str:
    """The same graph of another inspection."""
    moved = report.nquads.replace(f"/{report.authority}/slac/{report.ended}", f"/{authority}/slac/{ended}")
    moved = moved.replace(f"/authority/{report.authority}>", f"/authority/{authority}>")
    return moved.replace(f'"{report.ended}"^^', f'"{ended}"^^')


def make_store(folder: Path, number: int) -> Plain:
    """A store on disk with so many reports and the vocabulary, opened for reading."""
    store = Store(str(folder / str(number)))
    for content in vocabulary_graphs().values():
        store.bulk_load(content, format=RdfFormat.N_QUADS)
    for content in graphs(number):
        store.bulk_load(content.encode(), format=RdfFormat.N_QUADS)
    store.optimize()
    del store
    return Plain(Store.read_only(str(folder / str(number))))


def best(run: Callable[[], Any], seconds: float = 2.0) -> tuple[float, Any]:
    """Least milliseconds of at least three runs, and more of them while there is time; and the last result."""
    times: list[float] = []
    result = None
    while len(times) < 3 or (sum(times) < seconds and len(times) < 50):
        start = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - start)
    return min(times) * 1000, result


def bare_join(question: Question) -> str:
    """The question without parameters, the filters on them and order."""
    lines = bind(question, {}).split("\n")
    return "\n".join(line for line in lines if not line.strip().startswith(("ORDER BY", "FILTER(!BOUND(?")))


def asked(store: Plain, labels: Labels, question: Question, choices: dict[str, Any]) -> Callable[[], Answer]:
    return lambda: answer(store, question, choices, labels=labels)


def narrowed_table(stores: dict[int, Plain], labels: dict[int, Labels], questions: dict[str, Question]) -> bool:
    print(f"\n{'narrowed':60}" + "".join(f"{f'rows at {n}':>12}{'ms':>9}{'limit':>7}" for n in stores))
    within = True
    for name, choices in NARROWED:
        said = f"{name} {', '.join(f'{key}={value}' for key, value in choices.items())}"
        line = f"{said:60}"
        for number, store in stores.items():
            taken, found = best(asked(store, labels[number], questions[name], choices))
            within &= taken <= LIMITS.get(number, taken)
            line += f"{len(found.rows):12}{taken:9.1f}{LIMITS.get(number, 0):7.0f}"
        print(line, flush=True)
    return within


def whole_table(stores: dict[int, Plain], labels: dict[int, Labels], questions: dict[str, Question]) -> bool:
    print(f"\n{'whole tables':36}" + "".join(f"{f'rows at {n}':>12}{'ms':>9}{'join ms':>9}{'ratio':>7}" for n in stores))
    within = True
    for name in TABLES:
        line = f"{name:36}"
        for number, store in stores.items():
            join, _ = best(lambda store=store, name=name: store.query(bare_join(questions[name])))
            taken, found = best(asked(store, labels[number], questions[name], {}))
            within &= taken <= WHOLE * join
            line += f"{len(found.rows):12}{taken:9.1f}{join:9.1f}{taken / join:7.2f}"
        print(line, flush=True)
    return within


def main() -> int:
    """Print both tables; status 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of reports")
    sizes = parser.parse_args().sizes
    questions = load_questions(overlaid_files("queries", ".rq"))
    with tempfile.TemporaryDirectory() as folder:
        stores = {number: make_store(Path(folder), number) for number in sizes}
        labels = {number: read_labels(store) for number, store in stores.items()}
        for number, store in stores.items():
            taken, _ = best(lambda store=store: read_labels(store))
            print(f"{number} reports: {len(store.store):,} quads; labels read in {taken:.1f} ms, once for each version")
        narrow, whole = narrowed_table(stores, labels, questions), whole_table(stores, labels, questions)
    return 0 if narrow and whole else 1


if __name__ == "__main__":
    raise SystemExit(main())
