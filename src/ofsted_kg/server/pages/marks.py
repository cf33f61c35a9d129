"""Findings marked in the text of their paragraph.

A finding's quote is looked up in the paragraph near where its offsets say, since the paragraph's text has its white
space folded.  Where quotes overlap the text is cut into pieces, each with the findings that cover it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from ofsted_kg.answers import Cell, Resource


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a paragraph."""

    iri: str
    topic: Resource
    polarity: Resource
    passage: str
    quote: str
    start: int
    review: str = ""
    """What people decided about it, where they did."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph with the findings that cover it."""

    text: str
    findings: tuple[Finding, ...] = ()
    begins: tuple[Finding, ...] = ()
    """Those of the findings that begin here."""
    passages: tuple[str, ...] = ()
    """IRIs of the passages that begin here, each once."""

    @property
    def polarity(self) -> str:
        """``strength``, ``weakness``, ``adequate``; ``mixed`` where findings differ; empty where there is none."""
        found = {finding.polarity.iri.rpartition("/")[2] for finding in self.findings}
        return "mixed" if len(found) > 1 else "".join(found)


def read_finding(record: Mapping[str, Cell]) -> Finding:
    """A finding from a row of the view."""
    return Finding(
        iri=cast("Resource", record["finding"]).iri,
        topic=cast("Resource", record["topic"]),
        polarity=cast("Resource", record["polarity"]),
        passage=cast("Resource", record["passage"]).iri,
        quote=str(record["quote"]),
        start=cast("int", record["start"]),
        review=str(record["review"] or ""),
    )


def marked(text: str, start: int, findings: Sequence[Finding]) -> tuple[tuple[Piece, ...], tuple[Finding, ...]]:
    """Pieces of a paragraph that begins at an offset of the source, and the findings whose quote is not in it."""
    placed = {finding: _place(text, finding, start) for finding in findings}
    spans = {finding: place for finding, place in placed.items() if place is not None}
    borders = sorted({0, len(text), *(border for span in spans.values() for border in span)})
    seen: set[str] = set()
    pieces = tuple(_piece(text, begin, end, spans, seen) for begin, end in pairwise(borders))
    return pieces, tuple(finding for finding, place in placed.items() if place is None)


def _place(text: str, finding: Finding, start: int) -> tuple[int, int] | None:
    """Where the quote stands: of several places the one nearest to its offset."""
    expected = finding.start - start
    places: list[int] = []
    at = text.find(finding.quote)
    while at >= 0:
        places.append(at)
        at = text.find(finding.quote, at + 1)
    nearest = min(places, key=lambda place: abs(place - expected), default=None)
    return None if nearest is None else (nearest, nearest + len(finding.quote))


def _piece(text: str, begin: int, end: int, spans: Mapping[Finding, tuple[int, int]], seen: set[str]) -> Piece:
    covering = tuple(finding for finding, (first, last) in spans.items() if first <= begin and end <= last)
    begins = tuple(finding for finding in covering if spans[finding][0] == begin)
    passages = tuple(dict.fromkeys(finding.passage for finding in begins if finding.passage not in seen))
    seen.update(passages)
    return Piece(text[begin:end], covering, begins, passages)


def by_topic(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first finding of each topic and polarity, for a list beside the text."""
    return tuple({(finding.topic.iri, finding.polarity.iri): finding for finding in reversed(list(findings))}.values())[::-1]
