"""Explaining: what was read in one paragraph, clause by clause, and what became of it.

Where a finding is missing or wrong, this shows which printed forms were taken for topics, which words judged and by
which rule, and how each clause judges in sum: enough to tell which line of the lexicon to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from ofsted_kg.document import Document, Paragraph
from ofsted_kg.errors import SourceError
from ofsted_kg.extract.findings.extraction import findings_of, judged_paragraphs
from ofsted_kg.extract.findings.model import packaged_model
from ofsted_kg.extract.findings.polarity import POLARITIES, Event
from ofsted_kg.extract.findings.reading import ReadClause, read_paragraphs
from ofsted_kg.extract.lexicon import compiled, stems_of
from ofsted_kg.facts import Finding
from ofsted_kg.vocabulary import Vocabulary

TOPIC: Final = "topic"
HINT: Final = "hint"
SOFT: Final = "soft"
"""Kind of a judging word that says something only where no plainer one stands beside it."""
_BRACKETS: Final = {TOPIC: "[]", HINT: "[]"}
_CUE: Final = "{}"


class Piece(NamedTuple):
    """A stretch of text of one kind."""

    text: str
    kind: str = ""
    """`TOPIC`, `HINT`, a polarity, `SOFT`, or empty for plain words."""


@dataclass(frozen=True, slots=True)
class ExplainedClause:
    """One clause with what it names and how it judges."""

    verdict: str
    """As `ofsted_kg.extract.findings.polarity.Judging.verdict`."""
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The clause with its marks: ``[words | topic]`` and ``{words | what they say: by which rule}``."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One paragraph, explained."""

    paragraph: Paragraph
    judged: bool
    """Whether it stands in a section in which findings are looked for."""
    clauses: tuple[ExplainedClause, ...]
    findings: tuple[Finding, ...]


def explain(document: Document, number: int, vocabulary: Vocabulary, rules_only: bool = False) -> Explanation:
    """The paragraph of that number with its marks and findings; SourceError where the report has none."""
    paragraph = _paragraph(document, number)
    lexicon = compiled(vocabulary.lexicon)
    (read,) = read_paragraphs([(paragraph.number, paragraph.section, paragraph.text)], lexicon)
    judged = paragraph in judged_paragraphs(document)
    return Explanation(
        paragraph=paragraph,
        judged=judged,
        clauses=tuple(_explained(clause, paragraph.text) for sentence in read.sentences for clause in sentence.clauses),
        findings=findings_of((paragraph,) if judged else (), document, lexicon, None if rules_only else packaged_model()),
    )


def _paragraph(document: Document, number: int) -> Paragraph:
    for paragraph in document.paragraphs:
        if paragraph.number == number:
            return paragraph
    last = max((paragraph.number for paragraph in document.paragraphs), default=0)
    raise SourceError(document.source.name, f"there is no paragraph {number}; the last is {last}")


class _Mark(NamedTuple):
    """Something that was recognised, and where."""

    start: int
    end: int
    kind: str
    label: str

    @property
    def brackets(self) -> str:
        return _BRACKETS.get(self.kind, _CUE)


def _explained(clause: ReadClause, text: str) -> ExplainedClause:
    marks = sorted(_marks(clause), key=lambda mark: (mark.start, -mark.end))
    return ExplainedClause(clause.judging.verdict, tuple(_pieces(text, clause, marks)))


def _marks(clause: ReadClause) -> Iterator[_Mark]:
    for match in clause.matches:
        words = clause.tokens.cut(match.start, match.end)
        label = f"{match.topic}?" if match.hint else match.topic
        yield _Mark(words.start, words.end, HINT if match.hint else TOPIC, label)
    for event in clause.judging.events:
        words = clause.tokens.cut(event.place, event.place + len(stems_of(event.word)))
        yield _Mark(words.start, words.end, event.effect if event.effect in POLARITIES else SOFT, _told(event))


def _told(event: Event) -> str:
    return event.effect if event.effect == event.rule else f"{event.effect}: {event.rule}"


def _pieces(text: str, clause: ReadClause, marks: Sequence[_Mark]) -> Iterator[Piece]:
    """The clause's words with a bracket where a mark begins, and its label and a bracket where it ends."""
    borders = {clause.start, clause.end, *(mark.start for mark in marks), *(mark.end for mark in marks)}
    for begin, end in pairwise(sorted(borders)):
        yield from (Piece(mark.brackets[0], mark.kind) for mark in marks if mark.start == begin)
        covering = [mark.kind for mark in marks if mark.start <= begin and end <= mark.end]
        yield Piece(text[begin:end], covering[-1] if covering else "")
        yield from (Piece(f" | {mark.label}{mark.brackets[1]}", mark.kind) for mark in reversed(marks) if mark.end == end)
