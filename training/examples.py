"""Annotated reports to learn findings from: the three under ``tests/gold``, and further ones that are not part of the project.

Of a further report ``training/annotations`` holds where each finding stands, not what stands there: paragraph, topic,
polarity and the characters of the source text, with the file's SHA-256 and where it was published.  Whoever has the
published file names it with ``--also``; ``python -m training.locate_quotes`` makes such a file from quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ofsted_kg.document import Document, Paragraph, Span
from ofsted_kg.extract.findings.candidates import Candidate, candidates_of
from ofsted_kg.extract.findings.extraction import judged_paragraphs
from ofsted_kg.extract.findings.reading import read_paragraphs
from ofsted_kg.extract.lexicon import compiled
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.structure.folding import quote_of
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

GOLD: Final = Path(__file__).parents[1] / "tests" / "gold"
ANNOTATIONS: Final = Path(__file__).with_name("annotations")
WORD: Final = re.compile(r"[A-Za-z0-9]+")
Rows = set[tuple[int, str, str]]
"""(paragraph, topic, polarity)."""


@dataclass(frozen=True)
class Quote:
    """An annotated finding at its place in the paragraph's text."""

    paragraph: int
    start: int
    end: int
    topic: str
    polarity: str
    borderline: bool = False

    @property
    def row(self) -> tuple[int, str, str]:
        return self.paragraph, self.topic, self.polarity


@dataclass(frozen=True)
class Example:
    """A candidate with what the readers made of it."""

    paragraph: int
    candidate: Candidate
    polarities: frozenset[str]
    borderline: bool
    """Whether only rows that count neither way speak of it."""


@dataclass(frozen=True)
class Annotated:
    """A report with its findings."""

    name: str
    document: Document
    quotes: tuple[Quote, ...]
    examples: tuple[Example, ...]

    @property
    def rows(self) -> Rows:
        return {quote.row for quote in self.quotes if not quote.borderline}

    @property
    def neither(self) -> Rows:
        """Rows that count neither as found nor as invented."""
        return {quote.row for quote in self.quotes if quote.borderline} - self.rows


def gold_reports(vocabulary: Vocabulary) -> list[Annotated]:
    """The reports under ``tests/gold``."""
    found = []
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if "report" in gold:
            (text,) = packaged_folder("reports").glob(f"{path.stem}-*.txt")
            document = build_document(read_text(text), vocabulary)
            found.append(annotated(path.stem, document, quotes_of(gold, document), vocabulary))
    return found


def further_reports(paths: Sequence[Path], vocabulary: Vocabulary) -> list[Annotated]:
    """The annotated reports whose published files are given."""
    by_hash = {}
    for path in sorted(ANNOTATIONS.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        by_hash[data["sha256"]] = path.stem, data
    found = []
    for path in paths:
        document = build_document(read_text(path), vocabulary)
        name, data = by_hash[document.source.sha256]
        found.append(annotated(name, document, spanned(data, document), vocabulary))
    return found


def annotated(name: str, document: Document, quotes: Sequence[Quote], vocabulary: Vocabulary) -> Annotated:
    """A report with its candidates, each labelled."""
    lexicon = compiled(vocabulary.lexicon)
    examples = []
    judged = judged_paragraphs(document)
    for read in read_paragraphs([(p.number, p.section, p.text) for p in judged], lexicon):
        mine = [quote for quote in quotes if quote.paragraph == read.number]
        examples += [labelled(read.number, candidate, mine) for candidate in candidates_of(read)]
    return Annotated(name, document, tuple(quotes), tuple(examples))


def labelled(number: int, candidate: Candidate, quotes: Sequence[Quote]) -> Example:
    """The candidate with the polarities of the quotes of its topic that overlap its clause by half of the shorter."""
    start, end = candidate.clause.start, candidate.clause.end
    fitting = [
        quote
        for quote in quotes
        if quote.topic == candidate.topic
        and min(quote.end, end) - max(quote.start, start) >= 0.5 * min(end - start, quote.end - quote.start)
    ]
    sure = frozenset(quote.polarity for quote in fitting if not quote.borderline)
    return Example(number, candidate, sure, bool(fitting) and not sure)


def quotes_of(gold: dict[str, Any], document: Document) -> list[Quote]:
    """The gold's findings, located; a quote that does not stand in its paragraph is an error."""
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    return [
        Quote(row["paragraph"], *place_of(row["quote"], texts[row["paragraph"]]), row["topic"], row["polarity"], borderline)
        for key, borderline in (("findings", False), ("borderline_findings", True))
        for row in gold.get(key, ())
    ]


def spanned(data: dict[str, Any], document: Document) -> list[Quote]:
    """The findings of a file of ``training/annotations``, located in the text of the published report."""
    paragraphs = {paragraph.number: paragraph for paragraph in document.paragraphs}
    found = []
    for row in data["findings"]:
        paragraph = paragraphs[row["paragraph"]]
        found.append(Quote(paragraph.number, *inside(Span(*row["span"]), paragraph, document), row["topic"], row["polarity"]))
    return found


def inside(span: Span, paragraph: Paragraph, document: Document) -> tuple[int, int]:
    """Where characters of the source stand in the paragraph's text."""
    omits = [omit for omit in paragraph.passage.omits if omit.start < span.end and span.start < omit.end]
    return place_of(quote_of(document.source.text, span, omits), paragraph.text)


def place_of(quote: str, text: str) -> tuple[int, int]:
    """Where the words of ``quote`` stand in ``text``, whatever stands between them."""
    pattern = r"[^A-Za-z0-9]+".join(map(re.escape, WORD.findall(quote)))
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        raise ValueError(f"quote not found: {quote!r}")
    return match.span()
