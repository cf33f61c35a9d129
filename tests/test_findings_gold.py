"""Findings against what careful readers wrote down: figures that may not fall.

``tests/gold/floors.json`` holds the floors: of the model as shipped, which has learnt from these reports, and of the
rules alone, which have not.  What the model scores on a report that it has not learnt from stands in docs/accuracy.md;
``training/train_findings.py --leave-one-out`` measures it.  Each run of the tests prints precision, recall and F1 of each
kind and of each topic at its end; ``tests/gold/topic-floors.json`` holds the floors of the topics.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from figures import FIGURES
from ofsted_kg.extract.findings import extract_findings
from ofsted_kg.facts import Finding, ReportFacts
from ofsted_kg.pipeline import Conversion
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

GOLD = Path(__file__).parent / "gold"
REPORTS = ("dudley", "telford-and-wrekin", "wolverhampton")
FLOORS = json.loads((GOLD / "floors.json").read_text("utf-8"))
TOPIC_FLOORS = json.loads((GOLD / "topic-floors.json").read_text("utf-8"))
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


def of_topic(topic: str, rows: Rows) -> Rows:
    return {row for row in rows if row[1] == topic}


VIEWS: dict[str, Callable[[Rows], Rows]] = {
    "findings": set,
    "finding-topics": topics,
    "verdicts": verdicts,
    "weak-topics": weak_topics,
    **{polarity: partial(of_polarity, polarity) for polarity in ("strength", "adequate", "weakness")},
}


def f1_of(want: Rows, got: Rows) -> float:
    return 2 * len(want & got) / (len(want) + len(got)) if want or got else 1.0


COLUMNS = "annotated found precision recall     F1"


@dataclass(frozen=True)
class Score:
    """How what was found compares with what was annotated."""

    want: Rows
    got: Rows

    @property
    def f1(self) -> float:
        return f1_of(self.want, self.got)

    def line(self, name: str) -> str:
        """A line of the table that a test run prints."""
        right = len(self.want & self.got)
        precision, recall = (right / len(rows) if rows else 1.0 for rows in (self.got, self.want))
        return f"{name:42} {len(self.want):9} {len(self.got):5} {precision:9.3f} {recall:6.3f} {self.f1:6.3f}"


Pairs = list[tuple[str, Rows, Rows]]
"""Report, what was annotated, what was found."""


def scores(pairs: Pairs, views: Mapping[str, Callable[[Rows], Rows]]) -> dict[str, Score]:
    """Each view over all reports; a row names its report, so that reports do not mix."""
    return {
        name: Score(
            {(report, *row) for report, want, _ in pairs for row in view(want)},
            {(report, *row) for report, _, got in pairs for row in view(got)},
        )
        for name, view in views.items()
    }


def pair(report: str, findings: Iterable[Finding]) -> tuple[str, Rows, Rows]:
    gold = gold_of(report)
    want = annotated(gold)
    return report, want, extracted(findings) - (annotated(gold, "borderline_findings") - want)


@pytest.fixture(scope="module")
def by_model(all_facts: dict[str, ReportFacts]) -> Pairs:
    return [pair(report, all_facts[report].findings) for report in REPORTS]


@pytest.fixture(scope="module")
def by_rules(report_paths: tuple[Path, ...], vocabulary: Vocabulary) -> Pairs:
    paths = {report: path for report in REPORTS for path in report_paths if path.name.startswith(report)}
    documents = {report: build_document(read_text(path), vocabulary) for report, path in paths.items()}
    return [pair(report, extract_findings(d, vocabulary, rules_only=True)) for report, d in documents.items()]


Tell = Callable[[str, list[str]], None]
"""Has the run print some lines under a heading at its end."""


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    return lambda heading, lines: record_property(FIGURES, [f"{heading:42} {COLUMNS}", *lines])


def fallen(found: Mapping[str, Score], floors: Mapping[str, float]) -> dict[str, float]:
    return {name: score.f1 for name, score in found.items() if score.f1 < floors[name]}


def test_what_the_model_finds_does_not_fall(by_model: Pairs, tell: Tell) -> None:
    found = scores(by_model, VIEWS)
    tell("the model as shipped, by kind", [score.line(name) for name, score in found.items()])
    assert fallen(found, FLOORS["model"]) == {}


def test_what_the_rules_alone_find_does_not_fall(by_rules: Pairs, tell: Tell) -> None:
    found = scores(by_rules, VIEWS)
    tell("the rules alone, by kind", [score.line(name) for name, score in found.items()])
    assert fallen(found, FLOORS["rules"]) == {}


def test_what_is_found_of_no_topic_falls(by_model: Pairs, tell: Tell) -> None:
    """One that falls by chance while others rise gets a new floor in the same change, which then says so."""
    found = scores(by_model, {topic: partial(of_topic, topic) for topic in TOPIC_FLOORS})
    tell("the model as shipped, by topic", [score.line(name) for name, score in found.items()])
    assert fallen(found, TOPIC_FLOORS) == {}


def test_every_annotated_topic_has_a_floor() -> None:
    assert {row[1] for report in REPORTS for row in annotated(gold_of(report))} == set(TOPIC_FLOORS)


def squash(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def test_the_topics_of_recommendations_do_not_fall(conversions: dict[str, Conversion], tell: Tell) -> None:
    want = {(r, squash(row["text"]), t) for r in REPORTS for row in gold_of(r)["recommendations"] for t in row["topics"]}
    got = {(r, squash(row.text), t) for r in REPORTS for row in conversions[r].facts.recommendations for t in row.topics}
    tell("topics of recommendations", [Score(want, got).line("recommendation-topics")])
    assert f1_of(want, got) >= FLOORS["recommendation-topics"]
