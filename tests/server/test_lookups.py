"""What small queries count is what the tables hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.lookups import counts_by_report, names, used_concepts, verdict_counts

ID = "https://w3id.org/ofsted-kg/id/"


@pytest.fixture(scope="module")
def edition(kg: Path) -> Edition:
    """The graph of two reports."""
    return Library(kg).current()


def iri(cell: Cell) -> str:
    assert isinstance(cell, Resource)
    return cell.iri


@pytest.mark.parametrize("name", ["grades", "recommendations", "verdicts"])
def test_the_rows_of_each_report_are_counted(edition: Edition, name: str) -> None:
    expected = Counter(iri(record["report"]) for record in edition.view(name).records())
    assert counts_by_report(edition.store)[name] == expected
    assert len(expected) == 2


def test_verdicts_are_counted_with_their_findings(edition: Edition) -> None:
    records = edition.view("verdicts").records()
    reports = Counter((iri(record["topic"]), iri(record["verdict"])) for record in records)
    found = verdict_counts(edition.store)
    assert {(one.topic, one.verdict): one.reports for one in found} == reports
    kinds = ("strengths", "adequate", "weaknesses")
    assert sum(one.findings for one in found) == sum(int(str(record[kind])) for record in records for kind in kinds)


def test_concepts_are_used_that_a_report_speaks_of(edition: Edition) -> None:
    used = used_concepts(edition.store)
    assert {f"{ID}authority/dudley", f"{ID}topic/marac", f"{ID}polarity/strength", f"{ID}framework/slac"} <= used
    assert {iri(record["topic"]) for record in edition.view("findings").records()} <= used
    assert f"{ID}authority/barnet" not in used
    assert used <= edition.labels.concepts.keys()


def test_things_are_named_by_label_or_heading(edition: Edition) -> None:
    section = iri(edition.view("sections", {"report": [f"{ID}report/dudley/slac/2011-12-09"]}).records()[3]["section"])
    found = names(edition.store, map(NamedNode, [f"{ID}topic/marac", section, f"{ID}nothing"]))
    assert found[f"{ID}topic/marac"] == "Multi-agency risk assessment conferences (MARAC)"
    assert found.keys() == {f"{ID}topic/marac", section}
