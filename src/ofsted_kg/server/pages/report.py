"""The page of a report: its text paragraph by paragraph, with everything that was read from it marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.marks import Finding, by_topic, marked, notes_in_html, text_in_html
from ofsted_kg.server.pages.report_rows import Heading, Inside, Passage, ReportRows, Statement
from ofsted_kg.server.refusals import not_found

_Placed = TypeVar("_Placed", Passage, Statement)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is shown."""

    number: int
    page: int
    """Of the file; 0 where that has no pages."""
    number_lost: bool
    text: Markup
    """With the findings marked."""
    notes: Markup
    """Items of a list of its topics, one for each topic and polarity."""
    unplaced: tuple[Finding, ...]
    passages: tuple[str, ...]
    """IRIs of the passages of the paragraph that no finding marks, e.g. the words that state a grade."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what stands in it."""

    iri: str
    heading: str
    depth: int
    statements: tuple[Statement, ...]
    """Places in it that print a grade."""
    stated: tuple[tuple[Statement, str], ...]
    """Those of them that stand in no paragraph, with their words."""
    paragraphs: tuple[Paragraph, ...]
    loose: tuple[Passage, ...]
    """What else is quoted and stands in no paragraph, each once."""


def report(asked: Asked) -> Content:
    """What the page of a report shows."""
    iri = f"{RESOURCES}report/{asked.path['authority']}/{asked.path['framework']}/{asked.path['day']}"
    chosen = {"report": [iri]}
    found = asked.view("reports", chosen).records()
    if not found:
        raise not_found("there is no such report here")
    rows = ReportRows(asked.edition.store, asked.edition.labels, iri)
    text = _Text(rows.passages(), rows.inside(), rows.statements())
    topic = _topic(asked, text.inside)
    return {
        "report": found[0],
        "iri": iri,
        "topic": topic,
        "marked": sorted(number for number, one in text.inside.items() if one.on(topic)) if topic else [],
        "sections": _sections(rows.headings(), text, topic),
        "grades": len([one for one in text.statements if one.place.endswith("#Record")]),
        "recommendations": asked.view("recommendations", chosen),
        "verdicts": _table(asked, "verdicts", ("topic", "verdict", "strengths", "adequate", "weaknesses"), rows.verdicts()),
        "notices": _table(asked, "notices", ("code", "subject", "message"), rows.notices()),
        "findings": sum(len(one.findings) for one in text.inside.values()),
        "downloads": {name: Download(name, chosen) for name in _DOWNLOADS},
    }


_DOWNLOADS = ("grades", "findings", "verdicts", "recommendations", "paragraphs", "notices")


def _topic(asked: Asked, inside: Mapping[int, Inside]) -> Resource | None:
    """The topic whose findings alone are to be marked."""
    name = asked.value("topic")
    if not name:
        return None
    topics = (finding.topic for one in inside.values() for finding in one.findings)
    found = next((topic for topic in topics if topic.iri.endswith(f"/{name}")), None)
    if found is None:
        raise not_found(f"this report says nothing of a topic called {name!r}")
    return found


def _table(asked: Asked, view: str, names: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Answer:
    """Rows of some columns of a view."""
    question = asked.edition.views[view]
    columns = {column.name: column for column in question.columns}
    return Answer(question, tuple(columns[name] for name in names), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Text:
    """What the report says, not yet by section."""

    passages: Sequence[Passage]
    inside: Mapping[int, Inside]
    statements: Sequence[Statement]

    def sections(self) -> dict[str, str]:
        """The section that each passage stands in, by IRI."""
        of_paragraphs = {one.number: one.section for one in self.passages}
        within = {iri: of_paragraphs.get(number, "") for number, one in self.inside.items() for iri in one.passages}
        return within | {one.iri: one.section for one in self.passages}


def _sections(headings: Sequence[Heading], text: _Text, topic: Resource | None) -> tuple[Section, ...]:
    sections, quotes = text.sections(), {one.iri: one.quote for one in text.passages}
    statements = _grouped((sections.get(one.passage, ""), one) for one in text.statements)
    passages = _grouped((one.section, one) for one in text.passages)
    made: list[Section] = []
    for heading in headings:
        stating, here = statements.get(heading.iri, []), passages.get(heading.iri, [])
        stated = {one.passage for one in stating}
        made.append(
            Section(
                iri=heading.iri,
                heading=(heading.words or "Front matter").strip("#* :"),
                depth=_depth(heading),
                statements=tuple(stating),
                stated=tuple((one, quotes[one.passage]) for one in stating if one.passage in quotes),
                paragraphs=tuple(_paragraph(one, text.inside.get(one.number, Inside()), topic) for one in here if one.number),
                loose=tuple({one.iri: one for one in reversed(here) if not one.number and one.iri not in stated}.values())[::-1],
            )
        )
    return tuple(made)


def _grouped(found: Iterable[tuple[str, _Placed]]) -> dict[str, list[_Placed]]:
    groups: dict[str, list[_Placed]] = {}
    for section, one in found:
        groups.setdefault(section, []).append(one)
    return groups


def _depth(heading: Heading) -> int:
    """Level of the heading: parts and what stands outside them are of the second, the rest of the third."""
    return 3 if heading.kind.endswith(("AreaSection", "GroupSection")) else 2


def _paragraph(passage: Passage, inside: Inside, topic: Resource | None) -> Paragraph:
    findings = inside.on(topic)
    pieces, unplaced = marked(passage.quote, passage.start, findings)
    marks = {iri for piece in pieces for iri in piece.passages}
    return Paragraph(
        number=passage.number,
        page=passage.page,
        number_lost=passage.number_lost,
        text=text_in_html(pieces),
        notes=notes_in_html(by_topic(findings)),
        unplaced=unplaced,
        passages=tuple(iri for iri in dict.fromkeys(inside.passages) if iri not in marks),
    )
