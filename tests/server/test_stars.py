"""The picture of the network: places that are always the same and never on top of each other."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from ofsted_kg.server.pages.stars import GAP, between, ring, star, star_radius


def distances(places: list[tuple[float, float]]) -> list[float]:
    return [math.dist(one, other) for one, other in combinations(places, 2)]


@pytest.mark.parametrize("size", [2, 10, 60, 300])
def test_the_agencies_of_a_star_keep_their_distance(size: int) -> None:
    places = star((0.0, 0.0), size)
    assert min(distances([(0.0, 0.0), *places])) > GAP * 0.9
    assert max(math.hypot(*place) for place in places) <= star_radius(size)


@pytest.mark.parametrize("number", [2, 3, 5, 8])
@pytest.mark.parametrize("largest", [0, 5, 60])
def test_stars_do_not_overlap(number: int, largest: int) -> None:
    assert min(distances(ring(number, largest))) > 2 * star_radius(largest)


def test_a_single_authority_stands_in_the_middle() -> None:
    assert ring(1, 40) == [(0.0, 0.0)]


def test_shared_agencies_stand_between_those_that_name_them_and_apart() -> None:
    places = dict(zip("abc", ring(3, 20), strict=True))
    found = between(places, [("a", "b", "c")] * 4 + [("a", "b")] * 3)
    assert min(distances(found)) > 35
    assert found == between(places, [("a", "b", "c")] * 4 + [("a", "b")] * 3)
    middle = [sum(p[axis] for p in places.values()) / 3 for axis in (0, 1)]
    assert all(math.dist(place, middle) < 250 for place in found)
