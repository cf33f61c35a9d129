"""The lines of a PDF page in reading order.

Some programs draw a page's bullets or paragraph numbers after all of its text, so that the text layer ends with a row of
lone marks. Each goes back to the line at its height, to the right of it. Lines are moved by their positions, never by
their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONE_MARK = re.compile(r"\s*(?:[•▪■●○◦‣·►➢✓o\-–\ue000-\uf8ff]|\d{1,3}\.)\s*\Z")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the text layer with the box of its first character, in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    top: float


def is_lone_mark(text: str) -> bool:
    """Whether a line is a bullet or a paragraph's number and nothing else."""
    return _LONE_MARK.match(text) is not None


def in_reading_order(lines: Sequence[PlacedLine]) -> tuple[str, ...]:
    """The lines' texts, each lone mark before the line that it stands beside."""
    beside = {index: _neighbour(line, lines) for index, line in enumerate(lines) if is_lone_mark(line.text)}
    marks = {neighbour: lines[index].text.strip() for index, neighbour in beside.items() if neighbour is not None}
    return tuple(
        f"{marks[index]} {line.text}" if index in marks else line.text
        for index, line in enumerate(lines)
        if beside.get(index) is None
    )


def _neighbour(mark: PlacedLine, lines: Sequence[PlacedLine]) -> int | None:
    """Index of the nearest line to the right of the mark whose first character is at its height."""
    height = (mark.bottom + mark.top) / 2
    beside = [
        (line.left, index)
        for index, line in enumerate(lines)
        if line.bottom - 1 <= height <= line.top + 1 and line.left > mark.left and not is_lone_mark(line.text)
    ]
    return min(beside)[1] if beside else None
