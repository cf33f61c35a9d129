"""What validation finds, and the W3C validation report made of it.

Types and writers only: the engine that finds is in `ofsted_kg.validation`.  Where this says *violation* of a list of
results, warnings may be among them: ``severity`` tells.

Two verdicts must not be confused.  Ours (`ValidationReport.conforms`, exit status 0) asks for violations alone: a warning
does not fail.  The ``sh:conforms`` of the W3C report is true only where there is no result at all, warnings included:
so the W3C defines it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

SH: Final = "http://www.w3.org/ns/shacl#"
PREFIXES: Final = {
    "okg": "https://w3id.org/ofsted-kg/ontology#",
    "shape": "https://w3id.org/ofsted-kg/shapes#",
    "sh": SH,
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Severity = Literal["violation", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")
"""Worst first."""

Path = str | tuple[str, tuple["Path", ...]]
"""A property's IRI, or (``sequence``, ``alternative``, ``inverse``, ``zeroOrMore``, ...) with the paths it is made of."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of validation: a node that a shape finds fault with."""

    graph: str
    """IRI of the named graph that describes the node; empty where the file has no named graphs."""
    severity: Severity
    focus: str
    """IRI of the node, or ``_:`` and its name for a blank node."""
    focus_label: str
    """What the node is, in words."""
    shape: str
    """IRI of the shape."""
    shape_name: str
    """What the shape asks for, in words."""
    message: str
    """What is wrong and what to look at, for a reader who knows reports and no RDF."""
    where: str
    """Where in the report to look: paragraph or section, and the words quoted; empty where nothing is known."""
    component: str
    """IRI of the SHACL constraint component that failed."""
    path: Path | None = None
    value: str | None = None
    """The value at fault, as N-Triples writes it."""

    @property
    def line(self) -> str:
        """All of it that a person needs, in one line."""
        return f"{self.focus_label}: {self.message}" + (f" [{self.where}]" if self.where else "")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What validation found in one file."""

    source: str
    """Path of the file as it was given."""
    results: tuple[Violation, ...] = ()
    error: str = ""
    """Why the file could not be validated; empty where it could."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What validation found in some files."""

    files: tuple[FileReport, ...]

    @property
    def results(self) -> tuple[Violation, ...]:
        """The results of all files, the worst first."""
        return in_order(result for file in self.files for result in file.results)

    @property
    def errors(self) -> tuple[str, ...]:
        """What could not be validated, a line each."""
        return tuple(f"{file.source}: {file.error}" for file in self.files if file.error)

    def count(self, severity: Severity) -> int:
        """How many results are of one severity."""
        return sum(result.severity == severity for file in self.files for result in file.results)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return self.count("violation") == 0

    @property
    def exit_status(self) -> int:
        """0 without violations, 1 with, 2 where some file could not be validated."""
        return 2 if self.errors else int(not self.conforms)


def in_order(results: Iterable[Violation]) -> tuple[Violation, ...]:
    """The worst first; then by graph, shape and node, so that the same results always come in the same order."""

    def key(result: Violation) -> tuple[int, str, str, str, str, str]:
        rank = SEVERITIES.index(result.severity)
        return rank, result.graph, result.shape, result.focus, result.component, result.value or ""

    return tuple(sorted(results, key=key))


def to_w3c_report(results: Sequence[Violation], report_format: str) -> bytes:
    """The W3C validation report as ``turtle`` or ``json``; KeyError for another format.

    The JSON is JSON-LD that needs no knowledge of RDF to be read, with four keys beside the W3C's (graph, focusLabel,
    shapeName, where); read as RDF, it is the same graph as the Turtle.  Both end in a newline.
    """
    return _WRITERS[report_format](in_order(results))


def path_text(path: Path | None) -> str:
    """A path as SPARQL writes it, with prefixes: ``okg:statement/okg:grade``."""
    if path is None:
        return ""
    if isinstance(path, str):
        return compact(path)
    kind, parts = path
    before, between, after = _PATH_SIGNS[kind]
    return before + between.join(f"({path_text(p)})" if _is_open(p) else path_text(p) for p in parts) + after


