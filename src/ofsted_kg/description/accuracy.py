"""The measured accuracy of findings, read from the page of the manual that states it, so that the two can't differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ofsted_kg.answers import Answer
from ofsted_kg.question import Column, Question
from ofsted_kg.resources import packaged_folder

_TABLE: Final = re.compile(r"^<!-- leave-one-out -->\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
_FIGURES: Final = re.compile(r"(?P<precision>[\d.]+) / (?P<recall>[\d.]+) / \*\*(?P<f1>[\d.]+)\*\*")

_QUESTION: Final = Question(
    name="accuracy",
    title="Accuracy of findings",
    wording="How right are the findings?",
    description="Scores on reports that readers annotated by hand, each read by a model that had not seen it.",
    order="Reports and measures as the manual has them.",
    parameters=(),
    columns=(
        Column("report", "text", "The annotated report."),
        Column("measure", "text", "What is compared.", evidence=True),
        Column("precision", "decimal", "The share of what was found that is right."),
        Column("recall", "decimal", "The share of what is there that was found."),
        Column("f1", "decimal", "Both in one."),
    ),
    sparql="",
)


@dataclass(frozen=True, slots=True)
class Score:
    """What was found right (precision), found at all (recall), and both in one (F1), from 0 to 1."""

    precision: str
    recall: str
    f1: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Scores on reports that readers annotated by hand, each read by a model that had not seen it."""

    measures: tuple[str, ...]
    reports: tuple[tuple[str, tuple[Score, ...]], ...]


def read_accuracy() -> Accuracy:
    """The figures of the packaged manual."""
    return accuracy_in((packaged_folder("manual") / "accuracy.md").read_text("utf-8"))


def accuracy_in(text: str) -> Accuracy:
    """The figures of a manual page; empty where it has no such table."""
    found = _TABLE.search(text)
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in (found["rows"].splitlines() if found else ())]
    measures = tuple(lines[0][1:]) if lines else ()
    return Accuracy(measures, tuple((name, tuple(map(_score, cells))) for name, *cells in lines[2:]))


def accuracy_table(accuracy: Accuracy) -> Answer:
    """The figures as a table with a row for each report and measure, to be written in any format."""
    rows = (
        (report, measure, *_decimals(score))
        for report, scores in accuracy.reports
        for measure, score in zip(accuracy.measures, scores, strict=True)
    )
    return Answer(_QUESTION, _QUESTION.columns, tuple(rows))


def _decimals(score: Score) -> tuple[Decimal, Decimal, Decimal]:
    return Decimal(score.precision), Decimal(score.recall), Decimal(score.f1)


def _score(cell: str) -> Score:
    found = _FIGURES.fullmatch(cell)
    return Score(**found.groupdict()) if found else Score("", "", cell)
