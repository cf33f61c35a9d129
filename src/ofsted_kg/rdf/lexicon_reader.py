"""Turtle -> `TopicLexicon`: the topics of ``ontology/topics.ttl`` and the words of ``ontology/judging-words.ttl``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.errors import VocabularyError
from ofsted_kg.lexicon_types import JudgingWords, Topic, TopicForm, TopicLexicon
from ofsted_kg.rdf.namespaces import DCTERMS, OKG, SKOS
from ofsted_kg.rdf.turtle import Terms

_CERTAIN: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_NEUTRAL: Final = "neutral-topic-form"


def read_lexicon(terms: Terms) -> TopicLexicon:
    """Topics in the order of the file with all their forms; VocabularyError where a label rule names no topic."""
    rules = _rules_by_topic(terms)
    topics = tuple(_topic(terms, iri, rules.pop(iri.value, [])) for iri in terms.of_type(OKG.Topic))
    if rules:
        raise VocabularyError(f"label rules of unknown topics: {', '.join(sorted(rules))}")
    return TopicLexicon(topics, tuple(_neutral(terms)), tuple(_judging(terms, iri) for iri in terms.of_type(OKG.JudgingWords)))


def _topic(terms: Terms, iri: NamedNode, rules: list[NamedNode]) -> Topic:
    identifier = terms.required(iri, DCTERMS.identifier)
    certain = tuple(TopicForm(identifier, text) for text in dict.fromkeys(terms.values(iri, *_CERTAIN[1:])))
    hints = tuple(TopicForm(identifier, text, hint=True) for text in terms.values(iri, OKG.hintLabel))
    return Topic(
        id=identifier,
        label=terms.required(iri, SKOS.prefLabel),
        definition=terms.value(iri, SKOS.definition) or "",
        iri=iri.value,
        group=terms.local_name(iri, SKOS.broader) or "",
        forms=certain + hints + tuple(form for rule in rules for form in _conditional(terms, rule, identifier)),
    )


def _rules_by_topic(terms: Terms) -> dict[str, list[NamedNode]]:
    found: dict[str, list[NamedNode]] = {}
    for rule in terms.of_type(OKG.LabelRule):
        found.setdefault(terms.required(rule, OKG.labelOf), []).append(rule)
    return found


def _conditional(terms: Terms, rule: NamedNode, topic: str) -> Iterator[TopicForm]:
    conditions = (
        terms.values(rule, OKG.onlyInSection),
        terms.values(rule, OKG.needsWord),
        terms.values(rule, OKG.excludedByWord),
    )
    if not any(conditions):
        raise VocabularyError(f"{rule} has no condition: put its labels at the topic itself")
    for text in terms.values(rule, SKOS.altLabel):
        yield TopicForm(topic, text, False, *conditions)
    for text in terms.values(rule, OKG.hintLabel):
        yield TopicForm(topic, text, True, *conditions)


def _neutral(terms: Terms) -> Iterator[TopicForm]:
    for iri in terms.of_type(OKG.WordList):
        if terms.value(iri, DCTERMS.identifier) == _NEUTRAL:
            yield from (TopicForm("", text) for text in terms.values(iri, OKG.word))


def _judging(terms: Terms, iri: NamedNode) -> JudgingWords:
    reach = terms.number(iri, OKG.reach) if terms.value(iri, OKG.reach) else 0
    return JudgingWords(terms.required(iri, DCTERMS.identifier), terms.values(iri, OKG.word), reach)
