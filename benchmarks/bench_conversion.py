"""What it costs to turn a report into its graph, step by step.

The steps up to the first graph are those of a report's structure, judgements and recommendations; findings and agencies
come on top of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.table import Row, Table
from benchmarks.timing import timed
from ofsted_kg.evidence import check_facts
from ofsted_kg.extract.agencies import extract_partners
from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.extract.report import outline_facts
from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import convert, read_facts
from ofsted_kg.rdf.graph import to_graph
from ofsted_kg.rdf.iris import report_iris
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

ALLOWED = 25.0
"""Milliseconds for 100 KB, up to the graph without findings and agencies."""
BEYOND = {
    "find the findings": 100.0,
    "find the agencies and their roles": 20.0,
    "write what that adds to the graph": 100.0,
}
"""Milliseconds for one report."""


def tables(quick: bool) -> Iterator[Table]:
    paths = sorted(packaged_folder("reports").glob("*.txt"))
    size = sum(path.stat().st_size for path in paths) / 100_000
    vocabulary = packaged_vocabulary()
    seconds = 1.0 if quick else 5.0
    costs = {name: 1000 * timed(task, seconds).seconds / size for name, task in _steps(paths, vocabulary).items()}
    rows = [Row((name, f"{cost:.1f}")) for name, cost in costs.items()]
    total = sum(costs.values())
    rows.append(Row(("report to N-Quads, the steps above", f"{total:.1f}"), total / ALLOWED))
    whole = 1000 * timed(lambda: [convert(path, vocabulary) for path in paths], seconds).seconds / size
    rows.append(Row(("with topics, findings and agencies", f"{whole:.1f}")))
    text = (
        "A report's file to its N-Quads on one core, validation apart, in milliseconds for 100 KB of text; the five sample "
        f"reports, the least of several rounds. Allowed are {ALLOWED:g} ms without findings and agencies."
    )
    yield Table("Conversion", text, ("step", "ms for 100 KB"), tuple(rows))
    yield _on_top(paths, vocabulary, seconds)


def _on_top(paths: list[Path], vocabulary: Vocabulary, seconds: float) -> Table:
    """What findings and agencies cost beyond that."""
    documents = [build_document(read_text(path), vocabulary) for path in paths]
    first = [outline_facts(document, vocabulary) for document in documents]
    whole = [read_facts(path, vocabulary) for path in paths]

    def each(task: Callable[[], Any]) -> float:
        return 1000 * timed(task, seconds).seconds / len(paths)

    def written(facts: list[ReportFacts]) -> float:
        return each(lambda: [to_graph(one, vocabulary, report_iris(one.header, one.framework)) for one in facts])

    costs = {
        "find the findings": each(lambda: [extract_findings(document, vocabulary) for document in documents]),
        "find the agencies and their roles": each(lambda: [extract_partners(document, vocabulary) for document in documents]),
        "write what that adds to the graph": written(whole) - written(first),
    }
    rows = [Row((name, f"{cost:.0f}", f"{BEYOND[name]:.0f}"), cost / BEYOND[name]) for name, cost in costs.items()]
    text = "For one report, the mean of the five, beyond what is above."
    return Table("Findings and agencies", text, ("step", "ms a report", "allowed"), tuple(rows))


def _steps(paths: list[Path], vocabulary: Vocabulary) -> dict[str, Callable[[], Any]]:
    sources = [read_text(path) for path in paths]
    documents = [build_document(source, vocabulary) for source in sources]
    facts = [outline_facts(document, vocabulary) for document in documents]
    iris = [report_iris(one.header, one.framework) for one in facts]
    return {
        "read the text": lambda: [read_text(path) for path in paths],
        "structure: sections, paragraphs, grades, bullets": lambda: [build_document(source, vocabulary) for source in sources],
        "front matter, judgements, recommendations": lambda: [outline_facts(document, vocabulary) for document in documents],
        "check each fact against the source": lambda: [check_facts(one) for one in facts],
        "write the graph as sorted N-Quads": lambda: [
            to_graph(one, vocabulary, iri) for one, iri in zip(facts, iris, strict=True)
        ],
    }
