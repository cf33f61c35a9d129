"""Verdicts: what a report's many clauses on one topic come to.

Half of all topics are both praised and criticised in a report, so "is there any weak clause" answers nothing.  A verdict
weighs the clauses: with *s* strengths, *a* adequate ones and *w* weaknesses,

* **weak** where weaknesses outnumber strengths by a third of all clauses or more: 3 (w - s) >= s + a + w;
* **strong** where strengths outnumber weaknesses by as much;
* **mixed** otherwise, where there are both;
* **adequate** otherwise.

A clause called adequate so pulls a verdict towards the middle and never decides against anybody.

Clauses that a reviewer rejected do not count, amended and added ones count as the reviewer says; a verdict that was itself
reviewed has the value that the reviewer gave it, beside the counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.reviews import FindingReview, VerdictReview

WEAK = "weak"
MIXED = "mixed"
ADEQUATE = "adequate"
STRONG = "strong"
VERDICTS = (WEAK, MIXED, ADEQUATE, STRONG)
"""From the worst to the best."""


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """What one report says of one topic, in sum."""

    topic: str
    verdict: str
    strengths: int
    adequate: int
    weaknesses: int


def verdict_of(strengths: int, adequate: int, weaknesses: int) -> str:
    """The verdict of so many clauses of each polarity; ValueError where there is none at all."""
    total = strengths + adequate + weaknesses
    if total == 0:
        raise ValueError("no clause, no verdict")
    if 3 * (weaknesses - strengths) >= total:
        return WEAK
    if 3 * (strengths - weaknesses) >= total:
        return STRONG
    return MIXED if strengths and weaknesses else ADEQUATE


def topic_verdicts(findings: Iterable[Finding]) -> tuple[TopicVerdict, ...]:
    """A verdict for each topic of one report's findings, sorted by topic."""
    counts = Counter((finding.topic, finding.polarity) for finding in findings)
    return tuple(_verdict(topic, counts) for topic in sorted({topic for topic, _ in counts}))


def _verdict(topic: str, counts: Counter[tuple[str, str]]) -> TopicVerdict:
    strengths, adequate, weaknesses = (counts[topic, polarity] for polarity in ("strength", "adequate", "weakness"))
    return TopicVerdict(topic, verdict_of(strengths, adequate, weaknesses), strengths, adequate, weaknesses)


@dataclass(frozen=True, slots=True)
class ReportVerdict:
    """A verdict as it stands in a report's graph, with what people had to do with it."""

    verdict: TopicVerdict
    review: VerdictReview | None = None
    note: str = ""
    """Who decided what about it, or whose decisions about its findings it rests on."""


def report_verdicts(facts: ReportFacts) -> tuple[ReportVerdict, ...]:
    """The verdicts of a report, sorted by topic, without those that a reviewer rejected."""
    reviews = {review.topic: review for review in facts.reviews if isinstance(review, VerdictReview)}
    found = (_reviewed(verdict, reviews.get(verdict.topic), facts) for verdict in topic_verdicts(facts.findings))
    return tuple(verdict for verdict in found if verdict is not None)


def _reviewed(verdict: TopicVerdict, review: VerdictReview | None, facts: ReportFacts) -> ReportVerdict | None:
    if review is None:
        return ReportVerdict(verdict, note=_rests_on(verdict.topic, facts))
    return ReportVerdict(replace(verdict, verdict=review.correct), review, review.note) if review.correct else None


def _rests_on(topic: str, facts: ReportFacts) -> str:
    return rests_on([review for review in facts.reviews if isinstance(review, FindingReview) and topic in review.topics])


def rests_on(reviews: Sequence[FindingReview]) -> str:
    """Says of what is counted from findings that people have decided about some of them; empty where nobody has."""
    if not reviews:
        return ""
    number = f"{len(reviews)} reviewed finding{'s' if len(reviews) > 1 else ''}"
    return f"rests on {number} ({', '.join(sorted({review.signature.reviewer for review in reviews}))})"
