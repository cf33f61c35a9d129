"""The topics that a short text is about, by the printed forms of the lexicon alone: for recommendations."""

from __future__ import annotations

from ofsted_kg.extract.clauses import sentences_of
from ofsted_kg.extract.lexicon import compiled, topic_matches
from ofsted_kg.vocabulary import Vocabulary


def topics_of(text: str, vocabulary: Vocabulary, section: str = "") -> tuple[str, ...]:
    """Ids of the topics that ``text`` names, in the order in which it names them.

    A form that only hints at its topic counts where nothing else tells a topic.
    """
    lexicon = compiled(vocabulary.lexicon)
    matches = [match for sentence in sentences_of(text) for match in topic_matches(sentence.tokens, lexicon, section)]
    certain = dict.fromkeys(match.topic for match in matches if not match.hint)
    return tuple(certain or dict.fromkeys(match.topic for match in matches))
