"""Topics of a recommendation."""

from __future__ import annotations

from ofsted_kg.extract.topics import topics_of
from ofsted_kg.vocabulary import Vocabulary


def test_a_recommendation_has_the_topics_that_it_names_in_their_order(vocabulary: Vocabulary) -> None:
    text = "ensure that supervision and the auditing of core groups are robust"
    assert topics_of(text, vocabulary) == ("supervision", "audit", "core-groups")


def test_whom_it_makes_responsible_is_no_topic(vocabulary: Vocabulary) -> None:
    text = "NHS Anyshire and the LSCB must ensure that health staff receive training"
    assert topics_of(text, vocabulary) == ("training",)


def test_a_hint_counts_where_nothing_else_tells_a_topic(vocabulary: Vocabulary) -> None:
    assert topics_of("facilitate the timely completion of life story work", vocabulary) == ("adoption-permanence",)
    assert topics_of("ensure that life story work and audits are timely", vocabulary) == ("audit",)


def test_a_text_that_names_nothing_has_no_topic(vocabulary: Vocabulary) -> None:
    assert topics_of("clarify the legal position", vocabulary) == ()
