"""What a build costs, and whether the cost grows with the reports.

For 5, 50 and 500 reports: a first build in fresh processes (processor time of all of them, and memory sampled from
/proc), and then what it costs to add one report more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Final

from benchmarks.copies import write_copies
from benchmarks.corpus import JOBS, Built, Cost, built, measure
from benchmarks.table import Row, Table

ADDED: Final = 3
"""Reports that are added, one after the other; the median counts."""
MEMORY: Final = 600.0
"""MB over all processes."""
LINEAR: Final = 1.25
"""How many times the cost of one report of five a report of many may cost."""
ONE_MORE: Final = 2.0
"""How many times what adding a report to five costs, adding it to many may cost."""


def tables(quick: bool) -> Iterator[Table]:
    corpora = [built(size) for size in ((5, 50) if quick else (5, 50, 500))]
    yield _first_builds(corpora)
    yield _one_more(corpora)


def _first_builds(corpora: list[Built]) -> Table:
    base = corpora[0].cost.cpu / corpora[0].reports
    rows = []
    for corpus in corpora:
        each = corpus.cost.cpu / corpus.reports
        ratio = max(each / base / LINEAR, corpus.cost.resident / MEMORY)
        cells = (f"{corpus.reports}", f"{corpus.cost.triples:,}", f"{1000 * each:.0f}", f"{each / base:.2f}")
        cells += (f"{corpus.cost.resident:.0f}", f"{corpus.cost.proportional:.0f}", f"{corpus.megabytes:.0f}")
        rows.append(Row(cells, ratio))
    text = (
        f"First builds with {JOBS} worker processes: converted, validated, indexed, published. Allowed are {LINEAR:g} times the "
        f"cost of a report of five, and {MEMORY:g} MB of resident memory, that of all processes added up; PSS counts pages that "
        "they share once. The first reports bear the start of the processes."
    )
    heads = ("reports", "triples", "CPU ms a report", "times that of five", "RSS MB", "PSS MB", "disk MB")
    return Table("First build", text, heads, tuple(rows))


def _one_more(corpora: list[Built]) -> Table:
    costs = [_added(corpus) for corpus in corpora]
    rows = [
        Row((f"{corpus.reports}", f"{1000 * cost.cpu:.0f}", f"{cost.cpu / costs[0].cpu:.2f}"), cost.cpu / costs[0].cpu / ONE_MORE)
        for corpus, cost in zip(corpora, costs, strict=True)
    ]
    text = f"A build that adds one report, the median of {ADDED}. Allowed is {ONE_MORE:g} times what adding it to five costs."
    return Table("One report more", text, ("reports before", "CPU ms", "times that of five"), tuple(rows))


def _added(corpus: Built) -> Cost:
    """Cost of building one report more, one after the other, in a copy: the corpus stays as it was built."""
    copy = corpus.folder / "more"
    shutil.rmtree(copy, ignore_errors=True)
    # a build replaces files and changes none, so that a copy may share them
    shutil.copytree(corpus.graph, copy / "graph", copy_function=os.link)
    shutil.copytree(corpus.folder / "ontology", copy / "ontology")
    places = range(corpus.reports, corpus.reports + ADDED)
    costs = [measure(copy / "graph", 1, *write_copies(copy / "reports", 1, place)) for place in places]
    shutil.rmtree(copy)
    return sorted(costs, key=lambda cost: cost.cpu)[ADDED // 2]
