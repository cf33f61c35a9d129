"""A paragraph as sentences and clauses, each with the topics that it names and how it judges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ofsted_kg.extract.clauses import Clause, Sentence, clauses_of, first_verb, joined, sentences_of
from ofsted_kg.extract.findings.polarity import Judging, judging_of
from ofsted_kg.extract.lexicon import CompiledLexicon, Token, TopicMatch, topic_matches


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause with what it names and how it judges; places count from its first token."""

    kind: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    matches: tuple[TopicMatch, ...]
    judging: Judging
    verb: int
    """Where its predicate begins."""

    @property
    def start(self) -> int:
        """Where it begins in the paragraph's text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends there."""
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its clauses; places of its matches count from its first token."""

    words: tuple[str, ...]
    matches: tuple[TopicMatch, ...]
    clauses: tuple[ReadClause, ...]


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A numbered paragraph, read."""

    number: int
    section: str
    sentences: tuple[ReadSentence, ...]


def read_paragraph(number: int, section: str, text: str, lexicon: CompiledLexicon) -> ReadParagraph:
    """The paragraph's sentences, clauses, topics and judgements."""
    return ReadParagraph(number, section, tuple(_sentence(sentence, section, lexicon) for sentence in sentences_of(text)))


def _sentence(sentence: Sentence, section: str, lexicon: CompiledLexicon) -> ReadSentence:
    matches = topic_matches(sentence.tokens, lexicon, section)
    clauses = tuple(_clause(clause, judging, sentence.tokens, matches) for clause, judging in _judged(sentence.tokens, lexicon))
    return ReadSentence(tuple(token.word for token in sentence.tokens), matches, clauses)


def _clause(clause: Clause, judging: Judging, tokens: Sequence[Token], matches: Sequence[TopicMatch]) -> ReadClause:
    own = tuple(tokens[clause.start : clause.end])
    words = tuple(token.word for token in own)
    here = (match for match in matches if clause.start <= match.start < clause.end)
    moved = tuple(match._replace(start=match.start - clause.start, end=match.end - clause.start) for match in here)
    return ReadClause(clause.kind, own, words, moved, judging, first_verb(words))


def _judged(tokens: Sequence[Token], lexicon: CompiledLexicon) -> Iterator[tuple[Clause, Judging]]:
    """The clauses with their judging; a second predicate that judges as the first does stays with it."""
    previous: tuple[Clause, Judging] | None = None
    for clause in clauses_of(tokens):
        judging = judging_of(tokens[clause.start : clause.end], lexicon)
        whole = _whole(previous, clause, judging, tokens, lexicon) if previous and clause.kind == "and-verb" else None
        if previous and not whole:
            yield previous
        previous = whole or (clause, judging)
    if previous:
        yield previous


def _whole(
    previous: tuple[Clause, Judging], clause: Clause, judging: Judging, tokens: Sequence[Token], lexicon: CompiledLexicon
) -> tuple[Clause, Judging] | None:
    """Two predicates of one subject as one clause, unless they judge differently."""
    both = joined(previous[0], clause)
    together = judging_of(tokens[both.start : both.end], lexicon)
    return (both, together) if _same_side(previous[1], judging) or together.verdict != "mixed" else None


def _same_side(first: Judging, second: Judging) -> bool:
    return not first.plain or not second.plain or first.sides == second.sides
