"""Validation of graphs against the SHACL shapes of ``shapes/``: the only module that runs the SHACL engine.

What it offers::

    rules = packaged_rules(ontology_overlay, shapes_overlay)     # or Rules(shape files, ontology and vocabulary files)
    results = validate_graph(nquads, rules)                      # of one report: a tuple of Violation, worst first
    results = validate_file(path, rules)                         # any RDF format, told by the file's ending
    results = validate_vocabulary(rules)                         # of the ontology and vocabulary files themselves
    report = ValidationReport(tuple(validate_many(paths, rules, executor)))   # any concurrent.futures.Executor, or none
    report.exit_status, report.results, report.errors            # 0, 1 or 2; a Violation each; a line each
    to_w3c_report(report.results, "turtle")                      # or "json"

Results include warnings: a report is valid where none has the severity ``violation``.  Rules are small values that name
files; each process reads those files once, and again when they change.  What can't be run at all is a ValidationError.
The verdict is that of ``pyshacl --allow-warnings`` given the same shapes, and as data the report, vocabulary and ontology.
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
    from rdflib.term import Node

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
    "validate_vocabulary",
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


def validate_vocabulary(rules: Rules) -> tuple[Violation, ...]:
    """Results on the ontology and the vocabulary themselves: what to look at after an edit of theirs."""
    quads = [quad for file in rules.context for quad in read_quads(file)]
    return _validate(quads, Rules(rules.shapes, ()))


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
    found = _Found(_run(data, loaded.shapes), data, loaded.shapes, _graph_names(quads))
    return in_order(found.violations())


def _graph_names(quads: Iterable[Quad]) -> dict[str, str]:
    """The named graph that describes each node, both as N-Triples writes them."""
    return {str(quad.subject): quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}


def _stamps(rules: Rules) -> tuple[tuple[int, int], ...]:
    """Changes with any of the files."""
    try:
        stats = [file.stat() for file in (*rules.shapes, *rules.context)]
    except OSError as error:
        raise ValidationError(f"{error.filename}: {error.strerror}") from None
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


@lru_cache(maxsize=4)
def _load(rules: Rules, _stamps: tuple[tuple[int, int], ...]) -> _Loaded:
    return _Loaded(read_shapes(rules.shapes), read_context(rules.context))


def _run(data: rdflib.Graph, shapes: Shapes) -> rdflib.Graph:
    """The engine's report; ValidationError where it can't run these shapes."""
    try:
        return _report(data, shapes.graph)
    except TypeError:
        # the engine breaks off at a comparison with what is no date or number: such a value is found by its datatype
        return _report(data, shapes.without_comparisons())


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    import pyshacl
    import rdflib
    from pyparsing import ParseBaseException

    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True, allow_warnings=True)
    except (RuntimeError, ParseBaseException) as error:
        raise ValidationError(f"the shapes can't be applied: {_one_line(error)}") from None
    if not isinstance(report, rdflib.Graph):
        raise ValidationError(f"the shapes can't be applied: {_one_line(report)}")
    return report


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


@dataclass(frozen=True, slots=True)
class _Found:
    """The engine's report, and what is needed to put it into words."""

    report: rdflib.Graph
    data: rdflib.Graph
    shapes: Shapes
    graphs: dict[str, str]
    """The named graph that describes each node."""

    def violations(self) -> Iterator[Violation]:
        """Each result of the report, in no particular order."""
        from rdflib import URIRef

        for result in self.report.objects(None, URIRef(SH + "result")):
            yield self._violation(result)

    def _violation(self, result: Node) -> Violation:
        said = self._what_is_said_of(result)
        focus, shape, value, path = said["focusNode"], said["sourceShape"], said.get("value"), said.get("resultPath")
        return Violation(
            graph=self.graphs.get(n_triples(focus), ""),
            severity=_SEVERITY_OF.get(str(said["resultSeverity"]), "violation"),
            focus=n_triples(focus).strip("<>"),
            focus_label=label(self.data, focus),
            shape=n_triples(shape).strip("<>"),
            shape_name=self.shapes.name(shape),
            message=str(said.get("resultMessage", "")),
            where=where(self.data, (focus, value)),
            component=str(said["sourceConstraintComponent"]),
            path=None if path is None else path_of(self.report, path),
            value=None if value is None else n_triples(value),
        )

    def _what_is_said_of(self, result: Node) -> dict[str, Node]:
        """The values of a result by the W3C's terms; of several messages the first in the alphabet."""
        said = sorted(self.report.predicate_objects(result), key=str, reverse=True)
        return {str(predicate).removeprefix(SH): value for predicate, value in said}
