"""Where the nodes of a network stand on a page: no two on top of each other.

Authorities stand on an oval, agencies near those that name them.  A force-directed layout with a fixed seed gives each
agency a place; then labels that overlap push each other apart,
always in the same order, so that the same network always gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ofsted_kg.network import SEED

Point = tuple[float, float]

_ROUNDS: Final = 400
_SPACE: Final = 0.14
"""Inches between two labels."""
_PULL: Final = 0.02
"""Share of the way back to its first place that a label goes in each round."""


@dataclass(slots=True)
class Placed:
    """A label by its middle and its size."""

    x: float
    y: float
    width: float
    height: float


def first_places(ties: Sequence[tuple[str, str]], authorities: Sequence[str]) -> dict[str, Point]:
    """Places of authorities and their agencies in a square from -1 to 1, before anything makes room for labels."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(authorities)
    graph.add_edges_from(ties)
    oval = on_oval(authorities)
    if not ties:
        return oval
    starts = _starts(ties, oval)
    places = nx.spring_layout(graph, pos=starts, fixed=authorities, seed=SEED, iterations=60, k=1.6 / math.sqrt(len(graph)))
    return {node: (float(x), float(y)) for node, (x, y) in places.items()}


def on_oval(nodes: Sequence[str]) -> dict[str, Point]:
    """Nodes at equal distances around the middle; a single one in it."""
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    turn = 2 * math.pi / max(len(nodes), 1)
    return {node: (0.6 * math.sin(n * turn), -0.6 * math.cos(n * turn)) for n, node in enumerate(nodes)}


def _starts(ties: Sequence[tuple[str, str]], oval: Mapping[str, Point]) -> dict[str, Point]:
    """An agency of several authorities between them; one of a single authority beside it, away from the middle."""
    namers: dict[str, list[str]] = {}
    for authority, agency in ties:
        namers.setdefault(agency, []).append(authority)
    starts = dict(oval)
    turns: dict[str, int] = {}
    for agency, found in namers.items():
        x, y = (sum(oval[authority][axis] for authority in found) / len(found) for axis in (0, 1))
        if len(found) == 1:
            turns[found[0]] = turns.get(found[0], 0) + 1
            angle = math.atan2(y, x) + 0.55 * turns[found[0]] * (-1) ** turns[found[0]]
            x, y = x + 0.35 * math.cos(angle), y + 0.35 * math.sin(angle)
        starts[agency] = (x, y)
    return starts


def make_room(labels: Sequence[Placed], width: float, height: float) -> None:
    """Move labels until none overlaps another or leaves a page of that size, or until that is as good as it gets."""
    homes = [(label.x, label.y) for label in labels]
    for turn in range(_ROUNDS):
        moved = [_part(one, other) for one, other in combinations(labels, 2)]
        for label, (x, y) in zip(labels, homes, strict=True):
            pull = _PULL * (1 - turn / _ROUNDS) ** 2
            label.x = min(max(label.x + pull * (x - label.x), label.width / 2), width - label.width / 2)
            label.y = min(max(label.y + pull * (y - label.y), label.height / 2), height - label.height / 2)
        if turn > _ROUNDS // 2 and not any(moved):
            return


def _part(one: Placed, other: Placed) -> bool:
    """Push two labels apart along the shorter way where they overlap; whether they did."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x = (one.width + other.width) / 2 + _SPACE - abs(dx)
    over_y = (one.height + other.height) / 2 + _SPACE - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return False
    step = (0.0, math.copysign(over_y, dy)) if over_y <= over_x else (math.copysign(over_x, dx), 0.0)
    for label, share in ((one, -0.5), (other, 0.5)):
        label.x += share * step[0]
        label.y += share * step[1]
    return True
