"""Check an edit of the vocabulary before a build uses it: each problem with the file and line where it stands.

In this order, and no further than the first step that finds something: does each file parse, does it use terms that the
ontology has, can the vocabulary be read, and does it meet the shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.errors import VocabularyError
from ofsted_kg.labels import did_you_mean, nearest
from ofsted_kg.rdf.namespaces import ONTOLOGY
from ofsted_kg.rdf.turtle import read_triples
from ofsted_kg.rdf.vocabulary_reader import ONTOLOGY_FILES, packaged_vocabulary
from ofsted_kg.resources import overlaid_files
from ofsted_kg.validation import packaged_rules, validate_graph

_PREFIX: Final = re.compile(r"@?prefix\s+(?P<prefix>[\w-]*):\s*<(?P<namespace>[^<>]*)>", re.IGNORECASE)
_IRI: Final = re.compile(r"<(?P<iri>https?://[^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend."""

    file: Path
    line: int
    """Line at which to look, from 1; 1 also where no better one is known."""
    message: str


def check_vocabulary(overlay: Path | None = None) -> tuple[Problem, ...]:
    """What is wrong with the Turtle of a folder, laid over the packaged files, or with those alone."""
    files = overlaid_files("ontology", ".ttl", overlay)
    own = tuple(file for file in files if overlay is None or file.is_relative_to(overlay))
    steps = (
        partial(_syntax_errors, own),
        partial(_unknown_terms, own, files),
        partial(_unreadable, overlay, (*own, *files)),
        partial(_incomplete, overlay, own),
        partial(_against_the_shapes, overlay, (*own, *files)),
    )
    return next((found for step in steps if (found := tuple(step()))), ())


def _syntax_errors(files: Iterable[Path]) -> Iterator[Problem]:
    for file in files:
        try:
            for _ in parse(file.read_bytes(), format=RdfFormat.TURTLE):
                pass
        except SyntaxError as error:
            yield Problem(file, error.lineno or 1, f"not Turtle: {error.msg}")


def _unknown_terms(own: Iterable[Path], files: Iterable[Path]) -> Iterator[Problem]:
    """Terms of our namespace that no file of the ontology defines: a misspelt one would be passed over in silence."""
    ontology = [triple.subject for file in files if file.name in ONTOLOGY_FILES for triple in read_triples(file)]
    known = {term.value for term in ontology if isinstance(term, NamedNode) and term.value.startswith(ONTOLOGY)}
    names = [term.removeprefix(ONTOLOGY) for term in known]
    for file in own:
        used = {term for triple in read_triples(file) for term in _terms(triple) if term.startswith(ONTOLOGY)}
        for term in sorted(used - known):
            name = term.removeprefix(ONTOLOGY)
            message = f"the ontology has no term okg:{name}{did_you_mean(nearest(name, names)[:1])}"
            yield Problem(file, line_of(file, term), message)


def _terms(triple: Triple) -> Iterator[str]:
    yield triple.predicate.value
    if isinstance(triple.object, NamedNode):
        yield triple.object.value


def _unreadable(overlay: Path | None, files: Sequence[Path]) -> Iterator[Problem]:
    try:
        packaged_vocabulary(overlay)
    except VocabularyError as error:
        named = _IRI.search(str(error))
        yield _located(named["iri"] if named else "", str(error), files)


def _incomplete(overlay: Path | None, own: Sequence[Path]) -> Iterator[Problem]:
    """What a framework must have before a report of it can be read."""
    for framework in packaged_vocabulary(overlay).frameworks:
        needed = {
            "service area (okg:ServiceArea)": framework.areas,
            "grade (okg:Grade)": framework.grades,
            "label of the dates (okg:FieldLabel inspection_dates)": [
                n for _, n in framework.field_labels if n == "inspection_dates"
            ],
        }
        for name, found in needed.items():
            if not found:
                yield _located(framework.iri, f"framework {framework.id!r} has no {name}: no report of it can be read", own)


def _against_the_shapes(overlay: Path | None, files: Sequence[Path]) -> Iterator[Problem]:
    graph = vocabulary_graphs(overlay)["_vocabulary.nq"]
    for result in validate_graph(graph, packaged_rules(overlay)):
        if result.severity == "violation":
            yield _located(result.focus, f"{result.focus_label}: {result.message}", files)


def _located(iri: str, message: str, files: Sequence[Path]) -> Problem:
    """A problem at the first file that speaks of an IRI; the user's own files come first."""
    places = ((file, line) for file in files if (line := line_of(file, iri, missing=0)))
    file, line = next(places, (files[0], 1))
    return Problem(file, line, message)


def line_of(file: Path, iri: str, missing: int = 1) -> int:
    """Line at which a Turtle file first says something of an IRI, or else mentions it; ``missing`` where it does not."""
    text = file.read_text("utf-8", errors="replace")
    lines = text.splitlines()
    spellings = [re.compile(rf"(?<![\w:/-]){re.escape(s)}(?![\w/-])") for s in _spellings(text, iri)]
    mentions = [number for number, line in enumerate(lines, start=1) if any(s.search(line) for s in spellings)]
    subjects = (number for number in mentions if any(s.match(lines[number - 1]) for s in spellings))
    return next(subjects, mentions[0] if mentions else missing)


def _spellings(text: str, iri: str) -> Iterator[str]:
    """How a file may write an IRI: in full, or behind each of its prefixes that fits."""
    if iri:
        yield f"<{iri}>"
    for match in _PREFIX.finditer(text):
        local = iri.removeprefix(match["namespace"])
        if local != iri:
            yield f"{match['prefix']}:{local}"
            yield f"{match['prefix']}:{local}".replace("/", "\\/")
