"""`Review` -> Turtle for people, and the graph of all reviews that count.

A file of reviews belongs to its user: what is added goes behind what stands there, and not a byte of that changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ofsted_kg.rdf.graph import VERDICT_VALUES, to_nquads
from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY, PROV, RDF, RDFS, RESOURCES, REVIEWS_GRAPH, XSD
from ofsted_kg.rdf.review_reader import read_statements
from ofsted_kg.reviews import ACCEPTED, ADDED, AMENDED, REJECTED, FindingReview, Review, Reviews, Stance, VerdictReview

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
_Predicated = tuple[NamedNode, NamedNode | Literal]

_PREFIXES: Final = {
    "okg": ONTOLOGY,
    "polarity": f"{RESOURCES}polarity/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "review": f"{RESOURCES}review/",
    "reviewer": f"{RESOURCES}reviewer/",
    "topic": f"{RESOURCES}topic/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_HEADER: Final = """\
# What people decided about findings and verdicts, and why: see docs/reviewing.md. Edit it by hand as you like; what is
# taken out here does not count from the next build on. Of several reviews of one thing the latest counts.
"""
_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?", re.ASCII)
_DECISIONS: Final = {ACCEPTED: OKG.Accepted, AMENDED: OKG.Amended, REJECTED: OKG.Rejected, ADDED: OKG.Added}


def with_review(file: Path, content: bytes, review: Review) -> bytes:
    """The content of a file of reviews, empty for a new one, with one review behind it; ReviewError where it is no Turtle."""
    known = read_statements(file, content)
    person = reviewer_iri(review.signature.reviewer)
    blocks = [prefixes] if (prefixes := _prefix_lines(content)) else []
    blocks.append(_block(NamedNode(review.iri), review_statements(review)))
    if RDFS.label not in known.get(person, {}):
        blocks.append(_block(person, _person(review.signature.reviewer)))
    before = (content or _HEADER.encode()).rstrip(b"\n")
    return before + f"\n\n{chr(10).join(blocks)}".encode()


def reviews_graph(reviews: Reviews) -> bytes:
    """The reviews that count, and who made them, as the sorted N-Quads of their graph; empty where there are none."""
    counting = [review for report in reviews.by_report for review in reviews.of(report)]
    quads = [
        Quad(subject, predicate, value, REVIEWS_GRAPH)
        for review in counting
        for subject, pairs in (
            (NamedNode(review.iri), review_statements(review)),
            (reviewer_iri(review.signature.reviewer), _person(review.signature.reviewer)),
        )
        for predicate, value in pairs
    ]
    return to_nquads(quads) if quads else b""


def reviewer_iri(name: str) -> NamedNode:
    """The IRI of a reviewer: the name where it can be read off it, else with some digits that keep alike names apart."""
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    digits = "" if slug.replace("-", " ") == name.lower() else hashlib.sha256(name.encode()).hexdigest()[:6]
    return NamedNode(f"{RESOURCES}reviewer/{'-'.join(filter(None, (slug, digits)))}")


def review_statements(review: Review) -> Iterator[_Predicated]:
    """What is stated of a review, in the order in which a person reads it."""
    yield RDF.type, OKG.Review
    yield OKG.decision, _DECISIONS[review.decision]
    yield OKG.reviewOf, NamedNode(review.target)
    yield OKG.inReport, NamedNode(review.report)
    if isinstance(review, FindingReview):
        yield from _of_finding(review)
    elif isinstance(review, VerdictReview):
        yield from _of_verdict(review)
    yield OKG.reason, Literal(review.signature.reason)
    yield PROV.wasAttributedTo, reviewer_iri(review.signature.reviewer)
    yield PROV.generatedAtTime, Literal(in_universal_time(review.signature.time), datatype=XSD.dateTime)


def in_universal_time(time: datetime) -> str:
    """``2026-03-05T14:00:00Z``."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _of_finding(review: FindingReview) -> Iterator[_Predicated]:
    yield OKG.reviewedParagraph, Literal(review.paragraph)
    yield OKG.reviewedQuote, Literal(review.quote)
    if review.found:
        yield from _stance(review.found, OKG.reviewedTopic, OKG.reviewedPolarity)
    if review.correct and review.decision in (ADDED, AMENDED):
        yield from _stance(review.correct, OKG.correctTopic, OKG.correctPolarity)


def _stance(stance: Stance, topic: NamedNode, polarity: NamedNode) -> Iterator[_Predicated]:
    yield topic, NamedNode(f"{RESOURCES}topic/{stance.topic}")
    yield polarity, NamedNode(f"{RESOURCES}polarity/{stance.polarity}")


def _of_verdict(review: VerdictReview) -> Iterator[_Predicated]:
    yield OKG.reviewedTopic, NamedNode(f"{RESOURCES}topic/{review.topic}")
    yield OKG.reviewedVerdict, VERDICT_VALUES[review.found]
    if review.correct and review.decision == AMENDED:
        yield OKG.correctVerdict, VERDICT_VALUES[review.correct]


def _person(name: str) -> Iterator[_Predicated]:
    yield RDF.type, PROV.Person
    yield RDFS.label, Literal(name)


# --- Turtle


def _prefix_lines(content: bytes) -> str:
    """The prefixes that a file does not have yet."""
    parser = parse(content, format=RdfFormat.TURTLE)
    for _ in parser:
        pass
    missing = {prefix: iri for prefix, iri in _PREFIXES.items() if parser.prefixes.get(prefix) != iri}
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in missing.items())


def _block(subject: NamedNode, statements: Iterable[_Predicated]) -> str:
    lines = " ;\n    ".join(f"{_verb(predicate)} {_term(value)}" for predicate, value in statements)
    return f"{_term(subject)} {lines} .\n"


def _verb(predicate: NamedNode) -> str:
    return "a" if predicate == RDF.type else _term(predicate)


def _term(term: NamedNode | Literal) -> str:
    if isinstance(term, Literal):
        return term.value if term.datatype == XSD.integer else _literal(term)
    for prefix, base in _PREFIXES.items():
        local = term.value.removeprefix(base)
        if local != term.value and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return str(term)


def _literal(literal: Literal) -> str:
    return f"{Literal(literal.value)}^^xsd:dateTime" if literal.datatype == XSD.dateTime else str(literal)
