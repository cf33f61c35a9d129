"""Reviews: what people decided about findings and verdicts.

Types only, frozen; no RDF.  A review tells who decided what, when and why, and carries all that it takes to find its
finding again after the extraction has changed: the paragraph, the clause, the topic and the polarity.  It is read from
Turtle in `ofsted_kg.rdf.review_reader`, written in `ofsted_kg.rdf.review_writer` and applied in `ofsted_kg.reviewing`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ofsted_kg.errors import ReviewError

ACCEPTED = "accepted"
AMENDED = "amended"
REJECTED = "rejected"
ADDED = "added"
POLARITIES = ("strength", "adequate", "weakness")
DECISIONS = (ACCEPTED, AMENDED, REJECTED, ADDED)


@dataclass(frozen=True, slots=True)
class Stance:
    """What a clause is taken to say."""

    topic: str
    polarity: str
    """``strength``, ``adequate`` or ``weakness``."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided, why and when."""

    reviewer: str
    """A name."""
    reason: str
    time: datetime

    def __post_init__(self) -> None:
        """Fold white space; ReviewError where the name or the reason is empty, or the time has no time zone."""
        for name in ("reviewer", "reason"):
            words = " ".join(getattr(self, name).split())
            if not words:
                raise ReviewError(f"a review needs a {name}")
            object.__setattr__(self, name, words)
        if self.time.tzinfo is None:
            raise ReviewError("a review needs a time with its time zone")

    @property
    def words(self) -> str:
        """Who, when and why."""
        return f"{self.reviewer} on {self.time.date().isoformat()}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A decision about one finding or one verdict."""

    iri: str
    report: str
    """IRI of the report."""
    target: str
    """IRI of the finding or the verdict; of an added finding, the one that it gets."""
    decision: str
    """One of `DECISIONS`."""
    signature: Signature

    @property
    def note(self) -> str:
        """Who decided what, when and why, in one line."""
        return f"{self.decision} by {self.signature.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingReview(Review):
    """A decision about one finding."""

    paragraph: int
    quote: str
    """The clause."""
    found: Stance | None
    """What was found; None where nothing was and the reviewer adds it."""
    correct: Stance | None
    """What the clause says in the reviewer's eyes; None where it says nothing of the kind."""

    @property
    def topics(self) -> frozenset[str]:
        """The topics whose verdicts the review touches."""
        return frozenset(stance.topic for stance in (self.found, self.correct) if stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictReview(Review):
    """A decision about what the findings on one topic come to."""

    topic: str
    found: str
    """The verdict as it was reckoned."""
    correct: str | None
    """The verdict in the reviewer's eyes; None where the findings come to none."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """All reviews of a knowledge graph, by the IRI of the report that they speak of, in the order in which they count."""

    by_report: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)

    def of(self, report: str) -> tuple[Review, ...]:
        """The reviews of a report that count: of several about one thing, the last."""
        return tuple({review.target: review for review in self.by_report.get(report, ())}.values())

    def version(self, report: str) -> str:
        """16 hex digits that change with any word of a report's reviews; empty where it has none."""
        known = self.by_report.get(report, ())
        return hashlib.sha256("\n".join(map(repr, known)).encode()).hexdigest()[:16] if known else ""

    def __iter__(self) -> Iterator[Review]:
        return (review for reviews in self.by_report.values() for review in reviews)

    def __len__(self) -> int:
        return sum(map(len, self.by_report.values()))


def in_time(reviews: Iterable[Review]) -> Reviews:
    """Reviews by report, each report's from the earliest to the latest; those of one moment as they come."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda review: review.signature.time):
        found[review.report].append(review)
    return Reviews({report: tuple(found[report]) for report in sorted(found)})
