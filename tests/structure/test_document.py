"""Structure, by text cases: each describes a small report and what should be read of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.textcases import Case, ids, read_cases

from ofsted_kg.document import Document, SourceText
from ofsted_kg.errors import NotAReport, UnknownDocument
from ofsted_kg.structure import build_document
from ofsted_kg.vocabulary import Vocabulary

HEAD = """Inspection of safeguarding and looked after children services

Dudley

Inspection dates: 6 - 17 June 2011

"""


def source(text: str) -> SourceText:
    return SourceText("case.txt", text, "0" * 64)


def described(document: Document, kind: str) -> Iterator[str]:
    if kind == "sections":
        for s in document.sections:
            yield f"{s.key} {s.first_paragraph}-{s.last_paragraph}" if s.first_paragraph else s.key
    if kind == "paragraphs":
        for p in document.paragraphs:
            yield f"{p.number}{'' if p.printed else ' lost'} {p.text}"
    if kind == "grades":
        for g in document.grade_lines:
            yield f"{g.part}/{g.area} {g.grade} {g.passage.quote}"
    if kind == "record":
        for g in document.record:
            yield f"{g.part}/{g.area} {g.grade}"
    if kind == "recommendations":
        for b in document.bullets:
            yield f"{b.part} {b.timescale} {b.passage.quote}"
    if kind == "notices":
        for n in document.notices:
            if n.code not in ("section-missing", "record-missing", "record-row-missing"):
                yield f"{n.code} {n.subject}"


KINDS = ("sections", "paragraphs", "grades", "record", "recommendations", "notices")


@pytest.mark.parametrize(
    ("kind", "case"),
    [pytest.param(kind, case, id=f"{kind}: {case}") for kind in KINDS for case in read_cases(f"structure/{kind}.txt")],
)
def test_each_case_is_read_as_expected(kind: str, case: Case, vocabulary: Vocabulary) -> None:
    document = build_document(source(HEAD + case.given), vocabulary)
    assert "\n".join(described(document, kind)) == case.expected


def test_the_cases_have_titles_of_their_own() -> None:
    titles = [title for kind in KINDS for title in ids(read_cases(f"structure/{kind}.txt"))]
    assert len(titles) == len(set(titles))


def test_a_text_without_a_known_title_is_refused_with_the_titles_that_are_known(vocabulary: Vocabulary) -> None:
    with pytest.raises(UnknownDocument, match=r"case.txt: is no inspection report .* Inspection of safeguarding"):
        build_document(source("A history of the borough\n\n1. It rained."), vocabulary)


def test_a_title_without_paragraphs_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(NotAReport, match="no heading of that framework"):
        build_document(source(HEAD), vocabulary)
    with pytest.raises(NotAReport, match="no numbered paragraph"):
        build_document(source(f"{HEAD}Service information\n\nA town."), vocabulary)


def test_a_report_without_a_record_says_so(vocabulary: Vocabulary) -> None:
    document = build_document(source(HEAD + "Service information\n\n1. A town."), vocabulary)
    assert [n.subject for n in document.notices if n.code == "record-missing"] == ["record"]


def test_every_area_without_a_section_is_a_gap(vocabulary: Vocabulary) -> None:
    document = build_document(
        source(HEAD + "Safeguarding services\n\nOverall effectiveness\n\nGrade 2 (good)\n\n1. Fine."), vocabulary
    )
    missing = [n.subject for n in document.notices if n.code == "section-missing"]
    assert len(missing) == 19
    assert "safeguarding/overall-effectiveness" not in missing
    assert "safeguarding/equality-and-diversity" not in missing
