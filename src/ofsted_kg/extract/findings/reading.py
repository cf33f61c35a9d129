"""A paragraph as sentences and clauses, each with the topics that it names and how it judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_kg.extract.clauses import Clause, clauses_of, first_verb, joined, sentences_of
from ofsted_kg.extract.findings.polarity import Judging, judging_of
from ofsted_kg.extract.lexicon import CompiledLexicon, Tokens, TopicMatch, topic_matches


@dataclass(slots=True)
class ReadClause:
    """A clause with what it names and how it judges; places count from its first token."""

    kind: str
    tokens: Tokens
    matches: tuple[TopicMatch, ...]
    judging: Judging
    verb: int
    """Where its predicate begins."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return self.tokens.words

    @property
    def start(self) -> int:
        """Where it begins in the paragraph's text."""
        return self.tokens.start

    @property
    def end(self) -> int:
        """Where it ends there."""
        return self.tokens.end


@dataclass(slots=True)
class ReadSentence:
    """A sentence with its clauses; places of its matches count from its first token."""

    words: tuple[str, ...]
    matches: tuple[TopicMatch, ...]
    clauses: tuple[ReadClause, ...]


@dataclass(slots=True)
class ReadParagraph:
    """A numbered paragraph, read."""

    number: int
    section: str
    sentences: tuple[ReadSentence, ...]


Given = tuple[int, str, str]
"""A paragraph's number, section and text."""


def read_paragraphs(given: Sequence[Given], lexicon: CompiledLexicon) -> list[ReadParagraph]:
    """The sentences, clauses, topics and judgements of some paragraphs."""
    # Step by step for all of them: a processor that does one thing many times does it in less time.
    tokens = [[sentence.tokens for sentence in sentences_of(text)] for _, _, text in given]
    sections = [section for _, section, _ in given]
    named = [[topic_matches(own, lexicon, section) for own in found] for section, found in zip(sections, tokens, strict=True)]
    judged = [[_judged(own, lexicon) for own in found] for found in tokens]
    return [
        ReadParagraph(number, section, tuple(map(_sentence, own, matches, clauses)))
        for (number, section, _), own, matches, clauses in zip(given, tokens, named, judged, strict=True)
    ]


def _sentence(tokens: Tokens, matches: tuple[TopicMatch, ...], judged: Sequence[_Judged]) -> ReadSentence:
    if len(judged) == 1:
        ((clause, _, judging),) = judged
        clauses: tuple[ReadClause, ...] = (ReadClause(clause.kind, tokens, matches, judging, first_verb(tokens.words)),)
    else:
        clauses = tuple([_clause(*found, matches) for found in judged])
    return ReadSentence(tokens.words, matches, clauses)


def _clause(clause: Clause, own: Tokens, judging: Judging, matches: Sequence[TopicMatch]) -> ReadClause:
    begin, end = clause.start, clause.end
    here = [match for match in matches if begin <= match.start < end]
    moved = [TopicMatch(m.start - begin, m.end - begin, m.topic, m.form, m.hint) for m in here] if begin else here
    return ReadClause(clause.kind, own, tuple(moved), judging, first_verb(own.words))


_Judged = tuple[Clause, Tokens, Judging]
"""A clause with its judging."""


def _judged(tokens: Tokens, lexicon: CompiledLexicon) -> list[_Judged]:
    """The clauses with their judging; a second predicate that judges as the first does stays with it."""
    found: list[_Judged] = []
    for clause in clauses_of(tokens.words):
        judged = _judge(clause, tokens, lexicon)
        whole = _whole(found[-1], judged, tokens, lexicon) if clause.kind == "and-verb" else None
        if whole:
            found[-1] = whole
        else:
            found.append(judged)
    return found


def _judge(clause: Clause, tokens: Tokens, lexicon: CompiledLexicon) -> _Judged:
    own = tokens.cut(clause.start, clause.end) if clause.end - clause.start < len(tokens.words) else tokens
    return clause, own, judging_of(own, lexicon)


def _whole(previous: _Judged, judged: _Judged, tokens: Tokens, lexicon: CompiledLexicon) -> _Judged | None:
    """Two predicates of one subject as one clause, unless they judge differently."""
    (first, _, before), (second, _, behind) = previous, judged
    together = _judge(joined(first, second), tokens, lexicon)
    return together if _same_side(before, behind) or together[2].verdict != "mixed" else None


def _same_side(first: Judging, second: Judging) -> bool:
    return not first.plain or not second.plain or first.sides == second.sides
