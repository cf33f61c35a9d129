"""Headings as printed, aligned with the framework's outline.

The same titles stand in both halves of a report, contents pages repeat them all, and records misprint some: only
the order tells them apart.  So the printed headings are aligned with the outline as a whole, as in a longest common
subsequence: as many headings as possible find their entry, the earliest one where several would do.  Passing a part's
own heading that is not printed costs more than one heading is worth, so a heading that is merely printed twice is not
taken for that of the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ofsted_kg.vocabulary import OutlineEntry

_MATCH: Final = 2
_PASSED_PART: Final = 3


def aligned(candidates: Sequence[tuple[int, ...]], outline: Sequence[OutlineEntry]) -> tuple[int | None, ...]:
    """For each printed heading, given as the outline indices that it may stand for, the one it does, or None.

    The indices ascend.
    """
    costs = [_PASSED_PART if entry.kind == "part" else 0 for entry in outline]
    best = _best_from(candidates, costs)
    chosen: list[int | None] = []
    floor = 0
    for position, entries in enumerate(candidates):
        entry = _earliest(sorted(entries), floor, costs, best[position], best[position + 1])
        chosen.append(entry)
        floor = floor if entry is None else entry + 1
    return tuple(chosen)


def _earliest(entries: list[int], floor: int, costs: list[int], best: list[int], following: list[int]) -> int | None:
    """The first entry from ``floor`` on that an optimal alignment gives this heading, or None."""
    for entry in entries:
        if entry >= floor and _MATCH + following[entry + 1] - sum(costs[floor:entry]) == best[floor]:
            return entry
    return None


def _best_from(candidates: Sequence[tuple[int, ...]], costs: list[int]) -> list[list[int]]:
    """best[i][j]: worth of the best alignment of candidates[i:] with the outline from j on."""
    best = [[0] * (len(costs) + 1) for _ in range(len(candidates) + 1)]
    for i in range(len(candidates) - 1, -1, -1):
        row, following = best[i], best[i + 1]
        for j in range(len(costs) - 1, -1, -1):
            taken = _MATCH + following[j + 1] if j in candidates[i] else 0
            row[j] = max(row[j + 1] - costs[j], following[j], taken)
    return best
