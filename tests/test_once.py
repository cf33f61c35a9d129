"""What is made of an object or of a key is made once."""

from __future__ import annotations

import pytest

from ofsted_kg import once
from ofsted_kg.once import OncePerKey, once_per_object


def test_the_same_object_is_not_worked_on_again() -> None:
    @once_per_object
    def doubled(values: list[int]) -> list[int]:
        return values * 2

    given = [1]
    assert doubled(given) is doubled(given)


def test_an_equal_object_is_another_one() -> None:
    @once_per_object
    def doubled(values: list[int]) -> list[int]:
        return values * 2

    first, second = doubled([1]), doubled([1])
    assert first == second
    assert first is not second


def test_of_many_objects_the_latest_are_remembered() -> None:
    made: list[int] = []

    @once_per_object
    def noted(values: list[int]) -> int:
        made.append(values[0])
        return values[0]

    given = [[number] for number in range(10)]
    assert [noted(values) for values in given] == list(range(10))
    assert [noted(given[9]), noted(given[2]), noted(given[0])] == [9, 2, 0]
    assert made == [*range(10), 0]


def test_what_is_made_of_a_key_is_made_when_first_asked_for() -> None:
    made: list[int] = []

    def noted(key: int) -> str:
        made.append(key)
        return str(key)

    table = OncePerKey(noted)
    assert [table[2], table[1], table[2]] == ["2", "1", "2"]
    assert made == [2, 1]


def test_a_table_begins_anew_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_MOST_KEYS", 3)
    table = OncePerKey(str)
    assert [table[key] for key in range(5)] == ["0", "1", "2", "3", "4"]
    assert list(table) == [3, 4]
