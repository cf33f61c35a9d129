"""What validation finds.

Types only, frozen; no RDF.  The engine that finds is in `ofsted_kg.validation`, the W3C report is made of them in
`ofsted_kg.w3c_report`.  Of anything called results, warnings are part; ``severity`` tells.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def path_text(path: Path | None) -> str:
    """A path as SPARQL writes it, with prefixes: ``okg:statement/okg:grade``."""
    if path is None:
        return ""
    if isinstance(path, str):
        return compact(path)
    kind, parts = path
    before, between, after = _PATH_SIGNS[kind]
    return before + between.join(f"({path_text(p)})" if _binding(p) <= _binding(path) else path_text(p) for p in parts) + after


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


def _binding(path: Path) -> int:
    """How strongly a path holds together: alternatives least, a single property most."""
    return 3 if isinstance(path, str) else {"alternative": 0, "sequence": 1}.get(path[0], 2)
