"""The IRIs of a report's resources, minted here and nowhere else.

They are readable and stable: made of authority, framework and end of inspection, and below that of paragraph numbers,
offsets and hashes of quotes, never of file names or running numbers. The same file always gives the same IRIs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.document import Notice, Span
from ofsted_kg.facts import Finding, ReportHeader
from ofsted_kg.rdf.namespaces import RESOURCES

UNDATED: Final = "undated"
"""Stands for an end of inspection that could not be read."""

_HASH_DIGITS: Final = 10
_DROPPED: Final = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))
"""Bytes that `digest` leaves out: all but letters and digits of ASCII, and so each character beyond it."""


@dataclass(frozen=True)
class ReportIris:
    """Mints the IRIs of one report's resources."""

    base: str
    """Of all resources, e.g. ``https://w3id.org/ofsted-kg/id/``."""
    key: str
    """Of the inspection, e.g. ``dudley/slac/2011-12-09``."""

    @cached_property
    def report(self) -> NamedNode:
        """The report, which is also the name of its graph."""
        return NamedNode(f"{self.base}report/{self.key}")

    @cached_property
    def inspection(self) -> NamedNode:
        """The inspection that it reports."""
        return NamedNode(f"{self.base}inspection/{self.key}")

    def section(self, key: str) -> NamedNode:
        """A section, by `ofsted_kg.document.Section.key`."""
        return self._below("section", key)

    def paragraph(self, number: int) -> NamedNode:
        """A numbered paragraph."""
        return self._below("paragraph", str(number))

    def passage(self, span: Span) -> NamedNode:
        """A quoted stretch of the source."""
        return self._below("passage", f"{span.start}-{span.end}")

    def judgement(self, part: str, area: str) -> NamedNode:
        """The judgement of a service area."""
        return self._below("judgement", f"{part}/{area}" if part else area)

    def statement(self, part: str, area: str, place: str) -> NamedNode:
        """What one place prints of a judgement."""
        return NamedNode(f"{self.judgement(part, area).value}/{place}")

    def recommendation(self, part: str, timescale: str, text: str) -> NamedNode:
        """A recommendation, by its words."""
        return self._below("recommendation", "/".join(filter(None, (part, timescale, digest(text)))))

    def finding(self, paragraph: int, topic: str, polarity: str, quote: str) -> NamedNode:
        """A finding, by paragraph, topic, polarity and the words of its quote."""
        return self._below("finding", f"p{paragraph}/{topic}/{digest(polarity + quote)}")

    def of_finding(self, finding: Finding) -> NamedNode:
        """The IRI of a finding; a review does not change it, whatever it corrects."""
        if finding.review:
            return NamedNode(finding.review.target)
        return self.finding(finding.paragraph, finding.topic, finding.polarity, finding.passage.quote)

    def agency(self, key: str) -> NamedNode:
        """An agency, by `ofsted_kg.identity.Identity.key`: the same in every report that names it."""
        return NamedNode(f"{self.base}agency/{key}")

    def mention(self, span: Span) -> NamedNode:
        """One place that names an agency."""
        return self._below("mention", f"{span.start}-{span.end}")

    def role(self, kind: str, paragraph: int | None, told_by: str) -> NamedNode:
        """A part that an agency plays, by who plays it in what, and by the paragraph that says so."""
        place = f"/p{paragraph}" if paragraph else ""
        return self._below("role", f"{kind}{place}/{hashlib.sha256(told_by.encode()).hexdigest()[:_HASH_DIGITS]}")

    def verdict(self, topic: str) -> NamedNode:
        """What the report's findings on a topic come to."""
        return self._below("verdict", topic)

    def notice(self, notice: Notice) -> NamedNode:
        """A notice, by its code and what it says of what, to the letter."""
        said = "\0".join((notice.subject, notice.message, str(notice.passage)))
        return self._below("notice", f"{notice.code}/{hashlib.sha256(said.encode()).hexdigest()[:_HASH_DIGITS]}")

    def _below(self, kind: str, key: str) -> NamedNode:
        return NamedNode(f"{self.base}report/{self.key}/{kind}/{key}")


def report_iris(header: ReportHeader, framework: str, base: str = RESOURCES) -> ReportIris:
    """The IRIs of the report with this front matter."""
    end = header.inspection_end.isoformat() if header.inspection_end else UNDATED
    return ReportIris(base, f"{header.authority}/{framework}/{end}")


def iris_of(report: str) -> ReportIris:
    """The IRIs of the report with this IRI; ValueError where it is no report's."""
    base, middle, key = report.partition("report/")
    if not middle or key.count("/") < 2:
        raise ValueError(f"{report}: not the IRI of a report")
    return ReportIris(base, key)


def digest(text: str) -> str:
    """Ten hex digits of the letters and digits of a text, so that white space and punctuation do not change them."""
    squashed = text.lower().encode("utf-8", "ignore").translate(None, _DROPPED)
    return hashlib.sha256(squashed).hexdigest()[:_HASH_DIGITS]
