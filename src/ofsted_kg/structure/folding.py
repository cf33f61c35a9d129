"""Folding: how a stretch of the source becomes a quote, and back from quote to source.

White space folds to one blank; a hyphen at a line's end is a hyphen, however the text layer writes it; a word that a
line end splits at its hyphen ("well-" / "being") is joined and keeps the hyphen. What lies in ``omits`` (page
furniture, a stray bullet) is left out. These rules are all that stands between a quote and its source, so
`ofsted_kg.verification` can re-check every fact.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ofsted_kg.document import Passage, Span

LINE_END_HYPHEN: Final = "\ufffe"
"""What a PDF's text layer has for a hyphen at a line's end, the line end itself left out."""

_HYPHENS: Final = ("-", LINE_END_HYPHEN)
_LETTER = re.compile(r"[^\W\d_]")
_SPLIT_WORD = re.compile(rf"(?<={_LETTER.pattern})-[^\S\n]*\n\s*(?=[a-z])")
_WORD = re.compile(r"\S+")


def fold(text: str) -> str:
    """``text`` with white space folded and words joined that a line end splits at a hyphen."""
    if LINE_END_HYPHEN in text:
        text = text.replace(LINE_END_HYPHEN, "-")
    if "-" in text and "\n" in text:
        text = _SPLIT_WORD.sub("-", text)
    return " ".join(text.split())


def quote_of(text: str, span: Span, omits: Sequence[Span] = ()) -> str:
    """The folded words of ``text[span]`` without those of ``omits``."""
    if not omits:
        return fold(text[span.start : span.end])
    return fold(" ".join(text[piece.start : piece.end] for piece in pieces_of(span, omits)))


def pieces_of(span: Span, omits: Sequence[Span]) -> Iterable[Span]:
    """What is left of ``span`` when ``omits`` (ascending) are taken out."""
    start = span.start
    for omit in omits:
        if start < omit.start:
            yield Span(start, min(omit.start, span.end))
        start = max(start, omit.end)
    if start < span.end:
        yield Span(start, span.end)


def passage_of(text: str, fragments: Sequence[Span]) -> Passage:
    """One passage of several fragments (ascending, at least one): what stands between them and is no blank is omitted."""
    span = Span(fragments[0].start, fragments[-1].end)
    gaps = (Span(a.end, b.start) for a, b in pairwise(fragments))
    omits = tuple(Span(*_trimmed(text, gap)) for gap in gaps if text[gap.start : gap.end].strip())
    return Passage(span, quote_of(text, span, omits), omits)


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    return start, start + len(content.strip())


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A passage's quote with the way back to the source."""

    text: str
    """Equal to the passage's quote."""
    omits: tuple[Span, ...]
    folded_starts: tuple[int, ...]
    """Where each word begins in ``text``."""
    source_starts: tuple[int, ...]
    """Where the same word begins in the source."""

    def source_span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` (not empty, no blank at its ends) stands in the source."""
        return Span(self._source_offset(start), self._source_offset(end - 1) + 1)

    def passage(self, start: int, end: int) -> Passage:
        """``text[start:end]`` without blanks at its ends, as a passage of its own."""
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        span = self.source_span(start, start + len(quote))
        return Passage(span, quote, tuple(o for o in self.omits if span.start <= o.start and o.end <= span.end))

    def _source_offset(self, offset: int) -> int:
        word = bisect_right(self.folded_starts, offset) - 1
        return self.source_starts[word] + offset - self.folded_starts[word]


def folded_text(text: str, passage: Passage, until: int | None = None) -> FoldedText:
    """The passage's quote, each word mapped to its place in the source ``text``; those from offset ``until`` on are not."""
    folded: list[int] = []
    source: list[int] = []
    position = 0
    before, end_before = 0, 0
    for start, end in _words(text, passage):
        # No hyphen at a word's end, no split: asked here first, because this runs for each word of a report.
        split = end_before and text[end_before - 1] in _HYPHENS and _is_split(text, Span(before, end_before), Span(start, end))
        position += bool(end_before and not split)
        folded.append(position)
        source.append(start)
        position += end - start
        before, end_before = start, end
        if until is not None and position >= until:
            break
    return FoldedText(passage.quote, passage.omits, tuple(folded), tuple(source))


def _words(text: str, passage: Passage) -> Iterable[tuple[int, int]]:
    for piece in pieces_of(passage.span, passage.omits):
        yield from map(re.Match.span, _WORD.finditer(text, piece.start, piece.end))


def _is_split(text: str, word: Span, following: Span) -> bool:
    """Whether ``following`` goes on with ``word``, by the same rule as `fold`."""
    return (
        text[word.end - 1] in _HYPHENS
        and word.end - word.start > 1
        and _LETTER.match(text, word.end - 2) is not None
        and "a" <= text[following.start] <= "z"
        and "\n" in text[word.end : following.start]
    )
