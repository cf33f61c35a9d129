"""Every fact has its evidence: all passages of a report's facts, and the check that each stands in its source.

The check runs in every conversion, before anything is written; `ofsted_kg.verification` repeats it later from the graph.
"""

from __future__ import annotations

from collections.abc import Iterator

from ofsted_kg.document import Passage
from ofsted_kg.errors import EvidenceError
from ofsted_kg.facts import ReportFacts
from ofsted_kg.structure.folding import quote_of


def passages_of(facts: ReportFacts) -> Iterator[Passage]:
    """The passage of each fact, in no particular order, repeats included."""
    yield from (passage for _, passage in facts.header.evidence)
    yield from (section.heading for section in facts.sections if section.heading is not None)
    yield from (paragraph.passage for paragraph in facts.paragraphs)
    yield from (statement.passage for judgement in facts.judgements for statement in judgement.statements)
    for recommendation in facts.recommendations:
        yield recommendation.passage
        yield from (addressee.passage for addressee in recommendation.addressees)
    yield from (mention.passage for agency in facts.agencies for mention in agency.mentions)
    yield from (finding.passage for finding in facts.findings)
    yield from (notice.passage for notice in facts.notices if notice.passage is not None)


def check_facts(facts: ReportFacts) -> None:
    """Raise EvidenceError at the first passage whose quote is not what its span says in the source."""
    text = facts.source.text
    for passage in passages_of(facts):
        if not is_true(text, passage):
            raise EvidenceError(
                f"{facts.source.name}: characters {passage.span.start} to {passage.span.end} do not say {passage.quote[:60]!r}: "
                "a rule of the reader is at fault; please report it with the file"
            )


def is_true(text: str, passage: Passage) -> bool:
    """Whether the passage's span lies in ``text`` and folds to its quote."""
    span = passage.span
    within = 0 <= span.start < span.end <= len(text)
    return within and bool(passage.quote) and quote_of(text, span, passage.omits) == passage.quote
