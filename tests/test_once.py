"""What is made of an object is made once."""

from __future__ import annotations

from ofsted_kg.once import once_per_object


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
