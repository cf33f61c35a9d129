"""Groups of signs."""

from __future__ import annotations

from ofsted_kg.extract.findings import signs


def test_a_group_is_made_once() -> None:
    assert signs.KIND["main", "strength", "strength"] is signs.KIND["main", "strength", "strength"]


def test_groups_of_the_same_letters_are_two() -> None:
    assert signs.Signs(["a"]) != signs.Signs(["a"])
    assert list(signs.Signs(["a"])) == ["a"]


def test_a_group_says_what_is_known() -> None:
    assert list(signs.TOPIC["marac", True, "safeguarding", 2, True]) == [
        "topic:marac",
        "topic:marac&named",
        "section:safeguarding>marac",
        "in-paragraph:2",
        "in-opening-sentence",
    ]


def test_numbers_are_told_up_to_a_limit() -> None:
    assert list(signs.SIZE[9, 9, 9]) == ["topics-in-clause:5", "length:5", "judging-words:4"]
    assert signs.JUDGED[8, False, False][0] == signs.JUDGED[80, False, False][0] == "judged-at:8"
