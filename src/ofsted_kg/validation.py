"""Validation of graphs against the SHACL shapes of ``shapes/``: the only module that runs the SHACL engine.

What it offers::

    rules = packaged_rules(ontology_overlay, shapes_overlay)     # or Rules(shape files, ontology and vocabulary files)
    results = validate_graph(nquads, rules)                      # of one report: a tuple of Violation, worst first
    results = validate_file(path, rules)                         # any RDF format, told by the file's ending
    report = ValidationReport(tuple(validate_many(paths, rules, executor)))   # any concurrent.futures.Executor, or none
    report.exit_status, report.results, report.errors            # 0, 1 or 2; a Violation each; a line each
    to_w3c_report(report.results, "turtle")                      # or "json"

Results include warnings: a report is valid where none has the severity ``violation``.  Rules are small values that name
files; each process reads those files once, and again when they change.  What can't be run at all is a ValidationError.
The verdict is that of ``pyshacl --allow-warnings`` given the same shapes, and the report and the vocabulary as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from ofsted_kg.errors import ValidationError
from ofsted_kg.rdf.context import Context, read_context
from ofsted_kg.rdf.in_memory import n_triples, rdflib_graph
from ofsted_kg.rdf.shapes import Shapes, path_of, read_quads, read_shapes
from ofsted_kg.resources import overlaid_files
from ofsted_kg.violations import SEVERITIES, SH, FileReport, Severity, ValidationReport, Violation, in_order
from ofsted_kg.w3c_report import to_w3c_report
from ofsted_kg.whereabouts import label, where

if TYPE_CHECKING:
    import rdflib
    from rdflib.graph import _ObjectType as Node

__all__ = [
    "FileReport",
    "Rules",
    "ValidationReport",
    "Violation",
    "packaged_rules",
    "to_w3c_report",
    "validate_file",
    "validate_graph",
    "validate_many",
]

_SEVERITY_OF: Final[dict[str, Severity]] = {f"{SH}{severity.capitalize()}": severity for severity in SEVERITIES}


@dataclass(frozen=True, slots=True)
class Rules:
    """What to validate against, by file: fit to be sent to worker processes."""

    shapes: tuple[Path, ...]
    context: tuple[Path, ...]
    """Ontology and vocabulary, as Turtle or as the graphs of a knowledge graph folder."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    shapes: Shapes
    context: Context


def packaged_rules(ontology: Path | None = None, shapes: Path | None = None) -> Rules:
    """The shapes and the vocabulary as shipped, with folders of the user's own files laid over them."""
    return Rules(overlaid_files("shapes", ".ttl", shapes), overlaid_files("ontology", ".ttl", ontology))


def validate_graph(nquads: bytes, rules: Rules) -> tuple[Violation, ...]:
    """Results on one report's graph; ValidationError where it is no N-Quads or the rules can't be applied."""
    try:
        quads = list(parse(nquads, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ValidationError(f"line {error.lineno}: {error.msg}") from None
    return _validate(quads, rules)


def validate_file(path: Path, rules: Rules) -> tuple[Violation, ...]:
    """Results on an RDF file, all its named graphs together; ValidationError where it can't be read."""
    return _validate(read_quads(path), rules)


def validate_many(paths: Iterable[Path], rules: Rules, executor: Executor | None = None) -> Iterator[FileReport]:
    """A report for each file, in the order of the files, as soon as it is there.

    ValidationError at once where the rules themselves can't be used; a file that can't be read is told in its report.
    """
    _load(rules, _stamps(rules))
    run = partial(_file_report, rules=rules)
    return map(run, paths) if executor is None else executor.map(run, paths)


def _file_report(path: Path, rules: Rules) -> FileReport:
    try:
        return FileReport(str(path), validate_file(path, rules))
    except ValidationError as error:
        return FileReport(str(path), error=str(error).removeprefix(f"{path}: "))


def _validate(quads: Sequence[Quad], rules: Rules) -> tuple[Violation, ...]:
    loaded = _load(rules, _stamps(rules))
    triples = [quad.triple for quad in quads]
    data = rdflib_graph([*triples, *loaded.context.of(triples)])
    graphs = {n_triples(s): g for s, g in _graph_names(quads).items()} if False else _graph_names(quads)
    report = _run(data, loaded.shapes)
    results = _View(data, loaded.shapes, report, graphs)
    return in_order(results.violation(node) for node in _results(report))


def _graph_names(quads: Iterable[Quad]) -> dict[str, str]:
    """The named graph that describes each node."""
    return {quad.subject.value: quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
