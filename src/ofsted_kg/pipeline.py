"""The way through the house: a report's file in, its facts and its named graph out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ofsted_kg.evidence import check_facts
from ofsted_kg.extract import extract_facts
from ofsted_kg.facts import ReportFacts
from ofsted_kg.rdf.graph import to_graph
from ofsted_kg.rdf.iris import report_iris
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.reviewing import apply_reviews
from ofsted_kg.reviews import Reviews
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

NO_REVIEWS: Final = Reviews()


@dataclass(frozen=True, slots=True)
class Conversion:
    """One report, converted."""

    report: str
    """IRI of the report and of its graph."""
    facts: ReportFacts
    nquads: bytes
    """The graph as sorted N-Quads."""


def read_facts(path: Path, vocabulary: Vocabulary) -> ReportFacts:
    """What the report in a file says, each fact re-checked against the source; SourceError where it is no report."""
    facts = extract_facts(build_document(read_text(path), vocabulary), vocabulary)
    check_facts(facts)
    return facts


def convert(path: Path, vocabulary: Vocabulary, resource_base: str = RESOURCES, reviews: Reviews = NO_REVIEWS) -> Conversion:
    """The facts, corrected by what people said of them, and the named graph of the report in a file.

    SourceError where it is no report that can be read.
    """
    found = read_facts(path, vocabulary)
    iris = report_iris(found.header, found.framework, resource_base)
    report = iris.report.value
    facts = replace(apply_reviews(found, reviews.of(report)), reviews_version=reviews.version(report))
    return Conversion(report, facts, to_graph(facts, vocabulary, iris))
