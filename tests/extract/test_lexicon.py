"""Words and printed forms."""

from __future__ import annotations

import pytest

from ofsted_kg.extract.lexicon import Forms, compiled, stem, tokens_of, topic_matches
from ofsted_kg.lexicon_types import Topic, TopicForm, TopicLexicon
from ofsted_kg.vocabulary import Vocabulary
from textcases import Case, ids, read_cases

MENTIONS = read_cases("findings/mentions.txt")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("assessments", "assessment"),
        ("children's", "child"),
        ("children", "child"),
        ("agencies", "agency"),
        ("process", "process"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("gps", "gps"),
        ("ties", "tie"),
    ],
)
def test_a_stem_is_the_word_without_plural_and_possessive(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_tokens_keep_their_place() -> None:
    text = " -- A 5.5% rise; A&E."
    tokens = tokens_of(text)
    assert [(word, text[start : start + len(word)]) for word, start in zip(tokens.words, tokens.starts, strict=True)] == [
        ("a", "A"),
        ("5.5%", "5.5%"),
        ("rise", "rise"),
        (";", ";"),
        ("a", "A"),
        ("e", "E"),
    ]


def test_tokens_that_are_cut_out_keep_their_place_in_the_whole() -> None:
    tokens = tokens_of("Staff say that plans are clear")
    cut = tokens.cut(3, 5)
    assert (cut.words, cut.stems, cut.start, cut.end) == (("plans", "are"), ("plan", "are"), 15, 24)
    assert tokens.between(15, 25) == cut


def test_a_text_without_words_has_no_token() -> None:
    assert tokens_of(" ... ").words == ()


def test_of_two_forms_at_one_place_the_longer_is_found_and_the_search_goes_on_behind_it() -> None:
    forms = Forms([("a b", "long"), ("a", "short"), ("b", "other")])
    assert [values for _, _, values in forms.longest(["a", "b", "b", "a"])] == [("long",), ("other",), ("short",)]


def test_all_forms_at_one_place_are_found_the_longest_first() -> None:
    forms = Forms([("a", "short"), ("b", "other"), ("a b", "long")])
    assert forms.all(["a", "b"]) == [(0, 2, ("long",)), (0, 1, ("short",)), (1, 2, ("other",))]


def test_where_the_longer_form_does_not_count_the_shorter_is_found() -> None:
    forms = (TopicForm("plans", "care plan", excluded_by=("business",)), TopicForm("care", "care"))
    made = compiled(TopicLexicon((Topic("plans", "Plans", "", "x", forms=forms),)))
    assert [match.form for match in topic_matches(tokens_of("Care plans are clear"), made)] == ["care plan"]
    assert [match.form for match in topic_matches(tokens_of("Care plans of the business are clear"), made)] == ["care"]


def lexicon(**conditions: tuple[str, ...]) -> TopicLexicon:
    form = TopicForm("plans", "plan", **conditions)
    return TopicLexicon((Topic("plans", "Plans", "", "x", forms=(form,)),))


@pytest.mark.parametrize(
    ("conditions", "section", "text", "counts"),
    [
        ({"only_in": ("looked-after-children",)}, "looked-after-children/staying-safe", "Plans are clear", True),
        ({"only_in": ("looked-after-children",)}, "safeguarding/partnership-working", "Plans are clear", False),
        ({"only_in": ("looked-after-children",)}, "", "Plans are clear", True),
        ({"needs": ("case", "cases")}, "", "Plans in most cases are clear", True),
        ({"needs": ("case",)}, "", "Plans are clear", False),
        ({"excluded_by": ("business",)}, "", "Plans are clear", True),
        ({"excluded_by": ("business",)}, "", "Plans of the business are clear", False),
    ],
)
def test_a_form_counts_under_its_conditions_alone(
    conditions: dict[str, tuple[str, ...]], section: str, text: str, counts: bool
) -> None:
    found = topic_matches(tokens_of(text), compiled(lexicon(**conditions)), section)
    assert bool(found) is counts


def test_a_form_is_begun_at_the_last_word_and_no_form_behind_it() -> None:
    forms = Forms([("a b", "long"), ("b", "short")])
    assert forms.longest(["b", "a"]) == [(0, 1, ("short",))]


def test_a_form_is_found_as_whole_words_alone() -> None:
    forms = Forms([("plan", "plans"), ("...", "nothing")])
    assert forms.longest(["planner", "airplane", "plan", "..."]) == [(2, 3, ("plans",))]


def test_a_lexicon_is_made_ready_once(vocabulary: Vocabulary) -> None:
    assert compiled(vocabulary.lexicon) is compiled(vocabulary.lexicon)


@pytest.mark.parametrize("case", MENTIONS, ids=ids(MENTIONS))
def test_mentions_of_the_packaged_lexicon(case: Case, vocabulary: Vocabulary) -> None:
    found = topic_matches(tokens_of(case.given), compiled(vocabulary.lexicon), "safeguarding/partnership-working")
    assert "\n".join(f"{match.topic}: {match.form}" for match in found if not match.hint) == case.expected
