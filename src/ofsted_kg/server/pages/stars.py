"""Where authorities and agencies stand in the picture of the network: the same ties always give the same places.

Authorities stand on a ring.  An agency that one report names stands near its authority, those named most often nearest,
on a spiral that fills a disc evenly.  An agency that several reports name stands between them, towards the middle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

Point = tuple[float, float]

GAP: Final = 25.0
"""Distance between neighbours of a star."""
_WIDE: Final = 96.0
"""Distance between agencies in the middle, which show their names."""
_FREE: Final = 5
"""Places of the spiral that an authority itself takes up."""
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))
_BROAD: Final = 1.45
"""Width of the ring by its height: screens are wide."""
_INWARDS: Final = 0.5
"""Where a shared agency stands on the way from the middle to its authorities."""


def ring(number: int, largest: int) -> list[Point]:
    """Places of authorities, wide enough for a star of so many agencies around each; a single one stands in the middle."""
    if number == 1:
        return [(0.0, 0.0)]
    needed = star_radius(largest) * 1.05 + GAP
    radius = max(needed / math.sin(math.pi / number), needed + _WIDE)
    return [
        (_BROAD * radius * math.sin(turn), -radius * math.cos(turn)) for turn in (2 * math.pi * n / number for n in range(number))
    ]


def star_radius(size: int) -> float:
    """How far the agencies around an authority reach."""
    return GAP * math.sqrt(size + _FREE) * 0.62


def star(centre: Point, size: int) -> list[Point]:
    """Places around an authority, the nearest first."""
    return [_on_spiral(centre, n + _FREE, GAP * 0.62) for n in range(size)]


def between(places: Mapping[str, Point], namers: Sequence[tuple[str, ...]]) -> list[Point]:
    """Places of agencies between those that name them; those of the same authorities stand around one point."""
    found: list[Point] = []
    taken: dict[tuple[str, ...], int] = {}
    for names in namers:
        turn = taken[names] = taken.get(names, -1) + 1
        x, y = (_INWARDS * sum(places[name][axis] for name in names) / len(names) for axis in (0, 1))
        found.append(_on_spiral((x, y), turn, _WIDE))
    return _apart(found)


def _on_spiral(centre: Point, step: int, scale: float) -> Point:
    distance, turn = scale * math.sqrt(step), _GOLDEN * step
    return centre[0] + distance * math.cos(turn), centre[1] + distance * math.sin(turn)


def _apart(places: Sequence[Point]) -> list[Point]:
    """Move places that are too near each other apart, upwards and downwards, where their names would overlap."""
    moved = [list(place) for place in places]
    for _ in range(60):
        for n, one in enumerate(moved):
            for other in moved[:n]:
                _part(other, one)
    return [(x, y) for x, y in moved]


def _part(one: list[float], other: list[float]) -> None:
    dx, dy = other[0] - one[0], other[1] - one[1]
    if abs(dx) < 2.4 * _WIDE and abs(dy) < _WIDE / 2.4:
        step = (_WIDE / 2.4 - abs(dy)) / 2
        sign = 1 if dy >= 0 else -1
        one[1] -= sign * step
        other[1] += sign * step
