"""A made-up report of any framework, written from the vocabulary: small enough to mutate, with one of everything.

It prints the front matter, each section with its grade line and two paragraphs, recommendations under every timescale,
page breaks inside a paragraph and inside a bullet, and the record. Its sentences are invented.
"""

from __future__ import annotations

from collections.abc import Iterator

from ofsted_kg.vocabulary import Framework, OutlineEntry

FRONT = {
    "inspection_dates": "4 – 15 June 2012",
    "reporting_inspector": "Jo Doe HMI",
    "age_group": "All",
    "published": "20 July 2012",
}


def made_up_report(framework: Framework, authority: str) -> str:
    """The text of a report of ``authority`` under ``framework``."""
    labels = {field: label for label, field in reversed(framework.field_labels)}
    front = [
        framework.title_phrases[0],
        authority,
        *(f"{labels[field]}: {value}" for field, value in FRONT.items() if field in labels),
    ]
    return "\n\n".join([*front, *_body(framework), *_record(framework)])


def _body(framework: Framework) -> Iterator[str]:
    number = 1
    for entry in framework.outline:
        if entry.kind in ("contents", "record") or entry.record_only:
            continue
        yield f"# {entry.headings[0]}"
        if entry.kind == "area":
            yield _grade_line(framework, entry)
        if entry.kind in ("area", "context"):
            yield from _paragraphs(entry, number)
            number += 2
        if entry.kind == "improvement":
            yield f"{number}. In order to improve, the council and its partners should take the following action:"
            yield from _recommendations(framework)
            number += 1


def _grade_line(framework: Framework, entry: OutlineEntry) -> str:
    grade = framework.grades[entry.order % len(framework.grades)]
    return f"**{framework.grade_lines[0].format(number=grade.number, label=grade.label.lower())}**"


def _paragraphs(entry: OutlineEntry, number: int) -> Iterator[str]:
    yield f"{number}. {entry.headings[0]} is good. Well-estab-\nlished arrangements for {entry.id} work as a"
    yield "17"
    yield "whole and are under-"
    yield "stood by staff."
    yield f"{number + 1}. However, plans are not SMART:\n - some are late\n - others, {number} of them, are lost."


def _recommendations(framework: Framework) -> Iterator[str]:
    for timescale in framework.timescales:
        yield f"**{timescale.headings[0]}:**"
        yield f"- NHS Anytown and the LSCB should review what is due {timescale.id}\n- ensure that staff are trained and"
        yield "- supervised"


def _record(framework: Framework) -> Iterator[str]:
    heading = next((entry.headings[0] for entry in framework.outline if entry.kind == "record"), None)
    if heading is None:
        return
    yield f"## {heading}"
    graded = [entry for entry in framework.outline if entry.kind in ("part", "area")]
    yield "\n".join(_row(framework, entry) for entry in graded)


def _row(framework: Framework, entry: OutlineEntry) -> str:
    if entry.kind == "part":
        return f"| {entry.headings[0]} |  |"
    return f"| {entry.headings[0]} | {framework.grades[entry.order % len(framework.grades)].label} |"
