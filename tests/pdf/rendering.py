"""A report as a published PDF: set in a sans serif on A4, with a running footer and a two-column table of grades.

Pages break where they will, inside sentences as well, and headings wrap: what the reader must undo.
"""

from __future__ import annotations

from html import escape

from weasyprint import HTML

from ofsted_kg.document import Section
from ofsted_kg.facts import ReportFacts
from ofsted_kg.vocabulary import Framework, Vocabulary

STYLE = """
@page { size: A4; margin: 25mm 30mm 25mm 30mm;
  @bottom-left { content: "AUTHORITY Council Inspection of services"; font: 8pt "DejaVu Sans" }
  @bottom-right { content: counter(page); font: 8pt "DejaVu Sans" } }
body { font: 11pt/1.35 "DejaVu Sans"; hyphens: none }
h1 { font-size: 20pt } h2 { font-size: 15pt } h3 { font-size: 12pt }
p.numbered { margin-left: 9mm; text-indent: -9mm; orphans: 1; widows: 1 }
table { width: 100% } td { vertical-align: top; padding: 1mm } td.area { width: 60% }
"""


def render(facts: ReportFacts, vocabulary: Vocabulary) -> bytes:
    """The facts' report as PDF; a paragraph whose number is lost is printed without it, behind a dash."""
    framework = vocabulary.framework(facts.framework)
    authority = vocabulary.authority(facts.header.authority).name
    body = "".join((_front(facts), _contents(facts), *(_section(facts, framework, s) for s in facts.sections)))
    page = f"<html lang=en><style>{STYLE.replace('AUTHORITY', authority)}</style><body>{body}</body></html>"
    pdf = HTML(string=page).write_pdf()
    assert isinstance(pdf, bytes)
    return pdf


def _front(facts: ReportFacts) -> str:
    header = facts.header
    evidence = dict(header.evidence)
    return (
        f"<h1>{escape(header.title)}</h1><h2>{escape(header.authority_as_printed)}</h2>"
        f"<p><b>Inspection dates:</b> {escape(evidence['inspection_dates'].quote)}</p>"
        f"<p><b>Reporting inspector</b> {escape(header.reporting_inspector or '')}</p>"
        f"<p><b>Age group:</b> {header.age_group}</p><p><b>Published:</b> {escape(evidence['published'].quote)}</p>"
        "<p>© Crown copyright</p>"
    )


def _contents(facts: ReportFacts) -> str:
    rows = (f"<p>{escape(_heading(s))} {number}</p>" for number, s in enumerate(facts.sections, start=2) if s.heading)
    return f"<h1 style='page-break-before: always'>Contents</h1>{''.join(rows)}"


def _heading(section: Section) -> str:
    return section.heading.quote.split("**")[0] if section.heading else ""


def _section(facts: ReportFacts, framework: Framework, section: Section) -> str:
    if section.heading is None:
        return ""
    heading = _heading(section).replace("Grade", "\0").split("\0")[0].strip()
    level = {"part": 1, "record": 1}.get(section.kind, 2)
    return f"<h{level}>{escape(heading)}</h{level}>{_inside(facts, framework, section)}"


def _inside(facts: ReportFacts, framework: Framework, section: Section) -> str:
    if section.kind == "record":
        return _record(facts, framework)
    grade = next((s for j in facts.judgements for s in j.statements if s.place == "inline" and s.section == section.key), None)
    line = f"<p><b>{escape(grade.passage.quote)}</b></p>" if grade else ""
    paragraphs = "".join(
        f"<p class=numbered>{f'{p.number}.' if p.printed else '-'} {escape(p.text)}</p>"
        for p in facts.paragraphs
        if p.section == section.key
    )
    return line + paragraphs + _recommendations(facts, framework, section)


def _recommendations(facts: ReportFacts, framework: Framework, section: Section) -> str:
    lists = []
    for timescale in framework.timescales:
        rows = [r for r in facts.recommendations if r.section == section.key and r.timescale == timescale.id]
        if rows:
            items = "".join(f"<li>{escape(r.text)}</li>" for r in rows)
            lists.append(f"<p><b>{timescale.headings[0]}:</b></p><ul>{items}</ul>")
    return "".join(lists)


def _record(facts: ReportFacts, framework: Framework) -> str:
    grades = {(j.part, j.area): j.grade("record") for j in facts.judgements}
    labels = {g.number: g.label for g in framework.grades}
    rows = []
    for entry in framework.outline:
        if entry.kind in ("part", "group"):
            rows.append(f"<tr><td class=area><b>{escape(entry.headings[0])}</b></td><td></td></tr>")
        elif entry.kind == "area" and (grade := grades.get((entry.part or "", entry.id))) is not None:
            rows.append(f"<tr><td class=area>{escape(entry.headings[0])}</td><td>{labels[grade]}</td></tr>")
    return f"<table>{''.join(rows)}</table>"
