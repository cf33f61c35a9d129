"""Headings as printed, aligned with the framework's outline.

The same titles stand in both halves of a report, contents pages repeat them all, and records misprint some: only
the order tells them apart.  So the printed headings are aligned with the outline as a whole, by their longest common
subsequence, taking the earliest entry where several would do.
"""

from __future__ import annotations

from collections.abc import Sequence


def aligned(candidates: Sequence[tuple[int, ...]], length: int) -> tuple[int | None, ...]:
    """For each printed heading, given as the outline indices that it may stand for, the one it does, or None.

    ``length`` is the outline's. The result's indices ascend; as many headings as possible get one.
    """
    best = _best_from(candidates, length)
    chosen: list[int | None] = []
    floor = 0
    for position, entries in enumerate(candidates):
        following = best[position + 1]
        fitting = (e for e in sorted(entries) if e >= floor and 1 + following[e + 1] == best[position][floor])
        entry = next(fitting, None)
        chosen.append(entry)
        floor = floor if entry is None else entry + 1
    return tuple(chosen)


def _best_from(candidates: Sequence[tuple[int, ...]], length: int) -> list[list[int]]:
    """best[i][j]: how many of candidates[i:] can be aligned with the outline from j on."""
    best = [[0] * (length + 2) for _ in range(len(candidates) + 1)]
    for i in range(len(candidates) - 1, -1, -1):
        row, following = best[i], best[i + 1]
        for j in range(length, -1, -1):
            taken = 1 + following[j + 1] if j in candidates[i] else 0
            row[j] = max(row[j + 1], following[j], taken)
    return best
