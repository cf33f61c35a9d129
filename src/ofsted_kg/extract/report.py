"""Document -> `ReportFacts`: all extractors over one report."""

from __future__ import annotations

from dataclasses import replace

from ofsted_kg.document import Document
from ofsted_kg.extract.agencies import extract_partners
from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.extract.header import extract_header
from ofsted_kg.extract.judgements import extract_judgements
from ofsted_kg.extract.recommendations import extract_recommendations
from ofsted_kg.extract.topics import topics_of
from ofsted_kg.facts import Recommendation, ReportFacts
from ofsted_kg.vocabulary import Vocabulary


def extract_facts(document: Document, vocabulary: Vocabulary) -> ReportFacts:
    """Everything that the report says; UnknownAuthority or NotAReport where it can't be told whose report it is."""
    outline = outline_facts(document, vocabulary)
    partners = extract_partners(document, vocabulary)
    return replace(
        outline,
        recommendations=_with_topics(outline.recommendations, vocabulary),
        agencies=partners.agencies,
        roles=partners.roles,
        findings=extract_findings(document, vocabulary),
    )


def outline_facts(document: Document, vocabulary: Vocabulary) -> ReportFacts:
    """What the report's structure says: front matter, sections, judgements and recommendations, which have no topics yet."""
    header, notices = extract_header(document, vocabulary)
    return ReportFacts(
        source=document.source,
        framework=document.framework,
        header=header,
        sections=document.sections,
        paragraphs=document.paragraphs,
        judgements=extract_judgements(document, vocabulary),
        recommendations=extract_recommendations(document, vocabulary),
        notices=(*notices, *document.notices),
    )


def _with_topics(recommendations: tuple[Recommendation, ...], vocabulary: Vocabulary) -> tuple[Recommendation, ...]:
    return tuple(replace(one, topics=topics_of(one.text, vocabulary, one.part)) for one in recommendations)
