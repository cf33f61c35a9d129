"""The page of a stored question: a form made from its header, the answer, and the SPARQL behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ofsted_kg.answers import Answer, Resource
from ofsted_kg.errors import UnknownQuery
from ofsted_kg.labels import Concept
from ofsted_kg.queries import find_question
from ofsted_kg.question import Parameter
from ofsted_kg.rdf.namespaces import ONTOLOGY, RESOURCES
from ofsted_kg.server.asking import ask, filled, grouped
from ofsted_kg.server.library import Edition
from ofsted_kg.server.lookups import passages_saying
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.refusals import Refusal

_KINDS = {"integer": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a drop-down."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    parameter: Parameter
    kind: str
    """``select`` or the type of an input."""
    value: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    """Entries of a drop-down below their headings; a heading may be empty."""


def question(asked: Asked) -> Content:
    """What the page of a stored question shows."""
    try:
        chosen = find_question(asked.edition.questions, asked.path["name"])
    except UnknownQuery as error:
        raise Refusal(404, str(error)) from None
    pairs = filled(asked.pairs)
    given = grouped(pairs)
    refused, page = "", None
    is_waiting = not given and any(parameter.required for parameter in chosen.parameters)
    try:
        page = None if is_waiting else ask(asked.edition, chosen, pairs, asked.rows)
    except Refusal as error:
        refused = error.reason
    return {
        "question": chosen,
        "fields": [_field(parameter, given.get(parameter.name, []), asked) for parameter in chosen.parameters],
        "refused": refused,
        "status": 422 if refused else 200,
        "page": page,
        "links": page.links(pairs) if page else {},
        "evidence": (evidence := evidence_links(asked.edition, page.answer) if page else {}),
        "hidden": hidden(page.answer, given, evidence) if page else [],
        "downloads": {chosen.name: Download(chosen.name, given, "questions")} if page else {},
    }


def hidden(answer: Answer, given: Mapping[str, Sequence[str]], evidence: Mapping[int, str]) -> list[str]:
    """Columns that the page need not show: what was chosen and is the same in every row, and reports that the quotes link to."""
    chosen = [c.name for c in answer.columns if c.name in given and len({record[c.name] for record in answer.records()}) == 1]
    quoted = any(column.evidence and column.type == "text" for column in answer.columns)
    return [*chosen, *(["report"] if quoted and len(evidence) == len(answer.rows) else [])]


def evidence_links(edition: Edition, answer: Answer) -> dict[int, str]:
    """For each row by its place, the IRI of the passage or paragraph that its evidence stands in, where it can be told."""
    records = answer.records()
    reports = [
        next((cell for cell in record.values() if isinstance(cell, Resource) and _is_report(cell)), None) for record in records
    ]
    found: dict[int, str] = {}
    wanted: dict[int, tuple[str, str]] = {}
    for place, (record, report) in enumerate(zip(records, reports, strict=True)):
        quote = record[answer.question.evidence]
        link = next((cell.iri for cell in record.values() if isinstance(cell, Resource) and "/passage/" in cell.iri), None)
        if link is not None:
            found[place] = link
        elif report is not None and isinstance(record.get("paragraph"), int):
            found[place] = f"{report.iri}/paragraph/{record['paragraph']}"
        elif report is not None and isinstance(quote, str):
            wanted[place] = (report.iri, quote)
    passages = passages_saying(edition.store, {quote for _, quote in wanted.values()})
    return found | {place: passages[key] for place, key in wanted.items() if key in passages}


def _is_report(resource: Resource) -> bool:
    return resource.iri.startswith(RESOURCES + "report/") and resource.iri.count("/") == RESOURCES.count("/") + 3


def _field(parameter: Parameter, values: Sequence[str], asked: Asked) -> Field:
    value = values[0] if values else ""
    groups = _concept_options(parameter, value, asked) if parameter.concept_class else ()
    if groups:
        return Field(parameter, "select", value, groups)
    if parameter.choices or parameter.type == "boolean":
        options = tuple(Option(one, one, one == value) for one in parameter.choices or ("yes", "no"))
        return Field(parameter, "select", value, (("", options),))
    return Field(parameter, _KINDS.get(parameter.type, "text"), value)


def _concept_options(parameter: Parameter, value: str, asked: Asked) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Concepts that the reports speak of; below the parts of their framework where names repeat."""
    of_class = cast("str", parameter.concept_class)
    name = of_class.removeprefix(ONTOLOGY)
    concepts = asked.concepts(name) or asked.edition.labels.of_class(of_class)
    labels = Counter(concept.label for concept in asked.edition.labels.of_class(of_class))
    groups: dict[str, list[Option]] = {}
    for concept in concepts:
        own = concept.label if labels[concept.label] == 1 else concept.iri.removeprefix(RESOURCES)
        is_chosen = concept in asked.edition.labels.find(of_class, value) if value else False
        groups.setdefault(_group(concept, asked.edition), []).append(Option(own, concept.label, is_chosen))
    return tuple((group, tuple(options)) for group, options in groups.items())


def _group(concept: Concept, edition: Edition) -> str:
    """Part of the framework that an area belongs to."""
    parent, found, part = concept.iri.rpartition("/")[0].partition("/area/")
    return edition.labels.label(f"{parent}/part/{part}") if found else ""
