"""Small graphs of real reports: a few paragraphs with all that rests on them, so that a slow engine can be asked as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ofsted_kg.facts import Agency, ReportFacts, Role
from ofsted_kg.rdf.graph import to_graph
from ofsted_kg.rdf.iris import report_iris
from ofsted_kg.vocabulary import Vocabulary

EVERY = 8
"""Of so many paragraphs one is kept."""


def small_graph(facts: ReportFacts, vocabulary: Vocabulary, more: Collection[int] = ()) -> bytes:
    """The graph of a part of a report; ``more`` are numbers of paragraphs that are kept besides."""
    kept = {paragraph.number for paragraph in facts.paragraphs if paragraph.number % EVERY == 0} | {*more}
    agencies = {agency: _named_in(agency, kept) for agency in facts.agencies}
    agencies = {agency: part for agency, part in agencies.items() if part.mentions}
    part = replace(
        facts,
        paragraphs=tuple(paragraph for paragraph in facts.paragraphs if paragraph.number in kept),
        recommendations=facts.recommendations[::3],
        agencies=tuple(agencies.values()),
        roles=tuple(_between(role, agencies) for role in facts.roles if {role.holder, role.body} <= {None, *agencies}),
        findings=tuple(finding for finding in facts.findings if finding.paragraph in kept),
    )
    return to_graph(part, vocabulary, report_iris(part.header, part.framework))


def _named_in(agency: Agency, paragraphs: Collection[int]) -> Agency:
    return replace(agency, mentions=tuple(mention for mention in agency.mentions if mention.paragraph in paragraphs))


def _between(role: Role, agencies: Mapping[Agency, Agency]) -> Role:
    """The same role of the parts of its agencies."""
    return replace(role, holder=role.holder and agencies[role.holder], body=role.body and agencies[role.body])
