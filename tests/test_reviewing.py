"""Reviews are put to findings: where these are as they were, where they have changed, and where they are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ofsted_kg.document import Notice
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.reviewing import apply_reviews, located
from ofsted_kg.reviews import FindingReview, Review, Signature, Stance, VerdictReview, in_time
from ofsted_kg.verdicts import TopicVerdict, report_verdicts

REPORT = "https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09"
ANN = Signature("Ann Example", "as I read it", datetime(2026, 3, 5, tzinfo=UTC))
SAID = "by Ann Example on 2026-03-05: as I read it"
WEAK = Stance("marac", "weakness")


@pytest.fixture(scope="module")
def dudley(all_facts: dict[str, ReportFacts]) -> ReportFacts:
    return all_facts["dudley"]


@pytest.fixture(scope="module")
def clause(dudley: ReportFacts) -> Finding:
    """What paragraph 34 says of MARAC."""
    (found,) = (finding for finding in dudley.findings if (finding.paragraph, finding.topic) == (34, "marac"))
    return found


def review(decision: str, correct: Stance | None, clause: Finding, found: Stance | None = WEAK) -> FindingReview:
    return FindingReview(
        iri=f"{decision}/{clause.paragraph}",
        report=REPORT,
        target=f"{REPORT}/finding/{clause.paragraph}",
        decision=decision,
        signature=ANN,
        paragraph=clause.paragraph,
        quote=clause.passage.quote,
        found=found,
        correct=correct,
    )


def verdict_review(decision: str, correct: str | None, topic: str = "marac", found: str = "weak") -> VerdictReview:
    return VerdictReview(
        iri=decision,
        report=REPORT,
        target=f"{REPORT}/verdict/{topic}",
        decision=decision,
        signature=ANN,
        topic=topic,
        found=found,
        correct=correct,
    )


def stances(facts: ReportFacts, paragraph: int = 34) -> list[tuple[str, str, str]]:
    """What a paragraph is found to say of MARAC and MAPPA, and who decided so."""
    of = [f for f in facts.findings if f.paragraph == paragraph and f.topic in ("marac", "mappa")]
    return [(finding.topic, finding.polarity, finding.review.decision if finding.review else "") for finding in of]


def notices(facts: ReportFacts, before: ReportFacts) -> list[tuple[str, str]]:
    new: list[Notice] = list(facts.notices[len(before.notices) :])
    return [(notice.code, notice.message) for notice in new]


def verdict(facts: ReportFacts, topic: str = "marac") -> tuple[TopicVerdict, str] | None:
    return next(((v.verdict, v.note) for v in report_verdicts(facts) if v.verdict.topic == topic), None)


def changed(facts: ReportFacts, clause: Finding, **changes: object) -> ReportFacts:
    """The same facts from another extraction, which makes one finding otherwise."""
    return replace(facts, findings=tuple(replace(f, **changes) if f == clause else f for f in facts.findings))


def without(facts: ReportFacts, clause: Finding) -> ReportFacts:
    return replace(facts, findings=tuple(finding for finding in facts.findings if finding != clause))


def test_without_reviews_nothing_changes(dudley: ReportFacts) -> None:
    assert apply_reviews(dudley, ()) is dudley


def test_an_accepted_finding_stays_and_is_marked(dudley: ReportFacts, clause: Finding) -> None:
    done = apply_reviews(dudley, [review("accepted", WEAK, clause)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "weakness", "accepted")]
    assert notices(done, dudley) == []
    assert verdict(done) == (TopicVerdict("marac", "weak", 0, 0, 3), "rests on 1 reviewed finding (Ann Example)")


def test_an_amended_finding_counts_as_the_reviewer_says(dudley: ReportFacts, clause: Finding) -> None:
    done = apply_reviews(dudley, [review("amended", Stance("mappa", "adequate"), clause)])
    assert stances(done) == [("mappa", "strength", ""), ("mappa", "adequate", "amended")]
    assert verdict(done) == (TopicVerdict("marac", "weak", 0, 0, 2), "rests on 1 reviewed finding (Ann Example)")
    assert verdict(done, "mappa") == (TopicVerdict("mappa", "strong", 2, 1, 0), "rests on 1 reviewed finding (Ann Example)")


def test_a_rejected_finding_is_gone_and_said_to_be(dudley: ReportFacts, clause: Finding) -> None:
    done = apply_reviews(dudley, [review("rejected", None, clause)])
    assert stances(done) == [("mappa", "strength", "")]
    assert verdict(done) == (TopicVerdict("marac", "weak", 0, 0, 2), "rests on 1 reviewed finding (Ann Example)")
    claim = f'"{clause.passage.quote}" does not count as a finding of weakness on marac: rejected {SAID}'
    assert notices(done, dudley) == [("finding-rejected", claim)]


def test_an_added_finding_stands_among_the_others_in_printed_order(dudley: ReportFacts, clause: Finding) -> None:
    added = replace(review("added", Stance("marac", "adequate"), clause, None), quote="have experienced a hiatus")
    done = apply_reviews(dudley, [added])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "weakness", ""), ("marac", "adequate", "added")]
    (finding,) = (f for f in done.findings if f.review)
    span = finding.passage.span
    assert dudley.source.text[span.start : span.end] == "have experienced a hiatus"
    assert finding.section == clause.section
    assert notices(done, dudley) == []


def test_an_added_finding_that_is_now_found_is_that_one(dudley: ReportFacts, clause: Finding) -> None:
    done = apply_reviews(dudley, [review("added", WEAK, clause, None)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "weakness", "added")]
    assert len(done.findings) == len(dudley.findings)


def test_the_last_of_several_reviews_of_a_finding_counts(clause: Finding) -> None:
    later = Signature("Bob", "on second thoughts", datetime(2026, 3, 6, tzinfo=UTC))
    second = replace(review("accepted", WEAK, clause), signature=later)
    given: list[Review] = [second, review("rejected", None, clause)]
    assert in_time(given).of(REPORT) == (second,)
    assert in_time(given).version(REPORT) != in_time(given[:1]).version(REPORT)
    assert in_time(given).version("another") == ""


# --- the extraction has changed


def test_what_a_person_confirmed_stays_where_another_polarity_is_found(dudley: ReportFacts, clause: Finding) -> None:
    other = changed(dudley, clause, polarity="strength")
    done = apply_reviews(other, [review("accepted", WEAK, clause)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "weakness", "accepted")]
    assert [code for code, _ in notices(done, other)] == ["review-moved"]


def test_an_amendment_that_the_extraction_has_learnt_holds_as_before(dudley: ReportFacts, clause: Finding) -> None:
    other = changed(dudley, clause, topic="mappa", polarity="adequate")
    done = apply_reviews(other, [review("amended", Stance("mappa", "adequate"), clause)])
    assert stances(done) == [("mappa", "strength", ""), ("mappa", "adequate", "amended")]


def test_a_review_moves_to_the_clause_that_overlaps_most(dudley: ReportFacts, clause: Finding) -> None:
    paragraph = next(p for p in dudley.paragraphs if p.number == 34)
    longer = located(paragraph, "but MARAC are not being held on a regular basis", dudley.source.text)
    assert longer is not None
    other = changed(dudley, clause, passage=longer)
    done = apply_reviews(other, [review("rejected", None, clause)])
    assert stances(done) == [("mappa", "strength", "")]
    assert [code for code, _ in notices(done, other)] == ["finding-rejected", "review-moved"]


def test_a_confirmed_finding_that_is_not_made_any_more_is_stated_by_its_review(dudley: ReportFacts, clause: Finding) -> None:
    other = without(dudley, clause)
    done = apply_reviews(other, [review("amended", Stance("marac", "adequate"), clause)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "adequate", "amended")]
    told = f'its finding is not made any more, and the review alone states it: "{clause.passage.quote}", amended {SAID}'
    assert notices(done, other) == [("review-moved", told)]


def test_a_rejection_of_what_is_not_found_any_more_is_not_applicable(dudley: ReportFacts, clause: Finding) -> None:
    other = without(dudley, clause)
    done = apply_reviews(other, [review("rejected", None, clause)])
    assert stances(done) == [("mappa", "strength", "")]
    told = f'there is no such finding any more: "{clause.passage.quote}", rejected {SAID}'
    assert notices(done, other) == [("review-not-applicable", told)]
    assert done.reviews == ()


def test_a_rejected_weakness_is_no_rejected_strength(dudley: ReportFacts, clause: Finding) -> None:
    done = apply_reviews(changed(dudley, clause, polarity="strength"), [review("rejected", None, clause)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "strength", "")]


def test_words_that_do_not_stand_in_the_paragraph_make_no_finding(dudley: ReportFacts, clause: Finding) -> None:
    elsewhere = replace(review("accepted", WEAK, clause), paragraph=35)
    nowhere = replace(review("added", WEAK, clause, None), paragraph=999, target="another")
    done = apply_reviews(dudley, [elsewhere, nowhere])
    assert done.findings == dudley.findings
    told = f'its words do not stand in that paragraph: "{clause.passage.quote}"'
    expected = [(f"{told}, accepted {SAID}"), (f"{told}, added {SAID}")]
    assert notices(done, dudley) == [("review-not-applicable", message) for message in expected]


def test_two_findings_that_say_the_same_after_a_review_are_one(dudley: ReportFacts, clause: Finding) -> None:
    twin = replace(clause, polarity="adequate")
    both = replace(dudley, findings=(*dudley.findings, twin))
    done = apply_reviews(both, [review("amended", Stance("marac", "adequate"), clause)])
    assert stances(done) == [("mappa", "strength", ""), ("marac", "adequate", "amended")]


# --- verdicts


def test_an_amended_verdict_stands_beside_its_counts(dudley: ReportFacts) -> None:
    done = apply_reviews(dudley, [verdict_review("amended", "mixed")])
    assert verdict(done) == (TopicVerdict("marac", "mixed", 0, 0, 3), f"amended {SAID}")
    assert notices(done, dudley) == []


def test_a_rejected_verdict_is_gone_and_said_to_be(dudley: ReportFacts) -> None:
    done = apply_reviews(dudley, [verdict_review("rejected", None)])
    assert verdict(done) is None
    told = f"the findings on marac, which come to weak, have no verdict: rejected {SAID}"
    assert notices(done, dudley) == [("verdict-rejected", told)]


def test_an_accepted_verdict_stays_when_the_findings_come_to_another(dudley: ReportFacts) -> None:
    done = apply_reviews(dudley, [verdict_review("accepted", "mixed", found="mixed")])
    assert verdict(done) == (TopicVerdict("marac", "mixed", 0, 0, 3), f"accepted {SAID}")
    told = f"the findings on marac came to mixed when they were reviewed and come to weak now: accepted {SAID}"
    assert notices(done, dudley) == [("review-moved", told)]


def test_a_verdict_without_findings_is_not_applicable(dudley: ReportFacts) -> None:
    done = apply_reviews(dudley, [verdict_review("accepted", "weak", topic="weather")])
    told = f"no finding on weather is left, so there is no verdict to review: accepted {SAID}"
    assert notices(done, dudley) == [("review-not-applicable", told)]
