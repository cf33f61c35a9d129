"""Stored questions about agencies: exact rows over the five reports, and the pairs that a build finds alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.queries.memory import MemoryStore, with_vocabulary
from tests.textcases import Case, read_cases

from ofsted_kg.answers import Cell, Resource, answer
from ofsted_kg.build.likeness import likeness_quads
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.resources import overlaid_files

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
BASE = "https://w3id.org/ofsted-kg/id/"


@pytest.fixture(scope="module")
def store(conversions: dict[str, Conversion]) -> MemoryStore:
    return with_vocabulary(conversion.nquads for conversion in conversions.values())


def cell(value: Cell) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def shown(value: Cell, kind: str) -> str:
    """A cell as the cases write it: the IRI of a link, the words of anything else."""
    return value.iri if kind == "link" and isinstance(value, Resource) else cell(value)


def rows(store: MemoryStore, name: str, values: dict[str, str], columns: list[str]) -> str:
    found = answer(store, QUESTIONS[name], values)
    places = [(place, c.type) for column in columns for place, c in enumerate(found.question.columns) if c.name == column]
    return "\n".join(" | ".join(shown(row[place], kind) for place, kind in places) for row in found.rows)


@pytest.mark.parametrize("case", read_cases("questions/agencies.txt"), ids=str)
def test_a_question_about_agencies_gives_exactly_these_rows(case: Case, store: MemoryStore) -> None:
    name, *settings, columns = case.given.splitlines()
    values = dict(setting.split(" = ", 1) for setting in settings)
    assert rows(store, name, values, columns.split(" | ")) == case.expected


def report_naming(agency: str, name: str, report: str) -> bytes:
    """The sorted graph of a report that names one hospital."""
    graph = f"<{BASE}report/{report}>"
    subject, mention = f"<{BASE}agency/{agency}>", f"<{BASE}report/{report}/mention/1-2>"
    okg, skos = "https://w3id.org/ofsted-kg/ontology#", "http://www.w3.org/2004/02/skos/core#"
    lines = [
        f'{subject} <{skos}prefLabel> "{name}"@en {graph} .',
        f"{subject} <{okg}agencyType> <{BASE}agency-type/hospital> {graph} .",
        f"{mention} <{okg}mentionOf> {subject} {graph} .",
        f"{mention} <{okg}inReport> {graph} {graph} .",
    ]
    return ("\n".join(sorted(lines)) + "\n").encode()


def test_agencies_that_may_be_the_same_are_listed_with_the_reason(tmp_path: Path) -> None:
    graphs = [
        report_naming("dudley/st-marys-hospital", "St Mary's Hospital", "dudley/slac/2011-12-09"),
        report_naming("poole/st-marys-hospital", "St Mary's hospital", "poole/slac/2012-03-26"),
        report_naming("poole/royal-hospital", "Royal Hospital", "tameside/slac/2012-03-30"),
    ]
    for place, graph in enumerate(graphs):
        (tmp_path / f"{place}.nq").write_bytes(graph)
    store = with_vocabulary([*graphs, to_nquads(likeness_quads(tmp_path))])
    columns = ["name", "other_name", "type", "likeness", "report", "other_report", "reason"]
    assert rows(store, "possible-same-agency", {}, columns) == (
        "St Mary's Hospital | St Mary's hospital | Hospital | 100 | dudley/slac/2011-12-09 | poole/slac/2012-03-26"
        " | the reports give them the same name, which two bodies may have"
    )
    assert rows(store, "possible-same-agency", {"type": "court"}, columns) == ""
