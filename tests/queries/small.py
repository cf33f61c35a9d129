"""Small graphs of real reports: a few paragraphs with all that rests on them, so that a slow engine can be asked as well."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ofsted_kg.facts import Agency, ReportFacts
from ofsted_kg.rdf.graph import to_graph
from ofsted_kg.rdf.iris import report_iris
from ofsted_kg.vocabulary import Vocabulary

EVERY = 8
"""Of so many paragraphs one is kept."""


def small_graph(facts: ReportFacts, vocabulary: Vocabulary) -> bytes:
    """The graph of a part of a report."""
    kept = {paragraph.number for paragraph in facts.paragraphs if paragraph.number % EVERY == 0}
    part = replace(
        facts,
        paragraphs=tuple(paragraph for paragraph in facts.paragraphs if paragraph.number in kept),
        judgements=facts.judgements[::3],
        recommendations=facts.recommendations[::3],
        agencies=tuple(agency for agency in (_named_in(agency, kept) for agency in facts.agencies) if agency.mentions),
        findings=tuple(finding for finding in facts.findings if finding.paragraph in kept),
    )
    return to_graph(part, vocabulary, report_iris(part.header, part.framework))


def _named_in(agency: Agency, paragraphs: Collection[int]) -> Agency:
    return replace(agency, mentions=tuple(mention for mention in agency.mentions if mention.paragraph in paragraphs))
