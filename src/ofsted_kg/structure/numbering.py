"""Paragraph numbers: which printed ones are true, and which paragraphs have lost theirs.

Printed numbers ascend; a line that begins with a number out of order is prose ("30. " behind a line break, a doubled
line). So the true ones are the longest ascending run of all that are printed. Where it skips k numbers, and exactly
enough unnumbered blocks between look like the beginning of a paragraph, the k likeliest of them are taken as the
paragraphs whose numbers the text has lost; where they do not suffice, nothing is guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.structure.blocks import Block

_LIKELY: Final = 3
"""Score from which an unnumbered block may be a paragraph's beginning; one more for prose where each line is a block."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which blocks begin a paragraph, by their index."""

    printed: dict[int, int]
    inferred: dict[int, int]
    missing: tuple[int, ...]
    """Numbers that no block carries."""

    def number(self, index: int) -> int | None:
        """Number of the paragraph that block ``index`` begins, or None."""
        return self.printed.get(index, self.inferred.get(index))


def numbering_of(blocks: Sequence[Block], *, wrapped: bool = False) -> Numbering:
    """The paragraph numbers of a report's body; in ``wrapped`` lines prose begins a paragraph under a heading alone."""
    printed = _ascending([(i, b.number) for i, b in enumerate(blocks) if b.number is not None])
    inferred: dict[int, int] = {}
    missing: list[int] = []
    previous_index, previous_number = -1, 0
    for index, number in printed.items():
        lost = range(previous_number + 1, number)
        beginnings = _likeliest(blocks, range(previous_index + 1, index), len(lost), wrapped=wrapped)
        inferred.update(zip(beginnings, lost, strict=False))
        missing.extend(lost[len(beginnings) :])
        previous_index, previous_number = index, number
    return Numbering(printed, inferred, tuple(missing))


def _ascending(numbered: list[tuple[int, int]]) -> dict[int, int]:
    """Longest strictly ascending run (patience sorting), the earliest where several are as long."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for position, (_, number) in enumerate(numbered):
        length = bisect_left(tails, number)
        before.append(places[length - 1] if length else None)
        tails[length : length + 1] = [number]
        places[length : length + 1] = [position]
    run: list[tuple[int, int]] = []
    last = places[-1] if places else None
    while last is not None:
        run.append(numbered[last])
        last = before[last]
    return dict(reversed(run))


def _likeliest(blocks: Sequence[Block], indices: range, count: int, *, wrapped: bool) -> list[int]:
    """``count`` indices of blocks that look most like a paragraph's beginning, ascending; [] where too few do."""
    if not count:
        return []
    scored = [
        (-score, i) for i in indices if (score := _likelihood(blocks, i)) >= _LIKELY + (wrapped and blocks[i].kind == "prose")
    ]
    return sorted(i for _, i in sorted(scored)[:count]) if len(scored) >= count else []


def _likelihood(blocks: Sequence[Block], index: int) -> int:
    block = blocks[index]
    if block.kind not in ("prose", "bullet") or _is_recommendation(blocks, index):
        return 0
    before = next((b for b in reversed(blocks[:index]) if b.kind != "rule"), None)
    opens_section = before is None or before.kind in ("heading", "grade")
    follows_sentence = before is not None and before.text.endswith((".", "!", "?", ".'", ".’", '."'))
    return 3 * opens_section + 2 * follows_sentence + (block.kind == "bullet") + block.text[:1].isupper()


def _is_recommendation(blocks: Sequence[Block], index: int) -> bool:
    """Whether a timescale heading stands above, with no other heading between."""
    above = next((b for b in reversed(blocks[:index]) if b.kind in ("heading", "timescale")), None)
    return above is not None and above.kind == "timescale"
