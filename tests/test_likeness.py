"""Likeness: which agencies that were kept apart are listed as perhaps the same, and why."""

from __future__ import annotations

import pytest

from ofsted_kg.likeness import Candidate, Likeness, likenesses


def candidate(iri: str, name: str, *reports: str, kind: str = "hospital") -> Candidate:
    return Candidate(iri, kind, (name,), frozenset(reports or (iri,)))


@pytest.mark.parametrize(
    ("one", "other", "likeness", "reason"),
    [
        ("St Mary's Hospital", "St Mary’s hospital", 100, "the reports give them the same name, which two bodies may have"),
        ("Anytown Health NHS Trust", "Anytown Health and Care Trust", 84, "the one name holds all words of the other"),
        ("Princess Royal Hospital", "Princes Royal Hospital", 97, "their names differ in a few letters"),
    ],
)
def test_names_that_are_alike_are_listed_with_the_reason(one: str, other: str, likeness: int, reason: str) -> None:
    assert likenesses([candidate("b", other), candidate("a", one)]) == (Likeness("a", "b", likeness, reason),)


def test_other_names_are_not_listed() -> None:
    assert likenesses([candidate("a", "Princess Royal Hospital"), candidate("b", "Royal Free Hospital")]) == ()


def test_what_one_report_keeps_apart_is_not_listed() -> None:
    assert likenesses([candidate("a", "Anytown Health", "r"), candidate("b", "Anytown Health and Care", "r", "s")]) == ()


def test_agencies_of_two_types_are_not_listed() -> None:
    assert likenesses([candidate("a", "Anytown Hospital"), candidate("b", "Anytown Hospital", kind="nhs-provider-trust")]) == ()


def test_many_agencies_of_one_name_make_as_many_pairs_as_they_are() -> None:
    saints = [candidate(f"mary-{number:02d}", "St Mary's Hospital") for number in range(50)]
    others = [candidate(f"marys-{number:02d}", "Saint Marys Hospital") for number in range(50)]
    found = likenesses([*saints, *others])
    assert [(one.one, one.other) for one in found][:2] == [("mary-00", "mary-01"), ("mary-00", "marys-00")]
    assert len(found) == 49 + 49 + 1


def test_of_namesakes_the_first_that_no_report_sets_apart_is_compared_with_another_name() -> None:
    found = likenesses(
        [
            candidate("a", "St Mary Hospital", "r"),
            candidate("b", "St Mary Hospital", "s"),
            candidate("c", "St Marys Hospital", "r"),
        ]
    )
    assert [(one.one, one.other) for one in found] == [("a", "b"), ("b", "c")]


def test_names_that_share_but_a_common_word_are_not_compared() -> None:
    names = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}ville Hospital" for number in range(100)]
    assert likenesses([candidate(name, name) for name in names]) == ()
