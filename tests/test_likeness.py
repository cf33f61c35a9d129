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
