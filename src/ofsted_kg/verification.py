"""Re-check a knowledge graph against its sources: does every passage still stand where the graph says?

Works from the N-Quads alone and from the files as they are now, so it trusts nothing that the conversion held in
memory.  A source is found by its file name, and must be the file that was converted, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, parse

from ofsted_kg.document import SourceText, Span
from ofsted_kg.errors import SourceError
from ofsted_kg.rdf.namespaces import OKG, RDF
from ofsted_kg.structure.folding import quote_of
from ofsted_kg.text import read_text

_Statements = dict[str, dict[str, list[str]]]
"""Values by subject and property, each as plain text."""

_SHOWN: Final = 60
"""As many characters of a quote as a message shows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one report found."""

    report: str
    """IRI of the report."""
    source: str
    """Name of the file it was made from."""
    passages: int
    """How many passages were compared with it."""
    problems: tuple[str, ...]
    """One line each; empty where all is well."""


def verify(graphs: Iterable[Path], folders: Iterable[Path]) -> Iterator[Verdict]:
    """Check the graphs of reports (``.nq``) against the files in some folders and below, one verdict for each."""
    sources = _by_name(folders)
    for graph in graphs:
        statements = _statements(parse(path=str(graph)))
        for report, found in statements.items():
            if OKG.InspectionReport.value in found.get(RDF.type.value, ()):
                yield _verdict(report, statements, sources)


def _by_name(folders: Iterable[Path]) -> Mapping[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    for folder in folders:
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            if path.is_file():
                found[path.name] = (*found.get(path.name, ()), path)
    return found


def _statements(quads: Iterable[Quad]) -> _Statements:
    statements: _Statements = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            subject = statements.setdefault(quad.subject.value, {})
            subject.setdefault(quad.predicate.value, []).append(quad.object.value)
    return statements


def _verdict(report: str, statements: _Statements, sources: Mapping[str, tuple[Path, ...]]) -> Verdict:
    name = _only(statements[report], OKG.sourceFile.value)
    passages = {iri: found for iri, found in statements.items() if OKG.Passage.value in found.get(RDF.type.value, ())}
    source = _source(_only(statements[report], OKG.sha256.value), sources.get(name, ()))
    if isinstance(source, str):
        return Verdict(report, name, 0, (source,))
    problems = (problem for iri, found in sorted(passages.items()) if (problem := _problem(iri, found, source.text)))
    return Verdict(report, name, len(passages), tuple(problems))


def _source(sha256: str, candidates: Iterable[Path]) -> SourceText | str:
    """The file that was converted, or why there is none."""
    reason = "not found in the folders given"
    for path in candidates:
        try:
            source = read_text(path)
        except SourceError as error:
            reason = error.reason
            continue
        if source.sha256 == sha256:
            return source
        reason = f"{path} is another file now (SHA-256 {source.sha256[:12]}…, the graph's is {sha256[:12]}…): build it again"
    return reason


def _problem(iri: str, passage: Mapping[str, list[str]], text: str) -> str | None:
    span = Span(int(_only(passage, OKG.start.value)), int(_only(passage, OKG.end.value)))
    omitted = " ".join(passage.get(OKG.omits.value, ())).split()
    omits = sorted(Span(*map(int, stretch.split("-"))) for stretch in omitted)
    quote = _only(passage, OKG.quote.value)
    found = quote_of(text, span, omits)
    if found == quote:
        return None
    return f"{iri}: characters {span.start}-{span.end} read {_shown(found)}, the graph quotes {_shown(quote)}"


def _shown(quote: str) -> str:
    return repr(quote if len(quote) <= _SHOWN else quote[:_SHOWN] + "…")


def _only(found: Mapping[str, list[str]], prop: str) -> str:
    return next(iter(found.get(prop, ())), "")
