"""Reviews applied to what was extracted: facts in, corrected facts out.

A review speaks of a finding by paragraph, clause, topic and polarity.  It is put to

1. the finding that is just so;
2. else the finding of the same paragraph whose clause overlaps most with the review's, and whose topic is the one found
   or the correct one; a rejection, which says what a clause does not say, asks for the same topic and polarity;
3. else, where the review states a finding (accepted, amended or added) and its quote stands in the paragraph, a finding
   made of the review itself: what a person has confirmed does not go away because the extraction misses it.

Otherwise it is not applicable any more.  Whatever is not case 1 has a notice, and so has every rejection, so that nothing
happens in silence.  The verdicts are reckoned from the corrected findings, in `ofsted_kg.verdicts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ofsted_kg.document import Notice, Paragraph, Passage
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.reviews import ADDED, FindingReview, Review, Stance, VerdictReview
from ofsted_kg.structure.folding import fold, folded_text
from ofsted_kg.verdicts import topic_verdicts


def apply_reviews(facts: ReportFacts, reviews: Sequence[Review]) -> ReportFacts:
    """The facts as corrected; ``reviews`` are those of this report that count, one for each finding or verdict."""
    if not reviews:
        return facts
    desk = _Desk(facts)
    of_findings = [review for review in reviews if isinstance(review, FindingReview)]
    for review in (left for left in of_findings if not desk.settle_exactly(left)):
        desk.settle(review)
    corrected = replace(facts, findings=desk.corrected(), reviews=tuple(desk.applied))
    of_verdicts = [review for review in reviews if isinstance(review, VerdictReview)]
    return _with_verdict_reviews(replace(corrected, notices=(*facts.notices, *desk.notices)), of_verdicts)


def located(paragraph: Paragraph, quote: str, source: str) -> Passage | None:
    """The first place of a paragraph where a clause stands, word for word; None where it does not."""
    words = fold(quote)
    start = paragraph.text.find(words) if words else -1
    return folded_text(source, paragraph.passage).passage(start, start + len(words)) if start >= 0 else None


@dataclass(slots=True)
class _Desk:
    """The findings of one report while reviews are put to them."""

    facts: ReportFacts
    findings: list[Finding | None] = field(init=False)
    """In printed order; None where one was rejected."""
    notices: list[Notice] = field(default_factory=list)
    applied: list[Review] = field(default_factory=list)
    _paragraphs: dict[int, Paragraph] = field(init=False)
    _reviewed: set[int] = field(default_factory=set)
    """Places of the findings that a review has been put to."""

    def __post_init__(self) -> None:
        self.findings = list(self.facts.findings)
        self._paragraphs = {paragraph.number: paragraph for paragraph in self.facts.paragraphs}

    def settle_exactly(self, review: FindingReview) -> bool:
        """Put a review to the finding that it speaks of, where that is there unchanged."""
        places = (place for place in self._open() if self._is_exactly(place, review))
        return self._put(review, next(places, None))

    def settle(self, review: FindingReview) -> None:
        """Put a review to the finding that has taken the place of the one it speaks of, or make it one."""
        passage = self._passage(review)
        if self._put(review, self._nearest(review, passage)):
            if review.decision != ADDED:
                self.notices.append(_moved(review, "its finding is not made as it was, and the review now holds for the nearest"))
        elif review.correct and passage:
            self._state(review, review.correct, passage)
        else:
            self.notices.append(_not_applicable(review, passage))

    def corrected(self) -> tuple[Finding, ...]:
        """The findings in printed order; where two say the same, the reviewed one."""
        found: dict[tuple[int, str, str, str], Finding] = {}
        for finding in filter(None, self.findings):
            key = (finding.paragraph, finding.topic, finding.polarity, finding.passage.quote)
            if key not in found or (finding.review and not found[key].review):
                found[key] = finding
        return tuple(sorted(found.values(), key=lambda finding: (finding.passage.span.start, finding.topic, finding.polarity)))

    def _open(self) -> Iterator[int]:
        return (place for place, finding in enumerate(self.findings) if finding and place not in self._reviewed)

    def _is_exactly(self, place: int, review: FindingReview) -> bool:
        finding, stance = self.facts.findings[place], review.found or review.correct
        same_clause = (finding.paragraph, finding.passage.quote) == (review.paragraph, fold(review.quote))
        return same_clause and Stance(finding.topic, finding.polarity) == stance

    def _nearest(self, review: FindingReview, passage: Passage | None) -> int | None:
        """The finding of the paragraph that overlaps most with the review's clause, of those that it can be put to."""
        if passage is None:
            return None
        rivals = [place for place in self._open() if _fits(self.facts.findings[place], review)]
        shared = {place: _overlap(self.facts.findings[place].passage, passage) for place in rivals}
        best = max(shared, key=lambda place: shared[place], default=None)
        return best if best is not None and shared[best] else None

    def _put(self, review: FindingReview, place: int | None) -> bool:
        """Whether there is a finding to put the review to."""
        if place is None:
            return False
        finding = self.facts.findings[place]
        self._reviewed.add(place)
        self.applied.append(review)
        if review.correct is None:
            self.findings[place] = None
            self.notices.append(_rejected(review, finding))
        else:
            self.findings[place] = _as_reviewed(finding, review, review.correct)
        return True

    def _state(self, review: FindingReview, stance: Stance, passage: Passage) -> None:
        section = self._paragraphs[review.paragraph].section
        finding = Finding(review.paragraph, stance.topic, stance.polarity, passage, section)
        self._reviewed.add(len(self.findings))
        self.findings.append(_as_reviewed(finding, review, stance))
        self.applied.append(review)
        if review.decision != ADDED:
            self.notices.append(_moved(review, "its finding is not made any more, and the review alone states it"))

    def _passage(self, review: FindingReview) -> Passage | None:
        paragraph = self._paragraphs.get(review.paragraph)
        return located(paragraph, review.quote, self.facts.source.text) if paragraph else None


