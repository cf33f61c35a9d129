"""One report file -> its checked graph: what a build has done in its worker processes.

A workshop is a small value that crosses process boundaries; each process reads the vocabulary and the shapes once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.pipeline import convert
from ofsted_kg.rdf.graph import package_version
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.rdf.review_reader import read_reviews
from ofsted_kg.rdf.turtle import version_of
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary, vocabulary_files
from ofsted_kg.reviews import Reviews
from ofsted_kg.validation import packaged_rules, validate_graph
from ofsted_kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a graph was made with; a graph with another stamp is made anew."""

    converter: str
    vocabulary: str
    base: str
    reviews: tuple[Path, ...] = ()
    """Files of reviews, which correct what is found."""
    reviews_version: str = ""
    """Changes with any byte of these files."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report's graph, ready to be published, and what speaks against it."""

    report: str
    """IRI of the report and of its graph."""
    nquads: bytes
    violations: tuple[str, ...] = ()


class Preparer(Protocol):
    """What a build asks of a workshop; it is sent to worker processes."""

    def stamp(self) -> Stamp:
        """What graphs are made with; OfstedKgError where ontology or shapes can't be used at all."""
        ...

    def common_graphs(self) -> dict[str, bytes]:
        """The graphs that belong to no report, by file name, as sorted N-Quads."""
        ...

    def prepare(self, path: Path, stamp: Stamp) -> Prepared:
        """Convert and validate one file, with what the stamp names; SourceError where it is no report that can be read."""
        ...

    def violations(self, nquads: bytes) -> tuple[str, ...]:
        """What the shapes say against a graph, one line each; warnings do not count."""
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """The package's own reader and shapes, with the user's own Turtle laid over them."""

    ontology: Path | None = None
    shapes: Path | None = None
    base: str = RESOURCES

    def stamp(self) -> Stamp:
        """See `Preparer`."""
        version = version_of(vocabulary_files(self.ontology))
        # read here as well: a vocabulary with a mistake stops the build once, and not each report
        return Stamp(package_version(), _vocabulary(self.ontology, version).version, self.base)

    def common_graphs(self) -> dict[str, bytes]:
        """See `Preparer`."""
        return vocabulary_graphs(self.ontology)

    def prepare(self, path: Path, stamp: Stamp) -> Prepared:
        """See `Preparer`."""
        reviews = _reviews(stamp.reviews, stamp.reviews_version)
        conversion = convert(path, _vocabulary(self.ontology, stamp.vocabulary), stamp.base, reviews)
        return Prepared(conversion.report, conversion.nquads, self.violations(conversion.nquads))

    def violations(self, nquads: bytes) -> tuple[str, ...]:
        """See `Preparer`."""
        results = validate_graph(nquads, packaged_rules(self.ontology, self.shapes))
        return tuple(result.line for result in results if result.severity == "violation")


@cache
def _vocabulary(overlay: Path | None, _version: str) -> Vocabulary:
    """The vocabulary, read once in each process and again when it has another version."""
    return packaged_vocabulary(overlay)


@cache
def _reviews(files: tuple[Path, ...], _version: str) -> Reviews:
    """The reviews, read once in each process and again when their files change."""
    return read_reviews(files)