def compact(iri: str) -> str:
    """An IRI under one of `PREFIXES`, or in angle brackets."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


_PATH_SIGNS: Final = {
    "sequence": ("", "/", ""),
    "alternative": ("", "|", ""),
    "inverse": ("^", "", ""),
    "zeroOrMore": ("", "", "*"),
    "oneOrMore": ("", "", "+"),
    "zeroOrOne": ("", "", "?"),
}


def _is_open(path: Path) -> bool:
    """Whether a path within another needs brackets."""
    return not isinstance(path, str) and path[0] == "alternative"


def _to_turtle(results: Sequence[Violation]) -> bytes:
    from pyoxigraph import RdfFormat, parse, serialize

    triples = parse("\n".join(_report_lines(results)), format=RdfFormat.N_TRIPLES)
    return serialize((quad.triple for quad in triples), format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _report_lines(results: Sequence[Violation]) -> Iterator[str]:
    """The report in N-Triples."""
    yield f"_:report <{_RDF_TYPE}> <{SH}ValidationReport> ."
    yield f'_:report <{SH}conforms> "{str(not results).lower()}"^^<{PREFIXES["xsd"]}boolean> .'
    for number, result in enumerate(results, start=1):
        node = f"_:result{number}"
        yield f"_:report <{SH}result> {node} ."
        yield f"{node} <{_RDF_TYPE}> <{SH}ValidationResult> ."
        yield f"{node} <{SH}focusNode> {_node(result.focus)} ."
        yield f"{node} <{SH}resultSeverity> <{SH}{result.severity.capitalize()}> ."
        yield f"{node} <{SH}sourceShape> {_node(result.shape)} ."
        yield f"{node} <{SH}sourceConstraintComponent> <{result.component}> ."
        yield f"{node} <{SH}resultMessage> {_quoted(result.message)} ."
        if result.value is not None:
            yield f"{node} <{SH}value> {result.value} ."
        if result.path is not None:
            term, lines = _path_lines(result.path, f"path{number}")
            yield from lines
            yield f"{node} <{SH}resultPath> {term} ."


def _node(name: str) -> str:
    return name if name.startswith("_:") else f"<{name}>"


def _quoted(text: str) -> str:
    from pyoxigraph import Literal as Text

    return str(Text(text))


def _path_lines(path: Path, name: str) -> tuple[str, list[str]]:
    """The term of a path, and the N-Triples that describe it."""
    if isinstance(path, str):
        return f"<{path}>", []
    kind, parts = path
    described = [_path_lines(part, f"{name}x{number}") for number, part in enumerate(parts)]
    lines = [line for _, below in described for line in below]
    terms = [term for term, _ in described]
    if kind == "sequence":
        return f"_:{name}", lines + _list_lines(terms, name)
    if kind == "alternative":
        lines += _list_lines(terms, f"{name}list")
        terms = [f"_:{name}list"]
    return f"_:{name}", [*lines, f"_:{name} <{SH}{kind}Path> {terms[0]} ."]


def _list_lines(terms: Sequence[str], name: str) -> list[str]:
    """An RDF list whose first node has the given name."""
    nodes = [f"_:{name}", *(f"_:{name}n{number}" for number in range(1, len(terms))), f"<{PREFIXES['rdf']}nil>"]
    lines = []
    for node, term, rest in zip(nodes, terms, nodes[1:], strict=False):
        lines += [f"{node} <{PREFIXES['rdf']}first> {term} .", f"{node} <{PREFIXES['rdf']}rest> {rest} ."]
    return lines


_RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_CONTEXT: Final[Mapping[str, object]] = {
    "@vocab": SH,
    "xsd": PREFIXES["xsd"],
    "id": "@id",
    "type": "@type",
    "conforms": {"@type": "xsd:boolean"},
    **{key: {"@type": "@id"} for key in ("focusNode", "resultPath", "sourceShape")},
    **{key: {"@type": "@vocab"} for key in ("resultSeverity", "sourceConstraintComponent")},
    **{key: None for key in ("graph", "focusLabel", "shapeName", "where")},
}


def _to_json(results: Sequence[Violation]) -> bytes:
    report = {"@context": _CONTEXT, "type": "ValidationReport", "conforms": not results, "result": [_json_result(r) for r in results]}
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


def _json_result(result: Violation) -> dict[str, object]:
    shown: dict[str, object] = {
        "type": "ValidationResult",
        "graph": result.graph,
        "resultSeverity": result.severity.capitalize(),
        "focusNode": result.focus,
        "focusLabel": result.focus_label,
        "sourceShape": result.shape,
        "shapeName": result.shape_name,
        "resultMessage": result.message,
        "where": result.where,
        "sourceConstraintComponent": result.component.removeprefix(SH),
    }
    if result.path is not None:
        shown["resultPath"] = _json_path(result.path)
    if result.value is not None:
        shown["value"] = _json_value(result.value)
    return shown


def _json_path(path: Path) -> object:
    if isinstance(path, str):
        return path
    kind, parts = path
    shown = [{"id": p} if isinstance(p, str) else _json_path(p) for p in parts]
    if kind == "sequence":
        return {"@list": shown}
    return {f"{kind}Path": {"@list": shown} if kind == "alternative" else shown[0]}


def _json_value(value: str) -> object:
    from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
    from pyoxigraph import Literal as Text

    term = next(iter(parse(f"<x:x> <x:x> {value} .", format=RdfFormat.N_TRIPLES))).object
    if isinstance(term, Text):
        return {"@value": term.value, **({"@language": term.language} if term.language else {"@type": term.datatype.value})}
    assert isinstance(term, NamedNode | BlankNode)
    return {"id": value if isinstance(term, BlankNode) else term.value}


_WRITERS: Final[Mapping[str, Callable[[Sequence[Violation]], bytes]]] = {"turtle": _to_turtle, "json": _to_json}
