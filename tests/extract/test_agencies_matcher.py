"""The matcher of printed forms: longest form, case as the vocabulary writes it, whole words."""

from __future__ import annotations

import pytest

from ofsted_kg.extract.agencies.matcher import FormMatcher

FORMS = (
    ("corporate parenting board", "board"),
    ("board", "any board"),
    ("Police", "force"),
    ("Police Force", "force"),
    ("children's trust", "trust"),
    ("Bath and Wells Trust", "bath"),
    ("CAB", "bureau"),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.value) for m in FormMatcher(FORMS).matches(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" the corporate parenting board", [("corporate parenting board", "board")]),
        (" the Corporate Parenting Board", [("Corporate Parenting Board", "board")]),
        (" Police Force and Police", [("Police Force", "force"), ("Police", "force")]),
        (" Police force", [("Police", "force")]),
        (" the police", []),
        (" a Children’s Trust", [("Children’s Trust", "trust")]),
        (" Bath & Wells Trust", [("Bath & Wells Trust", "bath")]),
        (" the bureau (CAB)", [("CAB", "bureau")]),
        (" taxi cab", []),
        (" CABs", []),
        (" ‘Police’ and 'Police'", [("Police", "force"), ("Police", "force")]),
        (" overboard", []),
    ],
)
def test_forms_are_found_as_the_vocabulary_writes_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_offsets_hold_where_a_letter_has_a_longer_lower_case() -> None:
    text = " İİ Police"
    assert found(text) == [("Police", "force")]
