"""`ReportFacts` as the JSON object that ``ofsted-kg facts`` prints; its keys are described in ``docs/facts.md``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from ofsted_kg.document import Notice, Paragraph, Passage, SourceText
from ofsted_kg.facts import Agency, Finding, GradeStatement, Judgement, Recommendation, ReportFacts, Role
from ofsted_kg.verdicts import topic_verdicts
from ofsted_kg.vocabulary import Framework, Vocabulary

Json = dict[str, Any]


def to_json(facts: ReportFacts, vocabulary: Vocabulary) -> Json:
    """The facts with plain values: strings, numbers, lists, objects; dates as ISO 8601."""
    framework = vocabulary.framework(facts.framework)
    rows = {
        "report": _report(facts, vocabulary),
        "judgements": [_judgement(row) for row in _all_judgements(facts, framework)],
        "paragraphs": _paragraph_counts(facts.paragraphs),
        "recommendations": [_recommendation(row) for row in facts.recommendations],
        "agencies": [_agency(row) for row in facts.agencies],
        "roles": [_role(row) for row in facts.roles],
        "findings": [_finding(row) for row in facts.findings],
        "verdicts": [asdict(row) for row in topic_verdicts(facts.findings)],
        "notices": [_notice(row) for row in facts.notices],
    }
    return _with_pages(rows, facts.source) if len(facts.source.page_starts) > 1 else rows


def _with_pages(value: Any, source: SourceText) -> Any:
    """The same value with a page beside each span."""
    if isinstance(value, list):
        return [_with_pages(item, source) for item in value]
    if not isinstance(value, dict):
        return value
    row = {key: _with_pages(item, source) for key, item in value.items()}
    return {**row, "page": source.page(value["span"][0])} if "span" in value else row


def _report(facts: ReportFacts, vocabulary: Vocabulary) -> Json:
    header = facts.header
    return {
        "authority": vocabulary.authority(header.authority).name,
        "authority_id": header.authority,
        "authority_as_printed": header.authority_as_printed,
        "title": header.title,
        "framework": facts.framework,
        "inspection_start": _iso(header.inspection_start),
        "inspection_end": _iso(header.inspection_end),
        "published": _iso(header.published),
        "reporting_inspector": header.reporting_inspector,
        "age_group": header.age_group,
        "source": {"file": facts.source.name, "sha256": facts.source.sha256, "characters": len(facts.source.text)},
        "evidence": {name: _passage(passage) for name, passage in header.evidence},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _all_judgements(facts: ReportFacts, framework: Framework) -> list[Judgement]:
    """A row for each judgement of the framework, empty where the report prints none."""
    found = {(j.part, j.area): j for j in facts.judgements}
    return [found.get((e.part or "", e.id), Judgement(e.part or "", e.id, ())) for e in framework.areas]


def _judgement(judgement: Judgement) -> Json:
    return {
        "part": judgement.part,
        "area": judgement.area,
        "record_grade": judgement.grade("record"),
        "inline_grade": judgement.grade("inline"),
        "narrative_grade": judgement.grade("narrative"),
        "first_paragraph": judgement.first_paragraph,
        "last_paragraph": judgement.last_paragraph,
        "evidence": {statement.place: _statement(statement) for statement in judgement.statements},
    }


def _statement(statement: GradeStatement) -> Json:
    return {**_passage(statement.passage), "paragraph": statement.paragraph}


def _passage(passage: Passage) -> Json:
    row: Json = {"quote": passage.quote, "span": list(passage.span)}
    return {**row, "omits": [list(omit) for omit in passage.omits]} if passage.omits else row


def _paragraph_counts(paragraphs: tuple[Paragraph, ...]) -> Json:
    numbers = [paragraph.number for paragraph in paragraphs]
    return {
        "count": len(numbers),
        "first": min(numbers, default=None),
        "last": max(numbers, default=None),
        "missing_numbers": [paragraph.number for paragraph in paragraphs if not paragraph.printed],
        "rows": [{"number": p.number, "section": p.section, **_passage(p.passage)} for p in paragraphs],
    }


def _recommendation(recommendation: Recommendation) -> Json:
    return {
        "part": recommendation.part,
        "timescale": recommendation.timescale,
        "text": recommendation.text,
        "addressees": [addressee.name for addressee in recommendation.addressees],
        "topics": list(recommendation.topics),
        "evidence": _passage(recommendation.passage),
    }


def _agency(agency: Agency) -> Json:
    return {
        "name": agency.name,
        "aliases": list(agency.aliases),
        "type": agency.type,
        "paragraphs": list(agency.paragraphs),
        "mentions": [{"paragraph": m.paragraph, **_passage(m.passage)} for m in agency.mentions],
    }


def _role(role: Role) -> Json:
    return {
        "role": role.kind,
        "agency": role.holder.name if role.holder else None,
        "office": role.office or None,
        "body": role.body.name if role.body else None,
        "independent": role.independent,
        "paragraph": role.paragraph,
        "section": role.section,
        **_passage(role.passage),
    }


def _finding(finding: Finding) -> Json:
    return {
        "paragraph": finding.paragraph,
        "topic": finding.topic,
        "polarity": finding.polarity,
        **_passage(finding.passage),
        "section": finding.section,
        "reasons": list(finding.reasons),
    }


def _notice(notice: Notice) -> Json:
    row: Json = {"code": notice.code, "message": notice.message, "subject": notice.subject}
    return {**row, "evidence": _passage(notice.passage)} if notice.passage else row
