"""Commands that check: ``validate`` and ``verify``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, FormatOption, KgOption, OntologyOption, OutOption, ShapesOption, examples
from ofsted_kg.cli.results import chosen_format, counted, deliver
from ofsted_kg.cli.tables import Table, show, table

if TYPE_CHECKING:
    from ofsted_kg.validation import Rules, ValidationReport

_Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="RDF files; none: the knowledge graph.", show_default=False),
]
_Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE...", help="Report files, or folders of them.", exists=True, show_default=False),
]
_FORMATS = ("table", "json", "turtle")
_FILES_PER_WORKER = 4
"""With fewer files for each, a process costs more than it saves: it loads the engine and the shapes anew."""


@app.command(epilog=examples("validate", "validate --format turtle -o found.ttl", "validate kg/graphs/poole_slac_2011-11-11.nq"))
def validate(
    files: _Files = None,
    form: FormatOption = None,
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
    ontology: OntologyOption = None,
    shapes: ShapesOption = None,
) -> None:
    """Check the graph, or RDF files, against the SHACL shapes.

    A table says what is wrong and where to look; --format json or turtle gives the W3C's validation report. Warnings are
    shown and do not fail. Exit status 1 tells of violations, 2 that some file could not be validated.
    """
    from ofsted_kg.validation import to_w3c_report

    chosen = chosen_format(form, out, _FORMATS)
    report = validated(files, kg, ontology, shapes)
    for error in report.errors:
        console.complain(error)
    if chosen != "table":
        deliver(to_w3c_report(report.results, chosen), out)
    elif report.results:
        deliver(_results_table(report), out)
    console.note(in_words(report))
    raise typer.Exit(report.exit_status)


def validated(files: list[Path] | None, kg: Path, ontology: Path | None = None, shapes: Path | None = None) -> ValidationReport:
    """What the shapes say about some files, or about the reports of a knowledge graph."""
    from ofsted_kg.folder import REVIEWS, KnowledgeGraphFolder
    from ofsted_kg.validation import packaged_rules

    rules = packaged_rules(ontology, shapes)
    if files:
        return _in_parallel(files, rules)
    graphs, vocabulary = graph_files(kg)
    reviews = KnowledgeGraphFolder(kg).graphs / REVIEWS
    graphs += (reviews,) if reviews.exists() else ()
    return _in_parallel(graphs, rules if ontology else replace(rules, context=vocabulary))


def _in_parallel(files: Sequence[Path], rules: Rules) -> ValidationReport:
    """Validate files, many of them in several processes, with a progress bar."""
    from ofsted_kg.build.workers import workers
    from ofsted_kg.validation import ValidationReport, validate_many

    jobs = min(len(os.sched_getaffinity(0)), len(files) // _FILES_PER_WORKER)
    found = []
    with workers(max(1, jobs)) as executor, console.progress("Validating") as advance:
        for report in validate_many(files, rules, executor):
            found.append(report)
            advance(len(found), len(files), Path(report.source).name)
    return ValidationReport(tuple(found))


def graph_files(kg: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Files of the published graphs: those of reports, and the vocabulary and ontology that they were made with."""
    from ofsted_kg.folder import KnowledgeGraphFolder
    from ofsted_kg.rdf.namespaces import ONTOLOGY_GRAPH, VOCABULARY_GRAPH
    from ofsted_kg.store import open_store

    folder = KnowledgeGraphFolder(kg).graphs
    with open_store(kg) as store:
        graphs = store.graphs()
    shared = (ONTOLOGY_GRAPH.value, VOCABULARY_GRAPH.value)
    reports = tuple(folder / graph.name for graph in graphs if graph.is_report)
    return reports, tuple(folder / graph.name for graph in graphs if graph.graph in shared)


def in_words(report: ValidationReport) -> str:
    """The verdict in one line."""
    found = (counted(report.count(severity), severity) for severity in ("violation", "warning"))
    done = len(report.files) - len(report.errors)
    return f"{counted(done, 'file')} validated: {', '.join(found)}" if done else "nothing validated"


def _results_table(report: ValidationReport) -> Table:
    from ofsted_kg.answers import tail_path

    rows = ((found.severity, tail_path(found.graph), found.focus_label, found.message, found.where) for found in report.results)
    return table(("severity", "report", "focus", "what is wrong", "where to look"), rows)


@app.command(epilog=examples("verify data/reports"))
def verify(sources: _Sources, kg: KgOption = DEFAULT_KG) -> None:
    """Check every passage of the graph against its source file.

    Each file must be the one that was converted, byte for byte, and each passage must stand where the graph says. Exit
    status 1 tells that a source is missing or has changed, or that a passage reads otherwise.
    """
    from ofsted_kg.verification import verify as verdicts_on

    reports, _ = graph_files(kg)
    verdicts = list(verdicts_on(reports, sources))
    show(table(("source", "passages", "problems"), ((v.source, v.passages, len(v.problems)) for v in verdicts)))
    for verdict in verdicts:
        for problem in verdict.problems:
            console.complain(f"{verdict.source}: {problem}")
    if any(verdict.problems for verdict in verdicts):
        raise typer.Exit(1)
