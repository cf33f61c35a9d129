"""A report of 2013 gives the same facts however it is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary
from tests.pdf.variants import AREAS, LEAD_IN, Look, paragraphs, recommendations, rendered

TWO_LINES = "@top-left { content: 'Sandwell Council' } @bottom-left { content: 'Inspection of safeguarding' } "
LOOKS = {
    "as the two that are known": Look(),
    "a bullet of another shape": Look(bullet="▪"),
    "a round bullet": Look(bullet="•"),
    "a hollow bullet": Look(bullet="o"),
    "word and number in the record": Look(record="{label} {number}"),
    "word, Grade and number in the record": Look(record="{label} Grade {number}"),
    "the grade line in the record": Look(record="Grade {number} ({label})"),
    "the scale's form in the record": Look(record="{label} (Grade {number})"),
    "number before word in the record": Look(record="{number} – {label}"),
    "furniture above and below, page number apart": Look(furniture=TWO_LINES + "@bottom-right { content: counter(page) }"),
    "furniture of three lines below": Look(
        furniture="@bottom-left { white-space: pre; content: 'Sandwell Council\\A Looked after children\\A ' counter(page) }"
    ),
    "furniture that differs from side to side": Look(
        furniture="} @page :left { @top-left { content: counter(page) ' Sandwell' } } @page :right { "
        "@top-right { content: 'Looked after children ' counter(page) }"
    ),
    "page numbers alone": Look(furniture="@bottom-center { content: counter(page) }"),
    "page numbers of all": Look(furniture="@bottom-center { content: 'Page ' counter(page) ' of ' counter(pages) }"),
    "no furniture": Look(furniture=""),
    "narrow columns": Look(style="@page { margin: 25mm 52mm } td.area { width: 30% }"),
    "grades in the middle of their rows": Look(style="td { vertical-align: middle } td.area { width: 40% }"),
    "numbers in a column": Look(
        numbers="<div style='display: flex;'><div style='width: 10mm'>{number}.</div><div>{text}</div></div>"
    ),
    "timescales in figures": Look(timescales={"within-three-months": "Within 3 months", "within-six-months": "Within 6 months"}),
    "timescales that go on": Look(
        timescales={
            "immediately": "Immediately and without fail",
            "within-three-months": "Within three months of the publication of this report",
        }
    ),
    "a timescale that no framework has": Look(timescales={"within-six-months": "By October 2013"}),
    "headings that go on": Look(
        headings={
            "overall-effectiveness": "Overall effectiveness of services for looked after children, young people and care leavers",
            "outcomes": "Outcomes for looked after children, young people and those who have left",
        }
    ),
    "other known headings": Look(headings={"capacity-to-improve": "Capacity for improvement"}),
    "small letters in grade lines": Look(grade_line="Grade {number} ({label})".lower().replace("grade", "Grade")),
    "ligatures, soft blanks": Look(style="body { font-variant-ligatures: common-ligatures; word-spacing: .5pt }"),
    "labels on one line": Look(
        front="<h1>Inspection of looked after children services</h1><h1>Sandwell</h1>"
        "<p>Inspection date: 24 June to 28 June 2013 Lead inspector: Jo Doe HMI</p><p>Age group: All Published: 2 August 2013</p>"
    ),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_report_gives_the_same_however_it_is_set(look: Look, vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "made-up.pdf"
    path.write_bytes(rendered(look))
    document = build_document(read_text(path), vocabulary)
    grades = {area: grade for area, (_, _, grade) in AREAS.items()}
    assert {p.number: p.text for p in document.paragraphs} == paragraphs()
    assert [(b.timescale, b.passage.quote) for b in document.bullets] == recommendations(look)
    assert {g.area: g.grade for g in document.grade_lines} == grades
    assert {g.area: g.grade for g in document.record} == grades
    assert {p.number for p in document.paragraphs if p.section.endswith("areas-for-improvement")} == {LEAD_IN}
    assert len([s for s in document.sections if s.area]) == len(AREAS)
    assert len(document.source.page_starts) > 5
