"""The topics that a short text is about, by the printed forms of the lexicon alone: for recommendations."""

from __future__ import annotations

from ofsted_kg.extract.clauses import sentences_of
from ofsted_kg.extract.lexicon import Tokens, compiled, stem, topic_matches
from ofsted_kg.vocabulary import Vocabulary

_MODALS = "addressee-modal"
"""The word list of the verbs behind which a recommendation says what to do."""
_LONGEST_ADDRESSEE = 30
"""Words within which such a verb must stand for what is before it to be whom the text makes responsible."""


def topics_of(text: str, vocabulary: Vocabulary, section: str = "") -> tuple[str, ...]:
    """Ids of the topics that ``text`` names, in the order in which it names them.

    Whom it makes responsible ("the LSCB must ensure") is no topic.  A form that only hints at its topic counts where
    nothing else tells one.
    """
    lexicon = compiled(vocabulary.lexicon)
    modals = frozenset(stem(word) for word in vocabulary.words(_MODALS))
    sentences = (sentence.tokens.cut(_begin(sentence.tokens, modals)) for sentence in sentences_of(text))
    matches = [match for tokens in sentences for match in topic_matches(tokens, lexicon, section)]
    certain = dict.fromkeys(match.topic for match in matches if not match.hint)
    return tuple(certain or dict.fromkeys(match.topic for match in matches))


def _begin(tokens: Tokens, modals: frozenset[str]) -> int:
    """Where a sentence says what to do, behind whom it makes responsible."""
    return next((place for place, word in enumerate(tokens.stems[:_LONGEST_ADDRESSEE]) if word in modals), 0)
