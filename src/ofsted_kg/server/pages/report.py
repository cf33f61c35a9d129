"""The page of a report: its text paragraph by paragraph, with everything that was read from it marked in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.marks import Finding, Piece, by_topic, marked, read_finding
from ofsted_kg.server.refusals import not_found

_Record = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is shown."""

    number: int
    page: int | None
    """Of the file; None where that has no pages."""
    number_lost: bool
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    """One for each topic and polarity."""
    unplaced: tuple[Finding, ...]
    passages: tuple[Resource, ...]
    """Passages of the paragraph that no finding marks, e.g. the words that state a grade."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what stands in it."""

    iri: str
    heading: str
    depth: int
    statements: tuple[_Record, ...]
    """Places in it that print a grade."""
    paragraphs: tuple[Paragraph, ...]
    loose: tuple[_Record, ...]
    """Quoted passages that stand in no paragraph."""


def report(asked: Asked) -> Content:
    """What the page of a report shows."""
    iri = f"{RESOURCES}report/{asked.path['authority']}/{asked.path['framework']}/{asked.path['day']}"
    chosen = {"report": [iri]}
    found = asked.view("reports", chosen).records()
    if not found:
        raise not_found("there is no such report here")
    views = {name: asked.view(name, chosen).records() for name in _VIEWS}
    topic = _topic(asked, views["findings"])
    count = len(views["findings"])
    views["findings"] = tuple(one for one in views["findings"] if topic is None or one["topic"] == topic)
    return {
        "report": found[0],
        "iri": iri,
        "topic": topic,
        "marked": sorted({cast("int", one["paragraph"]) for one in views["findings"]}) if topic else [],
        "sections": _sections(views),
        "grades": asked.view("grades", chosen),
        "recommendations": asked.view("recommendations", chosen),
        "verdicts": asked.view("verdicts", chosen),
        "notices": asked.view("notices", chosen),
        "findings": count,
        "downloads": {name: Download(name, chosen) for name in _DOWNLOADS},
    }


def _topic(asked: Asked, findings: Sequence[_Record]) -> Resource | None:
    """The topic whose findings alone are to be marked."""
    name = asked.value("topic")
    if not name:
        return None
    found = next((topic for one in findings if (topic := cast("Resource", one["topic"])).iri.endswith(f"/{name}")), None)
    if found is None:
        raise not_found(f"this report says nothing of a topic called {name!r}")
    return found


_DOWNLOADS = ("grades", "findings", "verdicts", "recommendations", "paragraphs", "notices")
_VIEWS = ("sections", "paragraphs", "findings", "statements", "loose-passages", "inner-passages")


def _sections(views: Mapping[str, Sequence[_Record]]) -> tuple[Section, ...]:
    paragraphs = _grouped(views["paragraphs"], "section")
    statements = _grouped(views["statements"], "section")
    loose = _grouped(views["loose-passages"], "section")
    inside = _Inside(_by_paragraph(views["findings"]), _by_paragraph(views["inner-passages"]))
    return tuple(
        Section(
            iri=(section := cast("Resource", record["section"]).iri),
            heading=str(record["heading"] or "Front matter").strip("#* :"),
            depth=_depth(record),
            statements=tuple(statements.get(section, ())),
            paragraphs=tuple(_paragraph(one, inside) for one in paragraphs.get(section, ())),
            loose=tuple(loose.get(section, ())),
        )
        for record in views["sections"]
    )


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands within paragraphs, by their number."""

    findings: Mapping[Cell, Sequence[_Record]]
    passages: Mapping[Cell, Sequence[_Record]]


def _by_paragraph(records: Sequence[_Record]) -> dict[Cell, list[_Record]]:
    groups: dict[Cell, list[_Record]] = {}
    for record in records:
        groups.setdefault(record["paragraph"], []).append(record)
    return groups


def _grouped(records: Sequence[_Record], column: str) -> dict[str, list[_Record]]:
    groups: dict[str, list[_Record]] = {}
    for record in records:
        groups.setdefault(cast("Resource", record[column]).iri, []).append(record)
    return groups


def _depth(record: _Record) -> int:
    """Level of the heading: parts and what stands outside them are of the second, the rest of the third."""
    kind = cast("Resource", record["kind"]).iri
    return 3 if kind.endswith(("AreaSection", "GroupSection")) else 2


def _paragraph(record: _Record, inside: _Inside) -> Paragraph:
    number = record["paragraph"]
    findings = [read_finding(one) for one in inside.findings.get(number, ())]
    pieces, unplaced = marked(str(record["quote"]), cast("int", record["start"]), findings)
    marks = {passage for piece in pieces for passage in piece.passages}
    passages = [cast("Resource", one["passage"]) for one in inside.passages.get(number, ())]
    return Paragraph(
        number=cast("int", number),
        page=cast("int | None", record["page"]),
        number_lost=bool(record["number_lost"]),
        pieces=pieces,
        findings=by_topic(findings),
        unplaced=unplaced,
        passages=tuple(one for one in dict.fromkeys(passages) if one.iri not in marks),
    )
