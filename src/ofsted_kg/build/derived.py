"""What is known of reports from outside their own graphs: which are out of date, which broke the rules, whose agencies are alike.

It stands in a graph of its own, with notices beside those of the reports, so that every list of notices and every answer
can show it.  The file is made anew by each build, from the marks that stand and those that the build sets and lifts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ofsted_kg.build.likeness import likeness_quads
from ofsted_kg.folder import file_name
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import DERIVED_GRAPH, OKG, RDF
from ofsted_kg.whole_file import write_changed

DERIVED: Final = "_derived.nq"
STALE: Final = "stale"
"""The source has changed since, and its new version was kept out."""
PUBLISHED_INVALID: Final = "published-with-violations"
"""The graph violates the shapes and was published because the user said so."""

REVIEW_PENDING: Final = "review-pending"
"""People have reviewed the report since it was built, and its source file was not given again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know of a report; a report has at most one."""

    report: str
    """IRI of the report."""
    code: str
    message: str
    source: str
    """Name of the source file."""


def read_marks(graphs: Path) -> dict[str, Mark]:
    """The marks that the last build left, by report."""
    path = graphs / DERIVED
    if not path.exists():
        return {}
    found: dict[str, dict[NamedNode, str]] = {}
    for quad in parse(path.read_bytes(), format=RdfFormat.N_QUADS):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, {})[quad.predicate] = quad.object.value
    notices = (values for values in found.values() if values.get(RDF.type) == OKG.Notice.value)
    marks = (Mark(values[OKG.inReport], values[OKG.code], values[OKG.message], values[OKG.subject]) for values in notices)
    return {mark.report: mark for mark in marks}


def write_marks(graphs: Path, marks: Iterable[Mark]) -> None:
    """Write the marks of the reports that are there and the likenesses of their agencies, sorted."""
    quads = [quad for mark in marks if (graphs / file_name(mark.report)).exists() for quad in _notice(mark)]
    quads += likeness_quads(graphs)
    write_changed(graphs / DERIVED, to_nquads(quads) if quads else b"")


def _notice(mark: Mark) -> Iterable[Quad]:
    notice = NamedNode(f"{mark.report}/notice/{mark.code}")
    yield Quad(notice, RDF.type, OKG.Notice, DERIVED_GRAPH)
    yield Quad(notice, OKG.inReport, NamedNode(mark.report), DERIVED_GRAPH)
    yield Quad(notice, OKG.code, Literal(mark.code), DERIVED_GRAPH)
    yield Quad(notice, OKG.message, Literal(mark.message), DERIVED_GRAPH)
    yield Quad(notice, OKG.subject, Literal(mark.source), DERIVED_GRAPH)
