"""What the vocabulary knows of topics: their printed forms, and the words by which inspectors judge.

Types only, frozen; read from ``ontology/topics.ttl`` and ``ontology/judging-words.ttl`` by
`ofsted_kg.rdf.lexicon_reader`, used by `ofsted_kg.extract.lexicon`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicForm:
    """One printed form and when it speaks of its topic."""

    topic: str
    """`Topic.id`; empty for a form that speaks of none, though words of it would ("state of transition")."""
    text: str
    hint: bool = False
    """True where the form alone does not tell the topic ("planning"): it counts when the clause as a whole does."""
    only_in: tuple[str, ...] = ()
    """Sections that it needs, as a `Section.key` or its first part: ``looked-after-children``."""
    needs: tuple[str, ...] = ()
    """Words of which one must stand in the same sentence."""
    excluded_by: tuple[str, ...] = ()
    """Words of which none may stand in the same sentence."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that inspectors evaluate."""

    id: str
    label: str
    definition: str
    iri: str
    group: str = ""
    """Id of the broader group of topics."""
    forms: tuple[TopicForm, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgingWords:
    """Words that do one job when a clause judges."""

    id: str
    """What they do, e.g. ``good``, ``bad``, ``negator``."""
    words: tuple[str, ...]
    reach: int = 0
    """How many words further on they act, where that matters."""


@dataclass(frozen=True, slots=True)
class TopicLexicon:
    """Everything that the reader of findings goes by."""

    topics: tuple[Topic, ...] = ()
    neutral: tuple[TopicForm, ...] = ()
    """Forms that speak of no topic and hide the forms inside them."""
    judging: tuple[JudgingWords, ...] = ()

    def topic(self, topic_id: str) -> Topic:
        """Topic of that id; KeyError where there is none."""
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(f"no topic {topic_id!r}")
