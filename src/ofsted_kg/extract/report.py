"""Document -> `ReportFacts`: all extractors over one report."""

from __future__ import annotations

from ofsted_kg.document import Document
from ofsted_kg.extract.header import extract_header
from ofsted_kg.extract.judgements import extract_judgements
from ofsted_kg.extract.recommendations import extract_recommendations
from ofsted_kg.facts import ReportFacts
from ofsted_kg.vocabulary import Vocabulary


def extract_facts(document: Document, vocabulary: Vocabulary) -> ReportFacts:
    """Everything that the report says; UnknownAuthority or NotAReport where it can't be told whose report it is."""
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
