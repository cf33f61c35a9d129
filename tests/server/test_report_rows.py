"""What the page of a report reads in passes is what the tables tell, which look things up."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.pages.report_rows import ReportRows

REPORT = "https://w3id.org/ofsted-kg/id/report/tameside/slac/2012-03-26"


@pytest.fixture(scope="module")
def edition(kg: Path) -> Edition:
    """The graph of two reports."""
    return Library(kg).current()


@pytest.fixture(scope="module")
def rows(edition: Edition) -> ReportRows:
    """Rows of one of them."""
    return ReportRows(edition.store, edition.labels, REPORT)


def table(edition: Edition, view: str, *columns: str) -> list[tuple[Cell, ...]]:
    """Some columns of a table of the report; IRIs of what has one."""
    records = edition.view(view, {"report": [REPORT]}).records()
    return [tuple(_iri(record[name]) for name in columns) for record in records]


def _iri(cell: Cell) -> Cell:
    return cell.iri if isinstance(cell, Resource) else cell


def test_headings_are_the_sections(edition: Edition, rows: ReportRows) -> None:
    found = [(one.iri, one.kind, one.words or None) for one in rows.headings()]
    assert found == table(edition, "sections", "section", "kind", "heading")


def test_passages_with_a_number_are_the_paragraphs(edition: Edition, rows: ReportRows) -> None:
    found = [(one.number, one.page or None, one.section, one.quote, one.start, one.iri) for one in rows.passages() if one.number]
    assert found == table(edition, "paragraphs", "paragraph", "page", "section", "quote", "start", "passage")


def test_passages_without_a_number_are_what_stands_outside_paragraphs(edition: Edition, rows: ReportRows) -> None:
    found = [(one.section, one.field or None, one.quote, one.iri) for one in rows.passages() if not one.number]
    assert found == table(edition, "loose-passages", "section", "field", "quote", "passage")


def test_statements_are_the_places_that_print_a_grade(edition: Edition, rows: ReportRows) -> None:
    found = [
        (one.area.iri, one.part.iri if one.part else None, one.place, one.grade.iri, one.grade_number, one.passage, one.judgement)
        for one in rows.statements()
    ]
    assert found == table(edition, "statements", "area", "part", "place", "grade", "grade_number", "passage", "judgement")


def test_what_stands_within_paragraphs_is_their_passages_and_findings(edition: Edition, rows: ReportRows) -> None:
    inside = rows.inside()
    passages = {(number, iri) for number, one in inside.items() for iri in one.passages}
    assert passages == set(table(edition, "inner-passages", "paragraph", "passage"))
    findings = {
        (number, one.iri, one.topic.iri, one.polarity.iri, one.passage, one.quote, one.start)
        for number, within in inside.items()
        for one in within.findings
    }
    columns = ("paragraph", "finding", "topic", "polarity", "passage", "quote", "start")
    assert findings == set(table(edition, "findings", *columns))
    assert len(findings) > 400


def test_findings_of_a_paragraph_stand_as_printed(rows: ReportRows) -> None:
    starts = [[finding.start for finding in one.findings] for one in rows.inside().values()]
    assert starts == [sorted(found) for found in starts]


def test_verdicts_and_notices_are_those_of_the_tables(edition: Edition, rows: ReportRows) -> None:
    verdicts = [(topic.iri, verdict.iri, *counts) for topic, verdict, *counts in rows.verdicts()]
    assert verdicts == table(edition, "verdicts", "topic", "verdict", "strengths", "adequate", "weaknesses")
    assert rows.notices() == table(edition, "notices", "code", "subject", "message")
    assert rows.notices()
