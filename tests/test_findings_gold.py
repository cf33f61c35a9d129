"""Findings against what careful readers wrote down: figures that may not fall.

``tests/gold/floors.json`` holds the floors: of the model as shipped, which has learnt from these reports, and of the
rules alone, which have not.  What the model scores on a report that it has not learnt from stands in docs/accuracy.md;
``training/train_findings.py --leave-one-out`` measures it.  Run pytest with ``-s`` to see the figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.pipeline import Conversion
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

GOLD = Path(__file__).parent / "gold"
REPORTS = ("dudley", "telford-and-wrekin", "wolverhampton")
FLOORS = json.loads((GOLD / "floors.json").read_text("utf-8"))
Rows = set[tuple[Any, ...]]


def gold_of(report: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / f"{report}.json").read_text("utf-8"))
    return found


def annotated(gold: dict[str, Any], key: str = "findings") -> Rows:
    return {(row["paragraph"], row["topic"], row["polarity"]) for row in gold.get(key, ())}


def extracted(findings: Iterable[Finding]) -> Rows:
    return {(f.paragraph, f.topic, f.polarity) for f in findings}


def topics(rows: Rows) -> Rows:
    return {row[:2] for row in rows}


def verdicts(rows: Rows) -> Rows:
    return {row[1:] for row in rows}


def weak_topics(rows: Rows) -> Rows:
    return {row[1:2] for row in rows if row[2] == "weakness"}


def of_polarity(polarity: str, rows: Rows) -> Rows:
    return {row for row in rows if row[2] == polarity}


VIEWS: dict[str, Callable[[Rows], Rows]] = {
    "findings": set,
    "finding-topics": topics,
    "verdicts": verdicts,
    "weak-topics": weak_topics,
    **{polarity: partial(of_polarity, polarity) for polarity in ("strength", "adequate", "weakness")},
}


def f1_of(want: Rows, got: Rows) -> float:
    return 2 * len(want & got) / (len(want) + len(got)) if want or got else 1.0


def figures(pairs: list[tuple[str, Rows, Rows]]) -> dict[str, float]:
    """F1 of each view over all reports; a row names its report, so that reports do not mix."""
    return {
        name: f1_of(
            {(report, *row) for report, want, _ in pairs for row in view(want)},
            {(report, *row) for report, _, got in pairs for row in view(got)},
        )
        for name, view in VIEWS.items()
    }


def pair(report: str, findings: Iterable[Finding]) -> tuple[str, Rows, Rows]:
    gold = gold_of(report)
    want = annotated(gold)
    return report, want, extracted(findings) - (annotated(gold, "borderline_findings") - want)


def shown(title: str, found: dict[str, float]) -> None:
    print(f"\n{title}:", ", ".join(f"{name} {value:.3f}" for name, value in found.items()))


@pytest.fixture(scope="module")
def by_model(all_facts: dict[str, ReportFacts]) -> dict[str, float]:
    return figures([pair(report, all_facts[report].findings) for report in REPORTS])


@pytest.fixture(scope="module")
def by_rules(report_paths: tuple[Path, ...], vocabulary: Vocabulary) -> dict[str, float]:
    paths = {report: path for report in REPORTS for path in report_paths if path.name.startswith(report)}
    documents = {report: build_document(read_text(path), vocabulary) for report, path in paths.items()}
    return figures([pair(report, extract_findings(d, vocabulary, rules_only=True)) for report, d in documents.items()])


@pytest.mark.parametrize("view", VIEWS)
def test_what_the_model_finds_does_not_fall(view: str, by_model: dict[str, float]) -> None:
    shown("model as shipped", by_model)
    assert by_model[view] >= FLOORS["model"][view]


@pytest.mark.parametrize("view", VIEWS)
def test_what_the_rules_alone_find_does_not_fall(view: str, by_rules: dict[str, float]) -> None:
    shown("rules alone", by_rules)
    assert by_rules[view] >= FLOORS["rules"][view]


def squash(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def test_the_topics_of_recommendations_do_not_fall(conversions: dict[str, Conversion]) -> None:
    want = {(r, squash(row["text"]), t) for r in REPORTS for row in gold_of(r)["recommendations"] for t in row["topics"]}
    got = {(r, squash(row.text), t) for r in REPORTS for row in conversions[r].facts.recommendations for t in row.topics}
    assert f1_of(want, got) >= FLOORS["recommendation-topics"]
