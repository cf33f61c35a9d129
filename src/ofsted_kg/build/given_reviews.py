"""What people wrote about the reports, as a build finds it: read once, checked when it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ofsted_kg.build.workshop import Preparer
from ofsted_kg.errors import ReviewError
from ofsted_kg.folder import REVIEWS, KnowledgeGraphFolder, short_name
from ofsted_kg.rdf.review_reader import read_reviews, review_files
from ofsted_kg.rdf.review_writer import reviews_graph
from ofsted_kg.rdf.turtle import version_of
from ofsted_kg.reviews import Reviews


@dataclass(frozen=True, slots=True)
class GivenReviews:
    """The files of reviews of a knowledge graph, and what is in them."""

    files: tuple[Path, ...]
    version: str
    reviews: Reviews
    nquads: bytes
    """The graph of the reviews that count; empty where there are none."""

    def notes(self, reports: Iterable[str]) -> tuple[str, ...]:
        """Tells of reviews that speak of reports which the graph, holding the given ones, does not have."""
        lost = sorted(self.reviews.by_report.keys() - set(reports))
        return tuple(f"reviews of {short_name(report)} wait: the graph has no such report" for report in lost)


def given_reviews(folder: KnowledgeGraphFolder, workshop: Preparer) -> GivenReviews:
    """The reviews of a knowledge graph; ReviewError where a file can't be read or breaks a rule."""
    files = review_files(folder.reviews)
    # read before their version is taken: a file that is not there has its say here
    reviews = read_reviews(files)
    nquads = reviews_graph(reviews)
    before = folder.graphs / REVIEWS
    if nquads and not (before.exists() and before.read_bytes() == nquads):
        _check(folder, workshop.violations(nquads))
    return GivenReviews(files, version_of(files), reviews, nquads)


def _check(folder: KnowledgeGraphFolder, violations: tuple[str, ...]) -> None:
    if violations:
        more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
        raise ReviewError(f"{folder.reviews}: {violations[0]}{more}")
