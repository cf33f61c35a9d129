"""The topics and judging words as shipped."""

from __future__ import annotations

from collections import defaultdict

from ofsted_kg.extract.lexicon import compiled, stems_of, topic_matches
from ofsted_kg.extract.lexicon import tokens_of as tokens
from ofsted_kg.lexicon_types import TopicForm, TopicLexicon
from ofsted_kg.vocabulary import Vocabulary

JOBS = {
    "good", "fair", "adequate", "bad", "bad-noun", "bad-always", "unsure", "undercutting", "negator", "fall", "low", "rise",
    "good-when-low", "mitigator", "problem", "limiter", "neutral",
}  # fmt: skip


def forms_of(lexicon: TopicLexicon) -> list[TopicForm]:
    return [form for topic in lexicon.topics for form in topic.forms]


def test_there_are_61_topics_each_with_a_definition_a_group_and_a_certain_form(vocabulary: Vocabulary) -> None:
    topics = vocabulary.lexicon.topics
    assert len(topics) == 61
    assert [t.id for t in topics if not (t.definition and t.group and any(not f.hint for f in t.forms))] == []


def test_a_printed_form_belongs_to_one_topic_unless_conditions_or_hints_keep_it_apart(vocabulary: Vocabulary) -> None:
    by_stems: dict[tuple[str, ...], list[TopicForm]] = defaultdict(list)
    for form in forms_of(vocabulary.lexicon):
        by_stems[stems_of(form.text)].append(form)
    plain = {
        stems: sorted({f.topic for f in found})
        for stems, found in by_stems.items()
        if len({f.topic for f in found if not (f.hint or f.only_in or f.needs or f.excluded_by)}) > 1
    }
    assert plain == {}


def test_no_neutral_form_is_also_a_topic_form(vocabulary: Vocabulary) -> None:
    of_topics = {stems_of(form.text) for form in forms_of(vocabulary.lexicon)}
    assert [form.text for form in vocabulary.lexicon.neutral if stems_of(form.text) in of_topics] == []


def test_every_form_without_a_condition_is_found_where_it_stands_alone(vocabulary: Vocabulary) -> None:
    lexicon = compiled(vocabulary.lexicon)
    lost = [
        form.text
        for form in forms_of(vocabulary.lexicon)
        if not (form.only_in or form.needs or form.excluded_by or form.text.startswith("*"))
        and form.topic not in {match.topic for match in topic_matches(tokens(form.text), lexicon)}
    ]
    assert lost == []


def test_every_job_of_the_rules_has_its_words(vocabulary: Vocabulary) -> None:
    assert {words.id for words in vocabulary.lexicon.judging if words.words} == JOBS


def test_every_judging_word_is_found_where_it_stands_alone(vocabulary: Vocabulary) -> None:
    forms = compiled(vocabulary.lexicon).judging
    lost = [
        (words.id, word)
        for words in vocabulary.lexicon.judging
        for word in words.words
        if (words.id, word) not in {value for _, _, values in forms.longest(stems_of(word)) for value in values}
    ]
    assert lost == []


def test_no_word_is_both_praise_and_complaint(vocabulary: Vocabulary) -> None:
    stems = {words.id: {stems_of(word) for word in words.words} for words in vocabulary.lexicon.judging}
    praise = stems["good"] | stems["fair"] | stems["adequate"]
    assert praise & (stems["bad"] | stems["bad-noun"] | stems["bad-always"]) == set()
