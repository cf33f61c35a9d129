"""The measured accuracy of findings, read from the page of the manual that states it, so that the two can't differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ofsted_kg.resources import packaged_folder

_TABLE: Final = re.compile(r"^<!-- leave-one-out -->\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)
_FIGURES: Final = re.compile(r"(?P<precision>[\d.]+) / (?P<recall>[\d.]+) / \*\*(?P<f1>[\d.]+)\*\*")


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


def _score(cell: str) -> Score:
    found = _FIGURES.fullmatch(cell)
    return Score(**found.groupdict()) if found else Score("", "", cell)
