"""The matcher of printed forms: longest form, case as the vocabulary writes it, whole words."""

from __future__ import annotations

import pytest

from ofsted_kg.extract.agencies.matcher import FormMatcher, searchable
from ofsted_kg.extract.agencies.quoted import opens_quote

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


def test_a_search_may_begin_behind_the_start_with_a_text_made_searchable_before() -> None:
    text = " the Police and the Board (CAB)"
    later = FormMatcher(FORMS).matches(text, searchable(text), start=text.index(" and"))
    assert [(text[m.start : m.end], m.value) for m in later] == [("Board", "any board"), ("CAB", "bureau")]


@pytest.mark.parametrize(("text", "may"), [(" the ‘Us4’", True), (" a group ('Us4')", True), (" the children's plans", False)])
def test_a_text_with_apostrophes_alone_opens_no_quotation(text: str, may: bool) -> None:
    assert opens_quote(text) is may