def _fits(finding: Finding, review: FindingReview) -> bool:
    """Whether a review may be put to a finding that is not just the one it speaks of."""
    if finding.paragraph != review.paragraph:
        return False
    if review.found and review.correct:
        return finding.topic in review.topics
    return Stance(finding.topic, finding.polarity) in (review.found, review.correct)


def _overlap(one: Passage, other: Passage) -> int:
    return max(0, min(one.span.end, other.span.end) - max(one.span.start, other.span.start))


def _as_reviewed(finding: Finding, review: FindingReview, stance: Stance) -> Finding:
    reasons = (*finding.reasons, review.note)
    return replace(finding, topic=stance.topic, polarity=stance.polarity, review=review, reasons=reasons)


def _with_verdict_reviews(facts: ReportFacts, reviews: Iterable[VerdictReview]) -> ReportFacts:
    reckoned = {verdict.topic: verdict.verdict for verdict in topic_verdicts(facts.findings)}
    applied = [review for review in reviews if review.topic in reckoned]
    lost = [_verdict_not_applicable(review) for review in reviews if review.topic not in reckoned]
    told = [notice for review in applied for notice in _verdict_notices(review, reckoned[review.topic])]
    return replace(facts, notices=(*facts.notices, *lost, *told), reviews=(*facts.reviews, *applied))


# --- notices


def _rejected(review: FindingReview, finding: Finding) -> Notice:
    claim = f"a finding of {finding.polarity} on {finding.topic}"
    message = f'"{finding.passage.quote}" does not count as {claim}: {review.note}'
    return Notice("finding-rejected", message, str(review.paragraph), finding.passage)


def _moved(review: FindingReview, what: str) -> Notice:
    return Notice("review-moved", f'{what}: "{review.quote}", {review.note}', str(review.paragraph))


def _not_applicable(review: FindingReview, passage: Passage | None) -> Notice:
    why = "there is no such finding any more" if passage else "its words do not stand in that paragraph"
    return Notice("review-not-applicable", f'{why}: "{review.quote}", {review.note}', str(review.paragraph))


def _verdict_not_applicable(review: VerdictReview) -> Notice:
    message = f"no finding on {review.topic} is left, so there is no verdict to review: {review.note}"
    return Notice("review-not-applicable", message, review.topic)


def _verdict_notices(review: VerdictReview, reckoned: str) -> Iterator[Notice]:
    if review.correct is None:
        message = f"the findings on {review.topic}, which come to {reckoned}, have no verdict: {review.note}"
        yield Notice("verdict-rejected", message, review.topic)
    if reckoned != review.found:
        message = f"the findings on {review.topic} came to {review.found} when they were reviewed and come to {reckoned} now"
        yield Notice("review-moved", f"{message}: {review.note}", review.topic)
