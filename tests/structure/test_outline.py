from __future__ import annotations

from ofsted_kg.structure.outline import aligned
from ofsted_kg.vocabulary import OutlineEntry


def outline(kinds: str) -> list[OutlineEntry]:
    return [OutlineEntry(str(i), "part" if k == "P" else "area", i, (), None, "") for i, k in enumerate(kinds)]


def test_headings_in_order_find_their_entries() -> None:
    assert aligned([(0,), (1,), (3,)], outline("PaaP")) == (0, 1, 3)


def test_a_title_of_both_halves_goes_by_its_neighbours() -> None:
    assert aligned([(0,), (1, 3), (2,), (1, 3)], outline("PaPa")) == (0, 1, 2, 3)


def test_a_misprint_that_would_cost_more_headings_is_passed_over() -> None:
    assert aligned([(0,), (3,), (1,), (2,), (3,), (4,)], outline("PaaPa")) == (0, None, 1, 2, 3, 4)


def test_a_heading_printed_twice_is_not_taken_for_the_other_half() -> None:
    assert aligned([(0,), (1, 4), (1, 4), (2,)], outline("PaaPa")) == (0, 1, None, 2)


def test_no_headings_and_unknown_headings_are_fine() -> None:
    assert aligned([], outline("Pa")) == ()
    assert aligned([()], outline("Pa")) == (None,)
